import { isAgentPrincipal } from "../gcp/agent-principals.ts";
import { ownerRoles } from "../gcp/basic-roles.ts";
import { showPrincipal } from "../gcp/principal.ts";
import { permissionsOfRole } from "../gcp/role-table.ts";
import { guardrailPermissions, standingOf } from "../gcp/role-tier.ts";
import type { Binding } from "../model/graph.ts";
import { isAboveProjects, isHierarchyNode } from "../model/hierarchy-node.ts";
import type { PrincipalType } from "../model/principal.ts";
import type { Rule, RuleOptions } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const canSetIamPolicy: Rule = {
  meta: {
    id: "can-set-iam-policy",
    summary: "Automation can rewrite IAM or the guardrails around it",
    why: "Whoever gets into a deployment that may set the policy of a project, a folder or the organization, or lift what limits it, grants himself everything else.",
    fix: "Let automation set the policies of the resources that it manages, not of the project. Where it must be the project, limit which roles it may grant with a condition on modifiedGrantsByRole, and name it in trustedDeployers.",
    references: [
      "https://cloud.google.com/iam/docs/setting-limits-on-granting-roles",
      "https://cloud.google.com/iam/docs/conditions-attribute-reference#api-attributes",
    ],
  },
  byItself: true,

  *check(graph, options) {
    for (const binding of standingGrants(graph)) {
      const { principal, role, resource, grant, certainty } = binding;
      const permission = permissionOf(binding);
      if (permission === undefined || isExempt(binding, options)) continue;
      yield {
        message: `${show(grant.principal)} can ${verbOf(permission)} ${resource.shown}: ${role.shown} there includes ${permission}.`,
        at: grant.role.span,
        certainty,
        subject: [principal.key, role.name ?? role.shown, resource.key],
        ...(isAboveProjects(resource) ? { severity: 9.2 } : {}),
      };
    }
  },
};

/** Machines, and crowds that nobody counts. */
const automation: ReadonlySet<PrincipalType> = new Set([
  "service-account",
  "kubernetes-account",
  "federated",
  "federated-set",
  "agent",
  "agent-set",
  "service-account-set",
  "domain",
  "customer",
  "all-users",
  "all-authenticated-users",
]);

const permissions: readonly string[] = [
  "resourcemanager.projects.setIamPolicy",
  ...guardrailPermissions,
  "iam.googleapis.com/workloadIdentityPoolProviders.create",
  "iam.googleapis.com/workloadIdentityPoolProviders.update",
  "privilegedaccessmanager.entitlements.create",
  "privilegedaccessmanager.entitlements.update",
];

function permissionOf({ principal, role, resource }: Binding): string | undefined {
  if (!automation.has(principal.type) || !isHierarchyNode(resource)) return undefined;
  // Owner has a rule of its own.
  if (role.name !== undefined && ownerRoles.has(role.name)) return undefined;
  if (isAgentPrincipal(principal)) return undefined;
  return permissions.find((permission) => role.permissions?.has(permission));
}

function verbOf(permission: string): string {
  if (permission.endsWith(".setIamPolicy")) return "grant anything to anybody on";
  return permission.includes("PoolProviders") ? "decide who signs in to" : "lift what limits access to";
}

function isExempt({ principal, grant }: Binding, { trustedDeployers }: RuleOptions): boolean {
  const isTrusted = trustedDeployers.includes(showPrincipal(principal)) || trustedDeployers.includes(principal.id);
  if (!isTrusted) return false;
  const expression = grant.condition?.expression;
  return expression?.kind === "known" && grantsWeakRolesOnly(expression.text);
}

/** `api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/x', …])` without a role of power. */
function grantsWeakRolesOnly(expression: string): boolean {
  const list = /modifiedGrantsByRole['"]\s*,\s*\[\s*\]\s*\)\s*\.hasOnly\(\s*\[([^\]]*)\]\s*\)/.exec(expression)?.[1];
  if (list === undefined) return false;
  const names = [...list.matchAll(/['"]([^'"]+)['"]/g)].map(([, name = ""]) => name);
  return names.every((name) => {
    const held = permissionsOfRole(name);
    const tier = standingOf(held)?.tier;
    return held !== undefined && tier !== "guardrail" && tier !== "takeover";
  });
}
