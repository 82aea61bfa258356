import type { Parsed } from "../../../model/parser.ts";
import { type Problem, spanOf } from "../../../model/source.ts";
import { assetFacts } from "./inventory-assets.ts";

/** Reads an export line by line, whatever its size; every place is an offset into the whole file. */
export interface InventoryReader {
  /** The facts of one line that begins at this offset. */
  readonly line: (line: string, offset: number) => Parsed;
}

export async function* readInventory(
  lines: Iterable<string> | AsyncIterable<string>,
  path: string,
): AsyncGenerator<Parsed> {
  const reader = inventoryReader(path);
  let offset = 0;
  for await (const line of lines) {
    yield reader.line(line, offset);
    offset += line.length + 1;
  }
}

const noFacts: Parsed = { facts: [], problems: [], embedded: [] };

export function inventoryReader(path: string): InventoryReader {
  const seen = new Set<string>();
  return {
    line(written, at) {
      const isMarked = written.startsWith("\uFEFF");
      const line = isMarked ? written.slice(1) : written;
      const offset = isMarked ? at + 1 : at;
      if (!/\S/u.test(line)) return noFacts;
      let asset: unknown;
      try {
        asset = JSON.parse(line);
      } catch {
        return { ...noFacts, problems: [broken(path, line, offset)] };
      }
      return { facts: assetFacts(asset, { path, line, offset, seen }), problems: [], embedded: [] };
    },
  };
}

const broken = (path: string, line: string, offset: number): Problem => ({
  kind: "unread",
  message: "a line of the export is not JSON",
  at: spanOf(path, offset, offset + Math.min(line.length, 80)),
});
