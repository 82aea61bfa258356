import { isCoveredBy } from "../gcp/deny-permissions.ts";
import type { Deny, Fact } from "../model/fact.ts";
import type { Resource } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import type { Value } from "../model/value.ts";
import type { Judge } from "./conditions.ts";
import type { Match } from "./matching.ts";
import { isExact } from "./naming.ts";

/** A rule of a deny policy that reaches somebody; `maybe`: whether it does can't be known. */
interface DenyHit {
  readonly rule: Deny;
  readonly node: Resource;
  readonly match: "yes" | "maybe";
}

export type FindDeny = (
  permission: string,
  path: readonly Resource[],
  matches: (set: Principal) => Match,
) => DenyHit | undefined;

interface Around {
  readonly resource: (ref: Deny["resource"]) => Resource;
  readonly principal: (value: Value) => Principal;
  readonly textOf: (value: Value) => string;
  readonly judge: Judge;
}

/** Deny rules by the node that they hang on; only organizations, folders and projects have any. */
export function createDenies(facts: readonly Fact[], around: Around): FindDeny {
  const byNode = new Map<string, Deny[]>();
  for (const fact of facts) {
    if (fact.kind !== "deny") continue;
    const { key } = around.resource(fact.resource);
    byNode.set(key, [...(byNode.get(key) ?? []), fact]);
  }
  if (byNode.size === 0) return () => undefined;

  return (permission, path, matches) => {
    let possible: DenyHit | undefined;
    for (const node of path) {
      for (const rule of byNode.get(node.key) ?? []) {
        const match = judgeRule(rule, permission, path[0] ?? node, matches, around);
        if (match === "yes") return { rule, node, match };
        if (match === "maybe") possible ??= { rule, node, match };
      }
    }
    return possible;
  };
}

const both = (a: Match, b: Match): Match =>
  a === "no" || b === "no" ? "no" : a === "yes" && b === "yes" ? "yes" : "maybe";
const not = (a: Match): Match => (a === "yes" ? "no" : a === "no" ? "yes" : "maybe");

function judgeRule(
  rule: Deny,
  permission: string,
  target: Resource,
  matches: (set: Principal) => Match,
  { principal, textOf, judge }: Around,
): Match {
  const covers = (values: readonly Value[]): Match => anyOf(values, (value) => covered(textOf(value), permission));
  const names = (values: readonly Value[]): Match => anyOf(values, (value) => matches(principal(value)));
  let match = both(covers(rule.permissions), not(covers(rule.exceptPermissions)));
  if (match !== "no") match = both(match, both(names(rule.principals), not(names(rule.exceptPrincipals))));
  if (match === "no" || rule.condition === undefined) return rule.conditional === true ? both(match, "maybe") : match;
  return both(match, judge(rule.condition.expression, { resource: target, permission }));
}

const covered = (denied: string, permission: string): Match =>
  isExact(denied) ? (isCoveredBy(denied, permission) ? "yes" : "no") : "maybe";

function anyOf(values: readonly Value[], decide: (value: Value) => Match): Match {
  let best: Match = "no";
  for (const value of values) {
    const match = decide(value);
    if (match === "yes") return "yes";
    if (match === "maybe") best = "maybe";
  }
  return best;
}
