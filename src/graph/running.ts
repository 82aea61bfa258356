import { attachmentOf, projectAccounts } from "../gcp/operations.ts";
import { labelOf } from "../gcp/resource-types.ts";
import type { Operation, Workload } from "../model/fact.ts";
import type { Graph, Resource } from "../model/graph.ts";
import { own } from "../model/own.ts";
import type { Principal } from "../model/principal.ts";

/** What runs already, and where. */
export interface Running {
  readonly account: Principal;
  readonly type: string;
  /** The thing itself, or the project that it is in. */
  readonly at: Resource;
  readonly project: Resource;
  /** `a Cloud Run job` */
  readonly what: string;
}

/** What runs as each account, by the account's key. */
export function runningAs(graph: Graph): ReadonlyMap<string, readonly Running[]> {
  const found = new Map<string, Map<string, Running>>();
  const add = (account: Principal | undefined, running: Omit<Running, "account">): void => {
    if (account === undefined) return;
    const known = found.get(account.key) ?? new Map<string, Running>();
    found.set(account.key, known.set(`${running.type} ${running.at.key}`, { account, ...running }));
  };
  for (const workload of graph.workloads) {
    const running = isRunning(workload) ? workloadAt(workload, graph) : undefined;
    if (running !== undefined)
      add(accountOf(workload.account, workload.defaultAccount, running.project, graph), running);
  }
  for (const operation of graph.operations) {
    const running = startedBy(operation, graph);
    const fallback = attachmentOf(operation.id)?.runsAs ?? "none";
    if (running !== undefined) add(accountOf(operation.runAs, fallback, running.project, graph), running);
  }
  return new Map([...found].map(([key, all]) => [key, [...all.values()]]));
}

/** Accounts that only sign what is sent, or that build something and are gone, are nobody's to use afterwards. */
const isRunning = ({ type, purpose }: Workload): boolean => own(ofTheseAlone, purpose)?.has(type) ?? !idle.has(purpose);

const ofTheseAlone: Readonly<Record<string, ReadonlySet<string>>> = {
  build: new Set(["cloudbuild-trigger"]),
  "trigger-invoker": new Set(["cloud-tasks-queue"]),
};

const idle: ReadonlySet<string> = new Set([
  "access-group",
  "config-sync",
  "connection",
  "federation",
  "notebook-owner",
  "publish",
  "service-write",
  "transfer",
  "user-to-sa-map",
]);

function workloadAt({ type, name, project, location }: Workload, graph: Graph): Omit<Running, "account"> | undefined {
  if (project === undefined) return undefined;
  const home = graph.resource({ type: "project", name: project });
  const at = name && graph.resource({ type, name, project, ...(location === undefined ? {} : { location }) });
  return { type, at: at ?? home, project: home, what: whatIs(type) };
}

/** What an operation leaves running. */
const left: Readonly<Record<string, string>> = {
  "endpoint.deploy": "vertex-ai-endpoint",
  "endpoint.create+deploy": "vertex-ai-endpoint",
  "persistent.create": "vertex-ai-persistent-resource",
  "agent.create": "vertex-ai-reasoning-engine",
};

function startedBy({ id, project }: Operation, graph: Graph): Omit<Running, "account"> | undefined {
  const type = own(left, id);
  if (type === undefined || project === undefined) return undefined;
  const home = graph.resource({ type: "project", name: project });
  return { type, at: home, project: home, what: whatIs(type) };
}

/** `a Cloud Run job`; where the label says too little, the type's own words. */
function whatIs(type: string): string {
  const label = labelOf(type);
  const words = label.includes(" ") ? label : type.replaceAll("-", " ");
  return `${/^[aeio]/i.test(words) ? "an" : "a"} ${words}`;
}

function accountOf(
  account: Workload["account"],
  fallback: string,
  project: Resource,
  graph: Graph,
): Principal | undefined {
  if (account !== undefined) return graph.account(account).principal;
  const pattern = own(fallbacks, fallback) ?? /^agent:(.+)$/.exec(fallback)?.[1];
  return pattern === undefined ? undefined : graph.projectAccount(pattern, project).principal;
}

const fallbacks: Readonly<Record<string, string>> = {
  ...projectAccounts,
  "cloudbuild-default": "PROJECT_NUMBER@cloudbuild.gserviceaccount.com",
};
