import { exponential, decimalOf, fixed, roundTo } from "./decimals.ts";
import type { Decimal } from "./decimals.ts";
import { graphemesOf } from "./graphemes.ts";

/** One verb of a format: `%-8.2f`, `%[2]s`. */
export interface Verb {
  readonly letter: string;
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  /** The argument's number from 1, where the verb names it. */
  readonly index: number | undefined;
}

export type Piece = string | Verb;

const syntax = /%(?:\[(\d+)\])?([-+# 0]*)(\d*)(?:\.(\d*))?(?:\[(\d+)\])?([\s\S])?/gu;
const widest = 10_000;

/** The text and the verbs of a format; `undefined` where it is broken or absurd. */
export function readFormat(format: string): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of format.matchAll(syntax)) {
    const [whole, before, flags = "", width = "", precision, after, letter] = match;
    if (letter === undefined || Number(width) > widest || Number(precision ?? 0) > widest) return undefined;
    pieces.push(format.slice(at, match.index));
    at = match.index + whole.length;
    if (whole === "%%") pieces.push("%");
    else if (!/[vtbdoxXeEfgGsq]/u.test(letter)) return undefined;
    else pieces.push(verbOf(letter, flags, width, precision, before ?? after));
  }
  pieces.push(format.slice(at));
  return pieces;
}

const verbOf = (
  letter: string,
  flags: string,
  width: string,
  precision: string | undefined,
  index: string | undefined,
): Verb => ({
  letter,
  flags,
  width: Number(width),
  precision: precision === undefined ? undefined : Number(precision),
  index: index === undefined ? undefined : Number(index),
});

/** To the verb's width, by what people see as characters. */
export function padded({ flags, width }: Verb, text: string): string {
  const missing = width === 0 ? 0 : width - graphemesOf(text).length;
  if (missing <= 0) return text;
  const fill = (flags.includes("0") ? "0" : " ").repeat(missing);
  return flags.includes("-") ? text + fill : fill + text;
}

export function formatString(verb: Verb, text: string): string {
  const cut = verb.precision === undefined ? text : graphemesOf(text).slice(0, verb.precision).join("");
  return padded(verb, cut);
}

const bases: Readonly<Record<string, readonly [base: number, prefix: string]>> = {
  b: [2, "0b"],
  d: [10, ""],
  o: [8, "0"],
  x: [16, "0x"],
  X: [16, "0X"],
};

export function formatInteger(verb: Verb, value: number): string {
  const [base, prefix] = bases[verb.letter] ?? [10, ""];
  const digits = BigInt(Math.abs(value))
    .toString(base)
    .padStart(verb.precision ?? 0, "0");
  const sized = verb.letter === "X" ? digits.toUpperCase() : digits;
  return signed(verb, value < 0, (verb.flags.includes("#") ? prefix : "") + sized, verb.precision === undefined);
}

/** With its sign, filled up to its width; zeros go between the two. */
function signed({ flags, width }: Verb, negative: boolean, body: string, mayFill: boolean): string {
  const sign = negative ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  const missing = Math.max(0, width - sign.length - body.length);
  if (flags.includes("-")) return sign + body + " ".repeat(missing);
  if (flags.includes("0") && mayFill) return sign + "0".repeat(missing) + body;
  return " ".repeat(missing) + sign + body;
}

/** `undefined`: JavaScript's numbers don't tell on which side it rounds. */
export function formatFloat(verb: Verb, value: number): string | undefined {
  const decimal = decimalOf(value);
  const body = floatBody(verb, decimal);
  if (body === undefined) return undefined;
  const cased = /[EG]/u.test(verb.letter) ? body.toUpperCase() : body;
  return signed(verb, decimal.negative, cased, true);
}

function floatBody({ letter, precision }: Verb, decimal: Decimal): string | undefined {
  switch (letter) {
    case "f": {
      const places = precision ?? 6;
      const rounded = roundTo(decimal, decimal.point + places);
      return rounded && fixed(rounded, places);
    }
    case "e":
    case "E": {
      const places = precision ?? 6;
      const rounded = roundTo(decimal, places + 1);
      return rounded && exponential(rounded, places);
    }
    default:
      return general(decimal, precision);
  }
}

/** As short as it can be, with an exponent for what is very large or small. */
export function general(decimal: Decimal, precision?: number): string | undefined {
  const most = Math.max(1, precision ?? shortest);
  const rounded = precision === undefined ? decimal : roundTo(decimal, most);
  if (!rounded) return undefined;
  const { digits, point } = rounded;
  const limit = precision !== undefined && most > digits.length && digits.length >= point ? digits.length : most;
  const exponent = digits === "" ? 0 : point - 1;
  const isPlain = exponent >= -4 && exponent < limit;
  return isPlain
    ? fixed(rounded, Math.max(0, digits.length - point))
    : exponential(rounded, Math.max(0, digits.length - 1));
}

/** From this exponent on the shortest form has an exponent, too. */
const shortest = 6;
