import type { Binding, Graph } from "./graph.ts";

/** What is granted for good: not taken away, not on request only. */
export const standingGrants = (graph: Graph): readonly Binding[] =>
  graph.bindings.filter(({ grant }) => grant.change === "add" && !grant.eligible);
