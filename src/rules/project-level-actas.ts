import { isAgentPrincipal } from "../gcp/agent-principals.ts";
import { basicRoles } from "../gcp/basic-roles.ts";
import { grantCure } from "../gcp/grant-cure.ts";
import { memberText } from "../gcp/member-text.ts";
import type { Binding, Graph } from "../model/graph.ts";
import { weakest } from "../model/absence.ts";
import { isHierarchyNode } from "../model/hierarchy-node.ts";
import { isNarrowed, whereItHolds } from "../model/narrowed.ts";
import { isRefused } from "../model/refused.ts";
import type { Cure, Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const projectLevelActas: Rule = {
  meta: {
    id: "project-level-actas",
    summary: "Somebody may act as every service account of a project",
    why: "iam.serviceAccounts.actAs on a project, folder or organization is actAs on every service account below it, the default ones and those of the future included: together with the right to create anything that runs code, it is whatever the strongest of them holds.",
    fix: "Grant roles/iam.serviceAccountUser on the service accounts that are really attached, one by one.",
    references: [
      "https://cloud.google.com/iam/docs/service-account-permissions#user-role",
      "https://cloud.google.com/iam/docs/best-practices-service-accounts",
    ],
  },
  byItself: true,

  *check(graph) {
    for (const binding of standingGrants(graph)) {
      const { principal, role, resource, grant, certainty } = binding;
      if (!isHierarchyNode(resource) || !role.permissions?.has(permission)) continue;
      if (role.name !== undefined && basicRoles.has(role.name)) continue;
      if (isAgentPrincipal(principal) || isRefused(graph, binding, permission)) continue;
      const cure = cureOf(binding, graph);
      yield {
        message: `${show(grant.principal)} may act as every service account of ${resource.shown}${whereItHolds(grant)}: ${role.shown} there includes ${permission}.`,
        at: grant.role.span,
        from: grant,
        certainty: isNarrowed(grant) ? weakest(certainty, "likely") : certainty,
        subject: [principal.key, role.name ?? role.shown, resource.key],
        ...(cure === undefined ? {} : { cure }),
      };
    }
  },
};

const permission = "iam.serviceAccounts.actAs";

/** The grant on the first account that the principal attaches, where the scanned code shows one. */
function cureOf({ principal, grant }: Binding, graph: Graph): Cure | undefined {
  const attached = graph.operations.find(
    ({ caller, runAs }) =>
      caller !== undefined && runAs !== undefined && graph.account(caller).principal.key === principal.key,
  )?.runAs;
  if (attached === undefined) return undefined;
  return grantCure({
    member: memberText(grant.principal, principal),
    role: "roles/iam.serviceAccountUser",
    type: "service-account",
    name: graph.account(attached).resource.name ?? show(attached),
  });
}
