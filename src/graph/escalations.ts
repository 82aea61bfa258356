import { isServiceAgent } from "../gcp/account-class.ts";
import { type EscalationPath, escalationPathOf, escalationPaths, permissionSetsOf } from "../gcp/escalation-paths.ts";
import type { Graph, Impersonator, Resource, Step } from "../model/graph.ts";
import type { Principal, PrincipalType } from "../model/principal.ts";
import { createGranted } from "./granted.ts";
import type { Power } from "./power-of.ts";
import { type Held, byRank, covers, createHolds, powersIn, standing } from "./powers.ts";
import { type Starters, createStarters, isOutOfReach } from "./starters.ts";

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
  const granted = createGranted(graph);
  const starters = createStarters(graph, granted);
  const found: Escalation[] = [];
  const holds = createHolds(graph, granted);
  for (const { principal, held } of powers.values()) {
    if (!impersonated.has(principal.type) || principal.deleted === true || isOutOfReach(principal)) continue;
    const reached = [...reachInto(principal, graph, starters).values()].filter(({ from }) => isSource(from));
    if (reached.length === 0) continue;
    const standingPowers = byRank(held.flatMap((power) => standing(principal, power, graph) ?? []));
    for (const one of reached) {
      const own = powers.get(one.from.key)?.held ?? [];
      const gained = standingPowers.find(
        (power) => !own.some((mine) => covers(mine, power)) && !holds(one.from, power),
      );
      if (gained !== undefined) found.push(escalationOf(one, principal, gained));
    }
  }
  return found;
}

/** Whom others can come to act as. */
const impersonated: ReadonlySet<PrincipalType> = new Set([
  "service-account",
  "kubernetes-account",
  "federated",
  "federated-set",
]);

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

/** Everybody who can come to act as the target, nearest first; a surer way is taken before a shorter one. */
function reachInto(target: Principal, graph: Graph, starters: Starters): ReadonlyMap<string, Reached> {
  const reached = new Map<string, Reached>();
  let waiting: readonly Reached[] = [{ from: target, path: [], conditional: false, confidence: "high" }];
  while (waiting.length > 0) {
    const next: Reached[] = [];
    for (const at of waiting) {
      for (const edge of [...graph.impersonatorsOf(at.from), ...starters(at.from)]) {
        const step = before(edge, at);
        const known = reached.get(step.from.key);
        if (step.from.key === target.key || (known !== undefined && doubt(known) <= doubt(step))) continue;
        reached.set(step.from.key, step);
        next.push(step);
      }
    }
    waiting = next;
  }
  return reached;
}

type Edge = Impersonator & { readonly confidence?: EscalationPath["confidence"] };

function before({ from, steps, conditional, method, confidence }: Edge, at: Reached): Reached {
  // That a service runs as the account that it is given is what Google documents; how else to profit from it may not be.
  const isGuess = method !== undefined && escalationPathOf(method)?.confidence === "low";
  const own = confidence ?? (isGuess ? "low" : "high");
  return {
    from,
    path: [...steps, ...at.path],
    conditional: conditional || at.conditional,
    confidence: weaker(own, at.confidence),
  };
}

const ranks = ["low", "medium", "high"] as const;

const weaker = (a: EscalationPath["confidence"], b: EscalationPath["confidence"]): EscalationPath["confidence"] =>
  ranks.indexOf(a) < ranks.indexOf(b) ? a : b;

/** 0: certain; then what a condition or a method that is not well documented decides; then a mere reading of the API. */
const doubt = ({ conditional, confidence }: Reached): number =>
  confidence === "low" ? 2 : conditional || confidence === "medium" ? 1 : 0;

/** Google's own agents and tombstones start nothing. */
const isSource = (principal: Principal): boolean =>
  principal.deleted !== true &&
  principal.type !== "malformed" &&
  principal.type !== "unknown" &&
  !(principal.type === "service-account" && isServiceAgent(principal.id));

const escalationOf = (
  { from, path, conditional, confidence }: Reached,
  target: Principal,
  power: Held,
): Escalation => ({
  from,
  target,
  power,
  path: [...path, ...power.steps],
  conditional: conditional || power.conditional,
  confidence: weaker(confidence, power.confidence),
});
