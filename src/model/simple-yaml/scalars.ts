import {
  codeAt,
  colon,
  type Cursor,
  giveUp,
  hash,
  isBlank,
  lineEnd,
  newline,
  skipSpaces,
  space,
  tab,
} from "./cursor.ts";
import type { YamlScalar } from "./tree.ts";

/** What a plain scalar can't begin with: `- ? :` only where a blank follows. */
const indicators = new Set(Array.from(",[]{}#&*!|>'\"%@`", (character) => character.charCodeAt(0)));
const flowIndicators = new Set(Array.from(",[]{}", (character) => character.charCodeAt(0)));
const mayBegin = new Set(Array.from("-?:", (character) => character.charCodeAt(0)));

/** Reads the key that stands here, with its colon; `undefined`, and nothing read, where there is none. */
export function readKey(cursor: Cursor, outer: number): YamlScalar | undefined {
  const { at, lineStart } = cursor;
  const key = isAtQuote(cursor) ? readQuoted(cursor, outer) : readPlain(cursor, false);
  skipSpaces(cursor);
  if (codeAt(cursor, cursor.at) === colon && isBlank(codeAt(cursor, cursor.at + 1))) {
    if (cursor.lineStart !== lineStart || cursor.at - at > longestKey) giveUp();
    cursor.at++;
    return key;
  }
  cursor.at = at;
  cursor.lineStart = lineStart;
  return undefined;
}

const longestKey = 1000;

const quote = 39;
const doubleQuote = 34;

export function isAtQuote(cursor: Cursor): boolean {
  const code = codeAt(cursor, cursor.at);
  return code === quote || code === doubleQuote;
}

/** Reads the part of a plain scalar that stands on this line. */
export function readPlain(cursor: Cursor, inFlow: boolean): YamlScalar {
  const start = cursor.at;
  const first = codeAt(cursor, start);
  const second = codeAt(cursor, start + 1);
  if (indicators.has(first) || (mayBegin.has(first) && (isBlank(second) || flowIndicators.has(second)))) giveUp();
  cursor.at = plainEnd(cursor, start, inFlow);
  if (cursor.at === start) giveUp();
  return plainScalar(cursor.text.slice(start, cursor.at), start, cursor.at);
}

/** A scalar without quotes, which may mean that there is none. */
export const plainScalar = (text: string, start: number, end: number): YamlScalar =>
  nulls.has(text)
    ? { kind: "scalar", text, start, end, style: "plain", empty: true }
    : { kind: "scalar", text, start, end, style: "plain" };

const nulls: ReadonlySet<string> = new Set(["", "~", "null", "Null", "NULL"]);

function plainEnd(cursor: Cursor, start: number, inFlow: boolean): number {
  let end = start;
  for (let at = start; ; at++) {
    const code = codeAt(cursor, at);
    if (code === space) continue;
    if (code === newline || (code === hash && at > end)) return end;
    if (code === tab) giveUp();
    if (code === colon && isBlank(codeAt(cursor, at + 1))) return end;
    if (inFlow && flowIndicators.has(code)) return end;
    if (inFlow && code === colon && flowIndicators.has(codeAt(cursor, at + 1))) giveUp();
    end = at + 1;
  }
}

/** Reads a plain scalar with the lines that go on with it: those that are further in than what it belongs to. */
export function readPlainLines(cursor: Cursor, outer: number): YamlScalar {
  const first = readPlain(cursor, false);
  while (goesOn(cursor, outer)) cursor.at = plainEnd(cursor, cursor.at, false);
  if (cursor.at === first.end) return first;
  return plainScalar(unfolded(cursor.text.slice(first.start, cursor.at)), first.start, cursor.at);
}

/** Moves to the line that goes on with a plain scalar, if there is one. */
function goesOn(cursor: Cursor, outer: number): boolean {
  const end = lineEnd(cursor, cursor.at);
  if (afterSpaces(cursor, cursor.at) !== end) return false;
  for (let lineStart = end + 1; lineStart < cursor.end;) {
    const at = afterSpaces(cursor, lineStart);
    const code = codeAt(cursor, at);
    if (code !== newline) {
      if (code === tab) giveUp();
      if (at - lineStart <= outer || code === hash) return false;
      cursor.lineStart = lineStart;
      cursor.at = at;
      return true;
    }
    lineStart = at + 1;
  }
  return false;
}

function afterSpaces(cursor: Cursor, from: number): number {
  let at = from;
  while (codeAt(cursor, at) === space) at++;
  return at;
}

/** A line break is a space, several are one less. */
const unfolded = (raw: string): string => (raw.includes("\n") ? raw.replace(lineBreaks, unfoldedBreaks) : raw);

const lineBreaks = /[ \t]*\n[ \t\n]*/gu;

function unfoldedBreaks(breaks: string): string {
  const count = breaks.split("\n").length - 1;
  return count === 1 ? " " : "\n".repeat(count - 1);
}

/** Reads a quoted scalar; its lines are further in than what it belongs to. */
export function readQuoted(cursor: Cursor, outer: number): YamlScalar {
  const start = cursor.at + 1;
  const isSingle = codeAt(cursor, cursor.at) === quote;
  cursor.at = start;
  const end = isSingle ? singleEnd(cursor, outer) : doubleEnd(cursor, outer);
  cursor.at = end + 1;
  const raw = cursor.text.slice(start, end);
  const text = isSingle ? unfolded(raw).replaceAll("''", "'") : unescaped(raw);
  return { kind: "scalar", text, start, end, style: "quoted" };
}

function singleEnd(cursor: Cursor, outer: number): number {
  for (let at = cursor.at; ; at++) {
    const code = codeAt(cursor, at);
    if (code === newline) at = continuation(cursor, at, outer);
    if (code !== quote) continue;
    if (codeAt(cursor, at + 1) !== quote) return at;
    at++;
  }
}

const backslash = 92;

function doubleEnd(cursor: Cursor, outer: number): number {
  for (let at = cursor.at; ; at++) {
    const code = codeAt(cursor, at);
    if (code === doubleQuote) return at;
    if (code === newline) at = continuation(cursor, at, outer);
    else if (code === backslash && codeAt(cursor, at + 1) !== newline) at++;
  }
}

/** Where the indentation ends of the line that goes on with a quoted scalar; a line break is given. */
function continuation(cursor: Cursor, lineBreak: number, outer: number): number {
  for (let lineStart = lineBreak + 1; lineStart < cursor.end;) {
    const at = afterSpaces(cursor, lineStart);
    if (codeAt(cursor, at) !== newline) {
      if (at - lineStart <= outer) giveUp();
      cursor.lineStart = lineStart;
      return at - 1;
    }
    lineStart = at + 1;
  }
  return giveUp();
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["0", "\0"],
  ["a", "\x07"],
  ["b", "\b"],
  ["e", "\x1B"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  [" ", " "],
  ['"', '"'],
  ["/", "/"],
  ["\\", "\\"],
]);

const unescaped = (raw: string): string => (raw.includes("\\") ? raw.replace(escaped, unescapedPart) : unfolded(raw));

const escaped = /\\(?:\n[ \t]*|x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|[^])|[ \t]*\n[ \t\n]*/gu;

function unescapedPart(part: string): string {
  if (!part.startsWith("\\")) return unfoldedBreaks(part);
  if (part.startsWith("\n", 1)) return "";
  return part.length > 2
    ? String.fromCodePoint(Number.parseInt(part.slice(2), 16))
    : (escapes.get(part.slice(1)) ?? giveUp());
}
