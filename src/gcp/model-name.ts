/** What a Vertex AI resource name says: `projects/p/locations/us-central1/models/7`, with or without a host before it. */
export interface VertexName {
  readonly project: string;
  readonly location: string;
  readonly collection: string;
  readonly id: string;
}

/** The parts of a full Vertex AI name; `undefined` for a bare id and for what publishers offer. */
export function vertexNameOf(text: string): VertexName | undefined {
  const match = /(?:^|\/)projects\/([^/]+)\/locations\/([^/]+)\/([a-zA-Z]+)\/([^/@]+)(?:@[^/]*)?$/.exec(text);
  if (match === null) return undefined;
  const [, project = "", location = "", collection = "", id = ""] = match;
  return collection === "publishers" ? undefined : { project, location, collection, id };
}
