import { isServiceAgent } from "../gcp/account-class.ts";
import { type EscalationPath, escalationPaths, permissionSetsOf } from "../gcp/escalation-paths.ts";
import type { Graph, Impersonator, Resource, Step } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import { type Held, type Power, covers, holds, powerPermission, powersIn, strongest } from "./powers.ts";
import { grantStep } from "./proof.ts";
import { type Starters, createStarters } from "./starters.ts";

/** Somebody who can reach more than anybody granted to them, by acting as others. */
export interface Escalation {
  readonly from: Principal;
  /** Whose power it is in the end. */
  readonly target: Principal;
  readonly power: Power;
  /** The shortest way, ending with the grant that gives the power. */
  readonly path: readonly Step[];
  readonly conditional: boolean;
  readonly confidence: EscalationPath["confidence"];
}

/** One finding for each pair of source and target, with the shortest path between them. */
export function escalationsOf(graph: Graph): readonly Escalation[] {
  const powers = powersIn(graph);
  const starters = createStarters(graph);
  const found: Escalation[] = [];
  for (const { principal, held } of powers.values()) {
    if (principal.type !== "service-account" || principal.deleted === true || isServiceAgent(principal.id)) continue;
    for (const reached of reachInto(principal, graph, starters).values()) {
      const own = powers.get(reached.from.key)?.held ?? [];
      const gained = held.filter(
        (power) => !own.some((mine) => covers(mine, power)) && !holds(reached.from, power, graph),
      );
      const best = strongest(gained);
      if (best !== undefined && isSource(reached.from)) found.push(escalationOf(reached, principal, best));
    }
  }
  return found;
}

/** The methods of the table whose permissions somebody holds on a resource. */
export function methodsOf(graph: Graph, principal: Principal, resource: Resource): readonly EscalationPath[] {
  const held = graph.permissionsOf(principal, resource);
  const mayActAs = held.has("iam.serviceAccounts.actAs");
  return escalationPaths.filter(
    (path) =>
      path.permissions.length > 0 &&
      (!path.actAs || mayActAs) &&
      permissionSetsOf(path).some((set) => set.every(held.has)),
  );
}

interface Reached {
  readonly from: Principal;
  readonly path: readonly Step[];
  readonly conditional: boolean;
  readonly confidence: EscalationPath["confidence"];
}

/** Everybody who can come to act as the target, nearest first. */
function reachInto(target: Principal, graph: Graph, starters: Starters): ReadonlyMap<string, Reached> {
  const reached = new Map<string, Reached>();
  let waiting: readonly Reached[] = [{ from: target, path: [], conditional: false, confidence: "high" }];
  while (waiting.length > 0) {
    const next: Reached[] = [];
    for (const at of waiting) {
      for (const edge of [...graph.impersonatorsOf(at.from), ...starters(at.from)]) {
        const step = before(edge, at);
        const known = reached.get(step.from.key);
        if (step.from.key === target.key || (known !== undefined && (!known.conditional || step.conditional))) continue;
        reached.set(step.from.key, step);
        next.push(step);
      }
    }
    waiting = next;
  }
  return reached;
}

const before = (
  { from, steps, conditional, ...rest }: Impersonator & { readonly confidence?: EscalationPath["confidence"] },
  at: Reached,
): Reached => ({
  from,
  path: [...steps, ...at.path],
  conditional: conditional || at.conditional,
  confidence: weaker(rest.confidence ?? "high", at.confidence),
});

const ranks = ["low", "medium", "high"] as const;

const weaker = (a: EscalationPath["confidence"], b: EscalationPath["confidence"]): EscalationPath["confidence"] =>
  ranks.indexOf(a) < ranks.indexOf(b) ? a : b;

/** Google's own agents and tombstones start nothing. */
const isSource = (principal: Principal): boolean =>
  principal.deleted !== true &&
  principal.type !== "malformed" &&
  principal.type !== "unknown" &&
  !(principal.type === "service-account" && isServiceAgent(principal.id));

function escalationOf({ from, path, conditional, confidence }: Reached, target: Principal, power: Held): Escalation {
  const last = grantStep(power.binding, powerPermission(power), power.binding.certainty === "likely");
  return {
    from,
    target,
    power: { level: power.level, resource: power.resource },
    path: [...path, last],
    conditional: conditional || last.conditional === true || power.binding.grant.condition !== undefined,
    confidence,
  };
}
