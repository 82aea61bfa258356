import { readBlockScalar } from "./block-scalars.ts";
import {
  codeAt,
  columnOf,
  type Cursor,
  dash,
  giveUp,
  isAtDash,
  isAtMarker,
  isLineOver,
  NotSimple,
  nextLine,
  skipEmptyLines,
  skipSpaces,
} from "./cursor.ts";
import { isAtFlow, readFlow } from "./flow.ts";
import { isAtQuote, plainScalar, readKey, readPlainLines, readQuoted } from "./scalars.ts";
import { outerEnd, type YamlDict, type YamlEntry, type YamlList, type YamlTree } from "./tree.ts";

/**
 * Reads a YAML document as nearly all are written: mappings and lists by indentation, scalars, brackets; no anchors, tags,
 * tabs, repeated keys or faults. Of every other one it says `undefined`, and the `yaml` library has to read it. It gives
 * the same tree in a twentieth of the time. The document stands between two offsets of a text.
 */
export function readSimpleYaml(text: string, start = 0, end: number = text.length): YamlTree | undefined {
  const cursor: Cursor = { text, end, at: start, lineStart: start, depth: 0 };
  try {
    return readDocument(cursor);
  } catch (error) {
    if (error instanceof NotSimple) return undefined;
    throw error;
  }
}

function readDocument(cursor: Cursor): YamlTree {
  if (strange.test(cursor.text.slice(cursor.at, cursor.end))) giveUp();
  skipEmptyLines(cursor);
  if (isAtMarker(cursor)) {
    if (codeAt(cursor, cursor.at) !== dash) giveUp();
    cursor.at += 3;
    nextLine(cursor);
  }
  const root = readCollection(cursor, -1) ?? giveUp();
  return cursor.at === cursor.end ? root : giveUp();
}

/** Carriage returns, which may end lines; a byte order mark, which may mean nothing. */
const strange = /[\r\uFEFF]/u;

const mostNested = 50;

/** Reads what stands here on its own line, or behind a dash: a collection, or a scalar that belongs to `outer`. */
function readNode(cursor: Cursor, outer: number): YamlTree {
  if (++cursor.depth > mostNested) giveUp();
  const read = readCollection(cursor, outer) ?? readInline(cursor, outer);
  cursor.depth--;
  return read;
}

function readCollection(cursor: Cursor, outer: number): YamlTree | undefined {
  if (isAtMarker(cursor)) giveUp();
  if (isAtDash(cursor)) return readList(cursor);
  const code = codeAt(cursor, cursor.at);
  return isAtFlow(cursor) || code === bar || code === greater ? undefined : readDict(cursor, outer);
}

const bar = 124;
const greater = 62;

/** Reads what stands behind a key or dash, or alone on its line, and goes on to the next line. */
function readInline(cursor: Cursor, outer: number): YamlTree {
  const code = codeAt(cursor, cursor.at);
  if (code === bar || code === greater) {
    const block = readBlockScalar(cursor, outer);
    skipEmptyLines(cursor);
    return block;
  }
  const read = isAtFlow(cursor)
    ? readFlow(cursor, outer)
    : isAtQuote(cursor)
      ? readQuoted(cursor, outer)
      : readPlainLines(cursor, outer);
  nextLine(cursor);
  return read;
}

/** Reads a mapping; `undefined`, and nothing read, where no key stands. */
function readDict(cursor: Cursor, outer: number): YamlDict | undefined {
  const column = columnOf(cursor);
  const start = cursor.at;
  const entries: YamlEntry[] = [];
  const seen = new Set<string>();
  do {
    if (isAtMarker(cursor)) giveUp();
    const key = readKey(cursor, outer);
    if (!key && entries.length === 0) return undefined;
    if (!key || seen.has(key.text) || key.text === "<<") giveUp();
    seen.add(key.text);
    entries.push({ key, value: readValue(cursor, column) });
  } while (columnOf(cursor) === column);
  if (columnOf(cursor) > column) giveUp();
  return { kind: "dict", entries, start, end: endOf(entries.at(-1)?.value, start) };
}

function readValue(cursor: Cursor, column: number): YamlTree {
  if (!isLineOver(cursor)) return readInline(cursor, column);
  const nothing = plainScalar("", cursor.at, cursor.at);
  nextLine(cursor);
  if (columnOf(cursor) > column) return readNode(cursor, column);
  return columnOf(cursor) === column && isAtDash(cursor) ? readList(cursor) : nothing;
}

function readList(cursor: Cursor): YamlList {
  const column = columnOf(cursor);
  const start = cursor.at;
  const items: YamlTree[] = [];
  do {
    cursor.at++;
    items.push(readItem(cursor, column));
  } while (columnOf(cursor) === column && isAtDash(cursor));
  if (columnOf(cursor) > column) giveUp();
  return { kind: "list", items, start, end: endOf(items.at(-1), start) };
}

function readItem(cursor: Cursor, column: number): YamlTree {
  skipSpaces(cursor);
  if (!isLineOver(cursor)) return readNode(cursor, column);
  const nothing = plainScalar("", cursor.at, cursor.at);
  nextLine(cursor);
  return columnOf(cursor) > column ? readNode(cursor, column) : nothing;
}

const endOf = (last: YamlTree | undefined, start: number): number => (last ? outerEnd(last) : start);
