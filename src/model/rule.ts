import type { Place } from "./fact.ts";
import type { Certainty, Graph, Step } from "./graph.ts";
import type { Span } from "./source.ts";

export type Level = "error" | "warning" | "note";

export interface Rule {
  readonly meta: RuleMeta;
  /** Each finding follows from one binding or one fact by itself: the rule can judge a part of the graph. */
  readonly byItself?: true;
  readonly check: (graph: Graph, options: RuleOptions) => Iterable<Violation>;
}

/** What a rule means. How hard it bites is said in `rules.json`. */
export interface RuleMeta {
  readonly id: string;
  readonly summary: string;
  readonly why: string;
  readonly fix: string;
  readonly references: readonly string[];
}

/** Lists of the policy that rules consult; rules add defaults. */
export interface RuleOptions {
  readonly breakGlass: readonly string[];
  readonly allowedDomains: readonly string[];
  readonly knownProjects: readonly string[];
  readonly sandboxProjects: readonly string[];
  readonly trustedDeployers: readonly string[];
  readonly trustedRoleAdmins: readonly string[];
  readonly auditors: readonly string[];
  readonly publicResources: readonly string[];
  /** `YYYY-MM-DD`, for conditions and ignores that expire. */
  readonly today: string;
}

/** What a rule says of one place. */
export interface Violation {
  /** One sentence that names the values found and ends with a period. */
  readonly message: string;
  /** The narrowest text that must change, on one line. */
  readonly at: Span;
  readonly related?: readonly Related[];
  /** What it follows from: the module calls through which that came are shown beside it. */
  readonly from?: Place;
  /** The path through the graph, where there is one. */
  readonly path?: readonly Step[];
  /** Absent: proven. */
  readonly certainty?: Certainty;
  /** The rule's level where this finding deserves another (a sandbox, a public website). */
  readonly level?: Level;
  /** The finding's own security-severity, where it differs from the rule's. */
  readonly severity?: number;
  /** What makes it the same finding after lines have moved: principal, role, resource, condition; never a place. */
  readonly subject: readonly string[];
  /** The smallest cure in the language of the file. */
  readonly cure?: Cure;
  readonly edit?: Edit;
}

export interface Related {
  readonly span: Span;
  readonly message: string;
}

/** A cure as text to paste, for people. */
export interface Cure {
  readonly hcl?: string;
  readonly gcloud?: string;
  readonly yaml?: string;
  readonly pulumi?: string;
}

/** A change that `--fix` can make. */
export interface Edit {
  readonly safe: boolean;
  readonly changes: readonly { readonly span: Span; readonly text: string }[];
}
