import { openGraph } from "../../graph/build.ts";
import type { Fact } from "../../model/fact.ts";
import type { Graph } from "../../model/graph.ts";
import type { Region } from "../../model/report.ts";
import type { Span } from "../../model/source.ts";
import { inventoryReader } from "../../parsers/yaml/inventory/inventory.ts";
import type { LargeExport } from "../trees/read-sources.ts";
import { valuesOf } from "./elements.ts";

/** One graph of facts that are at hand and of exports too large to be held, and where in these a span stands. */
export interface Joined {
  readonly graph: Graph;
  /** The line of the asset, for a span of an export. */
  readonly region: (span: Span) => Region | undefined;
  /** Lines that could not be read. */
  readonly unread: readonly Region[];
}

/** Reads each export an asset at a time: what stays of it is the graph's compact form, and where each asset begins. */
export async function joinExports(
  facts: readonly Fact[],
  exports: readonly LargeExport[],
  today: string,
): Promise<Joined> {
  const places = new Map(exports.map(({ path }) => [path, createPlaces()]));
  const unread: Region[] = [];
  const region = ({ path, start }: Span): Region | undefined => {
    const line = places.get(path)?.lineAt(start);
    return line === undefined ? undefined : { path, line, column: 1, endLine: line, endColumn: 1 };
  };

  function* everyFact(): Generator<Fact> {
    yield* facts;
    for (const { file, path } of exports) {
      const reader = inventoryReader(path);
      for (const { text, line } of valuesOf(file)) {
        const read = reader.line(text, places.get(path)?.add(text.length, line) ?? 0);
        yield* read.facts;
        if (read.problems.length > 0) unread.push({ path, line, column: 1, endLine: line, endColumn: 1 });
      }
    }
  }

  const graph = await openGraph(everyFact(), { today });
  return { graph, region, unread };
}

/** Assets by where they begin, in a count of characters that leaves out what stands between them. */
function createPlaces(): {
  readonly add: (length: number, line: number) => number;
  readonly lineAt: (at: number) => number | undefined;
} {
  const [starts, lines]: [number[], number[]] = [[], []];
  let end = 0;
  return {
    add: (length, line) => {
      const start = end;
      starts.push(start);
      lines.push(line);
      end += length + 1;
      return start;
    },
    lineAt: (at) => {
      let [low, high] = [0, starts.length - 1];
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if ((starts[middle] ?? 0) <= at) low = middle;
        else high = middle - 1;
      }
      return lines[low];
    },
  };
}
