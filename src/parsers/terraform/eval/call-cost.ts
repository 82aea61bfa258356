import type { Datum } from "../datum.ts";

/** Texts that functions make may be so long, as those of templates. */
const longest = 4_000_000;

/** Items that one step pays for. */
const itemsOfAStep = 16;

/** What it costs to call a function, in steps of the evaluation: some compare every item with every other. */
export function costOf(name: string, args: readonly Datum[]): number {
  let all = 0;
  for (const arg of args) all += sizeOf(arg);
  if (all < itemsOfAStep) return all / itemsOfAStep;
  const isQuadratic = comparing.has(name) && args.some(holdsMoreThanTexts);
  return isQuadratic ? (all * all) / itemsOfAStep : all / itemsOfAStep;
}

/** Texts are told apart by what they are; anything else by comparison. */
const comparing: ReadonlySet<string> = new Set([
  "distinct",
  "matchkeys",
  "setintersection",
  "setsubtract",
  "setunion",
  "toset",
]);

const holdsMoreThanTexts = (datum: Datum): boolean =>
  datum.type === "list" && datum.items.some(({ type }) => type !== "string");

const sizeOf = (datum: Datum): number =>
  datum.type === "list" ? datum.items.length : datum.type === "object" && !datum.computed ? datum.entries.size : 0;

/** Would it make a text that is too long? Found out before it is made. */
export function makesTooMuch(name: string, args: readonly Datum[]): boolean {
  const times = repeats[name]?.(args);
  return times !== undefined && lettersIn(args, longest) * times > longest;
}

/** How often a function may repeat its arguments. */
const repeats: Readonly<Record<string, (args: readonly Datum[]) => number>> = {
  format: ([pattern]) => (pattern?.type === "string" ? pattern.text.split("%").length : 1),
  join: () => 1,
  jsonencode: () => 1,
  replace: ([value, from, to]) =>
    value?.type === "string" && from?.type === "string" && to?.type === "string" && !from.text.startsWith("/")
      ? Math.max(1, to.text.length / Math.max(1, from.text.length))
      : 1,
  yamlencode: () => 1,
};

/** All letters of texts, counted as often as they are reached, up to a bound. */
function lettersIn(datums: readonly Datum[], most: number): number {
  let letters = 0;
  const waiting = [...datums];
  for (let next = waiting.pop(); next !== undefined && letters <= most; next = waiting.pop()) {
    letters += next.type === "string" ? next.text.length : 1;
    if (next.type === "list") for (const item of next.items) waiting.push(item);
    else if (next.type === "object" && !next.computed)
      for (const { value } of next.entries.values()) waiting.push(value);
  }
  return letters;
}
