/** A shell pattern (`*`, `?`, `[…]`) as a regular expression over the whole text; `undefined`: not a sane one. */
export function globPattern(pattern: string): RegExp | undefined {
  if (pattern.length > 500 || pattern.split("*").length > 8) return undefined;
  let source = "";
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? "";
    const close = char === "[" ? pattern.indexOf("]", at + 2) : -1;
    if (char === "*") source += source.endsWith(".*?") ? "" : ".*?";
    else if (char === "?") source += ".";
    else if (close > at) {
      source += characterClass(pattern.slice(at + 1, close));
      at = close;
    } else source += literalCharacter(char === "\\" ? (pattern[++at] ?? "\\") : char);
  }
  try {
    return new RegExp(`^${source}$`, "su");
  } catch {
    return undefined;
  }
}

function characterClass(inside: string): string {
  const negated = /^[!^]/.test(inside);
  const members = (negated ? inside.slice(1) : inside)
    .replaceAll("[:space:]", String.raw`\s`)
    .replaceAll("[:alnum:]", "a-zA-Z0-9")
    .replaceAll("[:alpha:]", "a-zA-Z")
    .replaceAll("[:digit:]", "0-9")
    .replaceAll(/[[\]^]/g, String.raw`\$&`);
  return `[${negated ? "^" : ""}${members}]`;
}

const literalCharacter = (char: string): string => char.replace(/[.*+?^${}()|[\]\\/]/, String.raw`\$&`);
