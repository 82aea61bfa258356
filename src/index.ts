/** The public API: what the command line does, as functions. See docs/library.md. */
export { analyse, extract, lint } from "./lint.ts";
export type { Analysis, AnalysisOptions, Extraction, LintInput } from "./lint.ts";
export type { Fact } from "./model/fact.ts";
export type { Answer, Binding, Coverage, Graph, Holder, Resource, Role, Step } from "./model/graph.ts";
export type { Parsed, ParseOptions, Workspace } from "./model/parser.ts";
export type { Policy, Profile, RulePolicy } from "./model/policy.ts";
export type { Principal } from "./model/principal.ts";
export type { Finding, Report, Reporter, View } from "./model/report.ts";
export type { Rule, RuleMeta, RuleOptions, Violation } from "./model/rule.ts";
export type { Problem, Source, Span } from "./model/source.ts";
export type { Value } from "./model/value.ts";
export { emptyPolicy, withPolicyFile, withPolicyFlags } from "./policy.ts";
export type { PolicyFile, PolicyFlags } from "./policy.ts";
export * as reporters from "./reporters/index.ts";
export * as rules from "./rules/index.ts";
