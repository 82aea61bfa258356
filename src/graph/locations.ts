import type { Graph } from "../model/graph.ts";

/** Where buckets, data sets and whatever else is defined in the scanned code are, by key. */
export function definedLocations(graph: Graph): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const { resource } of graph.facts("resource")) {
    if (resource.location?.kind === "known") places.set(graph.resource(resource).key, resource.location.text);
  }
  return places;
}
