import { type FactTables, type Table, compactJson } from "./table.ts";

/** `kcc.json`: what Config Connector and Crossplane call the resources of Terraform's vocabulary, and who runs as whom. */
export const kcc: Table = {
  file: "kcc.json",
  build: (facts) => compactJson({ kinds: configConnectorKinds(facts), crossplane: crossplaneKinds(facts) }),
};

interface ConfigConnector {
  readonly iam: Readonly<Record<string, unknown>>;
  readonly resourceRefKinds: Readonly<Record<string, unknown>>;
  readonly serviceAccountFields: readonly {
    readonly kind: string;
    readonly fields: readonly { readonly path: string }[];
  }[];
  readonly vertexKinds: readonly { readonly kind: string }[];
}

interface Terraform {
  readonly bases: Readonly<Record<string, unknown>>;
  readonly workloads: Readonly<Record<string, readonly TerraformPath[]>>;
}

interface TerraformPath {
  readonly path: string;
  readonly purpose: string;
  readonly default: string;
}

interface Modules {
  readonly crossplane: {
    readonly iam: readonly CrossplaneKind[];
    readonly workloads: readonly CrossplaneKind[];
  };
}

interface CrossplaneKind {
  readonly kind: string;
  readonly terraform: string;
  readonly apiVersions: readonly string[];
  readonly fields?: readonly { readonly path: string; readonly terraformPath: string }[];
}

/** A path of the manifest, its purpose, and who runs it when it is absent. */
type WorkloadPath = readonly [path: string, purpose: string, absent: string];

/** Kinds that are not Terraform's name without its underscores. */
const otherNames: Readonly<Record<string, string>> = {
  CloudFunctionsFunction: "cloudfunctions_function",
  IAMServiceAccount: "service_account",
  NotebookInstance: "notebooks_instance",
  NotebookInstanceV2: "workbench_instance",
  RunJob: "cloud_run_v2_job",
  RunService: "cloud_run_v2_service",
  RunWorkerPool: "cloud_run_v2_worker_pool",
  AIPlatformModel: "vertex_ai_model",
  APIKeysKey: "apikeys_key",
  BatchJob: "batch_job",
  BigQueryDataset: "bigquery_dataset",
  ComposerEnvironment: "composer_environment",
  Folder: "folder",
  Organization: "organization",
  Project: "project",
  WorkflowsWorkflow: "workflows_workflow",
};

/** Fields that name accounts in another sense than running as them, and what Terraform's table has no purpose for. */
const purposes: Readonly<Record<string, readonly [purpose: string, absent: string]>> = {
  AccessContextManagerAccessLevel: ["none", "none"],
  AccessContextManagerServicePerimeter: ["none", "none"],
  WorkloadManagerEvaluation: ["none", "none"],
  StorageHMACKey: ["none", "none"],
  DiscoveryEngineDataStore: ["none", "none"],
  BatchJob: ["vm", "compute-default"],
  VertexAICustomJob: ["vertex-training", "agent:service-PROJECT_NUMBER@gcp-sa-aiplatform-cc.iam.gserviceaccount.com"],
  VertexAIPipelineJob: ["vertex-pipeline", "compute-default"],
  VertexAITuningJob: ["vertex-training", "none"],
  NotebookInstanceV2: ["notebook-vm", "compute-default"],
  NotebooksExecution: ["notebook-execution", "compute-default"],
  NotebooksSchedule: ["notebook-execution", "compute-default"],
  ComputeInstance: ["vm", "none"],
  ComputeInstanceTemplate: ["vm", "none"],
  TPUVirtualMachine: ["vm", "compute-default"],
  DataprocSession: ["dataproc-vm", "compute-default"],
  DataprocSessionTemplate: ["dataproc-vm", "compute-default"],
};

function configConnectorKinds(facts: FactTables): Readonly<Record<string, unknown>> {
  const connector = facts.json("kcc-kinds.json") as ConfigConnector;
  const terraform = facts.json("terraform-iam-resources.json") as Terraform;
  const names = namesByLetters([...Object.keys(terraform.bases), ...Object.keys(terraform.workloads)]);
  const fields = new Map(connector.serviceAccountFields.map(({ kind, fields: paths }) => [kind, paths]));
  const kinds = [
    ...Object.keys(connector.resourceRefKinds),
    ...fields.keys(),
    ...Object.keys(connector.iam),
    ...connector.vertexKinds.map(({ kind }) => kind),
  ];
  return Object.fromEntries(
    [...new Set(kinds)].toSorted().map((kind) => {
      const name = otherNames[kind] ?? names.get(kind.toLowerCase()) ?? snakeCase(kind);
      const paths = (fields.get(kind) ?? []).flatMap(({ path }) =>
        workloadPath(kind, path, terraform.workloads[`google_${name}`]),
      );
      return [kind, paths.length === 0 ? [name] : [name, paths]];
    }),
  );
}

const namesByLetters = (names: readonly string[]): ReadonlyMap<string, string> =>
  new Map(names.map((name) => [name.slice("google_".length).replaceAll("_", ""), name.slice("google_".length)]));

const snakeCase = (kind: string): string =>
  kind
    .replace(/VertexAI/u, "VertexAi")
    .replace(/([a-z0-9])([A-Z])|([A-Z]+)([A-Z][a-z])/gu, "$1$3_$2$4")
    .toLowerCase();

function workloadPath(kind: string, path: string, terraform: readonly TerraformPath[] = []): readonly WorkloadPath[] {
  const own = purposes[kind];
  if (own?.[0] === "none") return [];
  if (own !== undefined) return [[path, ...own]];
  const letters = lettersOf(path);
  const found = terraform.find((argument) => lettersOf(argument.path) === letters) ?? nearest(letters, terraform);
  return [[path, found?.purpose ?? "runtime", found?.default ?? "unknown"]];
}

/** The path as both spell it: without blocks that one of them lacks, without `Ref` and `email`. */
const lettersOf = (path: string): string =>
  path
    .replace(/^spec\./u, "")
    .replace(/\[\]/gu, "")
    .replaceAll(/[_.]/gu, "")
    .toLowerCase()
    .replace(/ref$/u, "")
    .replace(/email$/u, "");

const nearest = (letters: string, terraform: readonly TerraformPath[]): TerraformPath | undefined =>
  terraform.find(({ path }) => lettersOf(path).endsWith(letters) || letters.endsWith(lettersOf(path))) ??
  (terraform.length === 1 ? terraform[0] : undefined);

/** By `kind.group-of-services`: the Terraform type, and the workload paths. */
function crossplaneKinds(facts: FactTables): Readonly<Record<string, unknown>> {
  const { crossplane } = facts.json("modules.json") as Modules;
  const { workloads } = facts.json("terraform-iam-resources.json") as Terraform;
  const rows = [...crossplane.iam, ...crossplane.workloads].map(({ kind, terraform, apiVersions, fields = [] }) => {
    const group = (apiVersions[0] ?? "").split(".")[0] ?? "";
    const paths = fields.flatMap(({ path, terraformPath }): WorkloadPath[] => {
      const argument = workloads[terraform]?.find((candidate) => candidate.path === terraformPath.replaceAll("[]", ""));
      return argument === undefined ? [] : [[path, argument.purpose, argument.default]];
    });
    const name = terraform.slice("google_".length);
    return [`${kind}.${group}`, paths.length === 0 ? [name] : [name, paths]] as const;
  });
  return Object.fromEntries(rows.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
