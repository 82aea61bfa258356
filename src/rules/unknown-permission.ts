import { catalogDate, nearestPermission, permissionExists } from "../gcp/role-table.ts";
import type { RoleDefinition } from "../model/fact.ts";
import { roleTitle } from "../model/role-title.ts";
import type { Rule, Violation } from "../model/rule.ts";

export const unknownPermission: Rule = {
  meta: {
    id: "unknown-permission",
    summary: "A custom role lists a permission that does not exist, or has no effect there",
    why: "IAM refuses the whole role because of one wrong permission; and a permission on organizations or folders does nothing in a role of a project.",
    fix: "Correct the name. Take permissions on organizations and folders out of the roles of projects.",
    references: [
      "https://cloud.google.com/iam/docs/permissions-reference",
      "https://cloud.google.com/iam/docs/custom-roles-permissions-support",
    ],
  },
  byItself: true,

  *check(graph) {
    for (const role of graph.facts("role")) if (role.change !== "delete") yield* wrongIn(role);
  },
};

/** Names that people make up, and what they mean. */
const renames: Readonly<Record<string, string | undefined>> = {
  "aiplatform.models.deploy": "aiplatform.endpoints.deploy",
  "aiplatform.endpoints.mutateDeployedModel": "aiplatform.endpoints.update",
  "aiplatform.endpoints.deployModel": "aiplatform.endpoints.deploy",
  "aiplatform.endpoints.undeployModel": "aiplatform.endpoints.undeploy",
  "serviceusage.apiKeys.create": "apikeys.keys.create",
};

const form = /^[a-z][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+\.[a-z]+\/[A-Za-z]+)?\.[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*$/;

function* wrongIn(role: RoleDefinition): Iterable<Violation> {
  const isProjects = role.name.kind === "known" && role.name.text.startsWith("projects/");
  for (const permission of role.permissions) {
    // Wildcards have a rule of their own, hosts name the permissions of partners.
    if (permission.kind !== "known" || permission.text.includes("*") || permission.text.includes("/")) continue;
    const fault = faultOf(permission.text, isProjects);
    if (fault === undefined) continue;
    yield {
      message: `Custom role ${roleTitle(role)} lists ${permission.text}, ${fault}.`,
      at: permission.span,
      from: role,
      certainty: role.conditional ? "likely" : "proven",
      subject: [roleTitle(role), permission.text],
    };
  }
}

function faultOf(permission: string, isProjects: boolean): string | undefined {
  if (isProjects && /^resourcemanager\.(organizations|folders)\./.test(permission)) {
    return "which has no effect in a role of a project";
  }
  if (permissionExists(permission)) return undefined;
  if (!form.test(permission)) return "which is no permission";
  const near = renames[permission] ?? nearestPermission(permission);
  return `which is not in the list of ${catalogDate()}${near === undefined ? "" : `; the nearest is ${near}`}`;
}
