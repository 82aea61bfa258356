import { classOfAccount } from "../gcp/account-class.ts";
import { isAgentPrincipal } from "../gcp/agent-principals.ts";
import { basicRoles } from "../gcp/basic-roles.ts";
import { showPrincipal } from "../gcp/principal.ts";
import { runtimeRoles } from "../gcp/runtime-roles.ts";
import { type Standing, standingOf } from "../gcp/role-tier.ts";
import type { Binding } from "../model/graph.ts";
import { isHierarchyNode } from "../model/hierarchy-node.ts";
import type { Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const adminRoleOnServiceAccount: Rule = {
  meta: {
    id: "admin-role-on-service-account",
    summary: "A service account holds an administrator's role on a project or above",
    why: "A role that may set policies gives its service account the right to grant itself, and anybody else, what it does not have yet, on every resource of that kind. Workloads rarely need it, and their code can be made to use it.",
    fix: "Grant the role that the workload needs to use the resource (roles/storage.objectUser, roles/bigquery.dataEditor, …), on the resource.",
    references: [
      "https://cloud.google.com/iam/docs/best-practices-service-accounts",
      "https://cloud.google.com/iam/docs/using-iam-securely",
    ],
  },
  byItself: true,

  *check(graph, { trustedDeployers }) {
    const bindings = standingGrants(graph);
    const rulers = new Set(bindings.filter(isRuler).map(holding));
    for (const binding of bindings) {
      const { principal, role, resource, grant, certainty } = binding;
      const standing = standingIn(binding);
      if (standing === undefined) continue;
      const isTrusted = trustedDeployers.includes(showPrincipal(principal)) || trustedDeployers.includes(principal.id);
      yield {
        message: `${show(grant.principal)} holds ${role.shown} on the whole ${resource.shown}: it includes ${standing.permission}.`,
        at: grant.role.span,
        from: grant,
        certainty,
        subject: [principal.key, role.name ?? role.shown, resource.key],
        // Who sets the policy of the node itself is told so, as an error, by a rule of its own.
        ...(isTrusted || rulers.has(holding(binding)) ? { level: "warning" } : {}),
      };
    }
  },
};

const holding = ({ principal, resource }: Binding): string => `${principal.key}\n${resource.key}`;

/** May it grant itself anything there for good? */
const isRuler = ({ principal, role, resource, grant, certainty }: Binding): boolean =>
  principal.type === "service-account" &&
  isHierarchyNode(resource) &&
  grant.condition === undefined &&
  certainty === "proven" &&
  role.permissions?.has("resourcemanager.projects.setIamPolicy") === true;

/** Rights with rules of their own: policies of nodes, acting as accounts, minting, administering accounts, sign-in, PAM. */
const elsewhere: readonly string[] = [
  "resourcemanager.organizations.setIamPolicy",
  "resourcemanager.folders.setIamPolicy",
  "resourcemanager.projects.setIamPolicy",
  "iam.serviceAccounts.actAs",
  "iam.serviceAccounts.getAccessToken",
  "iam.serviceAccounts.setIamPolicy",
  "iam.serviceAccountKeys.create",
  "iam.googleapis.com/workloadIdentityPoolProviders.create",
  "iam.googleapis.com/workloadIdentityPoolProviders.update",
  "privilegedaccessmanager.entitlements.create",
  "privilegedaccessmanager.entitlements.update",
];

function standingIn({ principal, role, resource }: Binding): Standing | undefined {
  if (principal.type !== "service-account" || !isHierarchyNode(resource) || isAgentPrincipal(principal))
    return undefined;
  if (role.name !== undefined && (basicRoles.has(role.name) || runtimeRoles.has(role.name))) return undefined;
  const account = classOfAccount(principal.id);
  if (account !== "user-managed" && account !== "unknown") return undefined;
  if (role.kind === "service-agent" || elsewhere.some((permission) => role.permissions?.has(permission)))
    return undefined;
  const standing = standingOf(role.permissions);
  return standing?.tier === "guardrail" ? undefined : standing;
}
