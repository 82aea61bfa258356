import { basicRoles } from "../gcp/basic-roles.ts";
import { isAgentPrincipal } from "../gcp/agent-principals.ts";
import { showPrincipal } from "../gcp/principal.ts";
import type { Graph } from "../model/graph.ts";
import { isHierarchyNode } from "../model/hierarchy-node.ts";
import type { Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const customRoleLockdown: Rule = {
  meta: {
    id: "custom-role-lockdown",
    summary: "Nothing limits who defines custom roles",
    why: "Whoever may change a custom role that he holds gives himself whatever permission he likes. No organization policy can forbid that; a deny policy can.",
    fix: "Deny iam.googleapis.com/roles.create, roles.update and roles.delete to all but one group, and name that group in trustedRoleAdmins.",
    references: [
      "https://cloud.google.com/iam/docs/deny-overview",
      "https://cloud.google.com/iam/docs/creating-custom-roles",
    ],
  },

  *check(graph, { trustedRoleAdmins }) {
    if (!knowsOrganization(graph) || isDenied(graph)) return;
    for (const { principal, role, resource, grant, certainty } of standingGrants(graph)) {
      const isTrusted =
        trustedRoleAdmins.includes(showPrincipal(principal)) || trustedRoleAdmins.includes(principal.id);
      if (isTrusted || isAgentPrincipal(principal) || !isHierarchyNode(resource)) continue;
      if ((role.name !== undefined && basicRoles.has(role.name)) || !role.permissions?.has("iam.roles.update"))
        continue;
      yield {
        message: `${show(grant.principal)} may define custom roles of ${resource.shown} through ${role.shown}, and no deny policy limits it.`,
        at: grant.role.span,
        from: grant,
        certainty,
        subject: [principal.key, role.name ?? role.shown, resource.key],
      };
    }
  },
};

/** Without the organization's own policy nobody can say that it limits nothing. */
const knowsOrganization = (graph: Graph): boolean =>
  graph.bindings.some(({ resource }) => resource.type === "organization");

const isDenied = (graph: Graph): boolean =>
  graph
    .facts("deny")
    .some(({ permissions }) =>
      permissions.some((value) => /^iam\.googleapis\.com\/(roles\.(create|update|\*)|\*)/.test(show(value))),
    );
