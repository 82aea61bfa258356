import { showPrincipal } from "../gcp/principal.ts";
import type { Graph, Resource } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import { hopOf, type Locate, missingOf, type Reply } from "./answer.ts";
import { type Note, notesOn } from "./notes.ts";

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
  const notes = path.length > 0 ? [] : [...notesOn(graph, asked), ...asAnother(graph, who, permission, what)];
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

/** Nobody who reads "nothing grants it" should take it for "can't": a token of somebody else's will do. */
function asAnother(graph: Graph, who: Principal, permission: string, what: Resource): readonly Note[] {
  const holder = graph
    .whoCan(permission, what)
    .find(({ principal, via }) => via === "impersonation" && principal.key === who.key);
  if (holder === undefined) return [];
  const way = holder.path.map(({ text }) => text).join("; ");
  const text = `${showPrincipal(who)} has no grant of it, but ${holder.conditional ? "may be" : "is"} able to act as somebody who has: ${way}.`;
  return [{ about: "principal", mistaken: false, text }];
}
