import { classOfAccount } from "../gcp/account-class.ts";
import { attachmentOf } from "../gcp/operations.ts";
import { callerOf, needsOf } from "../graph/needs.ts";
import { targetOf } from "../graph/operation-targets.ts";
import type { Operation } from "../model/fact.ts";
import type { Binding, Graph } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import { roleTitle } from "../model/role-title.ts";
import type { Rule, Violation } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const unneededServingGrants: Rule = {
  meta: {
    id: "unneeded-serving-grants",
    summary: "Somebody is granted what deploying and serving a model does not need",
    why: "Advice on the web asks for actAs on the Compute Engine default account, for objectViewer on the bucket of the model and for models.list to deploy a model. A served model without an account of its own runs as an account of Google's, the Vertex AI Service Agent copies its files at upload, and who deploys it knows its name: none of the three is used.",
    fix: "Remove the grant; if the model needs an account, name one and grant actAs on that.",
    references: [
      "https://cloud.google.com/vertex-ai/docs/general/custom-service-account",
      "https://cloud.google.com/vertex-ai/docs/general/access-control",
      "https://cloud.google.com/vertex-ai/docs/predictions/custom-container-requirements",
    ],
  },

  *check(graph) {
    const uses = usesOf(graph);
    const buckets = artifactBuckets(graph);
    for (const binding of standingGrants(graph)) {
      const own = uses.get(binding.principal.key) ?? [];
      if (!own.some(({ id }) => deployments.has(id)) || own.some(({ id }) => !serving.has(id))) continue;
      yield* actAs(binding, own, graph);
      yield* files(binding, buckets, graph);
    }
    yield* lists(uses, graph);
  },
};

const deployments: ReadonlySet<string> = new Set(["endpoint.deploy", "endpoint.create+deploy"]);

/** What is done to serve a model; whoever is seen to do more may need more. */
const serving: ReadonlySet<string> = new Set([
  ...deployments,
  "endpoint.create",
  "endpoint.update",
  "endpoint.undeploy",
  "endpoint.delete",
  "endpoint.predict",
  "endpoint.explain",
  "model.upload",
]);

/** What each principal is seen to do. What runs as it may need anything: nobody sees into its container. */
function usesOf(graph: Graph): ReadonlyMap<string, readonly { readonly id: string; readonly operation?: Operation }[]> {
  const uses = new Map<string, { readonly id: string; readonly operation?: Operation }[]>();
  const add = (principal: Principal | undefined, id: string, operation?: Operation): void => {
    if (principal === undefined) return;
    const use = { id, ...(operation === undefined ? {} : { operation }) };
    uses.set(principal.key, [...(uses.get(principal.key) ?? []), use]);
  };
  for (const operation of graph.operations) {
    add(callerOf(operation, graph), operation.id, operation);
    if (operation.runAs !== undefined) add(graph.account(operation.runAs).principal, "run-as");
  }
  for (const { account } of graph.workloads) {
    if (account !== undefined) add(graph.account(account).principal, "run-as");
  }
  return uses;
}

function artifactBuckets(graph: Graph): ReadonlySet<string> {
  const uploads = graph.operations.filter(({ id }) => id === "model.upload");
  return new Set(uploads.flatMap((operation) => targetOf("bucket", operation, graph)?.key ?? []));
}

const found = ({ principal, role, resource, grant }: Binding, message: string): Violation => ({
  message,
  at: grant.role.span,
  from: grant,
  // It may do more than the scanned code shows.
  certainty: "likely",
  subject: [principal.key, role.name ?? role.shown, resource.key],
});

function* actAs(
  binding: Binding,
  own: readonly { readonly operation?: Operation }[],
  graph: Graph,
): Iterable<Violation> {
  const { role, resource, grant } = binding;
  if (resource.type !== "service-account" || classOfAccount(resource.name ?? "") !== "compute-default") return;
  if (role.permissions?.has("iam.serviceAccounts.actAs") !== true) return;
  const isNeeded = own.some(({ operation }) => operation !== undefined && mayRunAs(operation, resource.key, graph));
  if (isNeeded) return;
  yield found(
    binding,
    `${show(grant.principal)} may act as ${resource.shown}, and is seen to deploy models only, which does not need it.`,
  );
}

function mayRunAs({ id, runAs }: Operation, account: string, graph: Graph): boolean {
  if (runAs === undefined) return attachmentOf(id)?.actAsDefault === true;
  const { resource } = graph.account(runAs);
  return resource.opaque || resource.key === account;
}

function* files(binding: Binding, buckets: ReadonlySet<string>, graph: Graph): Iterable<Violation> {
  const { principal, role, resource, grant } = binding;
  if (!buckets.has(resource.key) || role.permissions === undefined) return;
  if (!role.permissions.has("storage.objects.get") || role.permissions.has("storage.objects.create")) return;
  const isNeeded = graph.operations.some((operation) =>
    needsOf(operation, graph).some((need) => need.who.key === principal.key && need.resource.key === resource.key),
  );
  if (isNeeded) return;
  yield found(
    binding,
    `${show(grant.principal)} may read ${resource.shown} and is seen to deploy and serve models only: the Vertex AI Service Agent reads their files, when they are uploaded.`,
  );
}

const listing = "aiplatform.models.list";

/** Of a custom role that deployers alone hold. */
function* lists(uses: ReturnType<typeof usesOf>, graph: Graph): Iterable<Violation> {
  const holders = new Map<string, string[]>();
  for (const { role, principal } of standingGrants(graph)) {
    if (role.kind === "custom" && role.name !== undefined)
      holders.set(role.name, [...(holders.get(role.name) ?? []), principal.key]);
  }
  for (const definition of graph.facts("role")) {
    const named = definition.permissions.find(
      (permission) => permission.kind === "known" && permission.text === listing,
    );
    const held = holders.get(graph.role(definition.name).name ?? "") ?? [];
    const areDeployers = held.every((key) => {
      const own = uses.get(key) ?? [];
      return own.some(({ id }) => deployments.has(id)) && own.every(({ id }) => serving.has(id));
    });
    if (named === undefined || held.length === 0 || !areDeployers) continue;
    yield {
      message: `Custom role ${roleTitle(definition)} lists ${listing}, and whoever holds it is seen to deploy models by their names, which does not need it.`,
      at: named.span,
      from: definition,
      certainty: "likely",
      subject: [roleTitle(definition), listing],
    };
  }
}
