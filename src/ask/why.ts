import type { Graph } from "../model/graph.ts";
import { hopOf, type Locate, missingOf, type Reply } from "./answer.ts";
import { notesOn } from "./notes.ts";

/** The shortest chain of grants that allows it, or the smallest one that is missing. */
export function why(graph: Graph, principal: string, permission: string, resource: string, locate: Locate): Reply {
  const who = graph.principalNamed(principal);
  const what = graph.resourceNamed(resource);
  const { answer, path, coverage } = graph.whyCan(who, permission, what);
  const asked = {
    principal: { written: principal, found: who },
    permission,
    resource: { written: resource, found: what },
  };
  const isLacking = answer === "unknown" || (answer === "denied" && path.length === 0);
  const need = { who, permission, resource: what, why: "to be allowed", part: "caller", weight: "required" } as const;
  const notes = path.length > 0 ? [] : notesOn(graph, asked);
  // A role of what does not exist, or for nobody, helps nobody.
  const isAnswerable = notes.every(({ about, mistaken }) => about !== "permission" && !mistaken);
  return {
    schemaVersion: 1,
    question: { principal, permission, resource },
    answer,
    path: path.map((step) => hopOf(step, graph, locate)),
    missing: isLacking && isAnswerable ? [missingOf([need])] : [],
    coverage,
    notes,
  };
}
