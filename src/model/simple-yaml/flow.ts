import { codeAt, colon, columnOf, type Cursor, giveUp, isBlank, isLineOver, nextLine, skipSpaces } from "./cursor.ts";
import { isAtQuote, readPlain, readQuoted } from "./scalars.ts";
import type { YamlDict, YamlEntry, YamlList, YamlScalar, YamlTree } from "./tree.ts";

const openBracket = 91;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;
const comma = 44;

export function isAtFlow(cursor: Cursor): boolean {
  const code = codeAt(cursor, cursor.at);
  return code === openBracket || code === openBrace;
}

/** Reads `[…]` or `{…}`; its lines are further in than what it belongs to. */
export function readFlow(cursor: Cursor, outer: number): YamlList | YamlDict {
  if (++cursor.depth > mostNested) giveUp();
  const read = codeAt(cursor, cursor.at) === openBracket ? readList(cursor, outer) : readDict(cursor, outer);
  cursor.depth--;
  return read;
}

const mostNested = 50;

function readList(cursor: Cursor, outer: number): YamlList {
  const start = cursor.at++;
  const items: YamlTree[] = [];
  while (!isAtEnd(cursor, closeBracket, outer)) {
    items.push(readItem(cursor, outer));
    readComma(cursor, closeBracket, outer);
  }
  return { kind: "list", items, start, end: ++cursor.at };
}

function readDict(cursor: Cursor, outer: number): YamlDict {
  const start = cursor.at++;
  const entries: YamlEntry[] = [];
  const seen = new Set<string>();
  while (!isAtEnd(cursor, closeBrace, outer)) {
    const key = readScalar(cursor, outer);
    if (codeAt(cursor, cursor.at) !== colon || !isBlank(codeAt(cursor, cursor.at + 1))) giveUp();
    if (seen.has(key.text) || key.text === "<<") giveUp();
    seen.add(key.text);
    cursor.at++;
    skip(cursor, outer);
    entries.push({ key, value: readItem(cursor, outer) });
    readComma(cursor, closeBrace, outer);
  }
  return { kind: "dict", entries, start, end: ++cursor.at };
}

const readItem = (cursor: Cursor, outer: number): YamlTree =>
  isAtFlow(cursor) ? readFlow(cursor, outer) : readScalar(cursor, outer);

const readScalar = (cursor: Cursor, outer: number): YamlScalar =>
  isAtQuote(cursor) ? readQuoted(cursor, outer) : readPlain(cursor, true);

function isAtEnd(cursor: Cursor, close: number, outer: number): boolean {
  skip(cursor, outer);
  return codeAt(cursor, cursor.at) === close;
}

/** After an item comes a comma or the end, so that whatever else there may be is left to the library. */
function readComma(cursor: Cursor, close: number, outer: number): void {
  skip(cursor, outer);
  const code = codeAt(cursor, cursor.at);
  if (code === comma) cursor.at++;
  else if (code !== close) giveUp();
}

function skip(cursor: Cursor, outer: number): void {
  skipSpaces(cursor);
  if (!isLineOver(cursor)) return;
  nextLine(cursor);
  if (columnOf(cursor) <= outer) giveUp();
}
