import { vertexNameOf } from "../gcp/model-name.ts";
import { isPublicImageProject } from "../gcp/public-images.ts";
import { isMultiRegion, mayBeTogether, regionOfHost } from "../gcp/regions.ts";
import { definedLocations } from "../graph/locations.ts";
import { targetOf } from "../graph/operation-targets.ts";
import type { Operation } from "../model/fact.ts";
import type { Graph } from "../model/graph.ts";
import type { Rule, Violation } from "../model/rule.ts";
import type { Span } from "../model/source.ts";
import type { Value } from "../model/value.ts";

export const regionMismatch: Rule = {
  meta: {
    id: "region-mismatch",
    summary: "Locations that are written down do not fit together",
    why: "A model and its endpoint, an API host and what it is asked for, a job and its data, an endpoint and the repository of its image belong to one region: otherwise the call ends with a 404 or 400 that speaks of something missing.",
    fix: "Ask the host of the region (REGION-aiplatform.googleapis.com); copy the model into the region of the endpoint; keep data and images where the job or the endpoint is.",
    references: [
      "https://cloud.google.com/vertex-ai/docs/general/locations",
      "https://cloud.google.com/vertex-ai/docs/model-registry/copy-model",
      "https://cloud.google.com/vertex-ai/docs/predictions/get-batch-predictions",
      "https://cloud.google.com/vertex-ai/docs/predictions/custom-container-requirements",
    ],
  },

  *check(graph) {
    const places = definedLocations(graph);
    for (const operation of graph.operations) {
      yield* [...ofModel(operation), ...ofHost(operation), ...ofImage(operation), ...ofData(operation, graph, places)];
    }
  },
};

const deployments: ReadonlySet<string> = new Set(["endpoint.deploy", "endpoint.create+deploy"]);

const textOf = (value: Value | undefined): string | undefined => (value?.kind === "known" ? value.text : undefined);

const locationOf = (name: Value | undefined): string | undefined => vertexNameOf(textOf(name) ?? "")?.location;

/** Where it happens: the endpoint's own name says it before everything else. */
const placeOf = ({ targets, location }: Operation): string | undefined =>
  locationOf(targets["endpoint"]) ?? textOf(location);

function found(operation: Operation, message: string, at: Span, subject: readonly string[]): Violation {
  const certainty = operation.conditional ? "likely" : "proven";
  return { message, at, from: operation, certainty, subject: [operation.id, ...subject] };
}

function* ofModel(operation: Operation): Iterable<Violation> {
  const model = operation.targets["model"];
  const [stored, served] = [locationOf(model), placeOf(operation)];
  if (!deployments.has(operation.id) || model === undefined || stored === undefined || served === undefined) return;
  if (stored === served || stored === "global" || served === "global") return;
  yield found(operation, `The model is in ${stored}, the endpoint in ${served}.`, model.span, [stored, served]);
}

/** The clients that are made from the API's definition ask the global host unless told otherwise. */
const generated: ReadonlySet<Operation["surface"]> = new Set(["node"]);

/** Their libraries build the host from the location, or ask hosts of their own. */
const ownHost = /^(?:publisher|agent|rag|index\.query|run|functions|build|bq|gcs|workbench|dataflow|composer)\b/;

function* ofHost(operation: Operation): Iterable<Violation> {
  const { id, surface, targets, span } = operation;
  const place = placeOf(operation);
  const host = targets["apiEndpoint"];
  if (place === undefined || place === "global" || !/^[a-z]+-[a-z]+\d+$/.test(place)) return;
  const asked = host === undefined ? undefined : regionOfHost(textOf(host) ?? "");
  if (host !== undefined && asked !== undefined && asked !== place) {
    const message = `${textOf(host)} is asked for something in ${place}, which ${place}-aiplatform.googleapis.com serves.`;
    yield found(operation, message, host.span, [textOf(host) ?? "", place]);
  }
  if (host === undefined && generated.has(surface) && isVertexCall(id) && !ownHost.test(id)) {
    const message = `The client is made without apiEndpoint and asks the global host for something in ${place}, which ${place}-aiplatform.googleapis.com serves.`;
    yield { ...found(operation, message, span, ["no host", place]), certainty: "likely" };
  }
}

const isVertexCall = (id: string): boolean =>
  /^(?:endpoint|model|customjob|hptuning|trainingpipeline|pipelinejob|schedule|batchpredict|index|tuning|dataset|featurestore|featureview|monitoring|persistent|pool)\./.test(
    id,
  );

/** What is served is pulled from the region of the endpoint; training pulls from anywhere. */
function* ofImage(operation: Operation): Iterable<Violation> {
  const { id, targets } = operation;
  const { image } = targets;
  const place = placeOf(operation);
  const parts = /^([a-z0-9-]+)-docker\.pkg\.dev\/([^/]+)\//.exec(textOf(image) ?? "");
  if (id !== "model.upload" || image === undefined || parts === null || place === undefined) return;
  const [, region = "", project = ""] = parts;
  if (region === place || isPublicImageProject(project)) return;
  const kind = isMultiRegion(region) ? "the multi-region " : "";
  yield found(
    operation,
    `The model is uploaded in ${place}, and its image lies in ${kind}${region}: Vertex AI takes serving images from a repository of its own region.`,
    image.span,
    ["image", region, place],
  );
}

const data = ["bucket", "table", "dataset", "outputBucket", "outputTable"] as const;

/** Jobs that read and write where they run. */
const dataJobs: Readonly<Record<string, string | undefined>> = {
  "batchpredict.create": "The batch prediction runs",
  "featurestore.create": "The feature store is",
};

function* ofData(operation: Operation, graph: Graph, places: ReadonlyMap<string, string>): Iterable<Violation> {
  const place = placeOf(operation);
  const job = Object.hasOwn(dataJobs, operation.id) ? dataJobs[operation.id] : undefined;
  if (job === undefined || place === undefined) return;
  const seen = new Set<string>();
  for (const name of data) {
    const target = operation.targets[name];
    const resource = target === undefined ? undefined : targetOf(name, operation, graph);
    if (target === undefined || resource === undefined) continue;
    const holder = resource.type === "bigquery-table" ? (resource.parent ?? resource) : resource;
    const there = places.get(holder.key);
    if (there === undefined || mayBeTogether(place, there) || seen.has(holder.key)) continue;
    seen.add(holder.key);
    yield found(operation, `${job} in ${place}, and ${holder.shown} is in ${there}.`, target.span, [holder.key, place]);
  }
}
