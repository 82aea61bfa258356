import type { Certainty, Graph } from "./model/graph.ts";
import { type Policy, policyOf, type RulePolicy } from "./model/policy.ts";
import type { Level, Rule, Violation } from "./model/rule.ts";

/** A violation with its rule, and how hard the policy lets it bite. */
export interface Judged extends Violation {
  readonly rule: string;
  readonly level: Level;
  readonly certainty: Certainty;
  /** The profile keeps it back: it counts only for the question whether an ignore is used. */
  readonly hidden?: true;
  /** Set by the ignores. */
  readonly ignored?: { readonly reason: string; readonly owner?: string; readonly until?: string };
}

/** Runs the rules that the policy leaves on and judges what they say. */
export function check(graph: Graph, rules: readonly Rule[], policy: Policy): readonly Judged[] {
  const judged: Judged[] = [];
  for (const rule of rules) {
    const bite = policyOf(policy, rule.meta.id);
    if (bite.level === "off") continue;
    for (const violation of rule.check(graph, { ...policy.options, ...bite.options })) {
      judged.push(judge(violation, rule.meta.id, policy));
    }
  }
  return judged;
}

/** Applies the policy to one violation; a rule that is off is judged at the violation's own level. */
export function judge(violation: Violation, rule: string, policy: Policy): Judged {
  const certainty = violation.certainty ?? "proven";
  const level = lowered[certainty](levelOf(violation, policyOf(policy, rule)));
  const judged = { ...violation, rule, certainty, level };
  return certainty === "unknown" && policy.profile === "default" ? { ...judged, hidden: true } : judged;
}

const levels: readonly Level[] = ["note", "warning", "error"];

function levelOf(violation: Violation, bite: RulePolicy): Level {
  const level = bite.level === "off" ? "warning" : bite.level;
  if (violation.level === undefined) return level;
  const above = levels.indexOf(violation.level) > levels.indexOf(level);
  return above && bite.ceiling ? level : violation.level;
}

const lowered: Record<Certainty, (level: Level) => Level> = {
  proven: (level) => level,
  likely: (level) => (level === "error" ? "warning" : "note"),
  unknown: () => "note",
};
