/** A pattern of `fileset` as a regular expression: `*`, `**`, `?`, `[…]`, `{a,b}`; `undefined` when it is broken. */
export function globOf(pattern: string): RegExp | undefined {
  let source = "";
  let depth = 0;
  for (const [piece, blank] of pattern.matchAll(/\*\*\/|\*\*|\[(?:\\[\s\S]|[^\]\\])+\]|\\[\s\S]|([\s\S])/gu)) {
    if (blank === undefined) source += compound(piece);
    else if (piece === "{") {
      depth++;
      source += "(?:";
    } else if (piece === "}" && depth > 0) {
      depth--;
      source += ")";
    } else source += piece === "," && depth > 0 ? "|" : single(piece);
  }
  return depth === 0 ? compiled(source) : undefined;
}

function compiled(source: string): RegExp | undefined {
  try {
    return new RegExp(`^${source}$`, "u");
  } catch {
    return undefined;
  }
}

function compound(piece: string): string {
  if (piece === "**/") return "(?:[^/]+/)*";
  if (piece === "**") return ".*";
  return piece.startsWith("[") ? `[${piece.slice(1, -1).replace(/^!/u, "^")}]` : escaped(piece.slice(1));
}

const single = (piece: string): string => (piece === "*" ? "[^/]*" : piece === "?" ? "[^/]" : escaped(piece));

const escaped = (character: string): string => character.replace(/[\^$\\.*+?()[\]{}|/]/gu, "\\$&");
