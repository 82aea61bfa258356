import {
  type NeedWeight,
  type OperationNeed,
  attachmentOf,
  callerNeedsOf,
  isVertexOperation,
  projectAccounts,
  runtimeNeedsOf,
} from "../gcp/operations.ts";
import type { Operation } from "../model/fact.ts";
import type { Graph, Resource } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import { targetOf } from "./operation-targets.ts";

/** One permission without which an operation does not work. */
export interface Need {
  readonly who: Principal;
  readonly permission: string;
  readonly resource: Resource;
  /** One clause: `to read the model before deploying it`. */
  readonly why: string;
  readonly part: "caller" | "act-as" | "run-as" | "agent";
  readonly weight: NeedWeight;
  /** Any of these will do instead. */
  readonly or?: readonly string[];
}

/** Everything that an operation needs, of whoever is known: the caller, what it runs as, Google's agents. */
export function needsOf(operation: Operation, graph: Graph): readonly Need[] {
  return [
    ...callerNeeds(operation, graph),
    ...actAsNeeds(operation, graph),
    ...runtimeNeeds(operation, graph),
    ...copyNeeds(operation, graph),
    ...foreignAccountNeeds(operation, graph),
  ];
}

/**
 * Is it there, or may it be: under a condition, or by a grant to somebody who may be the same? Nobody is told that a grant
 * is missing while one is in sight that may be it.
 */
export const isMet = ({ who, permission, or = [], resource }: Need, graph: Graph): boolean =>
  [permission, ...or].some((wanted) => {
    const { answer, path } = graph.whyCan(who, wanted, resource);
    return answer === "allowed" || answer === "conditional" || (answer === "unknown" && path.length > 0);
  });

/** The identity that an operation runs as; `undefined` where Google's own infrastructure runs it. */
function runAsOf({ id, runAs, project }: Operation, graph: Graph): ReturnType<Graph["account"]> | undefined {
  if (runAs !== undefined) return graph.account(runAs);
  const attachment = attachmentOf(id);
  if (attachment === undefined || project === undefined) return undefined;
  const { runsAs } = attachment;
  if (runsAs === "google-managed" || runsAs === "none") return undefined;
  return graph.projectAccount(projectAccounts[runsAs], graph.resource({ type: "project", name: project }));
}

function callerNeeds(operation: Operation, graph: Graph): readonly Need[] {
  const who = callerOf(operation, graph);
  if (who === undefined) return [];
  return callerNeedsOf(operation.id).flatMap((need) => {
    if (need.surfaces !== undefined && !need.surfaces.includes(operation.surface)) return [];
    const resource = targetOf(need.on, operation, graph);
    return resource === undefined ? [] : needOf(who, "caller", need, resource, callerWhy(need, operation.id));
  });
}

/** Who calls: an e-mail of a service account, or a member with its prefix. */
export function callerOf({ caller }: Pick<Operation, "caller">, graph: Graph): Principal | undefined {
  if (caller === undefined) return undefined;
  if (caller.kind !== "known") return graph.account(caller).principal;
  if (/^(?:user|group|principal|principalSet):/.test(caller.text)) return graph.principal(caller);
  // `gcloud config set account kim@example.com`: a person.
  const isPerson = /^[^:@\s]+@(?!.*gserviceaccount\.com$)[^@\s]+$/i.test(caller.text);
  return isPerson ? graph.principal({ ...caller, text: `user:${caller.text}` }) : graph.account(caller).principal;
}

const needOf = (
  who: Principal,
  part: Need["part"],
  { permission, weight = "required", or }: Omit<OperationNeed, "on">,
  resource: Resource,
  why: string,
): Need => ({ who, permission, resource, why, part, weight, ...(or === undefined ? {} : { or }) });

const whyByWeight: Readonly<Record<NeedWeight, string>> = {
  required: "to call",
  poll: "to wait for the operation that it starts by",
  "look-up": "because the client reads it before",
  sometimes: "in some cases, for",
  inferred: "probably, for",
};

const callerWhy = ({ weight = "required" }: OperationNeed, id: string): string => `${whyByWeight[weight]} ${id}`;

/** actAs on the one account: the given one, or the default where the service checks that too. */
function actAsNeeds(operation: Operation, graph: Graph): readonly Need[] {
  const who = callerOf(operation, graph);
  const attachment = attachmentOf(operation.id);
  if (who === undefined || attachment === undefined) return [];
  if (operation.runAs === undefined && attachment.actAsDefault !== true) return [];
  const account = runAsOf(operation, graph);
  if (account === undefined) return [];
  const why = `to start ${operation.id} as ${account.principal.id}`;
  return [needOf(who, "act-as", { permission: "iam.serviceAccounts.actAs" }, account.resource, why)];
}

function runtimeNeeds(operation: Operation, graph: Graph): readonly Need[] {
  const home = targetOf("project", operation, graph);
  return runtimeNeedsOf(operation.id).flatMap((need) => {
    const resource = targetOf(need.on, operation, graph);
    const isGiven = need.given === undefined || targetOf(need.given, operation, graph) !== undefined;
    if (resource === undefined || !isGiven) return [];
    if (need.who === "run-as") {
      const who = runAsOf(operation, graph)?.principal;
      return who === undefined ? [] : needOf(who, "run-as", need, resource, `while ${operation.id} runs as it`);
    }
    if (home === undefined) return [];
    const { principal } = graph.projectAccount(projectAccounts[need.who], home);
    return needOf(principal, "agent", need, resource, `because ${operation.id} has this service agent do it`);
  });
}

/** A copy is made by the destination's agent, or by the account that the request names (model-registry/copy-model). */
function copyNeeds(operation: Operation, graph: Graph): readonly Need[] {
  const source = operation.targets["model"] === undefined ? undefined : targetOf("model", operation, graph);
  const destination = targetOf("destination", operation, graph);
  if (operation.id !== "model.copy" || source === undefined || destination === undefined) return [];
  const agent = graph.projectAccount(projectAccounts["vertex-agent"], destination).principal;
  const runner = operation.runAs === undefined ? agent : graph.account(operation.runAs).principal;
  const part = operation.runAs === undefined ? "agent" : "run-as";
  return source.key === destination.key
    ? []
    : [needOf(runner, part, { permission: "aiplatform.models.export" }, source, "to export the model that is copied")];
}

/** Vertex AI's agent of the workload's project mints the tokens of an account that lives elsewhere. */
function foreignAccountNeeds(operation: Operation, graph: Graph): readonly Need[] {
  const home = targetOf("project", operation, graph);
  if (operation.runAs === undefined || home === undefined || !needsMinting(operation.id)) return [];
  const { resource } = graph.account(operation.runAs);
  if (resource.project === undefined || resource.project.key === home.key) return [];
  if (resource.project.opaque || home.opaque) return [];
  const agent = graph.projectAccount(projectAccounts["vertex-agent"], home).principal;
  const need = { permission: "iam.serviceAccounts.getAccessToken" };
  return [needOf(agent, "agent", need, resource, "to run a workload as an account of another project")];
}

const needsMinting = (id: string): boolean => isVertexOperation(id) || id === "model.copy";
