import type { Operation } from "../../../model/fact.ts";
import type { Value } from "../../../model/value.ts";
import {
  type Call,
  callerOf,
  flag,
  flagValue,
  hasFlag,
  optional,
  placeOfCall,
  projectOf,
  valueOfArgument,
} from "../call.ts";
import type { Argument } from "../command-line.ts";
import { partsOfName } from "../resources.ts";
import { flat, slice as sliceText } from "../text.ts";
import { placeOfWorkload, runAsOf } from "./workloads.ts";
import { own } from "../own.ts";

/** A command that calls an API method of the table of operations. */
interface Row {
  readonly id: string;
  /** What the positional argument names. */
  readonly named?: string;
  /** Flags that name further resources. */
  readonly flags?: Readonly<Record<string, string>>;
}

const rows: Readonly<Record<string, Row>> = {
  "ai endpoints create": { id: "endpoint.create", flags: { endpoint: "--endpoint-id" } },
  "ai endpoints deploy-model": { id: "endpoint.deploy", named: "endpoint", flags: { model: "--model" } },
  "ai endpoints undeploy-model": { id: "endpoint.undeploy", named: "endpoint" },
  "ai endpoints update": { id: "endpoint.update", named: "endpoint" },
  "ai endpoints delete": { id: "endpoint.delete", named: "endpoint" },
  "ai endpoints predict": { id: "endpoint.predict", named: "endpoint" },
  "ai endpoints raw-predict": { id: "endpoint.predict", named: "endpoint" },
  "ai endpoints stream-raw-predict": { id: "endpoint.predict", named: "endpoint" },
  "ai endpoints direct-predict": { id: "endpoint.predict", named: "endpoint" },
  "ai endpoints stream-direct-predict": { id: "endpoint.predict", named: "endpoint" },
  "ai endpoints direct-raw-predict": { id: "endpoint.predict", named: "endpoint" },
  "ai endpoints explain": { id: "endpoint.explain", named: "endpoint" },
  "ai model-garden models deploy": { id: "modelgarden.deploy", flags: { model: "--model" } },
  "ai deployment-resource-pools create": { id: "pool.create", named: "pool" },
  "ai models upload": { id: "model.upload", flags: { image: "--container-image-uri", bucket: "--artifact-uri" } },
  "ai models describe": { id: "model.get", named: "model" },
  "ai models list": { id: "model.get" },
  "ai models copy": {
    id: "model.copy",
    flags: {
      model: "--source-model",
      destinationModel: "--destination-model-id",
      destinationParent: "--destination-parent-model",
    },
  },
  "ai models delete": { id: "model.delete", named: "model" },
  "ai custom-jobs create": { id: "customjob.create" },
  "ai hp-tuning-jobs create": { id: "hptuning.create" },
  "ai persistent-resources create": { id: "persistent.create" },
  "ai tuning-jobs create": { id: "tuning.create", flags: { model: "--base-model" } },
  "colab schedules create": { id: "schedule.create", flags: { bucket: "--gcs-output-uri" } },
  "ai model-monitoring-jobs create": { id: "monitoring.create", flags: { endpoint: "--endpoint" } },
  "ai tensorboards create": { id: "experiments.write" },
  "ai indexes create": { id: "index.create", flags: { bucket: "--metadata-file" } },
  "ai index-endpoints deploy-index": { id: "index.deploy", named: "indexEndpoint", flags: { index: "--index" } },
  "workbench instances create": { id: "workbench.create", named: "instance" },
  "colab executions create": { id: "notebookexec.create", flags: { bucket: "--gcs-output-uri" } },
  "workbench executions create": { id: "notebookexec.create", flags: { bucket: "--gcs-output-uri" } },
  "colab runtimes create": { id: "colabruntime.assign", flags: { template: "--runtime-template" } },
  "run deploy": { id: "run.deploy", named: "service", flags: { image: "--image" } },
  "run services update": { id: "run.deploy", named: "service", flags: { image: "--image" } },
  "run services replace": { id: "run.deploy" },
  "run jobs create": { id: "run.deploy", named: "job", flags: { image: "--image" } },
  "run jobs deploy": { id: "run.deploy", named: "job", flags: { image: "--image" } },
  "run jobs update": { id: "run.deploy", named: "job", flags: { image: "--image" } },
  "run jobs replace": { id: "run.deploy" },
  "functions deploy": { id: "functions.deploy", named: "function" },
  "builds submit": { id: "build.submit", flags: { image: "--tag" } },
  "dataflow flex-template run": {
    id: "dataflow.create",
    named: "job",
    flags: { bucket: "--template-file-gcs-location" },
  },
  "dataflow jobs run": { id: "dataflow.create", named: "job", flags: { bucket: "--gcs-location" } },
  "dataflow yaml run": { id: "dataflow.create", named: "job" },
  "dataflow sql query": { id: "dataflow.create" },
  "composer environments create": { id: "composer.create", named: "environment" },
  "scheduler jobs create http": { id: "scheduler.create", named: "job" },
  "scheduler jobs create pubsub": { id: "scheduler.create", named: "job" },
  "scheduler jobs create app-engine": { id: "scheduler.create", named: "job" },
  "workflows deploy": { id: "workflows.create", named: "workflow" },
  "eventarc triggers create": { id: "workflows.create", named: "trigger" },
  "compute instances create": { id: "gce.create", named: "instance" },
  "compute instances create-with-container": {
    id: "gce.create",
    named: "instance",
    flags: { image: "--container-image" },
  },
  "compute instances bulk create": { id: "gce.create" },
};

export const operationCommands: readonly string[] = Object.keys(rows);

/** Targets that are `gs://` addresses, of which the bucket counts. */
const buckets: ReadonlySet<string> = new Set(["bucket"]);

export function addOperations(call: Call): void {
  const row = own(rows, call.command);
  // A machine without an account starts as nobody.
  if (row === undefined || hasFlag(call, "--no-service-account")) return;
  addOperation(call, row.id, targetsOf(call, row), homeOf(call, row));
}

/** A call of the table, as the command makes it. */
export function addOperation(
  call: Call,
  id: string,
  targets: Operation["targets"],
  home: { readonly project?: Value; readonly location?: Value } = {},
): void {
  call.facts.push({
    kind: "operation",
    id,
    surface: "gcloud",
    ...optional("caller", callerOf(call)),
    project: home.project ?? valueOfArgument(projectOf(call)),
    ...optional("location", home.location ?? placeOfWorkload(call)),
    ...optional("runAs", runAsOf(call)),
    targets,
    ...placeOfCall(call),
  });
}

function targetsOf(call: Call, { named, flags }: Row): Operation["targets"] {
  const targets: Record<string, Value> = {};
  const [first] = call.args;
  if (named !== undefined && first !== undefined) targets[named] = valueOfArgument(first);
  for (const [key, name] of Object.entries(flags ?? {})) {
    const found = flag(call, name);
    if (found === undefined) continue;
    const value = buckets.has(key) ? bucketOf(found) : valueOfArgument(found);
    if (value !== undefined) targets[key] = value;
  }
  if (call.command === "ai models copy") targets["destinationProject"] = valueOfArgument(projectOf(call));
  return targets;
}

/** The bucket of `gs://bucket/path`; `undefined` for a local path. */
export function bucketOf({ text, span }: Argument): Value | undefined {
  const whole = flat(text);
  if (!whole.startsWith("gs://")) return undefined;
  const end = whole.indexOf("/", 5);
  return valueOfArgument({ text: sliceText(text, 5, end < 0 ? whole.length : end), span });
}

/** A full name as the positional argument says the project and the place of the call itself. */
function homeOf(call: Call, { named }: Row): { readonly project?: Value; readonly location?: Value } {
  const [first] = call.args;
  if (named === undefined || first === undefined) return {};
  const { project, location } = partsOfName(first);
  return {
    ...optional("project", project),
    ...optional("location", location ?? flagValue(call, "--region", "--location")),
  };
}
