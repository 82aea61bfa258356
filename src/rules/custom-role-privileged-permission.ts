import { guardrailPermissions, takeoverPermissions } from "../gcp/role-tier.ts";
import type { Role } from "../model/graph.ts";
import { grouped } from "../model/grouped.ts";
import { roleTitle } from "../model/role-title.ts";
import type { Rule } from "../model/rule.ts";
import { lastingGrants } from "../model/standing-grants.ts";
import type { Value } from "../model/value.ts";

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
      const all = role.permissions.filter(isPrivileged);
      const sure = all.filter(({ kind }) => kind === "known");
      const [first, ...others] = sure.length > 0 ? sure : all;
      if (first === undefined) continue;
      const grants = byRole.get(keyOf(graph.role(role.name))) ?? [];
      const actAsOnly = others.length === 0 && namesOf(first)[0] === actAs;
      if (actAsOnly && grants.length > 0 && grants.every(({ resource }) => resource.type === "service-account"))
        continue;
      const names = [first, ...others].flatMap(namesOf);
      yield {
        message: `Custom role ${roleTitle(role)} ${sure.length > 0 ? "includes" : "may include"} ${names.join(", ")}.`,
        at: first.span,
        from: role,
        certainty: role.conditional || sure.length === 0 ? "likely" : "proven",
        subject: [roleTitle(role), ...names],
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

/** Its name, or those that it can have: a permission may depend on a condition. */
const namesOf = (permission: Value): readonly string[] =>
  permission.kind === "known" ? [permission.text] : permission.kind === "unknown" ? (permission.choices ?? []) : [];

const isPrivileged = (permission: Value): boolean => namesOf(permission).some((name) => privileged.has(name));
