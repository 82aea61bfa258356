import { vertexNameOf } from "./model-name.ts";
import type { Graph, Resource } from "../model/graph.ts";
import { type Value, known, partsOf } from "../model/value.ts";

/** The project that a full Vertex AI name stands in; `undefined` for a bare id, for a publisher's model and for unknowns. */
export function projectOfTarget(graph: Graph, target: Value): Resource | undefined {
  const [first] = partsOf(target);
  if (target.kind === "known") {
    const name = vertexNameOf(target.text);
    return name && graph.resource({ type: "project", name: known(name.project, target.span) });
  }
  // `projects/train-prj/locations/us-central1/models/${MODEL}`: what matters is known.
  const project = typeof first === "string" ? /^projects\/([^/]+)\/locations\//.exec(first)?.[1] : undefined;
  return project === undefined ? undefined : graph.resource({ type: "project", name: known(project, target.span) });
}
