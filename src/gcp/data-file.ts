import { readFileSync } from "node:fs";

const tables = new Map<string, unknown>();

/** The bytes of one of the package's own data files (`data/` beside this module, or beside the bundle). */
export const readData = (name: string): Buffer => readFileSync(new URL(`./data/${name}`, import.meta.url));

/** A JSON table of `data/`, parsed once and only when somebody asks. */
export function readTable<T>(name: string): T {
  let table = tables.get(name);
  if (table === undefined) {
    table = JSON.parse(readData(name).toString("utf8"));
    tables.set(name, table);
  }
  return table as T;
}
