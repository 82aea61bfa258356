import { classOfAccount, defaultAccounts } from "../gcp/account-class.ts";
import type { EscalationPath } from "../gcp/escalation-paths.ts";
import type { Graph, Resource, Step } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import { pathOf } from "./coverage.ts";
import type { Granted } from "./granted.ts";
import { type Power, anyBasic, grantsLittle, powerOf, setPolicy } from "./power-of.ts";
import { grantStep } from "./proof.ts";
import { runningAs } from "./running.ts";
import { roleEdits } from "./self-edits.ts";

export interface Held extends Power {
  readonly steps: readonly Step[];
  readonly conditional: boolean;
  readonly confidence: EscalationPath["confidence"];
}

/** Somebody and his powers over projects, folders and the organization. */
interface Powerful {
  readonly principal: Principal;
  readonly held: Held[];
}

/** Everybody's powers, as granted: nothing is taken away yet. */
export function powersIn(graph: Graph): ReadonlyMap<string, Powerful> {
  const powers = new Map<string, Powerful>();
  const add = (principal: Principal, power: Held): void => {
    const own = powers.get(principal.key) ?? { principal, held: [] };
    own.held.push(power);
    powers.set(principal.key, own);
  };
  for (const binding of graph.bindings) {
    const power = powerOf(binding);
    if (power === undefined) continue;
    const conditional = binding.certainty === "likely" || binding.grant.condition !== undefined;
    const steps = [grantStep(binding, power.permission, conditional)];
    add(binding.principal, { ...power, steps, conditional, confidence: "high" });
  }
  for (const { account, project } of [...runningAs(graph).values()].flat()) {
    const steps = powers.has(account.key) ? [] : assumedGrant(account, project, graph);
    if (steps.length === 0) continue;
    add(account, {
      level: "editor",
      resource: project,
      permission: anyBasic,
      assumed: true,
      steps,
      conditional: true,
      confidence: "low",
    });
  }
  for (const { principal, node, permission, steps, conditional, confidence } of roleEdits(graph)) {
    add(principal, { level: "role", resource: node, permission, steps, conditional, confidence });
  }
  return powers;
}

/** What Google grants to the default account of a project, where nothing that was read takes it away. */
function assumedGrant(account: Principal, project: Resource, graph: Graph): readonly Step[] {
  if (!defaultAccounts.has(classOfAccount(account.id))) return [];
  const { answer, path } = graph.whyCan(account, anyBasic, project);
  return answer === "unknown" ? path : [];
}

const levels: readonly Power["level"][] = ["guardrail", "editor", "role", "owner", "policy"];
const whole: ReadonlySet<Power["level"]> = new Set(["role", "owner", "policy"]);

/** Whoever owns a node or may change its policy has all of what is below it. */
export const covers = (mine: Power, other: Power): boolean =>
  (whole.has(mine.level) || mine.level === other.level) &&
  pathOf(other.resource).some(({ key }) => key === mine.resource.key);

/** Does somebody hold a power, through a group, or a role that says otherwise what it gives? */
export type Holds = (principal: Principal, power: Power) => boolean;

export const createHolds =
  (graph: Graph, { has }: Granted): Holds =>
  (principal, { level, resource, permission }) => {
    const policy = setPolicy[resource.type] ?? "";
    if (has(principal, policy, resource) && !isLimited(principal, policy, resource, graph)) return true;
    if (level === "guardrail") return has(principal, permission, resource);
    return level === "editor" && editorSigns.every((sign) => has(principal, sign, resource));
  };

/** The best grant of it is for roles that lead nowhere. */
function isLimited(principal: Principal, permission: string, resource: Resource, graph: Graph): boolean {
  const { answer, path } = graph.whyCan(principal, permission, resource);
  const at = path.at(-1)?.at;
  if (answer === "allowed" || at === undefined) return false;
  return graph.bindingsOn(resource).some(({ grant }) => grant.span === at && grantsLittle(grant));
}

/** What no other role of a project has together. */
const editorSigns = ["iam.serviceAccountKeys.create", "compute.instances.create", "storage.buckets.create"];

/** What is left of a power after conditions, deny policies and boundaries. */
export function standing(principal: Principal, power: Held, graph: Graph): Held | undefined {
  const { answer } = graph.whyCan(principal, power.permission, power.resource);
  // Roles whose content Google has not published say by their name alone what they give.
  const isNamed = answer === "unknown" && (power.assumed || power.steps.at(-1)?.role?.permissions === undefined);
  if (answer === "denied" || (answer === "unknown" && !isNamed)) return undefined;
  return answer === "conditional" ? { ...power, conditional: true } : power;
}

const heights = ["project", "folder", "organization"];

/** What is certain first, and of that the greatest. */
export function byRank(powers: readonly Held[]): readonly Held[] {
  const sure = 100;
  const rank = ({ level, resource, conditional, confidence }: Held): number =>
    heights.indexOf(resource.type) * levels.length +
    levels.indexOf(level) +
    (conditional || confidence !== "high" ? 0 : sure);
  return powers.toSorted((a, b) => rank(b) - rank(a));
}
