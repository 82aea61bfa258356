import { isAgentPrincipal } from "../gcp/agent-principals.ts";
import { basicRoles } from "../gcp/basic-roles.ts";
import { standingOf } from "../gcp/role-tier.ts";
import { runtimeRoles } from "../gcp/runtime-roles.ts";
import type { Binding, Graph } from "../model/graph.ts";
import { isAboveProjects } from "../model/hierarchy-node.ts";
import type { Principal } from "../model/principal.ts";
import type { Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const actasPlusAttach: Rule = {
  meta: {
    id: "actas-plus-attach",
    summary: "Somebody can run code as a stronger service account",
    why: "The right to act as an account and the right to create something that runs code are together everything that the account holds.",
    fix: "Let the principal act only as accounts that hold no more than the workload needs, or take the strong role from the account.",
    references: [
      "https://cloud.google.com/iam/docs/best-practices-service-accounts",
      "https://github.com/RhinoSecurityLabs/GCP-IAM-Privilege-Escalation",
    ],
  },

  *check(graph) {
    for (const binding of standingGrants(graph)) {
      const { principal, role, resource, grant, certainty } = binding;
      if (resource.type !== "service-account" || !role.permissions?.has(actAs) || isAgentPrincipal(principal)) continue;
      const verb = attachVerb(principal, binding, graph);
      const target = graph.account(grant.resource.name).principal;
      const strength =
        verb === undefined || target.key === principal.key ? undefined : strengthOf(target, principal, graph);
      if (verb === undefined || strength === undefined) continue;
      yield {
        message: `${show(grant.principal)} can act as ${resource.shown} and create what runs as it (${verb}); that account holds ${strength.permission} through ${strength.role.role.shown}.`,
        at: grant.role.span,
        from: grant,
        related: [{ span: strength.role.grant.role.span, message: "The account's own role is granted here." }],
        certainty: certainty === "proven" ? strength.role.certainty : certainty,
        subject: [principal.key, resource.key, strength.permission],
      };
    }
  },
};

const actAs = "iam.serviceAccounts.actAs";

/** Verbs that make something which runs as a chosen account. */
const attaching: readonly string[] = [
  "run.services.create",
  "run.services.update",
  "run.jobs.create",
  "cloudfunctions.functions.create",
  "compute.instances.create",
  "aiplatform.customJobs.create",
  "aiplatform.pipelineJobs.create",
  "notebooks.instances.create",
  "dataflow.jobs.create",
  "dataproc.clusters.create",
  "cloudbuild.builds.create",
  "cloudscheduler.jobs.create",
  "workflows.workflows.create",
  "composer.environments.create",
  "batch.jobs.create",
  "appengine.versions.create",
];

function attachVerb(principal: Principal, { resource }: Binding, graph: Graph): string | undefined {
  if (resource.project === undefined) return undefined;
  const held = graph.permissionsOf(principal, resource.project);
  return attaching.find(held.has);
}

/** A role of the account that rules something, and that the principal does not have himself. */
function strengthOf(
  target: Principal,
  principal: Principal,
  graph: Graph,
): { readonly permission: string; readonly role: Binding } | undefined {
  for (const role of graph.bindingsOf(target)) {
    if (role.role.name !== undefined && runtimeRoles.has(role.role.name)) continue;
    const isBasic = role.role.name !== undefined && basicRoles.has(role.role.name);
    const permission = isBasic ? "resourcemanager.projects.update" : standingOf(role.role.permissions)?.permission;
    if (permission === undefined || role.role.permissions?.has(permission) === false) continue;
    const own = graph.permissionsOf(principal, role.resource);
    // Who sets the policy of the project needs no detour.
    const rules = !isAboveProjects(role.resource) && own.has("resourcemanager.projects.setIamPolicy");
    if (!rules && !own.has(permission)) return { permission, role };
  }
  return undefined;
}
