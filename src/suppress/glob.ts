/** `*` is any text, `?` one character, the rest itself. Takes time proportional to text × pattern, whatever the pattern. */
export function matchesGlob(pattern: string, text: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === "*") {
      star = inPattern++;
      resume = at;
    } else if (wanted === "?" || wanted === text[at]) {
      inPattern++;
      at++;
    } else if (star !== -1) {
      inPattern = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[inPattern] === "*") inPattern++;
  return inPattern === pattern.length;
}

/** `*` stays within a folder, `**` is any number of folders; a pattern without a slash is a name anywhere. */
export function matchesPath(pattern: string, path: string): boolean {
  const wanted = (pattern.includes("/") ? pattern.replace(/^\.?\//, "") : `**/${pattern}`).split("/");
  const names = path.split("/");
  let reached = new Set([0]);
  for (const [at, segment] of wanted.entries()) {
    const next = new Set<number>();
    for (const from of reached) {
      if (segment !== "**") {
        const name = names[from];
        if (name !== undefined && matchesGlob(segment, name)) next.add(from + 1);
      } else for (let to = from; to <= names.length - (at === wanted.length - 1 ? 0 : 1); to++) next.add(to);
    }
    reached = next;
  }
  return reached.has(names.length);
}
