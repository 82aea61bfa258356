import { type Term, type TextTerm, gap, knownText, list, literal, scalar } from "../terms.ts";
import { choiceOfTexts } from "./evaluate.ts";
import type { Site } from "./machine.ts";

/** Methods of strings, as far as the text is known. */
export function textMethod(of: TextTerm, name: string, args: readonly Term[], site: Site): Term | undefined {
  if (name === "toString" || name === "valueOf") return of;
  if (name === "concat") return choiceOfTexts([of, ...args], of.span);
  const text = knownText(of);
  const words = args.map((arg) => knownText(arg));
  if (text === undefined || words.includes(undefined) || !Object.hasOwn(methods, name)) {
    return Object.hasOwn(methods, name) ? gap(`….${name}()`, "is known when it runs", site.span) : undefined;
  }
  const numbers = args.map((arg) => (arg.type === "scalar" && typeof arg.value === "number" ? arg.value : undefined));
  const result = methods[name]?.(
    text,
    words.filter((word) => word !== undefined),
    numbers,
  );
  if (typeof result === "string") return literal(result, of.span);
  if (Array.isArray(result))
    return list(
      result.map((item) => literal(item, of.span)),
      of.span,
    );
  return typeof result === "boolean" || typeof result === "number" ? scalar(result, of.span) : undefined;
}

const maxText = 10_000;

const boundedLength = (count: number, each = 1): number =>
  Math.max(0, Math.min(Math.trunc(count) || 0, Math.floor(maxText / Math.max(each, 1))));

type Method = (
  text: string,
  words: readonly string[],
  numbers: readonly (number | undefined)[],
) => string | readonly string[] | boolean | number;

const methods: Readonly<Record<string, Method>> = {
  toLowerCase: (text) => text.toLowerCase(),
  toUpperCase: (text) => text.toUpperCase(),
  trim: (text) => text.trim(),
  replace: (text, [from = "", to = ""]) => text.replace(from, () => to),
  replaceAll: (text, [from = "", to = ""]) => (from === "" ? text : text.replaceAll(from, () => to)),
  split: (text, [by = ""]) => text.split(by),
  slice: (text, _words, [from, to]) => text.slice(from, to),
  substring: (text, _words, [from = 0, to]) => text.substring(from, to),
  startsWith: (text, [word = ""]) => text.startsWith(word),
  endsWith: (text, [word = ""]) => text.endsWith(word),
  includes: (text, [word = ""]) => text.includes(word),
  indexOf: (text, [word = ""]) => text.indexOf(word),
  substr: (text, _words, [from = 0, length]) => text.slice(from, length === undefined ? undefined : from + length),
  trimStart: (text) => text.trimStart(),
  trimEnd: (text) => text.trimEnd(),
  repeat: (text, _words, [count = 0]) => text.repeat(boundedLength(count, text.length)),
  padStart: (text, [, fill], [length = 0]) => text.padStart(boundedLength(length), fill),
  padEnd: (text, [, fill], [length = 0]) => text.padEnd(boundedLength(length), fill),
  charAt: (text, _words, [index = 0]) => text.charAt(index),
};
