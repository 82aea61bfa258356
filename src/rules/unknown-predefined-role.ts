import { catalogDate, nearestRole, roleInfo } from "../gcp/role-table.ts";
import type { Rule } from "../model/rule.ts";
import { lastingGrants } from "../model/standing-grants.ts";

export const unknownPredefinedRole: Rule = {
  meta: {
    id: "unknown-predefined-role",
    summary: "A role that Google does not offer is granted",
    why: "A binding with a role that does not exist is refused when it is applied, or was pasted from somewhere that made the role up: what it was meant to allow is not allowed.",
    fix: "Correct the name, or drop the binding. If the role is newer than the table of iam-lint, update iam-lint.",
    references: ["https://cloud.google.com/iam/docs/roles-permissions"],
  },
  byItself: true,

  *check(graph) {
    for (const { grant, role, principal, resource, certainty } of lastingGrants(graph)) {
      const name = role.name;
      if (name === undefined || !name.startsWith("roles/") || documented.has(name) || roleInfo(name) !== undefined) {
        continue;
      }
      const near = nearestRole(name);
      const hint = near === undefined ? "" : `; the nearest is ${near}`;
      yield {
        message: `There is no role ${name} among the predefined roles of ${catalogDate()}${hint}.`,
        at: grant.role.span,
        from: grant,
        certainty,
        subject: [principal.key, name, resource.key],
      };
    }
  },
};

/** Roles that Google's pages name and its lists lack. */
const documented: ReadonlySet<string> = new Set([
  "roles/aiplatform.agentContextEditor",
  "roles/aiplatform.agentDefaultAccess",
]);
