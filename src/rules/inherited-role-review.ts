import { isAgentPrincipal } from "../gcp/agent-principals.ts";
import { basicRoles } from "../gcp/basic-roles.ts";
import { showPrincipal } from "../gcp/principal.ts";
import { guardrailPermissions } from "../gcp/role-tier.ts";
import type { Binding } from "../model/graph.ts";
import { isAboveProjects, isHierarchyNode } from "../model/hierarchy-node.ts";
import type { PrincipalType } from "../model/principal.ts";
import type { Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const inheritedRoleReview: Rule = {
  meta: {
    id: "inherited-role-review",
    summary: "People hold a powerful role for good, and nothing says that anybody reviews it",
    why: "Access of people outlives their task and their team. Granted on a folder or the organization, or to one person, it does not show where the project is looked at: only a date makes somebody look again.",
    fix: "Grant it on request (Privileged Access Manager) or with a condition on request.time. If it is to stay, have it reviewed each quarter and write down until when: `iam-lint-ignore inherited-role-review until=DATE owner=TEAM: reviewed on DATE`.",
    references: [
      "https://cloud.google.com/iam/docs/pam-overview",
      "https://cloud.google.com/iam/docs/configuring-temporary-access",
    ],
  },
  byItself: true,

  *check(graph, { breakGlass }) {
    for (const binding of standingGrants(graph)) {
      const { principal, role, resource, grant, certainty } = binding;
      const permission = powerOf(binding);
      if (permission === undefined || breakGlass.includes(showPrincipal(principal)) || hasAnEnd(binding)) continue;
      yield {
        message: `${show(grant.principal)} holds ${role.shown} on ${resource.shown} for good: it includes ${permission}, and nothing limits or reviews it.`,
        at: grant.role.span,
        from: grant,
        certainty,
        subject: [principal.key, role.name ?? role.shown, resource.key],
      };
    }
  },
};

/** Those whose access follows a job. Of machines `can-set-iam-policy` tells. */
const people: ReadonlySet<PrincipalType> = new Set(["user", "group", "domain", "federated", "federated-set"]);

/** Control over policies, and over what limits them. Basic roles and credentials have rules of their own. */
const powers: readonly string[] = [...guardrailPermissions, "resourcemanager.projects.setIamPolicy"];

/** One person's role anywhere in the hierarchy, a group's where projects inherit it. */
function powerOf({ principal, role, resource }: Binding): string | undefined {
  if (!people.has(principal.type) || isAgentPrincipal(principal)) return undefined;
  if (role.name !== undefined && basicRoles.has(role.name)) return undefined;
  if (principal.type === "user" ? !isHierarchyNode(resource) : !isAboveProjects(resource)) return undefined;
  return powers.find((permission) => role.permissions?.has(permission));
}

/** A condition on time ends it; one that can't be read may. */
function hasAnEnd({ grant }: Binding): boolean {
  const expression = grant.condition?.expression;
  if (expression === undefined) return false;
  return expression.kind !== "known" || expression.text.includes("request.time");
}
