import { labelOf } from "../gcp/resource-types.ts";
import type { Binding, Graph, Resource } from "../model/graph.ts";
import type { Rule, RuleOptions, Violation } from "../model/rule.ts";
import { show } from "../model/value.ts";

export const publicMember: Rule = {
  meta: {
    id: "public-member",
    summary: "Something is granted to everybody",
    why: "allUsers is everybody on the internet without a sign-in, allAuthenticatedUsers everybody with a Google account of any kind; neither is your organization.",
    fix: "Name the group, the service account or the workforce pool that needs the access; on buckets, enforce public access prevention.",
    references: [
      "https://cloud.google.com/iam/docs/principals-overview",
      "https://cloud.google.com/storage/docs/public-access-prevention",
    ],
  },
  byItself: true,

  *check(graph, options) {
    for (const binding of graph.bindings) {
      const everybody = audience[binding.principal.type];
      if (everybody === undefined || binding.grant.change !== "add") continue;
      yield violationOf(binding, everybody, graph, options);
    }
    yield* openServices(graph, options);
  },
};

const audience: Readonly<Record<string, string | undefined>> = {
  "all-users": "anybody on the internet",
  "all-authenticated-users": "anybody with a Google account",
};

function violationOf(binding: Binding, everybody: string, graph: Graph, options: RuleOptions): Violation {
  const { principal, role, resource, grant } = binding;
  const intended = isIntended(resource, options);
  const severity = severityOf(binding, intended);
  return {
    message: `${principal.id} (${everybody}) holds ${role.shown} on ${resource.shown}${outcomeOf(resource, graph)}.`,
    at: grant.principal.span,
    from: grant,
    certainty: binding.certainty,
    subject: [principal.key, role.name ?? role.shown, resource.key],
    ...(severity === undefined ? {} : { severity }),
    ...(intended && resource.type === "storage-bucket" && role.name === "roles/storage.objectViewer"
      ? { level: "note" }
      : {}),
  };
}

const isIntended = ({ key, name }: Resource, { publicResources }: RuleOptions): boolean =>
  publicResources.includes(key) || (name !== undefined && publicResources.includes(name));

function severityOf({ role }: Binding, intended: boolean): number | undefined {
  if (intended) return 6;
  const permissions = role.permissions?.list() ?? [];
  return permissions.some((permission) => writes.test(permission)) ? 9.8 : undefined;
}

/** Verbs that change something; what is not known to change something counts as reading. */
const writes =
  /\.(create|update|updateData|delete|undelete|set(IamPolicy|Metadata|Value)?|write|insert|patch|publish|upload|uploadArtifacts|import|deploy|restore|move|actAs|get(AccessToken|OpenIdToken)|sign(Blob|Jwt))$/;

function outcomeOf(resource: Resource, graph: Graph): string {
  if (resource.type === "project") return "; projects do not accept this member, so applying it fails";
  const restricted = graph.facts("org-policy").some(({ constraint, resource: scope, enforced }) => {
    if (enforced === false || !/iam\.(managed\.)?allowedPolicyMember(Domain)?s$/.test(show(constraint))) return false;
    return isWithin(resource, graph.resource(scope));
  });
  return restricted ? "; the organization policy on member domains will reject it" : "";
}

function isWithin(resource: Resource, scope: Resource): boolean {
  for (let node: Resource | undefined = resource; node !== undefined; node = node.parent) {
    if (node.key === scope.key) return true;
  }
  return false;
}

/** Cloud Run services that do not ask who calls them: the same as allUsers with run.invoker. */
function* openServices(graph: Graph, options: RuleOptions): Iterable<Violation> {
  for (const service of graph.facts("resource")) {
    const { resource: ref, attributes } = service;
    const open = attributes?.["invoker_iam_disabled"];
    if (open?.kind !== "known" || open.text !== "true") continue;
    const resource = graph.resource(ref);
    yield {
      message: `The ${labelOf(ref.type)} ${resource.name ?? show(ref.name)} does not check who calls it (invoker_iam_disabled): anybody on the internet can.`,
      at: open.span,
      from: service,
      subject: ["all-users", "invoker_iam_disabled", resource.key],
      ...(isIntended(resource, options) ? { severity: 6 } : {}),
    };
  }
}
