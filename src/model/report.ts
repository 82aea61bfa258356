import type { Certainty } from "./graph.ts";
import type { Cure, Edit, Level, RuleMeta } from "./rule.ts";

/** A stretch of a file, lines and columns from 1, `endColumn` exclusive, columns in UTF-16 code units. */
export interface Region {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A region with what a reporter needs to show it. */
export interface Location extends Region {
  /** The lines of the region, at most a few, without their ends; secrets are blanked. */
  readonly snippet: readonly string[];
  /** GitHub's `primaryLocationLineHash` of the first line. */
  readonly lineHash?: string;
}

/** One alert: all violations of a rule at one anchor. */
export interface Finding {
  readonly rule: string;
  readonly level: Level;
  readonly severity?: number;
  readonly certainty: Certainty;
  readonly message: string;
  readonly location: Location;
  readonly related: readonly { readonly location: Location; readonly message: string }[];
  readonly path: readonly { readonly text: string; readonly location?: Location }[];
  /** sha256 of rule, principals, role, resource, condition, 32 hex digits: stable when lines move or files are renamed. */
  readonly fingerprint: string;
  readonly subjects: readonly (readonly string[])[];
  readonly cure?: Cure;
  readonly edit?: Edit;
  readonly status: "open" | "ignored" | "baselined";
  readonly reason?: string;
}

export interface ReportProblem {
  readonly kind: "unread" | "limit" | "unanalysed";
  readonly message: string;
  readonly location: Location;
}

export interface RuleInReport {
  readonly meta: RuleMeta;
  readonly level: Level;
  readonly securitySeverity?: number;
  readonly precision: "very-high" | "high" | "medium" | "low";
  readonly tags: readonly string[];
  readonly controls: Readonly<Record<string, readonly string[]>>;
}

/** What all reporters get. Sorted; the same input gives the same report. */
export interface Report {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: "iam-lint"; readonly version: string; readonly homepage?: string };
  /** Date and source of the role table. */
  readonly catalog: { readonly date: string; readonly roles: number };
  readonly rules: readonly RuleInReport[];
  readonly findings: readonly Finding[];
  readonly problems: readonly ReportProblem[];
  readonly stats: ReportStats;
}

export interface ReportStats {
  readonly files: number;
  readonly filesRead: number;
  readonly bindings: number;
  readonly facts: number;
  readonly ignored: number;
  readonly baselined: number;
  /** Findings kept back by `--hook` or `--since`: they exist, elsewhere. */
  readonly elsewhere: number;
}

/** Pure: it does not print. `color` and `width` are for terminals only. */
export type Reporter = (report: Report, view: View) => string;

export interface View {
  readonly color: boolean;
  readonly hyperlinks: boolean;
  readonly width: number;
}
