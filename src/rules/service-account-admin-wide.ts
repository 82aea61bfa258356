import { isAgentPrincipal } from "../gcp/agent-principals.ts";
import { basicRoles } from "../gcp/basic-roles.ts";
import { showPrincipal } from "../gcp/principal.ts";
import type { Binding, Graph } from "../model/graph.ts";
import { weakest } from "../model/absence.ts";
import { isHierarchyNode } from "../model/hierarchy-node.ts";
import { isNarrowed, whereItHolds } from "../model/narrowed.ts";
import { isRefused } from "../model/refused.ts";
import type { Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const serviceAccountAdminWide: Rule = {
  meta: {
    id: "service-account-admin-wide",
    summary: "Somebody administers every service account of a project",
    why: "Who may set the policy of a service account, or create its keys, can be that account; granted on a project, folder or organization, every account below it.",
    fix: "Grant roles/iam.serviceAccountCreator to what only creates accounts, and the admin roles on the single accounts.",
    references: [
      "https://cloud.google.com/iam/docs/service-account-permissions",
      "https://cloud.google.com/iam/docs/best-practices-service-accounts",
    ],
  },
  byItself: true,

  *check(graph, { trustedDeployers, breakGlass }) {
    const trusted = new Set([...trustedDeployers, ...breakGlass]);
    for (const binding of standingGrants(graph)) {
      const { principal, role, resource, grant, certainty } = binding;
      const power = powerOf(binding, graph);
      if (power === undefined || trusted.has(showPrincipal(principal)) || trusted.has(principal.id)) continue;
      yield {
        message: `${show(grant.principal)} can ${power} every service account of ${resource.shown} through ${role.shown}${whereItHolds(grant)}.`,
        at: grant.role.span,
        from: grant,
        certainty: isNarrowed(grant) ? weakest(certainty, "likely") : certainty,
        subject: [principal.key, role.name ?? role.shown, resource.key],
      };
    }
  },
};

const powers: readonly (readonly [string, string])[] = [
  ["iam.serviceAccounts.setIamPolicy", "set the policy of"],
  ["iam.serviceAccountKeys.create", "create keys of"],
];

function powerOf(binding: Binding, graph: Graph): string | undefined {
  const { principal, role, resource } = binding;
  if (!isHierarchyNode(resource) || (role.name !== undefined && basicRoles.has(role.name))) return undefined;
  if (isAgentPrincipal(principal)) return undefined;
  // Who sets the policy of the project itself has a rule of its own.
  if (role.permissions?.has("resourcemanager.projects.setIamPolicy")) return undefined;
  return powers.find(
    ([permission]) => role.permissions?.has(permission) && !isRefused(graph, binding, permission),
  )?.[1];
}
