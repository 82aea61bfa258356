import { list, object, text } from "../datum.ts";
import type { Datum, Entry, Text } from "../datum.ts";
import { placesIn } from "./verbatim.ts";

interface Cell {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Rows as objects named by the first row; `undefined` when it isn't such CSV (RFC 4180, as Go reads it). */
export function decodeCsv(source: Text): Datum | undefined {
  const rows = readRows(source.text);
  const [header, ...records] = rows ?? [];
  if (!header || new Set(header.map((cell) => cell.text)).size < header.length) return undefined;
  if (records.some((record) => record.length !== header.length)) return undefined;
  const place = placesIn(source);
  const objects = records.map((record) => {
    const entries = header.map((cell, index): [string, Entry] => {
      const value = record[index] ?? { text: "", start: 0, end: 0 };
      const key = text(cell.text, place(cell.start, cell.end));
      return [cell.text, { key, value: text(value.text, place(value.start, value.end)) }];
    });
    return object(new Map(entries), place(record[0]?.start ?? 0, record.at(-1)?.end ?? 0));
  });
  return list(objects, source.span, "list");
}

const cell = /"((?:[^"]|"")*)"(?=,|\r?\n|$)|([^",\r\n][^",\n]*?)?(?=,|\r?\n|$)/uy;

function readRows(csv: string): readonly (readonly Cell[])[] | undefined {
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  let at = 0;
  while (at < csv.length || row.length > 0) {
    const blank = row.length === 0 ? /^\r?\n/u.exec(csv.slice(at, at + 2)) : null;
    if (blank) {
      at += blank[0].length;
      continue;
    }
    cell.lastIndex = at;
    const found = cell.exec(csv);
    if (!found) return undefined;
    row.push(cellOf(found, at));
    at += found[0].length;
    if (csv.charAt(at) === ",") {
      at++;
      continue;
    }
    at += csv.startsWith("\r\n", at) ? 2 : 1;
    rows.push(row);
    row = [];
  }
  return rows;
}

function cellOf([whole, inQuotes]: RegExpExecArray, at: number): Cell {
  return inQuotes === undefined
    ? { text: whole, start: at, end: at + whole.length }
    : { text: inQuotes.replaceAll('""', '"').replaceAll("\r\n", "\n"), start: at + 1, end: at + whole.length - 1 };
}
