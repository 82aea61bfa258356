import { isServiceAgent } from "../gcp/account-class.ts";
import { editorRoles, ownerRoles } from "../gcp/basic-roles.ts";
import { type EscalationPath, escalationPaths, permissionSetsOf } from "../gcp/escalation-paths.ts";
import { projectAccounts } from "../gcp/operations.ts";
import { showPrincipal } from "../gcp/principal.ts";
import type { Binding, Graph, Impersonator, Resource, Step } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import type { Value } from "../model/value.ts";
import { pathOf } from "./coverage.ts";
import { grantStep } from "./proof.ts";

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

/** What makes an account worth reaching: a basic role, or the right to change a policy of the hierarchy. */
export interface Power {
  readonly level: "editor" | "owner" | "policy";
  readonly resource: Resource;
}

interface Held extends Power {
  readonly binding: Binding;
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

type Starters = (
  target: Principal,
) => readonly (Impersonator & { readonly confidence: EscalationPath["confidence"] })[];

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

const setPolicy: Readonly<Record<string, string>> = {
  project: "resourcemanager.projects.setIamPolicy",
  folder: "resourcemanager.folders.setIamPolicy",
  organization: "resourcemanager.organizations.setIamPolicy",
};

const powerPermission = ({ level, resource }: Power): string =>
  level === "editor" ? "iam.serviceAccounts.actAs" : (setPolicy[resource.type] ?? "");

/** Everybody's powers over projects, folders and the organization. */
function powersIn(graph: Graph): ReadonlyMap<string, { readonly principal: Principal; readonly held: Held[] }> {
  const powers = new Map<string, { readonly principal: Principal; readonly held: Held[] }>();
  for (const binding of graph.bindings) {
    const level = levelOf(binding);
    if (level === undefined || binding.grant.eligible === true) continue;
    const { principal, resource } = binding;
    const own = powers.get(principal.key) ?? { principal, held: [] };
    own.held.push({ level, resource, binding });
    powers.set(principal.key, own);
  }
  return powers;
}

function levelOf({ role, resource }: Binding): Power["level"] | undefined {
  const permission = setPolicy[resource.type];
  if (permission === undefined || role.kind === "retired") return undefined;
  if (role.name !== undefined && ownerRoles.has(role.name)) return "owner";
  if (role.name !== undefined && editorRoles.has(role.name)) return "editor";
  // A role on a folder that may change projects' policies owns the projects.
  const held = role.permissions?.has(permission) === true || role.permissions?.has(setPolicy["project"] ?? "") === true;
  return held ? "policy" : undefined;
}

const levels: readonly Power["level"][] = ["editor", "owner", "policy"];

/** Whoever owns a node or may change its policy has all of what is below it. */
const covers = (mine: Power, other: Power): boolean =>
  (mine.level !== "editor" || other.level === "editor") &&
  pathOf(other.resource).some(({ key }) => key === mine.resource.key);

/** Through a group, or a role that says otherwise what it gives. */
function holds(principal: Principal, { level, resource }: Power, graph: Graph): boolean {
  const held = graph.permissionsOf(principal, resource);
  const wanted = level === "editor" ? editorSigns : [setPolicy[resource.type] ?? ""];
  return wanted.every(held.has);
}

/** What no other role of a project has together. */
const editorSigns = ["iam.serviceAccountKeys.create", "compute.instances.create", "storage.buckets.create"];

const heights = ["project", "folder", "organization"];

function strongest(powers: readonly Held[]): Held | undefined {
  const rank = ({ level, resource }: Held): number =>
    heights.indexOf(resource.type) * levels.length + levels.indexOf(level);
  return powers.toSorted((a, b) => rank(b) - rank(a))[0];
}

/** Methods that need no actAs: what a service runs as an account of its own choice, and what runs already. */
function createStarters(graph: Graph): Starters {
  const byTarget = new Map<string, Resource[]>();
  const running = new Map<
    string,
    { readonly home: Resource; readonly method: EscalationPath; readonly what: string }[]
  >();
  for (const home of new Set(graph.bindings.flatMap(({ resource }) => resource.project ?? []))) {
    const agent = graph.projectAccount("PROJECT_NUMBER@cloudbuild.gserviceaccount.com", home).principal;
    push(byTarget, agent.key, home);
  }
  for (const workload of graph.workloads) {
    const method = methodOn(workload.type);
    if (method === undefined || workload.project === undefined) continue;
    const account = accountOf(workload.account, workload.defaultAccount, workload.project, graph);
    const home = graph.resource({ type: "project", name: workload.project });
    if (account !== undefined) push(running, account.key, { home, method, what: workload.type.replaceAll("-", " ") });
  }
  return (target) => [
    ...(byTarget.get(target.key) ?? []).flatMap((home) =>
      buildPaths.flatMap((method) => edges(method, home, target, "a build")),
    ),
    ...(running.get(target.key) ?? []).flatMap(({ home, method, what }) => edges(method, home, target, `a ${what}`)),
  ];

  function edges(method: EscalationPath, home: Resource, to: Principal, what: string): ReturnType<Starters> {
    const [permission = "", ...others] = method.permissions;
    return graph.whoCan(permission, home).flatMap(({ principal: from, via, path, conditional }) => {
      if (via === "impersonation" || from.key === to.key) return [];
      if (others.some((other) => !graph.permissionsOf(from, home).has(other))) return [];
      const text = `${showPrincipal(from)} can change what ${what} does that runs as ${showPrincipal(to)}`;
      const steps = [...path, { principal: from, permission, resource: home, text }];
      return { from, to, kind: "attach" as const, conditional, steps, confidence: method.confidence };
    });
  }
}

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [item]);
  else known.push(item);
}

const pathWithId = (id: number): EscalationPath | undefined => escalationPaths.find((path) => path.id === id);

/** Builds of older projects run as the legacy account, and ask for no actAs. */
const buildPaths: readonly EscalationPath[] = escalationPaths.filter(({ runsAs }) => runsAs === "cloudbuild-legacy");

/** What may be done to a workload that runs already, without actAs, by type. */
const runningMethods: Readonly<Record<string, number>> = {
  "cloud-run-v2-job": 90,
  "composer-environment": 88,
  "dataproc-cluster": 89,
  "notebooks-instance": 93,
  "workbench-instance": 93,
  "workflows-workflow": 91,
  "cloudbuild-trigger": 84,
  "compute-instance": 87,
};

function methodOn(type: string): EscalationPath | undefined {
  const id = Object.hasOwn(runningMethods, type) ? runningMethods[type] : undefined;
  return id === undefined ? undefined : pathWithId(id);
}

function accountOf(account: Value | undefined, fallback: string, project: Value, graph: Graph): Principal | undefined {
  if (account !== undefined) return graph.account(account).principal;
  if (fallback !== "compute-default") return undefined;
  return graph.projectAccount(projectAccounts["compute-default"], graph.resource({ type: "project", name: project }))
    .principal;
}
