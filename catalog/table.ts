import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One data file that the package ships, made from the fact tables. */
export interface Table {
  /** File name in `src/gcp/data/`. */
  readonly file: string;
  readonly build: (facts: FactTables) => Uint8Array | string;
}

/** The folder of fact tables that the generator reads; it stays outside of the project. */
export interface FactTables {
  readonly json: (name: string) => unknown;
  readonly lines: (name: string) => readonly string[];
}

export const factTablesIn = (folder: string): FactTables => ({
  json: (name) => JSON.parse(readFileSync(join(folder, name), "utf8")),
  lines: (name) => readFileSync(join(folder, name), "utf8").split("\n").filter(Boolean),
});

/** Compact JSON, one top-level entry a line: small to ship, readable in a diff. */
export function compactJson(table: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(table).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}
