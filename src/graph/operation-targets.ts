import type { OperationTarget } from "../gcp/operations.ts";
import { projectOfTarget } from "../gcp/target-project.ts";
import type { Operation } from "../model/fact.ts";
import type { Graph, Resource } from "../model/graph.ts";
import { type Value, known } from "../model/value.ts";

/** The resource on which an operation's permission is checked; `undefined` where the operation does not name it. */
export const targetOf = (target: OperationTarget, operation: Operation, graph: Graph): Resource | undefined =>
  finders[target](operation, graph);

type Find = (operation: Operation, graph: Graph) => Resource | undefined;

const projectNamed = (project: Value | undefined, graph: Graph): Resource | undefined =>
  project === undefined ? undefined : graph.resource({ type: "project", name: project });

const home: Find = ({ project }, graph) => projectNamed(project, graph);

/** Vertex AI checks what it holds on the project that holds it. */
const vertex =
  (...names: readonly string[]): Find =>
  (operation, graph) => {
    const named = names.flatMap((name) => operation.targets[name] ?? [])[0];
    return (named === undefined ? undefined : projectOfTarget(graph, named)) ?? home(operation, graph);
  };

const finders: Readonly<Record<OperationTarget, Find>> = {
  none: () => undefined,
  project: home,
  destination: (operation, graph) =>
    projectNamed(operation.targets["destinationProject"], graph) ?? home(operation, graph),
  endpoint: vertex("endpoint", "indexEndpoint"),
  model: vertex("model", "index"),
  bucket: ({ targets, project }, graph) => bucketNamed(targets["bucket"], project, graph),
  outputBucket: ({ targets, project }, graph) => bucketNamed(targets["outputBucket"], project, graph),
  dataset: (operation, graph) => datasetOf(operation, graph),
  table: tableOf,
  outputTable: outputOf,
  repository: repositoryOf,
  service: (operation, graph) => {
    const { targets, project, location } = operation;
    const name = targets["service"];
    if (name === undefined || project === undefined) return home(operation, graph);
    const place = location === undefined ? {} : { location };
    return graph.resource({ type: "cloud-run-v2-service", name, project, ...place });
  },
};

const bucketNamed = (name: Value | undefined, project: Value | undefined, graph: Graph): Resource | undefined =>
  name === undefined
    ? undefined
    : graph.resource({
        type: "storage-bucket",
        name: withoutObject(name),
        ...(project === undefined ? {} : { project }),
      });

/** `gs://bucket/path`: the bucket. */
function withoutObject(name: Value): Value {
  const bucket = name.kind === "known" ? /^gs:\/\/([^/]+)/.exec(name.text)?.[1] : undefined;
  return bucket === undefined ? name : known(bucket, name.span);
}

/** `d`, `p.d`, `p:d`, and the same with a table behind them. */
const address = /^(?:bq:\/\/)?(?:([a-z][a-z0-9-]*(?::[a-z][a-z0-9-]*)?)[.:])?([A-Za-z0-9_$]+)$/;
const tableAddress = /^(?:bq:\/\/)?(?:([a-z][a-z0-9-]*)[.:])?([A-Za-z0-9_]+)\.([^.]+)$/;

function datasetOf({ targets, project }: Operation, graph: Graph): Resource | undefined {
  const { dataset, table } = targets;
  const found = dataset?.kind === "known" ? address.exec(dataset.text) : undefined;
  if (dataset !== undefined) return datasetNamed(found?.[2], found?.[1], dataset, project, graph);
  const inTable = table?.kind === "known" ? tableAddress.exec(table.text) : undefined;
  return table === undefined || inTable === null || inTable === undefined
    ? undefined
    : datasetNamed(inTable[2], inTable[1], table, project, graph);
}

function datasetNamed(
  name: string | undefined,
  own: string | undefined,
  value: Value,
  project: Value | undefined,
  graph: Graph,
): Resource {
  const holder = own === undefined ? project : known(own, value.span);
  return graph.resource({
    type: "bigquery-dataset",
    name: name === undefined ? value : known(name, value.span),
    ...(holder === undefined ? {} : { project: holder }),
  });
}

/** A table's grants are its own and its data set's; of a table without a name, the data set's. */
function tableOf(operation: Operation, graph: Graph): Resource | undefined {
  const dataset = datasetOf(operation, graph);
  const { table } = operation.targets;
  if (dataset === undefined || table?.kind !== "known" || dataset.project?.name === undefined) return dataset;
  const name = table.text.slice(table.text.lastIndexOf(".") + 1);
  const project = known(dataset.project.name, table.span);
  const within = { type: "bigquery-dataset", name: known(dataset.name ?? "", table.span), project };
  return dataset.name === undefined
    ? dataset
    : graph.resource({ type: "bigquery-table", name: known(name, table.span), project, within });
}

/** `bq://project.dataset.table`, the table may be new: the data set. Of a project alone the data set is made too. */
function outputOf({ targets, project }: Operation, graph: Graph): Resource | undefined {
  const output = targets["outputTable"];
  const found =
    output?.kind === "known" ? /^bq:\/\/([a-z][a-z0-9-]*)\.([A-Za-z0-9_]+)(?:\.|$)/.exec(output.text) : undefined;
  return output === undefined || found === null || found === undefined
    ? undefined
    : datasetNamed(found[2], found[1], output, project, graph);
}

/** `us-docker.pkg.dev/p/repo/image:tag`, or the repository's own name. */
function repositoryOf({ targets, project, location }: Operation, graph: Graph): Resource | undefined {
  const { image, repository } = targets;
  const type = "artifact-registry-repository";
  const found =
    image?.kind === "known" ? /^([a-z0-9-]+)-docker\.pkg\.dev\/([^/]+)\/([^/:@]+)/.exec(image.text) : undefined;
  if (image !== undefined && found !== null && found !== undefined) {
    const [, region = "", holder = "", name = ""] = found;
    const at = (text: string): Value => known(text, image.span);
    return graph.resource({ type, name: at(name), project: at(holder), location: at(region) });
  }
  if (repository === undefined) return undefined;
  return graph.resource({
    type,
    name: repository,
    ...(project === undefined ? {} : { project }),
    ...(location === undefined ? {} : { location }),
  });
}
