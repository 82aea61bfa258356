import type { Span } from "../../model/source.ts";
import type { Datum } from "./datum.ts";

/** What a function may ask of the evaluator that calls it. */
export interface CallContext {
  /** The call's place: that of results with no better one. */
  readonly span: Span;
  /** The call as written, for gaps: `split("/", var.id)`. */
  readonly expression: string;
  /** The text of a file, by path relative to the module's folder or from `path.module`; `undefined` when it isn't there. */
  readonly read: (path: string) => string | undefined;
  /** How sources and places name the file of a path; `undefined` outside of the scanned roots. */
  readonly locate?: (path: string) => string | undefined;
  /** Paths below a folder, relative to it, for `fileset`. */
  readonly files: (folder: string) => readonly string[];
  /** Says that the call is beyond a bound: a problem at its place. */
  readonly limit?: (message: string) => void;
  /** Evaluates a template text with variables (`templatefile`, `templatestring`). */
  readonly render: (template: string, path: string, variables: ReadonlyMap<string, Datum>) => Datum;
}

/**
 * One of Terraform's functions. The evaluator has already expanded `...` and tried every choice of gaps with choices, so
 * a gap here is really unknown; arguments may be patterns, open lists, lists with conditional items and open objects.
 * A function gives the most that is certain: a gap when it can't know, a `failure` when Terraform would stop.
 */
export type TerraformFunction = (args: readonly Datum[], call: CallContext) => Datum;
