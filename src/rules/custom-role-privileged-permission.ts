import { guardrailPermissions, takeoverPermissions } from "../gcp/role-tier.ts";
import type { Role } from "../model/graph.ts";
import { grouped } from "../model/grouped.ts";
import { roleTitle } from "../model/role-title.ts";
import type { Rule } from "../model/rule.ts";
import { lastingGrants } from "../model/standing-grants.ts";
import { type Value, show } from "../model/value.ts";

export const customRolePrivilegedPermission: Rule = {
  meta: {
    id: "custom-role-privileged-permission",
    summary: "A custom role holds a permission that leads to all others",
    why: "A custom role looks made to measure. With one permission to set policies, to act as service accounts or to mint their tokens, it is as much as Owner wherever it is granted.",
    fix: "Take the permission out and grant it separately, with a role of its own on the one service account or resource that it is needed on.",
    references: [
      "https://cloud.google.com/iam/docs/creating-custom-roles",
      "https://cloud.google.com/iam/docs/best-practices-service-accounts",
    ],
  },

  *check(graph) {
    const byRole = grouped(lastingGrants(graph), ({ role }) =>
      role.definition === undefined ? undefined : keyOf(role),
    );
    for (const role of graph.facts("role")) {
      if (role.change === "delete") continue;
      const [first, ...others] = role.permissions.filter(isPrivileged);
      if (first === undefined) continue;
      const grants = byRole.get(keyOf(graph.role(role.name))) ?? [];
      const actAsOnly = others.length === 0 && show(first) === actAs;
      if (actAsOnly && grants.length > 0 && grants.every(({ resource }) => resource.type === "service-account"))
        continue;
      yield {
        message: `Custom role ${roleTitle(role)} includes ${[first, ...others].map(show).join(", ")}.`,
        at: first.span,
        certainty: role.conditional ? "likely" : "proven",
        subject: [roleTitle(role), ...[first, ...others].map(show)],
        ...(grants.length === 0 ? { level: "note" } : {}),
      };
    }
  },
};

/** Roles of a project that can't be known are told apart by how they are written. */
const keyOf = ({ name, shown }: Role): string => name ?? shown;

const actAs = "iam.serviceAccounts.actAs";

const privileged: ReadonlySet<string> = new Set([
  ...guardrailPermissions,
  ...takeoverPermissions,
  // Keys for Cloud Storage in the name of any account of the project, without actAs.
  "storage.hmacKeys.create",
  ...[...guardrailPermissions, ...takeoverPermissions].map((name) => name.replace("iam.googleapis.com/", "iam.")),
]);

const isPrivileged = (permission: Value): boolean => permission.kind === "known" && privileged.has(permission.text);
