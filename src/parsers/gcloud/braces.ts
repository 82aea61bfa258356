/** One alternative of a brace expansion, and where it stands in it; counted ones stand nowhere. */
export interface Alternative {
  readonly text: string;
  readonly offset?: number;
}

/** The alternatives of `{a,b}` and `{1..5}`; inner braces stay for the next round. `undefined`: too many. */
export function braceAlternatives(text: string, most: number): Alternative[] | undefined {
  const inside = text.slice(1, -1);
  const range = /^(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?$/.exec(inside);
  if (range !== null) return counted(range[1] ?? "", range[2] ?? "", Math.abs(Number(range[3] ?? 1)) || 1, most);
  const alternatives = separated(inside).map(({ text: part, offset }) => ({ text: part, offset: offset + 1 }));
  return alternatives.length > most ? undefined : alternatives;
}

function counted(from: string, to: string, by: number, most: number): Alternative[] | undefined {
  const numeric = /\d/.test(from);
  const [first, last] = [from, to].map((end) => (numeric ? Number(end) : (end.codePointAt(0) ?? 0)));
  if (first === undefined || last === undefined) return [];
  const count = Math.floor(Math.abs(last - first) / by) + 1;
  if (count > most) return undefined;
  const width = /^-?0\d/.test(from) || /^-?0\d/.test(to) ? Math.max(from.length, to.length) : 0;
  return Array.from({ length: count }, (_, index) => {
    const value = first + Math.sign(last - first) * by * index;
    return { text: numeric ? String(value).padStart(width, "0") : String.fromCodePoint(value) };
  });
}

/** Cut at the commas that no quote, brace or substitution holds. */
function separated(inside: string): { readonly text: string; readonly offset: number }[] {
  const parts: { text: string; offset: number }[] = [];
  let depth = 0;
  let quote = "";
  let from = 0;
  for (let at = 0; at < inside.length; at++) {
    const char = inside[at] ?? "";
    if (char === "\\") at++;
    else if (quote !== "") quote = char === quote ? "" : quote;
    else if (char === "'" || char === '"' || char === "`") quote = char;
    else if (char === "{" || char === "(") depth++;
    else if (char === "}" || char === ")") depth--;
    else if (char === "," && depth === 0) {
      parts.push({ text: inside.slice(from, at), offset: from });
      from = at + 1;
    }
  }
  return [...parts, { text: inside.slice(from), offset: from }];
}
