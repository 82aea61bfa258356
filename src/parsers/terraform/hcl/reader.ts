import type { Comment, SyntaxProblem } from "../syntax.ts";
import * as ch from "./characters.ts";

/** Where the reading of one text stands. One object a text; every reading function moves `at` forward. */
export interface Reader {
  readonly text: string;
  at: number;
  /** Newlines are blanks here: inside parentheses, brackets and interpolations. */
  multiline: boolean;
  depth: number;
  /** At least the height of the tree read so far: chains (`a.b.c`, `a + b + c`) grow it without nesting. */
  height: number;
  /** A block header in column 0 closes all that is open: for files whose braces don't match. */
  readonly resync: boolean;
  /** A block was still open at the end of the file, or a brace closed nothing. */
  unbalanced: boolean;
  /** How many characters may still be read again because of what is broken. */
  patience: number;
  readonly comments: Comment[];
  readonly problems: SyntaxProblem[];
}

const maxDepth = 400;
const maxHeight = 1500;

export const readerOf = (text: string, resync = false): Reader => ({
  text,
  at: text.charCodeAt(0) === ch.byteOrderMark ? 1 : 0,
  multiline: false,
  depth: 0,
  height: 0,
  resync,
  unbalanced: false,
  patience: 100_000 + 4 * text.length,
  comments: [],
  problems: [],
});

/** Thrown where reading can't go on; caught by the argument, block or template around it. */
export class Unreadable extends Error {
  readonly start: number;
  readonly end: number;

  constructor(message: string, start: number, end: number) {
    super(message);
    this.start = start;
    this.end = end;
  }
}

const maxProblems = 100;

/** Notes a problem; what goes wrong after the first hundred says nothing new. */
export function note(reader: Reader, message: string, { start, end }: { start: number; end: number }): void {
  if (reader.problems.length < maxProblems) reader.problems.push({ message, start, end });
}

export function fail(reader: Reader, message: string, start: number = reader.at): never {
  throw new Unreadable(message, start, Math.max(start, Math.min(reader.text.length, start + 1)));
}

/** One level deeper; the caller comes back with `leave`. */
export function enter(reader: Reader): void {
  if (++reader.depth > maxDepth) fail(reader, `This is nested more than ${maxDepth} levels deep`);
}

export function leave(reader: Reader): void {
  reader.depth--;
}

/** The tree grew by one level without nesting. */
export function grow(reader: Reader): void {
  if (++reader.height > maxHeight) fail(reader, `This expression has more than ${maxHeight} steps`);
}

/** Skips blanks and comments, and newlines where they mean nothing. */
export function skip(reader: Reader): void {
  const { text } = reader;
  for (;;) {
    const code = text.charCodeAt(reader.at);
    if (code === ch.space || code === ch.tab || code === ch.carriageReturn) reader.at++;
    else if (code === ch.newline && reader.multiline) reader.at++;
    else if ((code !== ch.hash && code !== ch.slash) || !readComment(reader, code)) return;
  }
}

/** Skips blanks, comments and newlines. */
export function skipLines(reader: Reader): void {
  const { multiline } = reader;
  reader.multiline = true;
  skip(reader);
  reader.multiline = multiline;
}

function readComment(reader: Reader, code: number): boolean {
  const { text, at: start } = reader;
  const next = text.charCodeAt(start + 1);
  if (code === ch.slash && next === ch.star) return readBlockComment(reader);
  if (code === ch.slash && next !== ch.slash) return false;
  reader.at = lineEnd(text, start);
  const inner = text.slice(start + (code === ch.hash ? 1 : 2), reader.at);
  reader.comments.push({ start, end: reader.at, text: inner.trim() });
  return true;
}

function readBlockComment(reader: Reader): boolean {
  const { text, at: start } = reader;
  const close = text.indexOf("*/", start + 2);
  if (close < 0) {
    reader.at = text.length;
    note(reader, "This comment is never closed", { start, end: start + 2 });
    return true;
  }
  reader.at = close + 2;
  reader.comments.push({ start, end: reader.at, text: text.slice(start + 2, close).trim() });
  return true;
}

/** The offset of the line's end: its newline (its `\r\n`), or the end of the text. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  if (end < 0) return text.length;
  return end > at && text.charCodeAt(end - 1) === ch.carriageReturn ? end - 1 : end;
}

/** Reads the identifier that starts here. */
export function readName(reader: Reader, wanted: string): { text: string; start: number; end: number } {
  const start = reader.at;
  if (!ch.startsIdentifier(reader.text, start)) fail(reader, `Expected ${wanted}`);
  const end = ch.identifierEnd(reader.text, start + 1);
  reader.at = end;
  return { text: reader.text.slice(start, end), start, end };
}

export function isKeyword(reader: Reader, word: string): boolean {
  return reader.text.startsWith(word, reader.at) && !ch.continuesIdentifier(reader.text, reader.at + word.length);
}

/** Skips to a character that must come now, and past it. Gives its offset. */
export function expect(reader: Reader, code: number, wanted: string): number {
  skip(reader);
  if (reader.text.charCodeAt(reader.at) !== code) fail(reader, `Expected ${wanted}`);
  return reader.at++;
}
