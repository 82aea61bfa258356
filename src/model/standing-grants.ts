import { weakest } from "./absence.ts";
import type { Binding, Graph } from "./graph.ts";

/** What is granted for good: not taken away, not on request only. */
export const lastingGrants = (graph: Graph): readonly Binding[] =>
  graph.bindings.filter(({ grant }) => grant.change === "add" && !grant.eligible);

/**
 * The same for rules that ask who holds a role, without what is over by now: somebody who can't be known may be one whom the rule exempts, so a grant to
 * him is likely at most.
 */
export function standingGrants(graph: Graph): readonly Binding[] {
  const grants: Binding[] = [];
  for (const binding of lastingGrants(graph)) {
    if (binding.over) continue;
    const isOpen = binding.grant.principal.kind === "unknown";
    grants.push(isOpen ? { ...binding, certainty: weakest(binding.certainty, "likely") } : binding);
  }
  return grants;
}
