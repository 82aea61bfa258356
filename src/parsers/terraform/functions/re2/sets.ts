import { giveUp, refuse } from "./tree.ts";
import type { Has } from "./tree.ts";

/** Where the reading of a pattern stands. */
export interface Cursor {
  readonly pattern: string;
  at: number;
}

export const one =
  (wanted: number): Has =>
  (code) =>
    code === wanted;

const between =
  (low: number, high: number): Has =>
  (code) =>
    code >= low && code <= high;

const not =
  (has: Has): Has =>
  (code) =>
    !has(code);

const any =
  (sets: readonly Has[]): Has =>
  (code) =>
    sets.some((has) => has(code));

/** The characters of a text, and the ranges between each two of them. */
const ranges = (text: string): Has => {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const pairs = codes.flatMap((low, index) => (index % 2 === 0 ? [between(low, codes[index + 1] ?? low)] : []));
  return any(pairs);
};

const digits = ranges("09");
export const word: Has = ranges("09AZ__az");
const blanks = ranges("\t\n\f\r  ");

const named: Readonly<Record<string, Has>> = {
  alnum: ranges("09AZaz"),
  alpha: ranges("AZaz"),
  ascii: ranges("\0\u007f"),
  blank: ranges("\t\t  "),
  cntrl: ranges("\0\u001f\u007f\u007f"),
  digit: digits,
  graph: ranges("!~"),
  lower: ranges("az"),
  print: ranges(" ~"),
  punct: ranges("!/:@[`{~"),
  space: ranges("\t\r  "),
  upper: ranges("AZ"),
  word,
  xdigit: ranges("09AFaf"),
};

const escapedSets: Readonly<Record<string, Has>> = {
  d: digits,
  D: not(digits),
  s: blanks,
  S: not(blanks),
  w: word,
  W: not(word),
};

const escapedCharacters: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** An escape that stands for a set: `\d`, `\pL`; `undefined` where it stands for a character. */
export function readEscapedSet(cursor: Cursor): Has | undefined {
  const found = /^\\([pP])(?:\{(\^?)(\w+)\}|(\w))/u.exec(cursor.pattern.slice(cursor.at));
  if (found) return readProperty(cursor, found);
  const set = escapedSets[cursor.pattern.charAt(cursor.at + 1)];
  if (set) cursor.at += 2;
  return set;
}

function readProperty(cursor: Cursor, [whole, kind, caret, long, short]: RegExpExecArray): Has {
  cursor.at += whole.length;
  const name = long ?? short ?? "";
  const has = name === "Any" ? (): boolean => true : property(name);
  return (kind === "P") === (caret === "^") ? has : not(has);
}

function property(name: string): Has {
  const body = /^[A-Z][a-z]?$/u.test(name) ? name : `Script=${name}`;
  try {
    const regexp = new RegExp(`^\\p{${body}}$`, "u");
    return (code) => regexp.test(String.fromCodePoint(code));
  } catch {
    return refuse(`has an unknown property ${name}`);
  }
}

/** An escape that stands for one character. */
export function readEscapedCharacter(cursor: Cursor): number {
  const rest = cursor.pattern.slice(cursor.at);
  const hex = /^\\x(?:\{([\da-f]{1,6})\}|([\da-f]{2}))/iu.exec(rest);
  if (hex) {
    cursor.at += hex[0].length;
    const code = Number.parseInt(hex[1] ?? hex[2] ?? "", 16);
    return code > 0x10ffff ? refuse("has a character beyond the last one") : code;
  }
  const name = rest.charAt(1);
  cursor.at += 2;
  if (name === "0" || name === "C") return giveUp(`has \\${name}`);
  if (name === "" || /[A-Za-z0-9]/u.test(name)) return escapedCharacters[name] ?? refuse(`has \\${name}`);
  cursor.at += (rest.codePointAt(1) ?? 0) > 0xffff ? 1 : 0;
  return (rest.codePointAt(1) ?? 0) < 128 ? name.charCodeAt(0) : refuse("escapes what needs none");
}

/** `[…]` */
export function readSet(cursor: Cursor, fold: (has: Has) => Has): Has {
  const { pattern } = cursor;
  cursor.at++;
  const isNegated = pattern.charAt(cursor.at) === "^";
  if (isNegated) cursor.at++;
  const members: Has[] = [];
  for (let first = true; first || pattern.charAt(cursor.at) !== "]"; first = false) {
    if (cursor.at >= pattern.length) refuse("has a bracket that is never closed");
    const isLoneDash = pattern.charAt(cursor.at) === "-" && !first && pattern.charAt(cursor.at + 1) !== "]";
    if (isLoneDash) refuse("has a dash in the middle of brackets");
    members.push(readMember(cursor));
  }
  cursor.at++;
  const has = fold(any(members));
  return isNegated ? not(has) : has;
}

function readMember(cursor: Cursor): Has {
  const classed = /^\[:(\^?)(\w+):\]/u.exec(cursor.pattern.slice(cursor.at));
  if (classed) {
    cursor.at += classed[0].length;
    const has = named[classed[2] ?? ""] ?? refuse(`has an unknown class ${classed[0]}`);
    return classed[1] === "^" ? not(has) : has;
  }
  const set = cursor.pattern.charAt(cursor.at) === "\\" ? readEscapedSet(cursor) : undefined;
  return set ?? readRange(cursor);
}

function readRange(cursor: Cursor): Has {
  const low = readCharacter(cursor);
  const isRange = cursor.pattern.charAt(cursor.at) === "-" && cursor.pattern.charAt(cursor.at + 1) !== "]";
  if (!isRange) return one(low);
  cursor.at++;
  if (cursor.at >= cursor.pattern.length) refuse("has a bracket that is never closed");
  const high = readCharacter(cursor);
  return high < low ? refuse("has a range that goes backwards") : between(low, high);
}

function readCharacter(cursor: Cursor): number {
  if (cursor.pattern.charAt(cursor.at) === "\\") return readEscapedCharacter(cursor);
  const code = cursor.pattern.codePointAt(cursor.at) ?? 0;
  cursor.at += code > 0xffff ? 2 : 1;
  return code;
}

/** Upper and lower case alike. */
export const folded =
  (has: Has): Has =>
  (code) =>
    has(code) || variants(code).some(has);

function variants(code: number): readonly number[] {
  const letter = String.fromCodePoint(code);
  const upper = letter.toUpperCase();
  return [letter.toLowerCase(), upper, upper.toLowerCase()].flatMap((text) => {
    const only = text.codePointAt(0) ?? 0;
    return [...text].length === 1 ? [only] : [];
  });
}
