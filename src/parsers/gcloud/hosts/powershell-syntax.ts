export type Stretch = readonly [start: number, end: number];

/** Blanks, line ends, separators, and comments of both kinds. */
export function skipBlank(source: string, from: number, end: number): number {
  let at = from;
  while (at < end) {
    if (/[\s;]/.test(source[at] ?? "")) at++;
    else if (source.startsWith("<#", at)) at = afterOrEnd(source, "#>", at + 2, end);
    else if (source[at] === "#") at = afterOrEnd(source, "\n", at, end);
    else if (source[at] === "`" && /^`\r?\n/.test(source.slice(at, at + 3))) at += 2;
    else break;
  }
  return at;
}

function afterOrEnd(source: string, mark: string, from: number, end: number): number {
  const found = source.indexOf(mark, from);
  return found < 0 || found >= end ? end : found + mark.length;
}

/** Behind the string that begins here; PowerShell's escape is the backtick, and `''` and `""` stand for one. */
export function afterString(source: string, from: number, end: number): number {
  const quote = source[from] ?? "";
  for (let at = from + 1; at < end; at++) {
    if (quote === '"' && source[at] === "`") at++;
    else if (source[at] === quote && source[at + 1] === quote) at++;
    else if (source[at] === quote) return at + 1;
  }
  return end;
}

/** Behind a here-string: `@"` to `"@` at the start of a line. */
const afterHereString = (source: string, from: number, end: number): number =>
  afterOrEnd(source, `\n${source[from + 1] ?? ""}@`, from, end);

/** Behind whatever hides brackets and line ends here: a string, a comment, an escape; else the next character. */
export function step(source: string, at: number, end: number): number {
  const char = source[at] ?? "";
  if (char === "@" && /["']/.test(source[at + 1] ?? "") && /^\s*\n/.test(source.slice(at + 2, at + 80)))
    return afterHereString(source, at, end);
  if (char === '"' || char === "'") return afterString(source, at, end);
  if (source.startsWith("<#", at)) return afterOrEnd(source, "#>", at + 2, end);
  if (char === "#" && /[\s;({]/.test(source[at - 1] ?? "\n")) {
    const line = source.indexOf("\n", at);
    return line < 0 || line > end ? end : line;
  }
  return char === "`" ? at + (source.startsWith("\r\n", at + 1) ? 3 : 2) : at + 1;
}

/** The bracket that closes the one that stands here; the end where none does. */
export function closeOf(source: string, open: number, end: number): number {
  let depth = 0;
  for (let at = open; at < end; at = step(source, at, end)) {
    const char = source[at] ?? "";
    if (/[([{]/.test(char)) depth++;
    else if (/[)\]}]/.test(char) && --depth <= 0) return at;
  }
  return end;
}

/** Where a statement ends: its line, unless a bracket is open or a bar or backtick ends it; `;`. */
export function statementEnd(source: string, from: number, end: number): number {
  let depth = 0;
  for (let at = from; at < end; at = step(source, at, end)) {
    const char = source[at] ?? "";
    if (/[([{]/.test(char)) depth++;
    else if (/[)\]}]/.test(char) && --depth < 0) return at === from ? at + 1 : at;
    else if (depth === 0 && char === ";") return at;
    else if (depth === 0 && char === "\n" && !/[|,]\s*$/.test(source.slice(Math.max(from, at - 40), at))) return at;
  }
  return end;
}

const tool =
  /(?:&\s*)?["']?(?:[\w:\\/.() -]*[\\/])?(?:gcloud|gsutil|bq)(?:\.cmd|\.exe|\.ps1)?["']?(?=\s)|&\s*\$\w*gcloud\w*(?=\s)/iy;

/** Whether a command of ours begins here. */
export function isToolAt(source: string, at: number): boolean {
  tool.lastIndex = at;
  return tool.test(source);
}
