let segmenter: Intl.Segmenter | undefined;

/** What people see as characters: Terraform counts and cuts by them. */
export function graphemesOf(text: string): readonly string[] {
  if (isPlain(text)) return Array.from(text);
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** ASCII without `\r\n`, which is one character. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127 || code === 13) return false;
  }
  return true;
}
