import { permissionExists } from "../gcp/role-table.ts";
import { coveredServices, serviceOf } from "../gcp/service-breadth.ts";
import type { RoleDefinition } from "../model/fact.ts";
import { roleTitle } from "../model/role-title.ts";
import type { Rule, Violation } from "../model/rule.ts";
import { type Value, partsOf, show } from "../model/value.ts";

export const wildcardPermission: Rule = {
  meta: {
    id: "wildcard-permission",
    summary: "A custom role holds a whole service",
    why: "IAM rejects `*` in a custom role, and a role that spells out every permission of a service grants the same: what nobody asked for, and what the next edit forgets.",
    fix: "List the permissions that the work needs, one by one.",
    references: [
      "https://cloud.google.com/iam/docs/creating-custom-roles",
      "https://cloud.google.com/iam/docs/deny-permissions-support",
    ],
  },
  byItself: true,

  *check(graph) {
    for (const role of graph.facts("role")) {
      if (role.change === "delete") continue;
      yield* literalWildcards(role);
      yield* expandedWildcards(role);
    }
  },
};

function* literalWildcards(role: RoleDefinition): Iterable<Violation> {
  for (const permission of role.permissions) {
    if (!hasAsterisk(permission)) continue;
    yield {
      message: `Custom role ${roleTitle(role)} lists ${show(permission)}: IAM rejects wildcards in custom roles, and what it means is everything.`,
      at: permission.span,
      from: role,
      certainty: role.conditional ? "likely" : "proven",
      subject: [roleTitle(role), show(permission)],
    };
  }
}

const hasAsterisk = (permission: Value): boolean =>
  partsOf(permission).some((part) => typeof part === "string" && part.includes("*"));

function* expandedWildcards(role: RoleDefinition): Iterable<Violation> {
  const listed = role.permissions.filter((value) => value.kind === "known" && permissionExists(value.text));
  for (const { service, held, known, admin } of coveredServices(new Set(listed.map(show)))) {
    const first = listed.find((value) => serviceOf(show(value)) === service);
    if (first === undefined) continue;
    const extent = held === known ? `all ${known} permissions` : `${held} of the ${known} permissions`;
    yield {
      message: `Custom role ${roleTitle(role)} holds ${extent} of ${service}${admin === undefined ? "" : `, everything in ${admin}`}: it is ${service}.* spelled out.`,
      at: first.span,
      from: role,
      certainty: role.conditional ? "likely" : "proven",
      subject: [roleTitle(role), service],
    };
  }
}
