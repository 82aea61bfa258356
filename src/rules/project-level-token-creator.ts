import { isAgentPrincipal } from "../gcp/agent-principals.ts";
import { basicRoles } from "../gcp/basic-roles.ts";
import { weakest } from "../model/absence.ts";
import { isHierarchyNode } from "../model/hierarchy-node.ts";
import { isNarrowed, whereItHolds } from "../model/narrowed.ts";
import { isRefused } from "../model/refused.ts";
import type { Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const projectLevelTokenCreator: Rule = {
  meta: {
    id: "project-level-token-creator",
    summary: "Somebody may mint tokens of every service account of a project",
    why: "The right to mint or sign tokens on a project, folder or organization is the right to be every service account below it, the default ones and those of the future included.",
    fix: "Grant the role on the one service account that is to be impersonated.",
    references: [
      "https://cloud.google.com/iam/docs/service-account-permissions#token-creator-role",
      "https://cloud.google.com/iam/docs/best-practices-service-accounts",
    ],
  },
  byItself: true,

  *check(graph) {
    for (const binding of standingGrants(graph)) {
      const { principal, role, resource, grant, certainty } = binding;
      if (!isHierarchyNode(resource) || (role.name !== undefined && basicRoles.has(role.name))) continue;
      if (isAgentPrincipal(principal)) continue;
      const permission = permissions.find((one) => role.permissions?.has(one) && !isRefused(graph, binding, one));
      if (permission === undefined) continue;
      yield {
        message: `${show(grant.principal)} may ${verbs[permission]} every service account of ${resource.shown}${whereItHolds(grant)}: ${role.shown} there includes ${permission}.`,
        at: grant.role.span,
        from: grant,
        certainty: isNarrowed(grant) ? weakest(certainty, "likely") : certainty,
        subject: [principal.key, role.name ?? role.shown, resource.key],
        ...(permission === identityTokens ? { severity: 7 } : {}),
      };
    }
  },
};

const identityTokens = "iam.serviceAccounts.getOpenIdToken";

const verbs: Readonly<Record<string, string>> = {
  "iam.serviceAccounts.getAccessToken": "mint tokens of",
  "iam.serviceAccounts.signBlob": "sign as",
  "iam.serviceAccounts.signJwt": "sign as",
  "iam.serviceAccounts.implicitDelegation": "delegate through",
  [identityTokens]: "mint identity tokens of",
};

/** The strongest first: what it is said of. */
const permissions: readonly string[] = Object.keys(verbs);
