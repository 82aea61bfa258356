import type { Operation, Workload } from "../../../model/fact.ts";
import { type Value, known, unknown } from "../../../model/value.ts";
import { type Document, type Found, lineSpanAt, spanAt } from "../text/document.ts";
import { accountPath } from "../manifests/kcc-refs.ts";
import { optional } from "../text/optional.ts";
import {
  type Scalar,
  type Tree,
  at,
  entriesOf,
  entryOf,
  get,
  has,
  isDict,
  isScalar,
  itemsOf,
  nodesAt,
  scalarAt,
  textAt,
} from "../text/tree.ts";
import { valueAt } from "../text/values.ts";

/** A body of a request to Vertex AI: how to tell it, the operation, and where it says what. */
interface Body {
  readonly id: string;
  readonly marks: readonly string[];
  readonly runAs: string;
  readonly targets: Readonly<Record<string, string>>;
}

const bodies: readonly Body[] = [
  {
    id: "customjob.create",
    marks: ["jobSpec.workerPoolSpecs"],
    runAs: "jobSpec.serviceAccount",
    targets: {
      bucket: "jobSpec.baseOutputDirectory.outputUriPrefix",
      image: "jobSpec.workerPoolSpecs[].containerSpec.imageUri",
    },
  },
  {
    id: "hptuning.create",
    marks: ["studySpec", "trialJobSpec"],
    runAs: "trialJobSpec.serviceAccount",
    targets: { bucket: "trialJobSpec.baseOutputDirectory.outputUriPrefix" },
  },
  {
    id: "endpoint.deploy",
    marks: ["deployedModel.model"],
    runAs: "deployedModel.serviceAccount",
    targets: { model: "deployedModel.model", endpoint: "endpoint" },
  },
  {
    id: "batchpredict.create",
    marks: ["model", "inputConfig", "outputConfig"],
    runAs: "serviceAccount",
    targets: {
      model: "model",
      outputBucket: "outputConfig.gcsDestination.outputUriPrefix",
      outputTable: "outputConfig.bigqueryDestination.outputUri",
      bucket: "inputConfig.gcsSource.uris",
      table: "inputConfig.bigquerySource.inputUri",
    },
  },
  {
    id: "model.copy",
    marks: ["sourceModel"],
    runAs: "customServiceAccount",
    targets: { model: "sourceModel" },
  },
  {
    id: "model.upload",
    marks: ["model.displayName", "model.containerSpec"],
    runAs: "serviceAccount",
    targets: { bucket: "model.artifactUri", image: "model.containerSpec.imageUri" },
  },
  {
    id: "pipelinejob.create",
    marks: ["pipelineSpec.deploymentSpec"],
    runAs: "serviceAccount",
    targets: { bucket: "runtimeConfig.gcsOutputDirectory" },
  },
];

/** Request bodies, job configurations, and compiled pipelines of Vertex AI. */
export const vertexFiles = {
  recognises: ({ root }: Document): boolean =>
    isDict(root) &&
    (bodies.some((body) => isBody(root, body)) || isJobConfiguration(root) || pipelineOf(root) !== undefined),

  read(document: Document, found: Found): void {
    const { root } = document;
    const body = bodies.find((candidate) => isBody(root, candidate));
    if (body !== undefined) found.facts.push(bodyOperation(document, body));
    if (isJobConfiguration(root)) found.facts.push(trainingWorkload(document));
    const pipeline = pipelineOf(root);
    if (pipeline !== undefined)
      found.facts.push(...pipelineOperations(document, pipeline, accountAt(document, "serviceAccount")));
  },
};

const isBody = (root: Tree, { marks }: Body): boolean =>
  !has(root, "apiVersion") && marks.every((mark) => at(root, ...mark.split(".")) !== undefined);

/** What `gcloud ai custom-jobs create --config` takes. */
const isJobConfiguration = (root: Tree): boolean => itemsOf(get(root, "workerPoolSpecs")).length > 0;

/** A compiled pipeline: alone, or in the body that runs it. */
function pipelineOf(root: Tree): Tree | undefined {
  const spec = get(root, "pipelineSpec") ?? root;
  return isDict(get(spec, "components")) &&
    isDict(at(spec, "deploymentSpec", "executors") ?? at(spec, "deploymentConfig", "executors"))
    ? spec
    : undefined;
}

const accountAt = (document: Document, path: string): Value | undefined => {
  const scalar = nodesAt(document.root, path).find(isScalar);
  return scalar === undefined ? undefined : accountPath(valueAt(document, scalar));
};

function bodyOperation(document: Document, body: Body): Operation {
  const { root } = document;
  const [first = ""] = body.marks[0]?.split(".") ?? [];
  const header = entryOf(root, first)?.key;
  return {
    kind: "operation",
    id: body.id,
    surface: body.id === "pipelinejob.create" ? "kfp" : "rest",
    ...optional("runAs", accountAt(document, body.runAs)),
    targets: Object.fromEntries(
      Object.entries(body.targets).flatMap(([target, path]) => {
        const scalar = nodesAt(root, path).find(isScalar);
        return scalar === undefined || scalar.text === ""
          ? []
          : [[target, targetValue(document, target, scalar)] as const];
      }),
    ),
    span: lineSpanAt(document, header ?? root),
    dialect: document.dialect,
  };
}

/** A bucket is named by a URL, a dataset by `bq://project.dataset.table`. */
function targetValue(document: Document, target: string, scalar: Scalar): Value {
  const value = valueAt(document, scalar);
  if (value.kind !== "known") return value;
  if (target.toLowerCase().endsWith("bucket"))
    return known(value.text.replace(/^gs:\/\//u, "").replace(/\/.*$/u, ""), value.span);
  return target === "dataset" || target === "table" ? known(value.text.replace(/^bq:\/\//u, ""), value.span) : value;
}

function trainingWorkload(document: Document): Workload {
  const account = accountAt(document, "serviceAccount");
  const header = entryOf(document.root, account === undefined ? "workerPoolSpecs" : "serviceAccount");
  return {
    kind: "workload",
    type: "vertex-ai-custom-job",
    purpose: "vertex-training",
    ...optional("account", account),
    defaultAccount: "agent:service-PROJECT_NUMBER@gcp-sa-aiplatform-cc.iam.gserviceaccount.com",
    span: lineSpanAt(document, header?.key ?? document.root),
    dialect: document.dialect,
  };
}

/** What Google's components do, by the `--type` of their containers. */
const components: Readonly<Record<string, string>> = {
  CreateEndpoint: "endpoint.create",
  DeployModel: "endpoint.deploy",
  UndeployModel: "endpoint.undeploy",
  DeleteEndpoint: "endpoint.delete",
  UploadModel: "model.upload",
  ExportModel: "model.export",
  DeleteModel: "model.delete",
  CustomJob: "customjob.create",
  HyperparameterTuningJob: "hptuning.create",
  BatchPredictionJob: "batchpredict.create",
  BigqueryQueryJob: "bq.query",
  BigqueryCreateModelJob: "bq.query",
  BigqueryPredictModelJob: "bq.query",
  BigqueryExportModelJob: "bq.export",
  DataflowFlexTemplateJob: "dataflow.create",
};

/** The calls that the steps of a pipeline make, as the account that the pipeline runs as. */
function pipelineOperations(document: Document, pipeline: Tree, caller: Value | undefined): readonly Operation[] {
  const executors = at(pipeline, "deploymentSpec", "executors") ?? at(pipeline, "deploymentConfig", "executors");
  return tasksIn(pipeline).flatMap(({ key, task }): readonly Operation[] => {
    const component = get(get(pipeline, "components"), textAt(task, "componentRef", "name") ?? "");
    const executor = get(executors, textAt(component, "executorLabel") ?? "");
    const type = argumentAfter(at(executor, "container", "args"), "--type");
    const id = type === undefined || !Object.hasOwn(components, type) ? undefined : components[type];
    if (id === undefined) return [];
    return [
      {
        kind: "operation",
        id,
        surface: "kfp",
        ...optional("caller", caller),
        ...optional("project", parameter(document, task, "project")),
        ...optional("location", parameter(document, task, "location")),
        ...optional("runAs", accountOfTask(document, task)),
        targets: { ...targetsOfTask(document, task), ...imageOf(document, executor) },
        span: spanAt(document, key),
        dialect: document.dialect,
      },
    ];
  });
}

/** The tasks of the root and of every component that is a graph itself. */
function tasksIn(pipeline: Tree): readonly { readonly key: Scalar; readonly task: Tree }[] {
  const graphs = [get(pipeline, "root"), ...entriesOf(get(pipeline, "components")).map(({ value }) => value)];
  return graphs.flatMap((graph) =>
    entriesOf(at(graph, "dag", "tasks")).map(({ key, value }) => ({ key, task: value })),
  );
}

const argumentAfter = (args: Tree | undefined, flag: string): string | undefined => scalarAfter(args, flag)?.text;

function scalarAfter(args: Tree | undefined, flag: string): Scalar | undefined {
  const items = itemsOf(args);
  const value = items[items.findIndex((item) => isScalar(item) && item.text === flag) + 1];
  return value !== items[0] && isScalar(value) ? value : undefined;
}

/** The image that a custom job runs, by the body of the request in its arguments, where it runs but one. */
function imageOf(document: Document, executor: Tree | undefined): Operation["targets"] {
  const payload = scalarAfter(at(executor, "container", "args"), "--payload");
  if (payload === undefined) return {};
  const images = new Set(Array.from(payload.text.matchAll(imageInBody), ([, image = ""]) => image));
  const [image] = images;
  return image === undefined || images.size > 1 ? {} : { image: known(image, spanAt(document, payload)) };
}

/** In a text of JSON, or in one that is put together from pieces. */
const imageInBody = /image_?uri[\\": ,]{1,20}([\w.-]+\/[\w./:@-]+)/giu;

/** What a task reads and writes, by the parameter that names it. */
const taskTargets: Readonly<Record<string, string>> = {
  bigquery_source_input_uri: "table",
  bigquery_destination_output_uri: "outputTable",
  gcs_destination_output_uri_prefix: "outputBucket",
};

const targetsOfTask = (document: Document, task: Tree): Operation["targets"] =>
  Object.fromEntries(
    Object.entries(taskTargets).flatMap(([name, target]) => {
      const value = parameter(document, task, name);
      return value === undefined ? [] : [[target, value] as const];
    }),
  );

/** The account that a task's job is to run as; unknown where whoever runs the pipeline says which. */
function accountOfTask(document: Document, task: Tree): Value | undefined {
  const given = at(task, "inputs", "parameters", "service_account");
  return (
    parameter(document, task, "service_account") ??
    (given && unknown("service_account", "whoever runs the pipeline says it", spanAt(document, given)))
  );
}

/** A constant that the pipeline's author wrote; what callers pass is not known here. */
function parameter(document: Document, task: Tree, name: string): Value | undefined {
  const runtime = at(task, "inputs", "parameters", name, "runtimeValue");
  const scalar = scalarAt(runtime, "constant") ?? scalarAt(runtime, "constantValue", "stringValue");
  return scalar === undefined || scalar.text === "" ? undefined : valueAt(document, scalar);
}
