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
  /** The column at which `snippet` begins, where a long line was cut. */
  readonly snippetColumn?: number;
  /** GitHub's `primaryLocationLineHash` of the first line. */
  readonly lineHash?: string;
}

/** One alert: all violations of a rule at one anchor. */
export interface Finding {
  /** The fingerprint, with `:2`, `:3` … where several places say the same thing. */
  readonly id: string;
  readonly rule: string;
  readonly level: Level;
  readonly severity?: number;
  readonly certainty: Certainty;
  readonly message: string;
  readonly location: Location;
  /** Further stretches of the same line that it is about. */
  readonly also?: readonly Region[];
  readonly related: readonly { readonly location: Location; readonly message: string }[];
  readonly path: readonly { readonly text: string; readonly location?: Location; readonly conditional?: true }[];
  /** sha256 of rule, principals, role, resource, condition, 32 hex digits: stable when lines move or files are renamed. */
  readonly fingerprint: string;
  readonly subjects: readonly (readonly string[])[];
  readonly cure?: Cure;
  readonly edit?: Edit;
  /** The edit as lines and columns of files. */
  readonly fix?: Fix;
  readonly status: "open" | "ignored" | "baselined";
  /** Why, by whom and until when it is ignored or baselined. */
  readonly reason?: string;
  readonly owner?: string;
  readonly until?: string;
}

export interface Fix {
  readonly safe: boolean;
  readonly changes: readonly { readonly region: Region; readonly text: string }[];
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
  /** Where the scanned tree comes from, in batch scans. */
  readonly repository?: { readonly uri: string; readonly revision?: string; readonly branch?: string };
  /** The files that were read, for formats that count the clean ones too. */
  readonly paths?: readonly string[];
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
  /** Entries of the baseline that no finding matches any more. */
  readonly stale?: number;
}

/** Pure: it does not print. `color` and `width` are for terminals only. */
export type Reporter = (report: Report, view: View) => string;

export interface View {
  readonly color: boolean;
  readonly hyperlinks: boolean;
  readonly width: number;
  /** How long it took, where that may be shown: it makes the output differ from run to run. */
  readonly seconds?: number;
}
