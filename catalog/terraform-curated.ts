/**
 * Workload paths whose blocks may be absent and whose default identity runs all the same, by resource type. Elsewhere an
 * absent block means that there is nothing to run.
 */
export const standIns: Readonly<Record<string, readonly string[]>> = {
  cloud_run_service: ["template.spec.service_account_name"],
  cloud_run_v2_job: ["template.template.service_account"],
  cloud_run_v2_service: ["template.service_account"],
  cloud_run_v2_worker_pool: ["template.service_account"],
  cloudfunctions2_function: ["service_config.service_account_email", "build_config.service_account"],
  composer_environment: ["config.node_config.service_account"],
  container_cluster: ["node_config.service_account"],
  container_node_pool: ["node_config.service_account"],
  dataproc_batch: ["environment_config.execution_config.service_account"],
  dataproc_cluster: ["cluster_config.gce_cluster_config.service_account"],
  dataproc_session_template: ["environment_config.execution_config.service_account"],
  dataproc_workflow_template: ["placement.managed_cluster.config.gce_cluster_config.service_account"],
  workbench_instance: ["gce_setup.service_accounts.email"],
};

/** A schedule starts its pipeline itself, time after time. */
const scheduledPipeline: OperationRow = {
  id: "pipelinejob.create",
  block: "create_pipeline_job_request",
  later: true,
  runAs: "create_pipeline_job_request.pipeline_job.service_account",
  targets: { bucket: "create_pipeline_job_request.pipeline_job.runtime_config.gcs_output_directory" },
};

/** Operations of the Vertex table that applying a resource calls; `runAs`: the workload path that names the account. */
export const operations: Readonly<Record<string, readonly OperationRow[]>> = {
  bigquery_connection: [{ id: "bqml.remote", block: "cloud_resource" }],
  bigquery_data_transfer_config: [
    { id: "bq.transfer", runAs: "service_account_name", targets: { dataset: "destination_dataset_id" } },
  ],
  bigquery_job: [
    {
      id: "bq.query",
      block: "query",
      targets: { dataset: "query.destination_table.dataset_id", table: "query.destination_table.table_id" },
    },
    {
      id: "bq.load",
      block: "load",
      targets: { dataset: "load.destination_table.dataset_id", table: "load.destination_table.table_id" },
    },
    {
      id: "bq.export",
      block: "extract",
      targets: { dataset: "extract.source_table.dataset_id", table: "extract.source_table.table_id" },
    },
  ],
  cloud_run_service: [
    {
      id: "run.deploy",
      runAs: "template.spec.service_account_name",
      targets: { image: "template.spec.containers.image" },
    },
  ],
  cloud_run_v2_job: [
    {
      id: "run.deploy",
      runAs: "template.template.service_account",
      targets: { image: "template.template.containers.image" },
    },
  ],
  cloud_run_v2_service: [
    { id: "run.deploy", runAs: "template.service_account", targets: { image: "template.containers.image" } },
  ],
  cloud_run_v2_worker_pool: [
    { id: "run.deploy", runAs: "template.service_account", targets: { image: "template.containers.image" } },
  ],
  cloud_scheduler_job: [
    {
      id: "scheduler.create",
      block: "http_target.oauth_token",
      runAs: "http_target.oauth_token.service_account_email",
    },
    { id: "scheduler.create", block: "http_target.oidc_token", runAs: "http_target.oidc_token.service_account_email" },
  ],
  cloudbuild_trigger: [{ id: "build.submit", runAs: "service_account" }],
  cloudfunctions_function: [
    { id: "functions.deploy", runAs: "service_account_email", targets: { bucket: "source_archive_bucket" } },
  ],
  cloudfunctions2_function: [
    {
      id: "functions.deploy",
      runAs: "service_config.service_account_email",
      targets: { bucket: "build_config.source.storage_source.bucket", repository: "build_config.docker_repository" },
    },
  ],
  colab_notebook_execution: [
    { id: "notebookexec.create", runAs: "service_account", targets: { bucket: "gcs_output_uri" } },
  ],
  colab_runtime: [{ id: "colabruntime.assign" }],
  colab_schedule: [
    {
      id: "schedule.create",
      block: "create_pipeline_job_request",
      runAs: "create_pipeline_job_request.pipeline_job.service_account",
      targets: { bucket: "create_pipeline_job_request.pipeline_job.runtime_config.gcs_output_directory" },
    },
    scheduledPipeline,
  ],
  composer_environment: [{ id: "composer.create", runAs: "config.node_config.service_account" }],
  compute_instance: [{ id: "gce.create", runAs: "service_account.email" }],
  dataflow_flex_template_job: [
    { id: "dataflow.create", runAs: "service_account_email", targets: { bucket: "temp_location" } },
  ],
  dataflow_job: [{ id: "dataflow.create", runAs: "service_account_email", targets: { bucket: "temp_gcs_location" } }],
  eventarc_trigger: [
    { id: "workflows.create", block: "service_account", runAs: "service_account" },
    {
      id: "run.invoke",
      block: "destination.cloud_run_service",
      later: true,
      caller: "service_account",
      location: "destination.cloud_run_service.region",
      targets: { service: "destination.cloud_run_service.service" },
    },
  ],
  storage_bucket_object: [{ id: "gcs.write", targets: { bucket: "bucket" } }],
  vertex_ai_deployment_resource_pool: [{ id: "pool.create", runAs: "service_account" }],
  vertex_ai_dataset: [{ id: "dataset.import" }],
  // Applied once more, it is changed.
  vertex_ai_endpoint: [
    { id: "endpoint.create", targets: { endpoint: "name" } },
    { id: "endpoint.update", targets: { endpoint: "name" } },
  ],
  vertex_ai_endpoint_with_model_garden_deployment: [
    { id: "modelgarden.deploy", targets: { model: "publisher_model_name" } },
  ],
  vertex_ai_feature_online_store: [{ id: "featurestore.create" }],
  vertex_ai_feature_online_store_featureview: [
    { id: "featurestore.create", targets: { table: "big_query_source.uri" } },
  ],
  vertex_ai_featurestore: [{ id: "featurestore.write" }],
  vertex_ai_featurestore_entitytype: [{ id: "featurestore.write" }],
  vertex_ai_featurestore_entitytype_feature: [{ id: "featurestore.write" }],
  vertex_ai_index: [{ id: "index.create", targets: { bucket: "metadata.contents_delta_uri" } }],
  vertex_ai_index_endpoint_deployed_index: [
    { id: "index.deploy", targets: { index: "index", endpoint: "index_endpoint" } },
  ],
  vertex_ai_metadata_store: [{ id: "experiments.write" }],
  vertex_ai_persistent_resource: [
    { id: "persistent.create", runAs: "resource_runtime_spec.service_account_spec.service_account" },
  ],
  vertex_ai_rag_engine_config: [{ id: "rag.import" }],
  vertex_ai_reasoning_engine: [
    {
      id: "agent.create",
      runAs: "spec.service_account",
      targets: { bucket: "spec.package_spec.pickle_object_gcs_uri", identityType: "spec.identity_type" },
    },
  ],
  vertex_ai_schedule: [
    {
      id: "schedule.create",
      runAs: "create_pipeline_job_request.pipeline_job.service_account",
      targets: { bucket: "create_pipeline_job_request.pipeline_job.runtime_config.gcs_output_directory" },
    },
    scheduledPipeline,
  ],
  vertex_ai_tensorboard: [{ id: "experiments.write" }],
  workbench_instance: [{ id: "workbench.create", runAs: "gce_setup.service_accounts.email" }],
  workflows_workflow: [{ id: "workflows.create", runAs: "service_account" }],
};

interface OperationRow {
  readonly id: string;
  /** It is called only if this block or attribute is there. */
  readonly block?: string;
  readonly runAs?: string;
  readonly targets?: Readonly<Record<string, string>>;
  /** What it makes calls it, later, as the account that `caller` names: not whoever applies it. */
  readonly later?: true;
  readonly caller?: string;
  /** Where it is, if not where the resource is. */
  readonly location?: string;
}

/** Resources that facts describe, and the attributes that rules ask for; `name=path` where two types call it differently. */
export const definitions: Readonly<Record<string, readonly string[]>> = {
  artifact_registry_repository: ["format", "mode", "kms_key_name"],
  bigquery_connection: ["cloud_resource.service_account_id"],
  bigquery_dataset: ["default_encryption_configuration.kms_key_name"],
  cloud_run_service: [
    "invoker_iam_disabled=metadata.annotations.run.googleapis.com/invoker-iam-disabled",
    "ingress=metadata.annotations.run.googleapis.com/ingress",
  ],
  cloud_run_v2_job: [],
  cloud_run_v2_service: ["invoker_iam_disabled", "ingress", "iap_enabled"],
  cloud_run_v2_worker_pool: [],
  cloudfunctions_function: ["ingress_settings"],
  cloudfunctions2_function: ["service_config.ingress_settings"],
  compute_instance: ["metadata.enable-oslogin", "metadata.block-project-ssh-keys"],
  container_cluster: ["workload_identity_config.workload_pool", "enable_autopilot", "remove_default_node_pool"],
  kms_crypto_key: ["rotation_period", "purpose"],
  logging_project_bucket_config: ["retention_days", "locked"],
  logging_project_sink: ["destination", "filter", "unique_writer_identity"],
  logging_folder_sink: ["destination", "filter", "include_children"],
  logging_organization_sink: ["destination", "filter", "include_children"],
  storage_bucket: ["uniform_bucket_level_access", "public_access_prevention", "force_destroy"],
  tags_location_tag_binding: ["parent", "tag_value"],
  tags_tag_binding: ["parent", "tag_value"],
  vertex_ai_dataset: ["metadata_schema_uri"],
  vertex_ai_endpoint: [
    "network",
    "dedicated_endpoint_enabled",
    "predict_request_response_logging_config.enabled",
    "predict_request_response_logging_config.sampling_rate",
    "encryption_spec.kms_key_name",
  ],
  vertex_ai_feature_online_store: [],
  vertex_ai_featurestore: [],
  vertex_ai_index: [],
  vertex_ai_index_endpoint: ["public_endpoint_enabled", "network"],
  vertex_ai_reasoning_engine: ["spec.identity_type"],
  vertex_ai_tensorboard: [],
  workbench_instance: ["gce_setup.disable_public_ip", "instance_owners"],
};
