import { weakest } from "./absence.ts";
import type { Binding, Graph } from "./graph.ts";

/**
 * What is granted for good: not taken away, not on request only. Who can't be known may be somebody whom the rule exempts,
 * so such a grant is likely at most.
 */
export function standingGrants(graph: Graph): readonly Binding[] {
  const grants: Binding[] = [];
  for (const binding of graph.bindings) {
    const { change, eligible, principal } = binding.grant;
    if (change !== "add" || eligible) continue;
    const isOpen = principal.kind === "unknown";
    grants.push(isOpen ? { ...binding, certainty: weakest(binding.certainty, "likely") } : binding);
  }
  return grants;
}
