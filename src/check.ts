import type { Certainty, Graph } from "./model/graph.ts";
import type { Judged } from "./model/judged.ts";
import { type Policy, policyOf, type RulePolicy } from "./model/policy.ts";
import type { RuleInReport } from "./model/report.ts";
import type { Level, Rule, RuleMeta, Violation } from "./model/rule.ts";

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

/** Applies the policy to one violation of a rule that is on. */
export function judge(violation: Violation, rule: string, policy: Policy): Judged {
  const certainty = violation.certainty ?? "proven";
  const level = lowered[certainty](levelOf(violation, policyOf(policy, rule)));
  const judged = { ...violation, subject: violation.subject.map(withoutPlace), rule, certainty, level };
  return certainty === "unknown" && policy.profile === "default" ? { ...judged, hidden: true } : judged;
}

/** Judges what the suppression stage says of the ignores, by the policy for its rules. */
export const judgeComplaints = (
  complaints: readonly { readonly rule: string; readonly violation: Violation }[],
  policy: Policy,
): readonly Judged[] =>
  complaints
    .filter(({ rule }) => policyOf(policy, rule).level !== "off")
    .map(({ rule, violation }) => judge(violation, rule, policy));

/** The rules that are on, with what the policy says of them: what reports list. */
export function rulesInReport(metas: readonly RuleMeta[], policy: Policy): readonly RuleInReport[] {
  return metas.flatMap((meta) => {
    const { level, securitySeverity, precision = "high", tags = [], controls = {} } = policyOf(policy, meta.id);
    if (level === "off") return [];
    return [
      { meta, level, precision, tags, controls, ...(securitySeverity === undefined ? {} : { securitySeverity }) },
    ];
  });
}

/**
 * What has no name is told apart by the folder or file that its expression stands in: `project:⟨?infra/prod#var.project⟩`.
 * The finding stays the same when that moves.
 */
const withoutPlace = (name: string): string =>
  name.replaceAll(/⟨(\??)[^⟨⟩#]*#/g, "⟨$1").replace(/^[^⟨#\s]*\/[^⟨#\s]*#/, "");

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
