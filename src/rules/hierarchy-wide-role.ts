import { isAgentPrincipal } from "../gcp/agent-principals.ts";
import { basicRoles } from "../gcp/basic-roles.ts";
import { showPrincipal } from "../gcp/principal.ts";
import type { Binding, Graph } from "../model/graph.ts";
import { isAboveProjects } from "../model/hierarchy-node.ts";
import type { PrincipalType } from "../model/principal.ts";
import type { Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const hierarchyWideRole: Rule = {
  meta: {
    id: "hierarchy-wide-role",
    summary: "A workload's role is granted on a folder or the organization",
    why: "The role holds in every project below, those of other teams and those of the future included: nobody looks there when a project is reviewed, and no project can take it back.",
    fix: "Grant the role in the projects that need it.",
    references: [
      "https://cloud.google.com/iam/docs/using-iam-securely",
      "https://cloud.google.com/resource-manager/docs/cloud-platform-resource-hierarchy",
    ],
  },

  *check(graph, { auditors }) {
    for (const binding of standingGrants(graph)) {
      const { principal, role, resource, grant, certainty } = binding;
      const power = powerOf(binding);
      if (power === undefined || auditors.includes(showPrincipal(principal)) || auditors.includes(principal.id))
        continue;
      yield {
        message: `${show(grant.principal)} holds ${role.shown} in every project of ${resource.shown}: it can ${power} there.`,
        at: grant.role.span,
        from: grant,
        certainty,
        subject: [principal.key, role.name ?? role.shown, resource.key],
        ...(projectsBelow(graph, binding) === 1 ? { level: "note" } : {}),
      };
    }
  },
};

const teams: ReadonlySet<PrincipalType> = new Set([
  "service-account",
  "kubernetes-account",
  "federated",
  "federated-set",
  "agent",
  "agent-set",
  "group",
]);

/** What makes a role one of work: data, models, things that run code. */
const works: readonly (readonly [string, string])[] = [
  ["storage.objects.create", "write objects"],
  ["storage.objects.get", "read objects"],
  ["bigquery.tables.updateData", "write tables"],
  ["bigquery.tables.getData", "read tables"],
  ["secretmanager.versions.access", "read secrets"],
  ["aiplatform.endpoints.deploy", "deploy models"],
  ["aiplatform.customJobs.create", "run training code"],
  ["aiplatform.pipelineJobs.create", "run pipelines"],
  ["run.services.create", "deploy services"],
  ["cloudfunctions.functions.create", "deploy functions"],
  ["compute.instances.create", "create virtual machines"],
  ["cloudbuild.builds.create", "run builds"],
];

function powerOf({ principal, role, resource }: Binding): string | undefined {
  if (!isAboveProjects(resource) || !teams.has(principal.type) || isAgentPrincipal(principal)) return undefined;
  if (role.name !== undefined && basicRoles.has(role.name)) return undefined;
  return works.find(([permission]) => role.permissions?.has(permission))?.[1];
}

/** Projects that the input shows below; the whole is known of a folder only. */
function projectsBelow(graph: Graph, { resource }: Binding): number {
  if (resource.type !== "folder") return 0;
  const projects = graph.facts("resource").filter((fact) => {
    if (fact.resource.type !== "project") return false;
    return graph.resource(fact.resource).parent?.key === resource.key;
  });
  return projects.length;
}
