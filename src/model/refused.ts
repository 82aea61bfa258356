import type { Binding, Graph } from "./graph.ts";

/** A deny policy or a boundary refuses what a grant allows, whatever else is granted: deny policies subtract. */
export function isRefused(graph: Graph, { principal, resource }: Binding, permission: string): boolean {
  const { answer, path } = graph.whyCan(principal, permission, resource);
  return answer === "denied" && path.length > 0;
}
