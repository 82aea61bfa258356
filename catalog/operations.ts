import { type Table, compactJson } from "./table.ts";

/** `operations.json`: what the caller of each operation needs, and on what. */
export const operations: Table = {
  file: "operations.json",
  build: (facts) => {
    const rows = facts.json("vertex-operations.json") as readonly Source[];
    return compactJson(
      Object.fromEntries(
        rows.map(({ id, method, caller }) => [id, { method, caller: caller.flatMap((row) => needsOf(id, row)) }]),
      ),
    );
  },
};

interface Source {
  readonly id: string;
  readonly method: string;
  readonly caller: readonly { readonly permission: string; readonly on: string }[];
}

interface Row {
  readonly permission: string;
  readonly on: string;
  readonly weight?: string;
  readonly surfaces?: readonly string[];
  /** Any of these will do instead. */
  readonly or?: readonly string[];
}

/** Clients that call the operation itself; configurations make what it works on. */
const clients = ["python", "node", "rest", "kfp", "declared"] as const;
const configurations = ["terraform", "pulumi", "cdktf"] as const;

const byClients = (permission: string, on: string): readonly Row[] => [{ permission, on, surfaces: clients }];
const bySql = (permission: string, on: string): readonly Row[] => [
  { permission, on, surfaces: ["gcloud", ...clients] },
];
const byConfigurations = (permission: string, ...or: readonly string[]): readonly Row[] => [
  { permission, on: "project", surfaces: configurations, ...(or.length > 0 && { or }) },
];

/** Where the source's words say less, or more, than what a caller always needs. */
const curated: Readonly<Record<string, readonly Row[]>> = {
  // `gcloud ai tensorboards create`, `google_vertex_ai_tensorboard` and `google_vertex_ai_metadata_store` write no runs.
  "experiments.write aiplatform.metadataStores.get": [
    {
      permission: "aiplatform.tensorboards.create",
      on: "project",
      surfaces: ["gcloud", ...configurations],
      or: ["aiplatform.metadataStores.create"],
    },
    ...byClients("aiplatform.metadataStores.get", "project"),
  ],
  "experiments.write aiplatform.contexts.create": byClients("aiplatform.contexts.create", "project"),
  "experiments.write aiplatform.executions.create": byClients("aiplatform.executions.create", "project"),
  "experiments.write aiplatform.tensorboardRuns.write": byClients("aiplatform.tensorboardRuns.write", "project"),
  "featurestore.write aiplatform.entityTypes.writeFeatureValues": [
    ...byClients("aiplatform.entityTypes.writeFeatureValues", "project"),
    ...byConfigurations(
      "aiplatform.featurestores.create",
      "aiplatform.entityTypes.create",
      "aiplatform.features.create",
    ),
  ],
  "featurestore.create aiplatform.featureOnlineStores.create": [
    { permission: "aiplatform.featureOnlineStores.create", on: "project", or: ["aiplatform.featureViews.create"] },
  ],
  "featurestore.create aiplatform.featureViews.create": [
    { permission: "aiplatform.featureViews.create", on: "project", weight: "sometimes" },
  ],
  "dataset.import aiplatform.datasets.import": byClients("aiplatform.datasets.import", "project"),
  "rag.import aiplatform.ragCorpora.create": byClients("aiplatform.ragCorpora.create", "project"),
  "rag.import aiplatform.ragFiles.import": [
    ...byClients("aiplatform.ragFiles.import", "project"),
    ...byConfigurations("aiplatform.ragEngineConfigs.update"),
  ],
  // The connection through which models will call.
  "bqml.remote bigquery.jobs.create": [
    ...bySql("bigquery.jobs.create", "project"),
    ...byConfigurations("bigquery.connections.create"),
  ],
  "bqml.remote bigquery.models.create": bySql("bigquery.models.create", "dataset"),
  "bqml.remote bigquery.models.getMetadata": bySql("bigquery.models.getMetadata", "dataset"),
  "bqml.remote bigquery.models.updateData": bySql("bigquery.models.updateData", "dataset"),
  "bqml.remote bigquery.connections.delegate": bySql("bigquery.connections.delegate", "project"),
  // A later run changes what the first one made.
  "endpoint.update aiplatform.endpoints.update": [
    { permission: "aiplatform.endpoints.update", on: "endpoint", surfaces: ["gcloud", ...clients] },
    { permission: "aiplatform.endpoints.update", on: "endpoint", surfaces: configurations, weight: "sometimes" },
  ],
  "endpoint.create+deploy aiplatform.models.get": [
    { permission: "aiplatform.models.get", on: "model", weight: "look-up", surfaces: ["python", "kfp"] },
  ],
  "model.get aiplatform.models.list": [{ permission: "aiplatform.models.list", on: "project", weight: "sometimes" }],
  "bq.load bigquery.tables.create": [{ permission: "bigquery.tables.create", on: "dataset", weight: "sometimes" }],
  "bq.load bigquery.tables.update": [{ permission: "bigquery.tables.update", on: "table", weight: "sometimes" }],
  "bq.load storage.buckets.get": [{ permission: "storage.buckets.get", on: "bucket", weight: "sometimes" }],
  // A deployment creates the service or changes the one that is there.
  "run.deploy run.services.create": [{ permission: "run.services.create", on: "service", or: ["run.services.update"] }],
  "run.deploy run.services.update": [],
  "functions.deploy cloudfunctions.functions.create": [
    { permission: "cloudfunctions.functions.create", on: "project", or: ["cloudfunctions.functions.update"] },
  ],
  "functions.deploy cloudfunctions.functions.update": [],
};

/** The first row that fits what the source says of where a permission is needed. */
const targets: readonly (readonly [RegExp, Omit<Row, "permission">])[] = [
  [/client look-up by gcloud and Python/, { on: "model", weight: "look-up", surfaces: ["gcloud", "python", "kfp"] }],
  [/Python look-up/, { on: "model", weight: "look-up", surfaces: ["python", "kfp"] }],
  [/held by the destination agent or the custom SA/, { on: "none" }],
  [/only if modelToUpload|for updates|only to overwrite|with wildcards/, { on: "project", weight: "sometimes" }],
  [/\(poll/, { on: "project", weight: "poll" }],
  [/^destination project/, { on: "destination" }],
  [/^(?:job project|project)/, { on: "project" }],
  [/^destination dataset|^dataset/, { on: "dataset" }],
  [/^destination|^table|^each table/, { on: "table" }],
  [/bucket|^source objects/, { on: "bucket" }],
  [/^repository/, { on: "repository" }],
  [/^model/, { on: "model" }],
  [/inference/, { on: "project", weight: "inferred" }],
  [/^service/, { on: "service" }],
  [/^endpoint|^new endpoint|^index endpoint/, { on: "endpoint" }],
];

/** Reading back what a call has just made is polling its operation: without it the work starts, the caller fails later. */
const polled: ReadonlySet<string> = new Set(["job", "pipeline", "resource", "schedule", "engine", "index", "instance"]);

const needsOf = (id: string, row: Source["caller"][number]): readonly Row[] =>
  curated[`${id} ${row.permission}`] ?? [needOf(row)];

function needOf({ permission, on }: Source["caller"][number]): Row {
  const isPoll = permission.endsWith(".get") && (polled.has(on) || /^(?:new )?endpoint$/.test(on));
  const found = targets.find(([form]) => form.test(on))?.[1] ?? { on: "project" };
  if (/only to overwrite|with wildcards/.test(on)) return { permission, on: "bucket", weight: "sometimes" };
  // The data sets of Vertex AI have no policies of their own.
  if (found.on === "dataset" && permission.startsWith("aiplatform.")) return { permission, on: "project" };
  return { permission, ...found, ...(isPoll ? { weight: "poll" } : {}) };
}
