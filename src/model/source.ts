/** A text that was read: a file of the scanned tree, or a language inside another one (a workflow's `run:` block). */
export interface Source {
  /** Identity of the text. For a file: its path relative to the report root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Set for a text inside another: where it stands there. */
  readonly host?: Host;
}

/** Where an embedded text stands: offsets of the embedded text mapped to offsets of its host. */
export interface Host {
  readonly path: string;
  readonly toHost: (offset: number) => number;
}

/** A stretch of a source, in UTF-16 code units: `start` inclusive, `end` exclusive. */
export interface Span {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** Something that could not be read or evaluated. It is reported; the rest of the scan goes on. */
export interface Problem {
  /** One sentence without a period's worth of jargon: what could not be read, and why. */
  readonly message: string;
  readonly at: Span;
  /** `unread`: text was lost for the analysis (exit 2 under `--strict`); `limit`: a bound was hit; `unanalysed`: known gap. */
  readonly kind: "unread" | "limit" | "unanalysed";
}

export const spanOf = (path: string, start: number, end: number): Span => ({ path, start, end });

/** The start of every line: CRLF, LF and lone CR end one. */
export function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}

/** A place for people: line and column, both from 1, columns in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The position of an offset, by binary search over `lineStartsOf(text)`. */
export function positionAt(lineStarts: readonly number[], offset: number): Position {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
}
