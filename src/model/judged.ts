import type { Certainty } from "./graph.ts";
import type { Level, Violation } from "./rule.ts";

/** A violation with its rule, and how hard the policy lets it bite. */
export interface Judged extends Violation {
  readonly rule: string;
  readonly level: Level;
  readonly certainty: Certainty;
  /** The profile keeps it back: it counts only for the question whether an ignore is used. */
  readonly hidden?: true;
  readonly ignored?: Pardon;
}

/** Why, by whom and until when something is ignored. */
export interface Pardon {
  readonly reason: string;
  readonly owner?: string;
  /** `YYYY-MM-DD`, that day included. */
  readonly until?: string;
}
