import { type Source, type Span, spanOf } from "../../model/source.ts";

/** A shell text: a file, or a part of one (a recipe, a `RUN`), with the way from its offsets to those of the file. */
export interface Unit {
  readonly path: string;
  /** What shares gcloud's configuration with it: the file, the workflow's job. */
  readonly home: string;
  readonly text: string;
  readonly place: (start: number, end: number) => Span;
  /** Offsets of the text are offsets of the file, moved: parts of a span are spans of the parts. */
  readonly exact: boolean;
}

export const unitOf = ({ path, text, host }: Source): Unit => ({
  path,
  home: host?.path ?? path,
  text,
  place: (start, end) => spanOf(path, start, end),
  exact: true,
});

/** A stretch of a unit, as a unit of its own; its text is that of the stretch, or a changed one of the same length. */
export function unitIn(unit: Unit, start: number, text: string): Unit {
  return { ...unit, text, place: (from, to) => unit.place(start + from, start + to) };
}

/** A text whose offsets say nothing (decoded, or joined from pieces): all of it stands at one place. */
export const unitAt = (at: Span, text: string): Unit => ({
  path: at.path,
  home: at.path,
  text,
  place: () => at,
  exact: false,
});

/** Of a text's characters: where each begins and ends in another one. */
export interface Offsets {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** A text of which every character stands somewhere in another one. */
export function unitWithOffsets(unit: Unit, text: string, { starts, ends }: Offsets): Unit {
  const last = ends.at(-1) ?? 0;
  return {
    ...unit,
    text,
    place: (start, end) => {
      const from = starts[start] ?? last;
      return unit.place(from, end > start ? Math.max(from, ends[end - 1] ?? last) : from);
    },
  };
}

/** `\r` before a line end sticks to words and breaks keywords and the ends of here-documents. */
export function withoutCarriageReturns(unit: Unit): Unit {
  if (!unit.text.includes("\r\n")) return unit;
  const starts: number[] = [];
  for (let at = 0; at < unit.text.length; at++) {
    if (unit.text[at] !== "\r" || unit.text[at + 1] !== "\n") starts.push(at);
  }
  return unitWithOffsets(unit, unit.text.replaceAll("\r\n", "\n"), { starts, ends: starts.map((start) => start + 1) });
}
