import type { CallContext, TerraformFunction } from "../call.ts";
import { gap, list, text } from "../datum.ts";
import type { Datum } from "../datum.ts";
import { graphemesOf } from "./graphemes.ts";
import { decidedBy, literally, replacedInLiterals, splitAtJoints, trimmedAtEnd } from "./patterns.ts";
import { replaceIn } from "./regex.ts";
import { known, knownMany, refuse } from "./signature.ts";
import type { Result } from "./signature.ts";

export const stringFunctions: Readonly<Record<string, TerraformFunction>> = {
  chomp: known(["string"], ([value]) => value.replace(/[\r\n]+$/u, "")),
  endswith: decidedBy(
    "end",
    known(["string", "string"], ([value, suffix]) => value.endsWith(suffix)),
  ),
  indent: known(["number", "string"], ([spaces, value], call) => indent(spaces, value, call)),
  lower: literally(
    lower,
    known(["string"], ([value]) => lower(value)),
  ),
  replace: replacedInLiterals(
    known(["string", "string", "string"], ([value, from, to], call) => replaceIn(value, from, to, call)),
  ),
  split: splitAtJoints(known(["string", "any"], ([separator, value], call) => split(separator, value, call))),
  startswith: decidedBy(
    "start",
    known(["string", "string"], ([value, prefix]) => value.startsWith(prefix)),
  ),
  strcontains: decidedBy(
    "anywhere",
    known(["string", "string"], ([value, part]) => value.includes(part)),
  ),
  strrev: known(["string"], ([value]) => graphemesOf(value).toReversed().join("")),
  substr: known(["string", "number", "number"], ([value, offset, length]) => substring(value, offset, length)),
  title: known(["string"], ([value]) => title(value)),
  trim: known(["string", "string"], ([value, cutset]) => trim(value, cutset)),
  trimprefix: trimmedAtEnd(
    "prefix",
    known(["string", "string"], ([value, prefix]) => (value.startsWith(prefix) ? value.slice(prefix.length) : value)),
  ),
  trimspace: known(["string"], ([value]) => value.replace(/^[\s\u0085]+|[\s\u0085]+$/gu, "")),
  trimsuffix: trimmedAtEnd(
    "suffix",
    known(["string", "string"], ([value, suffix]) =>
      value.endsWith(suffix) ? value.slice(0, value.length - suffix.length) : value,
    ),
  ),
  upper: literally(
    upper,
    known(["string"], ([value]) => upper(value)),
  ),
};

const mostBlanks = 1_000_000;

function indent(spaces: number, value: string, call: CallContext): Result {
  if (!Number.isInteger(spaces) || spaces < 0) return refuse("has no number of spaces");
  const lines = value.split("\n");
  if (spaces * (lines.length - 1) > mostBlanks) return gap(call.expression, "is too long", call.span);
  return lines.length === 1 ? value : lines.join(`\n${" ".repeat(spaces)}`);
}

/** Letter by letter, as Go does: ß has no single upper-case letter and stays. */
const mapLetters = (value: string, change: (letter: string) => string): string =>
  Array.from(value, (letter) => {
    const changed = change(letter);
    return [...changed].length === 1 ? changed : (unlike[letter] ?? letter);
  }).join("");

const unlike: Readonly<Record<string, string>> = { İ: "i" };

const isAscii = (value: string): boolean => /^\p{ASCII}*$/u.test(value);

function lower(value: string): string {
  return isAscii(value) ? value.toLowerCase() : mapLetters(value, (letter) => letter.toLowerCase());
}

function upper(value: string): string {
  return isAscii(value) ? value.toUpperCase() : mapLetters(value, (letter) => letter.toUpperCase());
}

/** A letter is the first of a word if what stands before it is neither letter, digit nor underscore. */
const title = (value: string): string => value.replace(/(?<![\p{L}\p{N}_])\p{L}/gu, (letter) => upper(letter));

function trim(value: string, cutset: string): string {
  const letters = Array.from(value);
  const cut = new Set(cutset);
  const start = letters.findIndex((letter) => !cut.has(letter));
  const end = letters.findLastIndex((letter) => !cut.has(letter));
  return start < 0 ? "" : letters.slice(start, end + 1).join("");
}

function substring(value: string, offset: number, length: number): Result {
  if (!Number.isInteger(offset) || !Number.isInteger(length)) return refuse("needs whole numbers");
  const letters = graphemesOf(value);
  const start = offset < 0 ? Math.max(0, letters.length + offset) : offset;
  if (length === 0 && offset >= 0) return "";
  return letters.slice(start, length <= 0 ? undefined : start + length).join("");
}

/** Each piece has its own place where the text stands in the file as it is. */
function split(separator: string, value: Datum, call: CallContext): Result {
  const whole = known(["string"], ([one]) => one)([value], call);
  if (whole.type !== "string") return whole;
  const { span } = whole;
  const isVerbatim = value.type === "string" && span.end - span.start === whole.text.length;
  const texts = separator === "" ? Array.from(whole.text) : whole.text.split(separator);
  let at = span.start;
  const items = texts.map((piece) => {
    const place = isVerbatim ? { ...span, start: at, end: at + piece.length } : span;
    at += piece.length + separator.length;
    return text(piece, place);
  });
  return list(items, span, "list");
}

/** `join` of lists that are wholly known; see `joining.ts` for the rest. */
export const joinKnown: TerraformFunction = knownMany(["string"], "strings", ([separator], lists) =>
  lists.flat().join(separator),
);
