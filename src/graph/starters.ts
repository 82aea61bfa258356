import { isServiceAgent } from "../gcp/account-class.ts";
import { type EscalationPath, escalationPaths, permissionSetsOf } from "../gcp/escalation-paths.ts";
import { projectAccounts } from "../gcp/operations.ts";
import { showPrincipal } from "../gcp/principal.ts";
import type { Graph, Impersonator, Resource } from "../model/graph.ts";
import { own } from "../model/own.ts";
import type { Principal } from "../model/principal.ts";
import { known } from "../model/value.ts";
import { type Granted, createGranted } from "./granted.ts";
import { underCondition } from "./proof.ts";
import { runningAs } from "./running.ts";

/** A way to act as somebody, with how well the method is documented. */
export type Start = Impersonator & { readonly confidence: EscalationPath["confidence"] };

/** Who can act as a principal by what runs as it. */
export type Starters = (target: Principal) => readonly Start[];

/** Methods that need no actAs: what a service runs as an account of its own choice, and what runs already. */
export function createStarters(graph: Graph, { holders, has }: Granted = createGranted(graph)): Starters {
  const chosen = chosenByServices(graph);
  const running = runningAs(graph);
  const withKeys = accountsWithKeys(graph);
  return (target) => [
    ...(chosen.get(target.key) ?? []).flatMap(({ method, project }) =>
      edges(method, permissionSetsOf(method), () => project, target, `can run code as ${showPrincipal(target)}`),
    ),
    ...(running.get(target.key) ?? []).flatMap(({ type, at, project, what }) =>
      methodsOn(type).flatMap((method) => {
        const on = (permission: string): Resource => (isOfItself(type, permission) ? at : project);
        const does = `${method.does ?? ""} ${what} that runs as ${showPrincipal(target)}`;
        return edges(method, changing(method), on, target, does);
      }),
    ),
    ...inCluster(target),
    ...onAccount(target),
  ];

  /** Keys of other kinds than those that the graph knows as credentials of an account. */
  function onAccount(target: Principal): readonly Start[] {
    if (target.type !== "service-account") return [];
    const { resource } = graph.account(known(target.id, nowhere));
    const on = (permission: string): Resource =>
      permission.startsWith("iam.") ? resource : (resource.project ?? resource);
    return accountMethods
      .filter(({ id }) => id !== reEnabling || withKeys.has(target.key))
      .flatMap((method) =>
        edges(method, permissionSetsOf(method), on, target, `${method.does ?? ""} ${showPrincipal(target)}`),
      );
  }

  /** Whoever rules a cluster, or reads its secrets, is any account of its pods. */
  function inCluster(target: Principal): readonly Start[] {
    const project = clusterProject(target);
    if (project === undefined) return [];
    const home = graph.resourceNamed(`projects/${project}`);
    return clusterMethods.flatMap((method) =>
      edges(
        method,
        permissionSetsOf(method),
        () => home,
        target,
        `${method.does ?? ""} the cluster of ${showPrincipal(target)}`,
      ),
    );
  }

  function edges(
    method: EscalationPath,
    sets: readonly (readonly string[])[],
    on: (permission: string) => Resource,
    to: Principal,
    does: string,
  ): readonly Start[] {
    return sets.flatMap(([permission = "", ...others]) =>
      holders(permission, on(permission)).flatMap(({ principal: from, path, conditional }) => {
        if (from.key === to.key) return [];
        if (!others.every((other) => has(from, other, on(other)))) return [];
        const text = `${showPrincipal(from)} ${does}, with ${[permission, ...others].join(" and ")}${conditional ? underCondition : ""}`;
        const step = {
          principal: from,
          permission,
          resource: on(permission),
          text,
          ...(conditional ? { conditional } : {}),
        };
        const kind = "attach" as const;
        return [{ from, to, kind, conditional, steps: [...path, step], confidence: method.confidence }];
      }),
    );
  }
}

interface Chosen {
  readonly method: EscalationPath;
  readonly project: Resource;
}

/** The accounts that services choose for what they run, project by project. */
function chosenByServices(graph: Graph): ReadonlyMap<string, readonly Chosen[]> {
  const found = new Map<string, Chosen[]>();
  for (const project of new Set(graph.bindings.flatMap(({ resource }) => resource.project ?? []))) {
    for (const method of escalationPaths) {
      if (method.runsAs === undefined) continue;
      const { key } = graph.projectAccount(runners[method.runsAs], project).principal;
      const others = found.get(key);
      if (others === undefined) found.set(key, [{ method, project }]);
      else others.push({ method, project });
    }
  }
  return found;
}

const runners: Readonly<Record<NonNullable<EscalationPath["runsAs"]>, string>> = {
  "cloudbuild-legacy": "PROJECT_NUMBER@cloudbuild.gserviceaccount.com",
  "google-apis-agent": "PROJECT_NUMBER@cloudservices.gserviceaccount.com",
  "custom-code-agent": projectAccounts["custom-code-agent"],
  "reasoning-engine-agent": projectAccounts["reasoning-engine-agent"],
};

/** An agent is somebody's to use only if a service runs code of his as it. */
export const isOutOfReach = ({ type, id }: Principal): boolean =>
  type === "service-account" && isServiceAgent(id) && !/@(?:cloudservices\.|gcp-sa-aiplatform-(?:cc|re)\.)/.test(id);

/** What a policy of the thing itself can grant; everything else is asked of its project. */
const ofItself: Readonly<Record<string, string>> = {
  "cloud-run-v2-job": "run.jobs.",
  "cloud-tasks-queue": "cloudtasks.",
  "dataproc-cluster": "dataproc.clusters.",
  "notebooks-instance": "notebooks.instances.",
  "vertex-ai-reasoning-engine": "aiplatform.reasoningEngines.",
  "workbench-instance": "notebooks.instances.",
};

const isOfItself = (type: string, permission: string): boolean => {
  const prefix = own(ofItself, type);
  return prefix !== undefined && permission.startsWith(prefix);
};

const methodsOn = (type: string): readonly EscalationPath[] =>
  escalationPaths.filter(({ workloads }) => workloads?.includes(type));

/** What a service runs anew as an account of its choice changes nothing that runs already. */
const changing = (method: EscalationPath): readonly (readonly string[])[] =>
  permissionSetsOf(method).filter(([first = ""]) => method.effect !== "run-default" || !first.endsWith(".create"));

/** Methods that take more of a cluster than one pod; those are in the graph already. */
const clusterMethods: readonly EscalationPath[] = escalationPaths.filter(({ id }) => id === 101 || id === 102);

const reEnabling = 35;
const accountMethods: readonly EscalationPath[] = escalationPaths.filter(({ id }) => id === reEnabling || id === 36);

/** Only a key that is there can be enabled again. */
const accountsWithKeys = (graph: Graph): ReadonlySet<string> =>
  new Set(
    graph
      .facts("key")
      .flatMap(({ form, account }) =>
        account !== undefined && /^(?:service-account|uploaded)-key$/.test(form)
          ? graph.account(account).principal.key
          : [],
      ),
  );

const nowhere = { path: "", start: 0, end: 0 };

/** `p` of `p.svc.id.goog`. */
const clusterProject = ({ type, id }: Principal): string | undefined =>
  type === "kubernetes-account" || type.startsWith("federated")
    ? /(?:^|\/)([^/]+)\.svc\.id\.goog(?:\[|\/|$)/.exec(id)?.[1]
    : undefined;
