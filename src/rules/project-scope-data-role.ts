import { isAgentPrincipal } from "../gcp/agent-principals.ts";
import { grantCure } from "../gcp/grant-cure.ts";
import { memberText } from "../gcp/member-text.ts";
import type { OperationTarget } from "../gcp/operations.ts";
import { callerOf } from "../graph/needs.ts";
import { targetOf } from "../graph/operation-targets.ts";
import type { Binding, Graph, Resource } from "../model/graph.ts";
import type { Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const projectScopeDataRole: Rule = {
  meta: {
    id: "project-scope-data-role",
    summary: "A workload reads or writes all data of a project to use one bucket or data set",
    why: "On the project, the role reaches every bucket, data set or secret there, those of others and of the future included.",
    fix: "Grant the role on the bucket, data set, repository or secret that the workload uses.",
    references: [
      "https://cloud.google.com/storage/docs/access-control/iam",
      "https://cloud.google.com/bigquery/docs/control-access-to-resources-iam",
    ],
  },

  *check(graph) {
    for (const binding of standingGrants(graph)) {
      const kind = kindOf(binding);
      if (kind === undefined) continue;
      const used = usedBy(binding, kind, graph);
      const [target] = used;
      if (target === undefined || isOnly(target, kind, graph)) continue;
      const { principal, role, resource, grant, certainty } = binding;
      yield {
        message: `${show(grant.principal)} holds ${role.shown} on the whole ${resource.shown}, and is seen to use ${used.map(({ shown }) => shown).join(", ")} only.`,
        at: grant.role.span,
        from: grant,
        certainty,
        subject: [principal.key, role.name ?? role.shown, resource.key],
        ...(target.name === undefined || role.name === undefined
          ? {}
          : {
              cure: grantCure({
                member: memberText(grant.principal, principal),
                role: role.name,
                type: kind.type,
                name: target.name,
                ...(resource.name === undefined ? {} : { project: resource.name }),
              }),
            }),
      };
    }
  },
};

interface Kind {
  readonly role: RegExp;
  readonly type: string;
  readonly target: OperationTarget;
}

const kinds: readonly Kind[] = [
  { role: /^roles\/storage\.object/, type: "storage-bucket", target: "bucket" },
  { role: /^roles\/bigquery\.data/, type: "bigquery-dataset", target: "dataset" },
];

function kindOf({ principal, role, resource }: Binding): Kind | undefined {
  if (resource.type !== "project" || principal.type !== "service-account" || isAgentPrincipal(principal))
    return undefined;
  return kinds.find((kind) => role.name !== undefined && kind.role.test(role.name));
}

/** The buckets or data sets of this project that the account's calls name. */
function usedBy({ principal, resource }: Binding, { target }: Kind, graph: Graph): readonly Resource[] {
  const used = new Map<string, Resource>();
  for (const operation of graph.operations) {
    const runner = operation.runAs === undefined ? undefined : graph.account(operation.runAs).principal;
    const isOwn = [callerOf(operation, graph), runner].some((one) => one?.key === principal.key);
    const found = isOwn ? targetOf(target, operation, graph) : undefined;
    if (found === undefined || found.opaque) continue;
    if (found.project === undefined || found.project.key === resource.key) used.set(found.key, found);
  }
  return [...used.values()];
}

/** The project holds nothing else of the kind that the scanned code knows of. */
function isOnly(target: Resource, { type }: Kind, graph: Graph): boolean {
  const all = new Set<string>();
  for (const { resource } of graph.facts("resource")) if (resource.type === type) all.add(graph.resource(resource).key);
  return all.size === 1 && all.has(target.key);
}
