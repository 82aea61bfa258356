import { readTable } from "./data-file.ts";

/** What an operation needs on something that it names. */
export interface OperationNeed {
  readonly permission: string;
  readonly on: OperationTarget;
  /** Absent: always. */
  readonly weight?: NeedWeight;
  /** The clients that need it; absent: all. */
  readonly surfaces?: readonly string[];
  /** Any of these will do instead. */
  readonly or?: readonly string[];
}

export type OperationTarget =
  | "project"
  | "destination"
  | "endpoint"
  | "model"
  | "bucket"
  | "dataset"
  | "table"
  | "outputBucket"
  | "outputTable"
  | "repository"
  | "service"
  | "none";

/**
 * `required`: the call fails; `poll`: the work starts, waiting for it fails; `look-up`: the client reads it first;
 * `sometimes`: it depends on what the call finds; `inferred`: no page says so.
 */
export type NeedWeight = "required" | "poll" | "look-up" | "sometimes" | "inferred";

/** What an operation runs as when nobody names an account. */
type DefaultRunAs =
  | "google-managed"
  | "compute-default"
  | "vertex-agent"
  | "custom-code-agent"
  | "reasoning-engine-agent"
  | "tuning-agent"
  | "none";

export interface Attachment {
  readonly runsAs: DefaultRunAs;
  /** The caller must be able to act as the default too. */
  readonly actAsDefault?: true;
}

/** Who besides the caller needs something while the operation runs. */
export interface RuntimeNeed extends OperationNeed {
  readonly who: "run-as" | ProjectAccount;
  /** Needed only where the operation names one of these. */
  readonly given?: OperationTarget;
}

type ProjectAccount = keyof typeof projectAccounts;

/** E-mails of the accounts that Google makes for a project. */
export const projectAccounts = {
  "compute-default": "PROJECT_NUMBER-compute@developer.gserviceaccount.com",
  "vertex-agent": "service-PROJECT_NUMBER@gcp-sa-aiplatform.iam.gserviceaccount.com",
  "custom-code-agent": "service-PROJECT_NUMBER@gcp-sa-aiplatform-cc.iam.gserviceaccount.com",
  "reasoning-engine-agent": "service-PROJECT_NUMBER@gcp-sa-aiplatform-re.iam.gserviceaccount.com",
  "tuning-agent": "service-PROJECT_NUMBER@gcp-sa-vertex-tune.iam.gserviceaccount.com",
  "rag-agent": "service-PROJECT_NUMBER@gcp-sa-vertex-rag.iam.gserviceaccount.com",
  "run-agent": "service-PROJECT_NUMBER@serverless-robot-prod.iam.gserviceaccount.com",
} as const;

type Table = Readonly<
  Record<string, { readonly method: string; readonly caller: readonly OperationNeed[] } | undefined>
>;

const table = (): Table => readTable<Table>("operations.json");

export const operationIds = (): readonly string[] => Object.keys(table());

/** What whoever calls an operation needs; empty for an id that the table lacks. */
export const callerNeedsOf = (id: string): readonly OperationNeed[] =>
  Object.hasOwn(table(), id) ? (table()[id]?.caller ?? []) : [];

/** Whose identity a workload gets (the default-identity matrix); absent: the operation attaches none. */
export const attachmentOf = (id: string): Attachment | undefined =>
  Object.hasOwn(attachments, id) ? attachments[id] : undefined;

export const runtimeNeedsOf = (id: string): readonly RuntimeNeed[] =>
  Object.hasOwn(runtime, id) ? (runtime[id] ?? []) : [];

/** Operations of Vertex AI, whose agent must mint tokens of an account from another project. */
export const isVertexOperation = (id: string): boolean => vertexAttaching.has(id);

const withDefault: Attachment = { runsAs: "compute-default", actAsDefault: true };

const attachments: Readonly<Record<string, Attachment>> = {
  "endpoint.deploy": { runsAs: "google-managed" },
  "endpoint.create+deploy": { runsAs: "google-managed" },
  "modelgarden.deploy": { runsAs: "google-managed" },
  "pool.create": { runsAs: "google-managed" },
  "batchpredict.create": { runsAs: "google-managed" },
  "model.upload": { runsAs: "vertex-agent" },
  "model.copy": { runsAs: "vertex-agent" },
  "customjob.create": { runsAs: "custom-code-agent" },
  "hptuning.create": { runsAs: "custom-code-agent" },
  "trainingpipeline.create": { runsAs: "custom-code-agent" },
  "persistent.create": { runsAs: "custom-code-agent" },
  "tuning.create": { runsAs: "tuning-agent" },
  "agent.create": { runsAs: "reasoning-engine-agent" },
  "notebookexec.create": { runsAs: "none" },
  "bq.transfer": { runsAs: "none" },
  "composer.create": { runsAs: "none" },
  "scheduler.create": { runsAs: "none" },
  "pipelinejob.create": withDefault,
  "schedule.create": withDefault,
  "workbench.create": withDefault,
  "run.deploy": withDefault,
  "functions.deploy": withDefault,
  "build.submit": withDefault,
  "dataflow.create": withDefault,
  "workflows.create": withDefault,
  "gce.create": withDefault,
};

const vertexAttaching: ReadonlySet<string> = new Set(
  Object.keys(attachments).filter(
    (id) => !/^(?:run|functions|build|dataflow|workflows|gce|composer|scheduler|bq|workbench|model)\./.test(id),
  ),
);

const readBucket = (who: RuntimeNeed["who"], weight: NeedWeight = "required"): readonly RuntimeNeed[] =>
  ["storage.objects.get", "storage.objects.list"].map((permission) => ({ who, permission, on: "bucket", weight }));

const pullImage = (who: RuntimeNeed["who"], weight: NeedWeight = "required"): RuntimeNeed => ({
  who,
  permission: "artifactregistry.repositories.downloadArtifacts",
  on: "repository",
  weight,
});

const training: readonly RuntimeNeed[] = [
  { who: "run-as", permission: "storage.objects.get", on: "bucket", weight: "inferred" },
  { who: "run-as", permission: "storage.objects.create", on: "bucket", weight: "inferred" },
  { who: "run-as", permission: "bigquery.tables.getData", on: "table", weight: "inferred" },
  pullImage("vertex-agent"),
];

const pipeline: readonly RuntimeNeed[] = [
  { who: "run-as", permission: "storage.objects.get", on: "bucket" },
  { who: "run-as", permission: "storage.objects.create", on: "bucket" },
  { who: "run-as", permission: "storage.buckets.get", on: "bucket", weight: "sometimes" },
  { who: "run-as", permission: "aiplatform.metadataStores.get", on: "project" },
  { who: "run-as", permission: "bigquery.jobs.create", on: "project", given: "table" },
  { who: "run-as", permission: "bigquery.tables.updateData", on: "table" },
];

/** Needed while it runs, on what the operation names; nothing is needed on what it does not name. */
const runtime: Readonly<Record<string, readonly RuntimeNeed[]>> = {
  "model.upload": [...readBucket("vertex-agent"), pullImage("vertex-agent")],
  "model.export": [{ who: "vertex-agent", permission: "storage.objects.create", on: "bucket", weight: "inferred" }],
  "customjob.create": training,
  "hptuning.create": training,
  "trainingpipeline.create": training,
  "persistent.create": training,
  "pipelinejob.create": pipeline,
  "batchpredict.create": [
    ...readBucket("vertex-agent"),
    { who: "vertex-agent", permission: "bigquery.tables.getData", on: "table" },
    { who: "vertex-agent", permission: "storage.objects.create", on: "outputBucket" },
    { who: "vertex-agent", permission: "bigquery.tables.create", on: "outputTable" },
    { who: "vertex-agent", permission: "bigquery.tables.updateData", on: "outputTable" },
  ],
  "tuning.create": [{ who: "run-as", permission: "storage.objects.get", on: "bucket" }],
  "agent.create": [{ who: "run-as", permission: "storage.objects.get", on: "bucket" }],
  "index.create": readBucket("vertex-agent", "inferred"),
  // A view with an agent of its own says so to the API alone; Terraform has no word for it.
  "featurestore.create": [{ who: "vertex-agent", permission: "bigquery.tables.getData", on: "table" }],
  "dataset.import": [
    { who: "vertex-agent", permission: "storage.objects.get", on: "bucket" },
    { who: "vertex-agent", permission: "bigquery.tables.getData", on: "table" },
  ],
  "rag.import": readBucket("rag-agent", "inferred"),
  "notebookexec.create": [{ who: "run-as", permission: "storage.objects.create", on: "bucket" }],
  "dataflow.create": [{ who: "run-as", permission: "dataflow.workItems.lease", on: "project" }],
  "build.submit": [
    { who: "run-as", permission: "logging.logEntries.create", on: "project" },
    { who: "run-as", permission: "artifactregistry.repositories.uploadArtifacts", on: "repository" },
  ],
  "run.deploy": [pullImage("run-agent", "inferred")],
};
