import { needsOf } from "../graph/needs.ts";
import { grouped } from "../model/grouped.ts";
import type { Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const excessVertexRole: Rule = {
  meta: {
    id: "excess-vertex-role",
    summary: "A Vertex AI role is far wider than the work that is seen",
    why: "roles/aiplatform.user holds close to 450 permissions: to deploy a model takes five, to call one a single one. There is no smaller predefined role.",
    fix: "Define a custom role with the permissions of the operations at hand.",
    references: [
      "https://cloud.google.com/vertex-ai/docs/general/access-control",
      "https://cloud.google.com/iam/docs/creating-custom-roles",
    ],
  },

  *check(graph) {
    const needs = grouped(
      graph.operations.flatMap((operation) => needsOf(operation, graph)),
      ({ who }) => who.key,
    );
    for (const binding of standingGrants(graph)) {
      const { principal, role, resource, grant } = binding;
      if (!wide.test(role.name ?? "") || principal.type !== "service-account" || principal.opaque) continue;
      const own = needs.get(principal.key) ?? [];
      const needed = new Set(own.flatMap(({ permission }) => (role.permissions?.has(permission) ? [permission] : [])));
      const size = role.permissions?.size ?? 0;
      if (needed.size === 0 || needed.size >= size / 10) continue;
      yield {
        message: `${show(grant.principal)} holds the ${size} permissions of ${role.shown} on ${resource.shown}; the operations that were found need ${needed.size}: ${[...needed].toSorted().join(", ")}.`,
        at: grant.role.span,
        from: grant,
        // It may do more than the scanned code shows.
        certainty: "likely",
        subject: [principal.key, role.name ?? role.shown, resource.key],
      };
    }
  },
};

const wide = /^roles\/(aiplatform\.(user|admin|editor)|notebooks\.(admin|editor))$/;
