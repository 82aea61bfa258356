import type { Graph } from "../model/graph.ts";
import { grouped } from "../model/grouped.ts";
import { roleTitle } from "../model/role-title.ts";
import type { Rule, Violation } from "../model/rule.ts";
import { lastingGrants } from "../model/standing-grants.ts";

export const policySizeLimit: Rule = {
  meta: {
    id: "policy-size-limit",
    summary: "A policy or a custom role is near a limit of IAM",
    why: "Above 1,500 members (each counted as often as it appears), 250 groups, or 3,000 permissions in a role, IAM refuses the change that goes over it, whoever makes it.",
    fix: "Grant to groups instead of to their members, and split the role.",
    references: ["https://cloud.google.com/iam/quotas#limits"],
  },

  *check(graph) {
    yield* policies(graph);
    yield* roles(graph);
  },
};

const mostMembers = 1500;
const mostGroups = 250;
const mostPermissions = 3000;
const near = 0.8;

function* policies(graph: Graph): Iterable<Violation> {
  const byResource = grouped(lastingGrants(graph), ({ resource }) => resource.key);
  for (const bindings of byResource.values()) {
    const [first] = bindings;
    if (first === undefined || first.resource.type === "unknown" || first.resource.opaque) continue;
    const groups = new Set(
      bindings.filter(({ principal }) => principal.type === "group").map(({ principal }) => principal.key),
    );
    const excess = excessOf(bindings.length, mostMembers, "members") ?? excessOf(groups.size, mostGroups, "groups");
    if (excess === undefined) continue;
    yield {
      message: `The policy of ${first.resource.shown} has ${excess}.`,
      at: first.grant.principal.span,
      from: first.grant,
      subject: [first.resource.key, "size"],
    };
  }
}

function* roles(graph: Graph): Iterable<Violation> {
  for (const role of graph.facts("role")) {
    const { permissions, change } = role;
    const excess = change === "delete" ? undefined : excessOf(permissions.length, mostPermissions, "permissions");
    const [first] = permissions;
    if (excess === undefined || first === undefined) continue;
    yield {
      message: `Custom role ${roleTitle(role)} has ${excess}.`,
      at: first.span,
      subject: [roleTitle(role), "size"],
    };
  }
}

const excessOf = (count: number, most: number, what: string): string | undefined =>
  count < most * near ? undefined : `${count} ${what}; the limit is ${most}`;
