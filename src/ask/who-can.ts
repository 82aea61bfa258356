import { showPrincipal } from "../gcp/principal.ts";
import type { Coverage, Graph, Holder } from "../model/graph.ts";
import { type Hop, hopOf, type Locate } from "./answer.ts";
import { type Note, notesOn } from "./notes.ts";

/** Everybody who has a permission on a resource, and how. */
export interface WhoCanReply {
  readonly schemaVersion: 1;
  readonly question: { readonly permission: string; readonly resource: string };
  readonly answer: "allowed" | "unknown";
  readonly holders: readonly HolderReply[];
  readonly coverage: Coverage;
  /** What of the question may be a slip. */
  readonly notes: readonly Note[];
}

export interface HolderReply {
  readonly principal: string;
  readonly via: Holder["via"];
  readonly conditional: boolean;
  readonly path: readonly Hop[];
}

/** Direct holders first, then members of groups, then those through impersonation. */
export function whoCan(graph: Graph, permission: string, resource: string, locate: Locate): WhoCanReply {
  const what = graph.resourceNamed(resource);
  const holders = graph.whoCan(permission, what).map(({ principal, via, conditional, path }): HolderReply => ({
    principal: showPrincipal(principal),
    via,
    conditional,
    path: path.map((step) => hopOf(step, graph, locate)),
  }));
  return {
    schemaVersion: 1,
    question: { permission, resource },
    answer: holders.length > 0 ? "allowed" : "unknown",
    holders: holders.toSorted((a, b) => order[a.via] - order[b.via] || (a.principal < b.principal ? -1 : 1)),
    coverage: graph.coverageOf(what),
    notes: holders.length > 0 ? [] : notesOn(graph, { permission, resource: { written: resource, found: what } }),
  };
}

const order: Readonly<Record<Holder["via"], number>> = { direct: 0, membership: 1, impersonation: 2 };
