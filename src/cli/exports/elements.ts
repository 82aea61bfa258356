import { closeSync, openSync, readSync } from "node:fs";

/** One element of a large export. */
export interface Value {
  readonly text: string;
  /** The line on which it begins, from 1. */
  readonly line: number;
}

/** The elements of an export, one after the other. */
export function* valuesOf(file: string): Generator<Value> {
  for (const { text, line: first, values } of stretchesOf(file)) {
    let [line, counted] = [first, 0];
    for (const [start, end] of values) {
      for (let at = text.indexOf("\n", counted); at !== -1 && at < start; at = text.indexOf("\n", at + 1)) {
        line++;
        counted = at + 1;
      }
      yield { text: text.slice(start, end), line };
    }
  }
}

/** A stretch of a large export: whole top-level values, as they stand in the file. */
export interface Stretch {
  readonly text: string;
  /** The line on which the text begins, from 1. */
  readonly line: number;
  /** Start and end of each value in the text. */
  readonly values: readonly (readonly [number, number])[];
}

const blockSize = 1 << 20;

/** A single value larger than this is no asset: the file is given up. */
const largestValue = 64 << 20;

/**
 * Reads newline-delimited JSON, or one array, a stretch of whole values at a time: memory does not grow with the file.
 * Values are found by brackets and strings alone; whether they are JSON is the reader's matter.
 */
export function* stretchesOf(file: string): Generator<Stretch> {
  const descriptor = openSync(file, "r");
  try {
    let buffer = Buffer.allocUnsafe(2 * blockSize);
    let [filled, line] = [0, 1];
    for (;;) {
      if (filled > buffer.length - blockSize) buffer = grown(buffer, filled);
      const count = readSync(descriptor, buffer, filled, blockSize, null);
      filled += count;
      const bytes = buffer.subarray(0, filled);
      const cut = count === 0 ? filled : endOfLastValue(bytes);
      if (cut > 0) {
        const text = bytes.toString("utf8", 0, cut);
        yield { text, line, values: valuesIn(text) };
        line += linesIn(bytes, cut);
        buffer.copyWithin(0, cut, filled);
        filled -= cut;
      }
      if (count === 0) return;
    }
  } finally {
    closeSync(descriptor);
  }
}

function grown(buffer: Buffer, filled: number): Buffer<ArrayBuffer> {
  if (filled > largestValue) throw new RangeError(`a value of more than ${largestValue} bytes`);
  const larger = Buffer.allocUnsafe(buffer.length * 2);
  buffer.copy(larger, 0, 0, filled);
  return larger;
}

/**
 * Where the last whole value of the bytes ends: a line that ends with a bracket and whose next begins a value (or that
 * closes one in a pretty-printed array). 0: no value ends here.
 */
function endOfLastValue(bytes: Buffer): number {
  for (let at = bytes.lastIndexOf(10); at > 0; at = bytes.lastIndexOf(10, at - 1)) {
    const next = bytes[at + 1];
    const isTopLevel = next === 0x7b || (next === 0x20 && isTopLevelIndent(bytes, at + 1));
    if (isTopLevel && isClosed(bytes, at)) return at + 1;
  }
  return 0;
}

/** Two blanks and a brace: an element of a pretty-printed array (`gcloud --format=json`). */
const isTopLevelIndent = (bytes: Buffer, at: number): boolean => bytes[at + 1] === 0x20 && bytes[at + 2] === 0x7b;

/** The line ends with `}` or `},`. */
function isClosed(bytes: Buffer, lineEnd: number): boolean {
  let at = lineEnd - 1;
  while (bytes[at] === 0x0d || bytes[at] === 0x20 || bytes[at] === 0x2c) at--;
  return bytes[at] === 0x7d || bytes[at] === 0x5b;
}

function linesIn(bytes: Buffer, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at !== -1 && at < end; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}

/** The top-level objects of a text: one a line, or by matching brackets where they span lines. */
function valuesIn(text: string): readonly (readonly [number, number])[] {
  const values: [number, number][] = [];
  for (let at = text.indexOf("{"); at !== -1;) {
    const lineEnd = endOfLine(text, at);
    const end = isWholeLine(text, at, lineEnd) ? lineEnd : endOfObject(text, at);
    values.push([at, trimmedEnd(text, at, end)]);
    at = text.indexOf("{", end);
  }
  return values;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

/** An object on a line of its own: what exports in newline-delimited JSON are. */
function isWholeLine(text: string, start: number, lineEnd: number): boolean {
  const before = start === 0 || text.charCodeAt(start - 1) === 10;
  const end = trimmedEnd(text, start, lineEnd);
  return before && text.charCodeAt(end - 1) === 125 && end - start > 2;
}

function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && /[\s,\]]/.test(text[at - 1] ?? "")) at--;
  return at;
}

/** An object that is never closed ends where the next line begins one: one broken line loses no other. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 && text.charCodeAt(at + 1) === 123) return at;
    if (code === 34) at = endOfString(text, at);
    else if (code === 123) depth++;
    else if (code === 125 && --depth === 0) return at + 1;
  }
  return text.length;
}

/** A string ends with its line, closed or not. */
function endOfString(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === 34) return at;
    else if (code === 10) return at - 1;
  }
  return text.length;
}
