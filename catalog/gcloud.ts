import { type Table, compactJson } from "./table.ts";

/** The commands of gcloud that grant, and those that start something with an account (gcloud-iam-commands.json). */
export const gcloud: Table = {
  file: "gcloud.json",
  build: (facts) => {
    const { iamPolicy, removedGroups, workloads } = facts.json("gcloud-iam-commands.json") as Commands;
    return compactJson({
      policies: Object.fromEntries([...iamPolicy.map(policyGroup), ...removedGroups.map(removedGroup)]),
      workloads: Object.fromEntries(workloads.map(workload)),
    });
  },
};

interface Commands {
  readonly iamPolicy: readonly Group[];
  readonly removedGroups: readonly { readonly group: string }[];
  readonly workloads: readonly WorkloadCommand[];
}

interface Group {
  readonly group: string;
  readonly add?: Verb;
  readonly remove?: Verb;
  readonly set?: Verb;
  readonly terraformBase?: string;
}

interface Verb {
  readonly positionals: readonly { readonly name: string }[];
  readonly scopeFlags: Readonly<Record<string, unknown>>;
}

interface WorkloadCommand {
  readonly command: string;
  readonly positionals?: readonly { readonly name: string; readonly nargs?: string }[];
  readonly identityFlags?: readonly { readonly flag: string; readonly default: string }[];
}

/** `[type, number of positional arguments that name the resource, flags that say where it is]` */
function policyGroup({ group, add, remove, set, terraformBase }: Group): [string, readonly unknown[]] {
  const verb = add ?? remove ?? set;
  const named = (verb?.positionals ?? []).filter(({ name }) => name !== "policy-file").length;
  return [group, [typeOf(group, terraformBase), named, Object.keys(verb?.scopeFlags ?? {}).filter(isPlace)]];
}

const removedGroup = ({ group }: { readonly group: string }): [string, readonly unknown[]] => [
  group,
  [typeOf(group), 1, ["--location"]],
];

const isPlace = (flag: string): boolean =>
  !["--etag", "--continue-on-error", "--recursive", "--all-versions", "--endpoint-mode", "--global"].includes(flag);

/** Terraform's name where there is one; else the group's own words, the last one in the singular. */
function typeOf(group: string, terraformBase?: string): string {
  const type = groupTypes[group] ?? terraformBase;
  if (type !== undefined) return type.replace(/^google_/, "");
  return group.replace(/ies$/, "y").replace(/s$/, "").replaceAll(/[ -]/g, "_");
}

const groupTypes: Readonly<Record<string, string>> = {
  functions: "cloudfunctions2_function",
  "storage objects": "storage_bucket_object",
  "iap web": "iap_web",
  "iap tcp": "iap_tunnel",
  "container binauthz policy": "binary_authorization_policy",
  "container clusters": "container_cluster",
  "iot registries": "cloudiot_registry",
  "kms cryptokeys": "kms_crypto_key",
  "ai-platform models": "ml_engine_model",
  "ml-engine models": "ml_engine_model",
};

/** `[type, purpose, names it by position, flags of accounts with their defaults]` */
function workload({ command, positionals, identityFlags }: WorkloadCommand): [string, readonly unknown[]] {
  const words = command.replace(/^gcloud /, "");
  const group = words.slice(0, words.lastIndexOf(" "));
  const [, type = typeOf(group), purpose = "runtime"] = workloadTypes.find(([pattern]) => pattern.test(words)) ?? [];
  const flags = (identityFlags ?? []).map(({ flag, default: account }) => [flag, account, purposeOf(flag)]);
  return [words, [type, purpose, positionals?.length && !nameless.test(words) ? 1 : 0, flags]];
}

/** Commands of which the arguments are files or queries. */
const nameless = /^(app deploy|builds submit|code |dataproc batches submit|dataflow (flex-template build|sql query))/;

/** What a flag's account is for, where the flag says it itself. */
function purposeOf(flag: string): string | undefined {
  return flagPurposes.find(([pattern]) => pattern.test(flag))?.[1];
}

const flagPurposes: readonly (readonly [RegExp, string])[] = [
  [/build-service-account|cloudbuild/, "build"],
  [/oauth|oidc|push-auth|trigger-service|scheduler-service|backend-auth/, "trigger-invoker"],
  [/^--identity$|workload-identity/, "vm-managed-workload-identity"],
  [/autoprovisioning/, "gke-node-autoprovisioned"],
  [/bigquery|bigtable|cloud-storage/, "service-write"],
  [/ingestion/, "federation"],
  [/dataflow-service|service-account-email$/, "dataflow-worker"],
];

/** Command → Terraform's name of what it makes, and what the account is for (in the words of the Terraform table). */
const workloadTypes: readonly (readonly [RegExp, string, string])[] = [
  [/^ai custom-jobs /, "vertex_ai_custom_job", "vertex-training"],
  [/^ai hp-tuning-jobs /, "vertex_ai_hyperparameter_tuning_job", "vertex-training"],
  [/^ai ray /, "vertex_ai_ray_job", "vertex-training"],
  [/^ai persistent-resources /, "vertex_ai_persistent_resource", "vertex-training"],
  [/^ai tuning-jobs /, "vertex_ai_tuning_job", "vertex-training"],
  [/^ai endpoints /, "vertex_ai_endpoint", "vertex-serving"],
  [/^ai models /, "vertex_ai_model", "vertex-serving"],
  [/^ai index-endpoints /, "vertex_ai_index_endpoint", "vertex-serving"],
  [/^ai-platform jobs /, "ml_engine_job", "vertex-training"],
  [/^ai-platform versions /, "ml_engine_version", "vertex-serving"],
  [/^api-gateway api-configs /, "api_gateway_api_config", "trigger-invoker"],
  [/^app /, "app_engine_application", "runtime"],
  [/^backup-dr /, "backup_dr_restore_workload", "vm"],
  [/^builds triggers /, "cloudbuild_trigger", "build"],
  [/^builds submit/, "cloudbuild_build", "build"],
  [/^colab schedules /, "colab_schedule", "notebook-execution"],
  [/^(colab|workbench) executions /, "colab_notebook_execution", "notebook-execution"],
  [/^colab runtimes /, "colab_runtime", "notebook-owner"],
  [/^workbench schedules /, "colab_schedule", "notebook-execution"],
  [/^composer /, "composer_environment", "runtime"],
  [/^compute backend-services /, "compute_backend_service", "vm-managed-workload-identity"],
  [/^compute (images|machine-images) import/, "compute_image", "build"],
  [/^compute images export/, "compute_image", "build"],
  [/^compute instance-templates /, "compute_instance_template", "vm"],
  [/^compute (instances|queued-resources) /, "compute_instance", "vm"],
  [/^compute tpus /, "tpu_v2_vm", "vm"],
  [/^compute /, "compute_project_metadata", "vm"],
  [/^container clusters /, "container_cluster", "gke-node"],
  [/^container node-pools /, "container_node_pool", "gke-node"],
  [/^dataflow /, "dataflow_job", "dataflow-worker"],
  [/^datapipelines /, "data_pipeline_pipeline", "dataflow-worker"],
  [/^dataplex datascans /, "dataplex_datascan", "runtime"],
  [/^dataplex tasks /, "dataplex_task", "runtime"],
  [/^dataproc batches /, "dataproc_batch", "dataproc-vm"],
  [/^dataproc jobs /, "dataproc_job", "dataproc-vm"],
  [/^dataproc sessions /, "dataproc_session_template", "dataproc-vm"],
  [/^dataproc workflow-templates /, "dataproc_workflow_template", "dataproc-vm"],
  [/^dataproc clusters /, "dataproc_cluster", "dataproc-vm"],
  [/^eventarc triggers /, "eventarc_trigger", "trigger-invoker"],
  [/^functions /, "cloudfunctions2_function", "runtime"],
  [/^infra-manager /, "config_deployment", "terraform-runner"],
  [/^iam (workload-identity|workforce)-pools /, "credential_configuration", "federation"],
  [/^iam service-accounts identity-bindings/, "service_account_identity_binding", "federation"],
  [/^logging sinks /, "logging_project_sink", "service-write"],
  [/^(migration vms|compute migration)/, "vmmigration_image_import", "vm"],
  [/^notebooks /, "notebooks_instance", "notebook-vm"],
  [/^workbench instances /, "workbench_instance", "notebook-vm"],
  [/^pubsub subscriptions /, "pubsub_subscription", "trigger-invoker"],
  [/^pubsub topics /, "pubsub_topic", "federation"],
  [/^run jobs /, "cloud_run_v2_job", "runtime"],
  [/^run worker-pools /, "cloud_run_v2_worker_pool", "runtime"],
  [/^run instances /, "run_instance", "runtime"],
  [/^run /, "cloud_run_v2_service", "runtime"],
  [/^scheduler /, "cloud_scheduler_job", "trigger-invoker"],
  [/^services api-keys /, "apikeys_key", "api-key-bound"],
  [/^source repos /, "sourcerepo_repository", "publish"],
  [/^source project-configs /, "project", "publish"],
  [/^source-manager /, "secure_source_manager_repository", "build"],
  [/^storage /, "storage_bucket", "service-write"],
  [/^tasks create/, "cloud_tasks_task", "trigger-invoker"],
  [/^tasks queues /, "cloud_tasks_queue", "trigger-invoker"],
  [/^workflows /, "workflows_workflow", "runtime"],
  [/^workstations /, "workstations_workstation_config", "vm"],
  [/^batch /, "batch_job", "vm"],
  [/^deploy /, "clouddeploy_target", "deploy"],
  [/^(lustre|parallelstore) /, "lustre_instance", "transfer"],
];
