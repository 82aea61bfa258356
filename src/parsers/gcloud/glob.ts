/** A shell pattern (`*`, `?`, `[…]`). */
export interface Glob {
  /** Whether the whole text is what the pattern says. */
  readonly matches: (text: string) => boolean;
  /** The pattern as a regular expression's source; absent where that might take for ever (several `*`). */
  readonly source?: string;
}

/** A character of the pattern, or `undefined` for `*`. */
type Token = RegExp | undefined;

const longest = 500;

/** `undefined`: no pattern that anybody would write. */
export function globPattern(pattern: string): Glob | undefined {
  // `@(a|b)` and its like are not read: who knows what they match.
  if (pattern.length > longest || /[@?*+!]\(/.test(pattern)) return undefined;
  try {
    const tokens = tokensOf(pattern);
    const stars = tokens.filter((token) => token === undefined).length;
    const source = tokens.map((token) => token?.source ?? ".*?").join("");
    return { matches: (text) => matchTokens(tokens, [...text]), ...(stars < 2 && { source }) };
  } catch {
    return undefined;
  }
}

/** Goes back to the last `*` only, which is enough: the earlier ones took as little as they could. */
function matchTokens(tokens: readonly Token[], text: readonly string[]): boolean {
  let at = 0;
  let token = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const wanted = tokens[token];
    if (token < tokens.length && wanted === undefined) {
      star = token++;
      resume = at;
    } else if (wanted?.test(text[at] ?? "") === true) {
      at++;
      token++;
    } else if (star >= 0) {
      token = star + 1;
      at = ++resume;
    } else return false;
  }
  return tokens.slice(token).every((rest) => rest === undefined);
}

function tokensOf(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? "";
    const close = char === "[" ? pattern.indexOf("]", at + 2) : -1;
    if (char === "*") {
      if (tokens.length === 0 || tokens.at(-1) !== undefined) tokens.push(undefined);
    } else if (char === "?") tokens.push(/./su);
    else if (close > at) {
      tokens.push(new RegExp(characterClass(pattern.slice(at + 1, close)), "su"));
      at = close;
    } else tokens.push(new RegExp(literalCharacter(char === "\\" ? (pattern[++at] ?? "\\") : char), "su"));
  }
  return tokens;
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
