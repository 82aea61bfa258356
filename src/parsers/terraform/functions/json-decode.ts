import type { Span } from "../../../model/source.ts";
import { boolean, gap, list, nothing, number, object, text } from "../datum.ts";
import type { Datum, Entry, Text } from "../datum.ts";
import { placesIn } from "./verbatim.ts";

interface Cursor {
  readonly json: string;
  at: number;
  depth: number;
  readonly place: (start: number, end: number) => Span;
}

class Malformed extends Error {}

const deepest = 200;

/** Reads JSON, each value with its place; `undefined` when it isn't JSON. */
export function decodeJson(source: Text): Datum | undefined {
  const cursor: Cursor = { json: source.text, at: 0, depth: 0, place: placesIn(source) };
  try {
    const value = readValue(cursor);
    skipBlanks(cursor);
    return cursor.at === cursor.json.length ? value : undefined;
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

function skipBlanks(cursor: Cursor): void {
  while (/^[ \t\n\r]$/u.test(cursor.json.charAt(cursor.at))) cursor.at++;
}

// oxlint-disable-next-line no-control-regex -- JSON allows no control characters in strings
const token = /"(?:[^"\\\u0000-\u001f]|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;

function readValue(cursor: Cursor): Datum {
  skipBlanks(cursor);
  const start = cursor.at;
  const opening = cursor.json.charAt(start);
  if (opening === "{") return nested(cursor, () => readObject(cursor, start));
  if (opening === "[") return nested(cursor, () => readArray(cursor, start));
  token.lastIndex = start;
  const [found] = token.exec(cursor.json) ?? [];
  if (found === undefined) throw new Malformed();
  cursor.at += found.length;
  return scalarOf(found, cursor, start);
}

function scalarOf(found: string, cursor: Cursor, start: number): Datum {
  const span = cursor.place(start, cursor.at);
  if (found.startsWith('"')) return text(unquoted(found), cursor.place(start + 1, cursor.at - 1));
  if (found === "null") return nothing(span);
  if (found === "true" || found === "false") return boolean(found === "true", span);
  const value = Number(found);
  return Number.isFinite(value) ? number(value, span) : gap(found, "is too large a number", span);
}

function unquoted(found: string): string {
  try {
    return String(JSON.parse(found));
  } catch {
    throw new Malformed();
  }
}

function nested(cursor: Cursor, read: () => Datum): Datum {
  if (++cursor.depth > deepest) throw new Malformed();
  cursor.at++;
  const value = read();
  cursor.depth--;
  return value;
}

/** Is it the end of the collection? Skips to the next item otherwise. */
function isDone(cursor: Cursor, close: string, first: boolean): boolean {
  skipBlanks(cursor);
  const character = cursor.json.charAt(cursor.at);
  if (character === close) {
    cursor.at++;
    return true;
  }
  if (first) return false;
  if (character !== ",") throw new Malformed();
  cursor.at++;
  return false;
}

function readArray(cursor: Cursor, start: number): Datum {
  const items: Datum[] = [];
  while (!isDone(cursor, "]", items.length === 0)) items.push(readValue(cursor));
  return list(items, cursor.place(start, cursor.at));
}

function readObject(cursor: Cursor, start: number): Datum {
  const entries = new Map<string, Entry>();
  for (let first = true; !isDone(cursor, "}", first); first = false) {
    const key = readValue(cursor);
    skipBlanks(cursor);
    if (key.type !== "string" || cursor.json.charAt(cursor.at++) !== ":") throw new Malformed();
    entries.set(key.text, { key, value: readValue(cursor) });
  }
  return object(entries, cursor.place(start, cursor.at));
}
