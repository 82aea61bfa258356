import type { Row } from "./row.ts";

type Rows = Readonly<Record<string, Row>>;

const onEndpoint = (id: string): Row => ({ id, home: "endpoint", targets: { endpoint: "endpoint" } });
const onName = (id: string, target: string): Row => ({ id, home: "name", targets: { [target]: "name" } });

const predict = onEndpoint("endpoint.predict");
const generate: Row = { id: "publisher.generate", home: "model", targets: { model: "model" } };

const aiplatform: Rows = {
  "EndpointServiceClient.create_endpoint": { id: "endpoint.create", targets: { displayName: "endpoint.display_name" } },
  "EndpointServiceClient.deploy_model": {
    id: "endpoint.deploy",
    home: "endpoint",
    runAs: ["deployed_model.service_account"],
    targets: { endpoint: "endpoint", model: "deployed_model.model" },
  },
  "EndpointServiceClient.undeploy_model": onEndpoint("endpoint.undeploy"),
  "EndpointServiceClient.update_endpoint": {
    id: "endpoint.update",
    home: "endpoint.name",
    targets: { endpoint: "endpoint.name" },
  },
  "EndpointServiceClient.update_endpoint_long_running": {
    id: "endpoint.update",
    home: "endpoint.name",
    targets: { endpoint: "endpoint.name" },
  },
  "EndpointServiceClient.mutate_deployed_model": onEndpoint("endpoint.update"),
  "EndpointServiceClient.delete_endpoint": onName("endpoint.delete", "endpoint"),
  "PredictionServiceClient.predict": predict,
  "PredictionServiceClient.raw_predict": predict,
  "PredictionServiceClient.stream_raw_predict": predict,
  "PredictionServiceClient.direct_predict": predict,
  "PredictionServiceClient.direct_raw_predict": predict,
  "PredictionServiceClient.server_streaming_predict": predict,
  "PredictionServiceClient.explain": onEndpoint("endpoint.explain"),
  "PredictionServiceClient.generate_content": generate,
  "PredictionServiceClient.stream_generate_content": generate,
  "ModelGardenServiceClient.deploy": {
    id: "modelgarden.deploy",
    home: "destination",
    targets: { model: "publisher_model_name" },
  },
  "DeploymentResourcePoolServiceClient.create_deployment_resource_pool": {
    id: "pool.create",
    runAs: ["deployment_resource_pool.service_account"],
    targets: { pool: "deployment_resource_pool_id" },
  },
  "ModelServiceClient.upload_model": {
    id: "model.upload",
    runAs: ["service_account"],
    targets: { image: "model.container_spec.image_uri", model: "model_id" },
    buckets: ["model.artifact_uri"],
  },
  "ModelServiceClient.get_model": onName("model.get", "model"),
  "ModelServiceClient.list_models": { id: "model.get" },
  "ModelServiceClient.export_model": {
    id: "model.export",
    home: "name",
    targets: { model: "name" },
    buckets: ["output_config.artifact_destination.output_uri_prefix"],
  },
  "ModelServiceClient.copy_model": {
    id: "model.copy",
    runAs: ["custom_service_account"],
    targets: { model: "source_model", destinationParent: "parent_model", destinationModel: "model_id" },
  },
  "ModelServiceClient.delete_model": onName("model.delete", "model"),
  "JobServiceClient.create_custom_job": {
    id: "customjob.create",
    runAs: ["custom_job.job_spec.service_account"],
    targets: { image: "custom_job.job_spec.worker_pool_specs.container_spec.image_uri" },
    buckets: ["custom_job.job_spec.base_output_directory.output_uri_prefix"],
  },
  "JobServiceClient.create_hyperparameter_tuning_job": {
    id: "hptuning.create",
    runAs: ["hyperparameter_tuning_job.trial_job_spec.service_account"],
    targets: { image: "hyperparameter_tuning_job.trial_job_spec.worker_pool_specs.container_spec.image_uri" },
    buckets: ["hyperparameter_tuning_job.trial_job_spec.base_output_directory.output_uri_prefix"],
  },
  "JobServiceClient.create_batch_prediction_job": {
    id: "batchpredict.create",
    runAs: ["batch_prediction_job.service_account"],
    targets: {
      model: "batch_prediction_job.model",
      outputBucket: "batch_prediction_job.output_config.gcs_destination.output_uri_prefix",
      outputTable: "batch_prediction_job.output_config.bigquery_destination.output_uri",
    },
    buckets: ["batch_prediction_job.input_config.gcs_source.uris"],
    tables: ["batch_prediction_job.input_config.bigquery_source.input_uri"],
  },
  "JobServiceClient.create_model_deployment_monitoring_job": {
    id: "monitoring.create",
    targets: { endpoint: "model_deployment_monitoring_job.endpoint" },
  },
  "PipelineServiceClient.create_training_pipeline": {
    id: "trainingpipeline.create",
    runAs: [
      "training_pipeline.training_task_inputs.service_account",
      "training_pipeline.training_task_inputs.trial_job_spec.service_account",
    ],
    targets: { modelToUpload: "training_pipeline.model_to_upload.display_name" },
    buckets: [
      "training_pipeline.input_data_config.gcs_destination.output_uri_prefix",
      "training_pipeline.training_task_inputs.base_output_directory.output_uri_prefix",
    ],
  },
  "PipelineServiceClient.create_pipeline_job": {
    id: "pipelinejob.create",
    runAs: ["pipeline_job.service_account"],
    buckets: ["pipeline_job.runtime_config.gcs_output_directory"],
  },
  "PersistentResourceServiceClient.create_persistent_resource": {
    id: "persistent.create",
    runAs: ["persistent_resource.resource_runtime_spec.service_account_spec.service_account"],
  },
  "GenAiTuningServiceClient.create_tuning_job": {
    id: "tuning.create",
    runAs: ["tuning_job.service_account"],
    targets: { model: "tuning_job.base_model" },
    buckets: ["tuning_job.supervised_tuning_spec.training_dataset_uri"],
  },
  "ScheduleServiceClient.create_schedule": {
    id: "schedule.create",
    runAs: [
      "schedule.create_pipeline_job_request.pipeline_job.service_account",
      "schedule.create_notebook_execution_job_request.notebook_execution_job.service_account",
    ],
    buckets: ["schedule.create_pipeline_job_request.pipeline_job.runtime_config.gcs_output_directory"],
  },
  "MetadataServiceClient.create_metadata_store": { id: "experiments.write" },
  "MetadataServiceClient.create_artifact": { id: "experiments.write" },
  "MetadataServiceClient.create_context": { id: "experiments.write" },
  "MetadataServiceClient.create_execution": { id: "experiments.write" },
  "MetadataServiceClient.add_execution_events": { id: "experiments.write", home: "execution" },
  "MetadataServiceClient.add_context_artifacts_and_executions": { id: "experiments.write", home: "context" },
  "TensorboardServiceClient.create_tensorboard": { id: "experiments.write" },
  "TensorboardServiceClient.create_tensorboard_experiment": { id: "experiments.write" },
  "TensorboardServiceClient.create_tensorboard_run": { id: "experiments.write" },
  "TensorboardServiceClient.create_tensorboard_time_series": { id: "experiments.write" },
  "TensorboardServiceClient.write_tensorboard_run_data": { id: "experiments.write", home: "tensorboard_run" },
  "TensorboardServiceClient.write_tensorboard_experiment_data": {
    id: "experiments.write",
    home: "tensorboard_experiment",
  },
  "ReasoningEngineServiceClient.create_reasoning_engine": {
    id: "agent.create",
    runAs: ["reasoning_engine.spec.service_account"],
    targets: { identityType: "reasoning_engine.spec.identity_type" },
    buckets: ["reasoning_engine.spec.package_spec.pickle_object_gcs_uri"],
  },
  "ReasoningEngineServiceClient.update_reasoning_engine": {
    id: "agent.create",
    home: "reasoning_engine.name",
    runAs: ["reasoning_engine.spec.service_account"],
  },
  "ReasoningEngineExecutionServiceClient.query_reasoning_engine": onName("agent.query", "agent"),
  "ReasoningEngineExecutionServiceClient.stream_query_reasoning_engine": onName("agent.query", "agent"),
  "IndexServiceClient.create_index": { id: "index.create", buckets: ["index.metadata.contents_delta_uri"] },
  "IndexEndpointServiceClient.deploy_index": {
    id: "index.deploy",
    home: "index_endpoint",
    targets: { indexEndpoint: "index_endpoint", index: "deployed_index.index" },
  },
  "MatchServiceClient.find_neighbors": {
    id: "index.query",
    home: "index_endpoint",
    targets: { indexEndpoint: "index_endpoint" },
  },
  "FeatureOnlineStoreAdminServiceClient.create_feature_online_store": { id: "featurestore.create" },
  "FeatureOnlineStoreAdminServiceClient.create_feature_view": {
    id: "featurestore.create",
    tables: ["feature_view.big_query_source.uri"],
  },
  "FeatureOnlineStoreServiceClient.fetch_feature_values": {
    id: "featureview.read",
    home: "feature_view",
    targets: { featureView: "feature_view" },
  },
  "FeaturestoreOnlineServingServiceClient.write_feature_values": { id: "featurestore.write", home: "entity_type" },
  "FeaturestoreServiceClient.import_feature_values": { id: "featurestore.write", home: "entity_type" },
  "DatasetServiceClient.create_dataset": {
    id: "dataset.import",
    buckets: ["dataset.metadata.input_config.gcs_source.uri"],
    tables: ["dataset.metadata.input_config.bigquery_source.uri"],
  },
  "DatasetServiceClient.import_data": {
    id: "dataset.import",
    home: "name",
    buckets: ["import_configs.gcs_source.uris"],
  },
  "VertexRagDataServiceClient.create_rag_corpus": { id: "rag.import" },
  "VertexRagDataServiceClient.import_rag_files": {
    id: "rag.import",
    buckets: ["import_rag_files_config.gcs_source.uris"],
  },
  "NotebookServiceClient.create_notebook_execution_job": {
    id: "notebookexec.create",
    runAs: ["notebook_execution_job.service_account"],
    buckets: ["notebook_execution_job.gcs_output_uri"],
  },
  "NotebookServiceClient.assign_notebook_runtime": {
    id: "colabruntime.assign",
    targets: { template: "notebook_runtime_template" },
  },
};

const deployFunction: Row = {
  id: "functions.deploy",
  runAs: ["function.service_config.service_account_email", "function.service_account_email"],
  targets: { function: "function.name" },
  buckets: ["function.source_archive_url"],
};

const deployService: Row = {
  id: "run.deploy",
  runAs: ["service.template.service_account"],
  targets: { service: "service_id", image: "service.template.containers.image" },
};

const deployJob: Row = {
  id: "run.deploy",
  runAs: ["job.template.template.service_account"],
  targets: { job: "job_id", image: "job.template.template.containers.image" },
};

const createInstance: Row = {
  id: "gce.create",
  runAs: [
    "instance_resource.service_accounts.email",
    "bulk_insert_instance_resource_resource.instance_properties.service_accounts.email",
  ],
  targets: { instance: "instance_resource.name" },
};

/** Methods of the clients that are made from the API's own definitions. */
export const apiRows: Rows = {
  ...aiplatform,
  "NotebookServiceClient.create_instance": {
    id: "workbench.create",
    runAs: ["instance.gce_setup.service_accounts.email", "instance.service_account"],
    targets: { instance: "instance_id" },
  },
  "DataTransferServiceClient.create_transfer_config": {
    id: "bq.transfer",
    runAs: ["service_account_name"],
    targets: { dataset: "transfer_config.destination_dataset_id" },
  },
  "ServicesClient.create_service": deployService,
  "ServicesClient.update_service": {
    ...deployService,
    home: "service.name",
    targets: { service: "service.name", image: "service.template.containers.image" },
  },
  "JobsClient.create_job": deployJob,
  "JobsClient.update_job": { ...deployJob, home: "job.name" },
  "FunctionServiceClient.create_function": { ...deployFunction, home: "parent" },
  "FunctionServiceClient.update_function": { ...deployFunction, home: "function.name" },
  "CloudFunctionsServiceClient.create_function": { ...deployFunction, home: "location" },
  "CloudFunctionsServiceClient.update_function": { ...deployFunction, home: "function.name" },
  "CloudBuildClient.create_build": {
    id: "build.submit",
    runAs: ["build.service_account"],
    targets: { image: "build.images" },
  },
  "CloudBuildClient.run_build_trigger": { id: "build.submit", targets: { trigger: "trigger_id" } },
  "CloudBuildClient.create_build_trigger": { id: "build.submit", runAs: ["trigger.service_account"] },
  "EnvironmentsClient.create_environment": {
    id: "composer.create",
    runAs: ["environment.config.node_config.service_account"],
    targets: { environment: "environment.name" },
  },
  "CloudSchedulerClient.create_job": {
    id: "scheduler.create",
    runAs: ["job.http_target.oauth_token.service_account_email", "job.http_target.oidc_token.service_account_email"],
    targets: { job: "job.name" },
  },
  "WorkflowsClient.create_workflow": {
    id: "workflows.create",
    runAs: ["workflow.service_account"],
    targets: { workflow: "workflow_id" },
  },
  "EventarcClient.create_trigger": {
    id: "workflows.create",
    runAs: ["trigger.service_account"],
    targets: { trigger: "trigger_id" },
  },
  "InstancesClient.insert": createInstance,
  "InstancesClient.bulk_insert": createInstance,
  "FlexTemplatesServiceClient.launch_flex_template": {
    id: "dataflow.create",
    runAs: ["launch_parameter.environment.service_account_email"],
    buckets: ["launch_parameter.container_spec_gcs_path"],
  },
  "TemplatesServiceClient.create_job_from_template": {
    id: "dataflow.create",
    runAs: ["environment.service_account_email"],
    buckets: ["gcs_path"],
  },
  "TemplatesServiceClient.launch_template": {
    id: "dataflow.create",
    runAs: ["launch_parameters.environment.service_account_email"],
    buckets: ["gcs_path"],
  },
  "JobsV1Beta3Client.create_job": { id: "dataflow.create", runAs: ["job.environment.service_account_email"] },
};
