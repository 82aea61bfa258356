import { type EscalationPath, escalationPaths } from "../gcp/escalation-paths.ts";
import { projectAccounts } from "../gcp/operations.ts";
import { showPrincipal } from "../gcp/principal.ts";
import type { Graph, Impersonator, Resource } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import type { Value } from "../model/value.ts";

/** Who can act as a principal by what runs as it, with how well the method is documented. */
export type Starters = (
  target: Principal,
) => readonly (Impersonator & { readonly confidence: EscalationPath["confidence"] })[];

/** Methods that need no actAs: what a service runs as an account of its own choice, and what runs already. */
export function createStarters(graph: Graph): Starters {
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
