import { type Recommendation, recommendRole } from "../gcp/recommended-roles.ts";
import type { Graph, Resource } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import { grantableAt } from "./cures.ts";
import { type Need, needsOf } from "./needs.ts";

/** What a principal needs on one resource for the operations that were found, and the smallest grant that covers it. */
export interface LeastGrant {
  readonly resource: Resource;
  readonly permissions: readonly string[];
  readonly recommendation: Recommendation;
  readonly needs: readonly Need[];
}

/** The smallest grants for everything that a principal does; empty if nothing that was read says what it does. */
export function leastPrivilege(graph: Graph, principal: Principal): readonly LeastGrant[] {
  const byResource = new Map<string, { readonly resource: Resource; readonly needs: Need[] }>();
  for (const operation of graph.operations) {
    for (const need of needsOf(operation, graph)) {
      if (need.who.key !== principal.key || need.weight === "inferred") continue;
      const resource = grantableAt(need.resource);
      const group = byResource.get(resource.key) ?? { resource, needs: [] };
      group.needs.push(need);
      byResource.set(resource.key, group);
    }
  }
  return [...byResource.values()].toSorted((a, b) => (a.resource.key < b.resource.key ? -1 : 1)).map(grantOf);
}

function grantOf({ resource, needs }: { readonly resource: Resource; readonly needs: readonly Need[] }): LeastGrant {
  const permissions = [...new Set(needs.map(({ permission }) => permission))].toSorted();
  return { resource, permissions, recommendation: recommendRole(permissions), needs };
}
