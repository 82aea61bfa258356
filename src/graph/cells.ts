import type { Span } from "../model/source.ts";

const chunkRows = 65_536;

interface Numbers {
  [cell: number]: number;
  set: (values: ArrayLike<number>, offset: number) => void;
}

/** A table of numbers, some in each row, that grows by chunks. */
export interface Cells {
  readonly set: (row: number, values: readonly number[]) => void;
  readonly at: (row: number, column: number) => number;
}

export function createCells(columns: number, make: (length: number) => Numbers = (n) => new Int32Array(n)): Cells {
  const chunks: Numbers[] = [];
  return {
    set: (row, values) => {
      const chunk = (chunks[Math.floor(row / chunkRows)] ??= make(chunkRows * columns));
      chunk.set(values, (row % chunkRows) * columns);
    },
    at: (row, column) => chunks[Math.floor(row / chunkRows)]?.[(row % chunkRows) * columns + column] ?? 0,
  };
}

/** Spans of one file: the whole, and three parts of it. */
type Spans = readonly [Span, Span, Span, Span];

export interface Places {
  readonly set: (row: number, spans: Spans) => void;
  readonly at: (row: number, path: string) => Spans;
}

/** The parts of a grant stand near its start: half the bytes do, but for a few. */
export function createPlaces(): Places {
  const starts = createCells(1);
  const near = createCells(7, (length) => new Int16Array(length));
  const far = new Map<number, readonly number[]>();
  return {
    set: (row, [whole, ...parts]) => {
      const distances = [whole.end, ...parts.flatMap(({ start, end }) => [start, end])].map((at) => at - whole.start);
      starts.set(row, [whole.start]);
      if (distances.every((distance) => Math.abs(distance) < 32_768)) near.set(row, distances);
      else far.set(row, distances);
    },
    at: (row, path) => {
      const from = starts.at(row, 0);
      const distances = far.get(row);
      const place = (column: number): number => from + (distances?.[column] ?? near.at(row, column));
      const part = (column: number): Span => ({ path, start: place(column), end: place(column + 1) });
      return [{ path, start: from, end: place(0) }, part(1), part(3), part(5)];
    },
  };
}
