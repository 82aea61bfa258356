/**
 * What CPython reads and the grammar does not: a `yield` alone, a number that ends in a dot, `with` items and targets in
 * parentheses, class patterns without arguments, marks at the start, spaces at the end. The text that is parsed differs in them, not in length; values are read from the text as written.
 */
export const repaired = (text: string): string =>
  repairWith(text)
    .replaceAll(marks, "\n")
    .replaceAll(decorator, (line, start: string, written: string) =>
      simple.test(written) || !isClosed(written) ? line : `${start}_`.padEnd(line.length),
    )
    .replaceAll(emptyYield, (whole) => whole.replace("yield", "None "))
    .replaceAll(bareYield, "$1pass ")
    .replaceAll(dotted, "$10")
    .replaceAll(casePattern, (line) => line.replaceAll(/\([ \t]*\)/g, (pair) => " ".repeat(pair.length)))
    .replaceAll(targets, (whole, start: string) => `${start}_`.padEnd(whole.length))
    .replace(/(?<![ \t])[ \t]+$/, (spaces) => "\n".repeat(spaces.length));

/** A byte order mark, and form feeds at the start of a line. */
const marks = /^\uFEFF|(?<=^|[\r\n])\f/g;
/** `@task.options(retries=2)(run)`: any expression; the grammar knows a name and one call. */
const decorator = /^([ \t]*@)([^\r\n]+)$/gm;
const simple = /^[ \t]*[\w.]+[ \t]*(?:\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))?[ \t]*(?:#.*)?$/;

function isClosed(text: string): boolean {
  let depth = 0;
  for (const character of text.replace(/#.*$/, "")) {
    if ("([{".includes(character)) depth++;
    else if (")]}".includes(character) && --depth < 0) return false;
  }
  return depth === 0;
}

/** `x = (yield)` */
const emptyYield = /\([ \t]*yield[ \t]*\)/g;
const bareYield = /^([ \t]*)yield(?=[ \t]*(?:#.*)?\r?$)/gm;
const dotted = /(?<![\w.'"])(\d+)\.(?![\w.])/g;
/** `with open_all() as (a, b):`: which names there are does not matter. */
const targets = /(\bas\s*)\((\s*\w+\s*,[\w\s,]*)\)(?=\s*:)/g;
/** `case Serving():` */
const casePattern = /^[ \t]*case[ \t][^\n'"]{0,500}\([ \t]*\)[^\n'"]{0,500}:/gm;
const opening = /^([ \t]*(?:async[ \t]+)?with[ \t]*)\(/gm;

function repairWith(text: string): string {
  let repairs: string | undefined;
  for (const match of text.matchAll(opening)) {
    const open = match.index + match[0].length - 1;
    const close = closingOf(text, open);
    // `with (a or b) as c:` is an expression in parentheses.
    if (close < 0 || !/^\s*:/.test(text.slice(close + 1, close + 40))) continue;
    const inner = text.slice(open + 1, close);
    if (!/\bas\b|,/.test(inner)) continue;
    repairs = `${(repairs ?? text).slice(0, open)} ${oneLine(inner)} ${(repairs ?? text).slice(close + 1)}`;
  }
  return repairs ?? text;
}

/** Without comments, line ends and a last comma; as long as it was. */
const oneLine = (inner: string): string =>
  inner
    .replaceAll(/#[^\n]*/g, (comment) => " ".repeat(comment.length))
    .replaceAll(/[\r\n]/g, " ")
    .replace(/,(\s*)$/, " $1");

function closingOf(text: string, open: number): number {
  let depth = 0;
  const end = Math.min(text.length, open + 4000);
  for (let at = open; at < end; at++) {
    const character = text[at];
    if (character === '"' || character === "'") {
      const close = text.indexOf(character, at + 1);
      if (close < 0) return -1;
      at = close;
    } else if (character === "(" || character === "[" || character === "{") depth++;
    else if ((character === ")" || character === "]" || character === "}") && --depth === 0) return at;
  }
  return -1;
}
