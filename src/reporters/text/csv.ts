import { printable } from "./printable.ts";

/** A value of a table. */
export type Cell = string | number | boolean | undefined;

/** A table as RFC 4180 says, with a byte-order mark for spreadsheets. */
export function csvOf(names: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [names, ...rows.map((row) => row.map(csvCell))].map((row) => `${row.join(",")}\r\n`);
  return `\ufeff${lines.join("")}`;
}

/** On one line; a text that a spreadsheet would take for a formula gets an apostrophe in front. */
function csvCell(value: Cell): string {
  if (typeof value !== "string") return String(value ?? "");
  const text = printable(value.replaceAll(/\s+/g, " "));
  const safe = /^\s*[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
