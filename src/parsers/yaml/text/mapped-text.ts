import type { Document } from "./document.ts";
import { holeCharacter } from "./templates.ts";
import type { Scalar } from "./tree.ts";

/** A text of which every character knows where it stands in its file. */
export interface MappedText {
  readonly text: string;
  /** One offset a character, and one for the end. */
  readonly offsets: readonly number[];
}

/** What a scalar says, as written: indentation and escapes removed, template expressions as they stand. */
export function mappedText(document: Document, scalar: Scalar): MappedText {
  const offsets = offsetsOf(document.parsed, scalar);
  let text = scalar.text;
  if (text.includes(holeCharacter)) {
    text = Array.from({ length: text.length }, (_, n) =>
      text[n] === holeCharacter ? (document.text[offsets[n] ?? 0] ?? " ") : (text[n] ?? ""),
    ).join("");
  }
  return { text, offsets };
}

/** Where each character of a scalar's value stands. Greedy: white space that the value lacks is skipped. */
export function offsetsOf(source: string, scalar: Scalar): readonly number[] {
  const { text, start, end, style } = scalar;
  if (source.startsWith(text, start)) return Array.from({ length: text.length + 1 }, (_, n) => start + n);
  const isEscaped = style === "quoted" && source[start - 1] === '"';
  const offsets: number[] = [];
  let at = style === "block" ? lineAfter(source, start) : start;
  for (const character of charactersOf(text)) {
    const isSpace = /\s/u.test(character);
    if (isEscaped && source[at] === "\\" && /\s/u.test(source[at + 1] ?? "")) at = skipSpace(source, at + 1, end);
    if (!isSpace && source[at] !== "\\") at = skipSpace(source, at, end);
    offsets.push(Math.min(at, end));
    if (isEscaped && source[at] === "\\") at += escapeLength(source, at);
    else if (!isSpace || /\s/u.test(source[at] ?? "")) at += style === "quoted" && source.startsWith("''", at) ? 2 : 1;
  }
  return [...offsets, Math.min(at, end)];
}

/** UTF-16 units: offsets count them. */
const charactersOf = (text: string): readonly string[] => Array.from({ length: text.length }, (_, n) => text[n] ?? "");

const lineAfter = (source: string, from: number): number => source.indexOf("\n", from) + 1;

function skipSpace(source: string, from: number, end: number): number {
  let at = from;
  while (at < end && /\s/u.test(source[at] ?? "")) at++;
  return at;
}

const escapeLengths: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

const escapeLength = (source: string, at: number): number => escapeLengths[source[at + 1] ?? ""] ?? 2;

/** Texts in a row, with something between them that stands where the next one begins. */
export function joinTexts(texts: readonly MappedText[], separator: string): MappedText {
  const parts: string[] = [];
  const offsets: number[] = [];
  for (const { text, offsets: own } of texts) {
    if (parts.length > 0) {
      parts.push(separator);
      offsets.push(...Array.from(separator, () => own[0] ?? 0));
    }
    parts.push(text);
    for (let n = 0; n < text.length; n++) offsets.push(own[n] ?? 0);
  }
  return { text: parts.join(""), offsets: [...offsets, texts.at(-1)?.offsets.at(-1) ?? 0] };
}

/** Replaces matches; what replaces them stands where they stood. */
export function replaceIn(
  { text, offsets }: MappedText,
  pattern: RegExp,
  replacement: (match: RegExpMatchArray) => string,
): MappedText {
  const parts: MappedText[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const by = replacement(match);
    const end = match.index + match[0].length;
    parts.push(sliceOf(text, offsets, from, match.index));
    parts.push({
      text: by,
      offsets: Array.from({ length: by.length + 1 }, (_, n) => offsets[Math.min(match.index + n, end)] ?? 0),
    });
    from = end;
  }
  return from === 0 ? { text, offsets } : joinTexts([...parts, sliceOf(text, offsets, from, text.length)], "");
}

const sliceOf = (text: string, offsets: readonly number[], from: number, to: number): MappedText => ({
  text: text.slice(from, to),
  offsets: offsets.slice(from, to + 1),
});
