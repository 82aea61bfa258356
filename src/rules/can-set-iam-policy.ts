import { isAgentPrincipal } from "../gcp/agent-principals.ts";
import { ownerRoles } from "../gcp/basic-roles.ts";
import { grantLimitOf } from "../gcp/grant-limit.ts";
import { showPrincipal } from "../gcp/principal.ts";
import { guardrailPermissions } from "../gcp/role-tier.ts";
import type { Binding, Graph } from "../model/graph.ts";
import { isAboveProjects, isHierarchyNode } from "../model/hierarchy-node.ts";
import type { PrincipalType } from "../model/principal.ts";
import { isRefused } from "../model/refused.ts";
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
      const { permission, limit } = powerOf(binding, graph) ?? {};
      if (permission === undefined || (limit?.isWeak && isTrusted(binding, options))) continue;
      const where = limit === undefined && grant.condition !== undefined ? ", where its condition holds" : "";
      yield {
        message: `${show(grant.principal)} can ${limit?.verb ?? verbOf(permission)} ${resource.shown}${where}: ${role.shown} there includes ${permission}${limit?.isWeak ? ", and only its condition keeps it to that" : ""}.`,
        at: grant.role.span,
        from: grant,
        certainty,
        subject: [principal.key, role.name ?? role.shown, resource.key],
        ...(isAboveProjects(resource) ? { severity: 9.2 } : {}),
        ...(limit?.isWeak ? { level: "note", severity: 3 } : {}),
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
  ...guardrailPermissions,
  "resourcemanager.projects.setIamPolicy",
  "iam.googleapis.com/workloadIdentityPoolProviders.create",
  "iam.googleapis.com/workloadIdentityPoolProviders.update",
  "privilegedaccessmanager.entitlements.create",
  "privilegedaccessmanager.entitlements.update",
];

interface Power {
  readonly permission: string;
  readonly limit?: Limit | undefined;
}

function powerOf(binding: Binding, graph: Graph): Power | undefined {
  const { principal, role, resource } = binding;
  if (!automation.has(principal.type) || !isHierarchyNode(resource)) return undefined;
  // Owner has a rule of its own.
  if (role.name !== undefined && ownerRoles.has(role.name)) return undefined;
  if (isAgentPrincipal(principal)) return undefined;
  const held = permissions.filter((one) => role.permissions?.has(one) && !isRefused(graph, binding, one));
  const [policies, others] = [held.filter(setsPolicy), held.filter((permission) => !setsPolicy(permission))];
  const limit = policies.length === 0 ? undefined : limitOf(binding);
  // Of several policies the one of the resource itself says most.
  const own = policies.find((permission) => permission === `resourcemanager.${resource.type}s.setIamPolicy`);
  const permission = (limit?.isWeak ? others[0] : undefined) ?? own ?? held[0];
  return permission === undefined ? undefined : { permission, ...(setsPolicy(permission) ? { limit } : {}) };
}

const setsPolicy = (permission: string): boolean => permission.endsWith(".setIamPolicy");

function verbOf(permission: string): string {
  if (setsPolicy(permission)) return "grant anything to anybody on";
  return permission.includes("PoolProviders") ? "decide who signs in to" : "lift what limits access to";
}

const isTrusted = ({ principal }: Binding, { trustedDeployers }: RuleOptions): boolean =>
  trustedDeployers.includes(showPrincipal(principal)) || trustedDeployers.includes(principal.id);

/** What the grants are limited to: `api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/x'])`. */
interface Limit {
  readonly verb: string;
  /** No role of power is among them. */
  readonly isWeak: boolean;
}

function limitOf({ grant }: Binding): Limit | undefined {
  const expression = grant.condition?.expression;
  const limit = expression?.kind === "known" ? grantLimitOf(expression.text) : undefined;
  if (limit === undefined) return undefined;
  const { roles, strong } = limit;
  return { verb: `grant ${listed(strong.length > 0 ? strong : roles)} to anybody on`, isWeak: strong.length === 0 };
}

const namedAtMost = 4;

function listed(names: readonly string[]): string {
  if (names.length === 0) return "no role";
  const shown =
    names.length > namedAtMost
      ? [...names.slice(0, namedAtMost - 1), `${names.length - namedAtMost + 1} more roles`]
      : names;
  return shown.length === 1 ? (shown[0] ?? "") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1) ?? ""}`;
}
