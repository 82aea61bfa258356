import { accountOf } from "../gcp/account-class.ts";
import { isAgentPrincipal } from "../gcp/agent-principals.ts";
import { basicRoles } from "../gcp/basic-roles.ts";
import { standingOf } from "../gcp/role-tier.ts";
import type { Binding } from "../model/graph.ts";
import { isHierarchyNode } from "../model/hierarchy-node.ts";
import type { PrincipalType } from "../model/principal.ts";
import type { Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const serviceAgentRoleMisuse: Rule = {
  meta: {
    id: "service-agent-role-misuse",
    summary: "A service agent's role is on somebody else, or another strong role is on an agent",
    why: "Roles of service agents are made for Google's own services: they hold hundreds of permissions, grow without notice, and often act as any service account. A strong role on an agent lets everybody who uses the service use it.",
    fix: "Grant the roles of the work at hand (for Vertex AI roles/aiplatform.user and roles on the data), and to agents the role that Google documents, or one on the single resource.",
    references: ["https://cloud.google.com/iam/docs/service-agents"],
  },
  byItself: true,

  *check(graph) {
    for (const binding of standingGrants(graph)) {
      const { principal, role, resource, grant, certainty } = binding;
      const misuse = misuseOf(binding);
      if (misuse === undefined) continue;
      yield {
        message: `${show(grant.principal)} holds ${role.shown} on ${resource.shown}: ${misuse}.`,
        at: grant.role.span,
        from: grant,
        certainty,
        subject: [principal.key, role.name ?? role.shown, resource.key],
      };
    }
  },
};

const others: ReadonlySet<PrincipalType> = new Set([
  "user",
  "group",
  "domain",
  "service-account",
  "kubernetes-account",
  "federated",
  "federated-set",
]);

function misuseOf(binding: Binding): string | undefined {
  const { principal, role } = binding;
  if (isAgentPrincipal(principal)) return strongExtra(binding);
  if (role.kind !== "service-agent" || !others.has(principal.type)) return undefined;
  const isGoogles = accountOf(principal.id).class === "cloudbuild-legacy";
  // What can't be known may be an agent.
  if (isGoogles || principal.opaque || binding.grant.principal.kind === "unknown") return undefined;
  return "that role is made for a service agent of Google's";
}

function strongExtra({ principal, role, resource }: Binding): string | undefined {
  if (!isHierarchyNode(resource) || role.name === undefined || basicRoles.has(role.name)) return undefined;
  const documented = accountOf(principal.id).agent?.role;
  if (role.kind === "service-agent" || role.name === documented) return undefined;
  const standing = standingOf(role.permissions);
  if (standing === undefined) return undefined;
  if (documented !== undefined) return `it includes ${standing.permission}, and the agent's own role is ${documented}`;
  // Tokens, actAs and resources are what its service may need, and documents elsewhere than in the list of agents.
  const isAbove = standing.tier === "guardrail" || /(?:setIamPolicy|Keys\.create)$/.test(standing.permission);
  return isAbove && standing.tier !== "resource"
    ? `it includes ${standing.permission}, and the agent has no role of its own`
    : undefined;
}
