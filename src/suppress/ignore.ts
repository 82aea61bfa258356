import type { Span } from "../model/source.ts";

/** What somebody decided to live with, and where that is written. */
export interface Ignore {
  readonly rules: readonly string[];
  /** Empty when none is given: the ignore then ignores nothing. */
  readonly reason: string;
  readonly owner?: string;
  readonly until?: string;
  /** The comment, or the entry of the ignore file. */
  readonly at: Span;
  /** The whole line, where the comment is alone on it: what `--fix` may delete. */
  readonly line?: Span;
  readonly scope: Lines | Match;
}

/** A statement: the lines of a file, both included. `to` below `from` is none. */
interface Lines {
  readonly kind: "lines";
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

/** Globs, all of which must match. */
export interface Match {
  readonly kind: "match";
  readonly resource?: string;
  readonly role?: string;
  readonly member?: string;
  readonly path?: string;
}
