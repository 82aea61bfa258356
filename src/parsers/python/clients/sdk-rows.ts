import type { Row } from "./row.ts";

type Rows = Readonly<Record<string, Row>>;

const accountOf = { runAs: ["service_account"], hasDefaultAccount: true } as const;

const deployed = [
  "deployed_model_display_name",
  "traffic_percentage",
  "traffic_split",
  "machine_type",
  "min_replica_count",
  "max_replica_count",
  "accelerator_type",
  "accelerator_count",
  "gpu_partition_size",
  "tpu_topology",
  "service_account",
] as const;

const named = (name: string, gives: string): Row => ({ params: [name, "project", "location", "credentials"], gives });

const onEndpoint = (id: string): Row => ({ id, home: "self", targets: { endpoint: "self" } });

const endpoints: Rows = {
  "aiplatform.Endpoint": named("endpoint_name", "aiplatform.Endpoint"),
  "aiplatform.PrivateEndpoint": named("endpoint_name", "aiplatform.Endpoint"),
  "aiplatform.Endpoint.create": { id: "endpoint.create", params: ["display_name"], gives: "aiplatform.Endpoint" },
  "aiplatform.PrivateEndpoint.create": {
    id: "endpoint.create",
    params: ["display_name", "project", "location"],
    gives: "aiplatform.Endpoint",
  },
  "aiplatform.Endpoint.list": { params: ["filter", "order_by", "project", "location"], gives: "[aiplatform.Endpoint]" },
  "aiplatform.Endpoint.deploy": {
    id: "endpoint.deploy",
    home: "self",
    params: ["model", ...deployed],
    targets: { endpoint: "self", model: "model" },
    ...accountOf,
  },
  "aiplatform.Endpoint.undeploy": onEndpoint("endpoint.undeploy"),
  "aiplatform.Endpoint.undeploy_all": onEndpoint("endpoint.undeploy"),
  "aiplatform.Endpoint.update": onEndpoint("endpoint.update"),
  "aiplatform.Endpoint.mutate_deployed_model": onEndpoint("endpoint.update"),
  "aiplatform.Endpoint.delete": onEndpoint("endpoint.delete"),
  "aiplatform.Endpoint.predict": onEndpoint("endpoint.predict"),
  "aiplatform.Endpoint.predict_async": onEndpoint("endpoint.predict"),
  "aiplatform.Endpoint.raw_predict": onEndpoint("endpoint.predict"),
  "aiplatform.Endpoint.stream_raw_predict": onEndpoint("endpoint.predict"),
  "aiplatform.Endpoint.direct_predict": onEndpoint("endpoint.predict"),
  "aiplatform.Endpoint.direct_raw_predict": onEndpoint("endpoint.predict"),
  "aiplatform.Endpoint.stream_direct_predict": onEndpoint("endpoint.predict"),
  "aiplatform.Endpoint.explain": onEndpoint("endpoint.explain"),
  "aiplatform.Endpoint.explain_async": onEndpoint("endpoint.explain"),
  "aiplatform.DeploymentResourcePool.create": {
    id: "pool.create",
    params: ["deployment_resource_pool_id", "project", "location"],
    targets: { pool: "deployment_resource_pool_id" },
  },
  "vertexai.OpenModel": { params: ["model_name"] },
  "vertexai.OpenModel.deploy": {
    id: "modelgarden.deploy",
    gives: "aiplatform.Endpoint",
    targets: { model: "model_name", image: "serving_container_image_uri" },
    ...accountOf,
  },
};

const batch = [
  "job_display_name",
  "gcs_source",
  "bigquery_source",
  "instances_format",
  "gcs_destination_prefix",
  "bigquery_destination_prefix",
] as const;
const batchPlaces = {
  buckets: ["gcs_source"],
  tables: ["bigquery_source"],
} as const;

/** Where batch predictions are written. */
const batchOutputs = { outputBucket: "gcs_destination_prefix", outputTable: "bigquery_destination_prefix" } as const;

const models: Rows = {
  "aiplatform.Model": {
    id: "model.get",
    home: "model_name",
    params: ["model_name", "project", "location", "credentials", "version"],
    gives: "aiplatform.Model",
    targets: { model: "model_name" },
  },
  "aiplatform.Model.list": {
    id: "model.get",
    params: ["filter", "order_by", "project", "location"],
    gives: "[aiplatform.Model]",
  },
  "aiplatform.Model.upload": {
    id: "model.upload",
    params: ["serving_container_image_uri"],
    gives: "aiplatform.Model",
    targets: { image: "serving_container_image_uri", displayName: "display_name" },
    buckets: ["artifact_uri"],
  },
  "aiplatform.Model.upload_xgboost_model_file": { id: "model.upload", gives: "aiplatform.Model" },
  "aiplatform.Model.upload_scikit_learn_model_file": { id: "model.upload", gives: "aiplatform.Model" },
  "aiplatform.Model.upload_tensorflow_saved_model": { id: "model.upload", gives: "aiplatform.Model" },
  "aiplatform.Model.deploy": {
    id: "endpoint.deploy",
    without: { argument: "endpoint", id: "endpoint.create+deploy" },
    home: "endpoint",
    params: ["endpoint", ...deployed],
    gives: "aiplatform.Endpoint",
    targets: { endpoint: "endpoint", model: "self" },
    ...accountOf,
  },
  "aiplatform.Model.batch_predict": {
    id: "batchpredict.create",
    home: "self",
    params: batch,
    gives: "aiplatform.BatchPredictionJob",
    targets: { model: "self", ...batchOutputs },
    ...batchPlaces,
    ...accountOf,
  },
  "aiplatform.BatchPredictionJob.create": {
    id: "batchpredict.create",
    params: [
      "job_display_name",
      "model_name",
      "instances_format",
      "predictions_format",
      "gcs_source",
      "bigquery_source",
      "gcs_destination_prefix",
      "bigquery_destination_prefix",
    ],
    gives: "aiplatform.BatchPredictionJob",
    targets: { model: "model_name", ...batchOutputs },
    ...batchPlaces,
    ...accountOf,
  },
  "aiplatform.BatchPredictionJob.submit": {
    id: "batchpredict.create",
    params: ["job_display_name", "model_name"],
    gives: "aiplatform.BatchPredictionJob",
    targets: { model: "model_name", ...batchOutputs },
    ...batchPlaces,
    ...accountOf,
  },
  "aiplatform.Model.export_model": {
    id: "model.export",
    home: "self",
    params: ["export_format_id", "artifact_destination", "image_destination"],
    targets: { model: "self", image: "image_destination" },
    buckets: ["artifact_destination"],
  },
  "aiplatform.Model.copy": {
    id: "model.copy",
    params: ["destination_location", "destination_model_id", "destination_parent_model"],
    gives: "aiplatform.Model",
    targets: { model: "self", destinationModel: "destination_model_id", destinationLocation: "destination_location" },
  },
  "aiplatform.Model.delete": { id: "model.delete", home: "self", targets: { model: "self" } },
  "aiplatform.ModelDeploymentMonitoringJob.create": {
    id: "monitoring.create",
    params: ["endpoint"],
    targets: { endpoint: "endpoint" },
  },
};

const job = [
  "display_name",
  "worker_pool_specs",
  "base_output_dir",
  "project",
  "location",
  "credentials",
  "labels",
  "encryption_spec_key_name",
  "staging_bucket",
] as const;
const script = ["display_name", "script_path", "container_uri"] as const;
const runCustomJob: Row = {
  id: "customjob.create",
  params: ["service_account", "network"],
  targets: { image: "worker_pool_specs.container_spec.image_uri" },
  buckets: ["base_output_dir", "staging_bucket"],
  ...accountOf,
};
const runTuning: Row = {
  id: "hptuning.create",
  params: ["service_account", "network"],
  targets: { image: "custom_job.worker_pool_specs.container_spec.image_uri" },
  buckets: ["custom_job.base_output_dir", "custom_job.staging_bucket"],
  ...accountOf,
};
const runPipeline: Row = {
  id: "pipelinejob.create",
  params: ["service_account", "network"],
  buckets: ["pipeline_root"],
  ...accountOf,
};
const runTraining: Row = {
  id: "trainingpipeline.create",
  gives: "aiplatform.Model",
  targets: { image: "container_uri" },
  buckets: ["base_output_dir", "staging_bucket"],
  ...accountOf,
};
const runAutoMl: Row = { id: "trainingpipeline.create", gives: "aiplatform.Model", params: ["dataset"], targets: {} };

const training: Rows = Object.fromEntries([
  ...["CustomTrainingJob", "CustomContainerTrainingJob", "CustomPythonPackageTrainingJob"].flatMap(
    (name): [string, Row][] => [
      [
        `aiplatform.${name}`,
        { params: name === "CustomContainerTrainingJob" ? ["display_name", "container_uri"] : script },
      ],
      [`aiplatform.${name}.run`, runTraining],
      [`aiplatform.${name}.submit`, runTraining],
    ],
  ),
  ...[
    "AutoMLTabularTrainingJob",
    "AutoMLForecastingTrainingJob",
    "AutoMLImageTrainingJob",
    "AutoMLTextTrainingJob",
    "AutoMLVideoTrainingJob",
    "SequenceToSequencePlusForecastingTrainingJob",
    "TemporalFusionTransformerForecastingTrainingJob",
    "TimeSeriesDenseEncoderForecastingTrainingJob",
  ].map((name): [string, Row] => [`aiplatform.${name}.run`, runAutoMl]),
]);

const jobs: Rows = {
  "aiplatform.CustomJob": { params: job },
  "aiplatform.CustomJob.from_local_script": { params: script, gives: "aiplatform.CustomJob" },
  "aiplatform.CustomJob.run": runCustomJob,
  "aiplatform.CustomJob.submit": runCustomJob,
  "aiplatform.HyperparameterTuningJob": { params: ["display_name", "custom_job"] },
  "aiplatform.HyperparameterTuningJob.run": runTuning,
  "aiplatform.HyperparameterTuningJob.submit": runTuning,
  ...training,
  "aiplatform.PipelineJob": { params: ["display_name", "template_path", "job_id", "pipeline_root"] },
  "aiplatform.PipelineJob.from_pipeline_func": { gives: "aiplatform.PipelineJob" },
  "aiplatform.PipelineJob.run": runPipeline,
  "aiplatform.PipelineJob.submit": runPipeline,
  "aiplatform.PipelineJob.create_schedule": {
    ...runPipeline,
    id: "schedule.create",
    params: [
      "cron",
      "display_name",
      "start_time",
      "end_time",
      "allow_queueing",
      "max_run_count",
      "max_concurrent_run_count",
      "max_concurrent_active_run_count",
      "service_account",
    ],
  },
  "aiplatform.PipelineJobSchedule": { params: ["pipeline_job", "display_name"] },
  "aiplatform.PipelineJobSchedule.create": {
    id: "schedule.create",
    params: [
      "cron",
      "start_time",
      "end_time",
      "allow_queueing",
      "max_run_count",
      "max_concurrent_run_count",
      "max_concurrent_active_run_count",
      "service_account",
    ],
    buckets: ["pipeline_job.pipeline_root"],
    ...accountOf,
  },
  "aiplatform.PersistentResource.create": {
    id: "persistent.create",
    runAs: ["service_account", "resource_runtime_spec.service_account_spec.service_account"],
  },
  "vertexai.persistent_resource.create": { id: "persistent.create", runAs: ["service_account"] },
  "vertexai.create_ray_cluster": { id: "persistent.create", runAs: ["service_account"] },
  "vertexai.ray.create_ray_cluster": { id: "persistent.create", runAs: ["service_account"] },
  "aiplatform.create_ray_cluster": { id: "persistent.create", runAs: ["service_account"] },
  "vertexai.vertex_ray.create_ray_cluster": { id: "persistent.create", runAs: ["service_account"] },
  "vertexai.sft.train": {
    id: "tuning.create",
    params: ["source_model", "train_dataset"],
    targets: { model: "source_model" },
    buckets: ["train_dataset"],
    ...accountOf,
  },
  "vertexai.preference_tuning.train": {
    id: "tuning.create",
    params: ["source_model", "train_dataset"],
    targets: { model: "source_model" },
    buckets: ["train_dataset"],
    ...accountOf,
  },
};

const experiment: Row = { id: "experiments.write" };

const data: Rows = {
  ...Object.fromEntries(
    [
      "start_run",
      "log_metrics",
      "log_params",
      "log_time_series_metrics",
      "log_classification_metrics",
      "log_model",
      "autolog",
      "start_execution",
    ].map((name) => [`aiplatform.${name}`, experiment]),
  ),
  "aiplatform.Tensorboard.create": experiment,
  "aiplatform.TensorboardExperiment.create": experiment,
  "aiplatform.TensorboardRun.create": experiment,
  "aiplatform.Experiment.create": experiment,
  "aiplatform.ExperimentRun.create": experiment,
  "aiplatform.Artifact.create": experiment,
  "aiplatform.Execution.create": experiment,
  "aiplatform.Context.create": experiment,
  ...Object.fromEntries(
    ["create_tree_ah_index", "create_brute_force_index"].map((name): [string, Row] => [
      `aiplatform.MatchingEngineIndex.${name}`,
      {
        id: "index.create",
        params: ["display_name", "contents_delta_uri"],
        gives: "aiplatform.MatchingEngineIndex",
        buckets: ["contents_delta_uri"],
      },
    ]),
  ),
  "aiplatform.MatchingEngineIndex": named("index_name", "aiplatform.MatchingEngineIndex"),
  "aiplatform.MatchingEngineIndexEndpoint": named("index_endpoint_name", "aiplatform.MatchingEngineIndexEndpoint"),
  "aiplatform.MatchingEngineIndexEndpoint.create": {
    params: ["display_name"],
    gives: "aiplatform.MatchingEngineIndexEndpoint",
  },
  "aiplatform.MatchingEngineIndexEndpoint.deploy_index": {
    id: "index.deploy",
    home: "self",
    params: ["index", "deployed_index_id"],
    gives: "aiplatform.MatchingEngineIndexEndpoint",
    targets: { index: "index", indexEndpoint: "self" },
  },
  "aiplatform.MatchingEngineIndexEndpoint.find_neighbors": {
    id: "index.query",
    home: "self",
    targets: { indexEndpoint: "self" },
  },
  "aiplatform.MatchingEngineIndexEndpoint.match": {
    id: "index.query",
    home: "self",
    targets: { indexEndpoint: "self" },
  },
  "aiplatform.MatchingEngineIndexEndpoint.read_index_datapoints": {
    id: "index.query",
    home: "self",
    targets: { indexEndpoint: "self" },
  },
  "vertexai.FeatureOnlineStore": named("name", "vertexai.FeatureOnlineStore"),
  ...Object.fromEntries(
    ["create_optimized_store", "create_bigtable_store"].map((name): [string, Row] => [
      `vertexai.FeatureOnlineStore.${name}`,
      {
        id: "featurestore.create",
        params: ["name"],
        gives: "vertexai.FeatureOnlineStore",
        targets: { featureStore: "name" },
      },
    ]),
  ),
  "vertexai.FeatureOnlineStore.create_feature_view": {
    id: "featurestore.create",
    params: ["name", "source"],
    gives: "vertexai.FeatureView",
    tables: ["source.uri"],
  },
  "vertexai.FeatureView": { params: ["name", "feature_online_store_id"] },
  "vertexai.FeatureView.read": { id: "featureview.read", home: "self", targets: { featureView: "self" } },
  "vertexai.FeatureView.search": { id: "featureview.read", home: "self", targets: { featureView: "self" } },
  "aiplatform.Featurestore": named("featurestore_name", "aiplatform.Featurestore"),
  "aiplatform.Featurestore.create": { params: ["featurestore_id"], gives: "aiplatform.Featurestore" },
  "aiplatform.EntityType": { params: ["entity_type_name", "featurestore_id"], gives: "aiplatform.EntityType" },
  "aiplatform.EntityType.create": { gives: "aiplatform.EntityType" },
  "aiplatform.Featurestore.create_entity_type": { gives: "aiplatform.EntityType" },
  "aiplatform.Featurestore.get_entity_type": { gives: "aiplatform.EntityType" },
  "aiplatform.EntityType.write_feature_values": { id: "featurestore.write", home: "self" },
  "aiplatform.EntityType.ingest_from_df": { id: "featurestore.write", home: "self" },
  "aiplatform.EntityType.ingest_from_gcs": { id: "featurestore.write", home: "self", buckets: ["gcs_source_uris"] },
  "aiplatform.EntityType.ingest_from_bq": { id: "featurestore.write", home: "self", tables: ["bq_source_uri"] },
  ...Object.fromEntries(
    ["Tabular", "TimeSeries", "Image", "Text", "Video"].flatMap((name): [string, Row][] => [
      [
        `aiplatform.${name}Dataset.create`,
        {
          id: "dataset.import",
          params: ["display_name", "gcs_source", "bq_source"],
          gives: `aiplatform.${name}Dataset`,
          buckets: ["gcs_source"],
          tables: ["bq_source"],
        },
      ],
      [
        `aiplatform.${name}Dataset.import_data`,
        { id: "dataset.import", home: "self", params: ["gcs_source"], buckets: ["gcs_source"] },
      ],
      [`aiplatform.${name}Dataset.create_from_dataframe`, { id: "dataset.import", gives: `aiplatform.${name}Dataset` }],
    ]),
  ),
  "vertexai.rag.create_corpus": { id: "rag.import" },
  "vertexai.rag.import_files": {
    id: "rag.import",
    params: ["corpus_name", "paths"],
    buckets: ["paths"],
    home: "corpus_name",
  },
  "vertexai.rag.import_files_async": {
    id: "rag.import",
    params: ["corpus_name", "paths"],
    buckets: ["paths"],
    home: "corpus_name",
  },
  "vertexai.rag.upload_file": { id: "rag.import", params: ["corpus_name"], home: "corpus_name" },
};

const createAgent: Row = {
  id: "agent.create",
  gives: "vertexai.AgentEngine",
  runAs: ["config.service_account", "service_account"],
  targets: { identityType: "config.identity_type" },
  buckets: ["config.staging_bucket", "staging_bucket"],
};
const useAgent: Row = { params: ["name"], gives: "vertexai.AgentEngine" };
const queryAgent: Row = { id: "agent.query", home: "name", targets: { agent: "name" } };
const generate = (id = "publisher.generate"): Row => ({ id, targets: { model: "model_name" } });

const agents: Rows = {
  "vertexai.agent_engines.create": createAgent,
  "vertexai.agent_engines.update": createAgent,
  "vertexai.agent_engines.get": { params: ["name"], gives: "vertexai.AgentEngine" },
  "vertexai.Client.agent_engines.create": createAgent,
  "vertexai.Client.agent_engines.update": createAgent,
  "vertexai.Client.agent_engines.get": useAgent,
  "vertexai.ReasoningEngine": useAgent,
  "vertexai.ReasoningEngine.create": createAgent,
  "vertexai.ReasoningEngine.query": queryAgent,
  "vertexai.AgentEngine": useAgent,
  "vertexai.AgentEngine.query": queryAgent,
  "vertexai.AgentEngine.stream_query": queryAgent,
  "vertexai.AgentEngine.async_query": queryAgent,
  "vertexai.AgentEngine.async_stream_query": queryAgent,
};

/** Models of older versions of the SDK, and what is called on them. */
const olderModels: Readonly<Record<string, readonly string[]>> = {
  TextGenerationModel: ["predict", "predict_streaming", "predict_async"],
  ChatModel: [],
  CodeGenerationModel: ["predict", "predict_streaming"],
  CodeChatModel: [],
  TextEmbeddingModel: ["get_embeddings", "get_embeddings_async"],
  MultiModalEmbeddingModel: ["get_embeddings"],
  ImageGenerationModel: ["generate_images", "edit_image", "upscale_image"],
  ImageTextModel: ["get_captions", "ask_question"],
  ImageCaptioningModel: ["get_captions"],
};

const olderModel = (name: string, methods: readonly string[]): readonly (readonly [string, Row])[] => {
  const of = `vertexai.${name}`;
  const rows: [string, Row][] = methods.map((method) => [`${of}.${method}`, generate()]);
  rows.push([`${of}.from_pretrained`, { params: ["model_name"], gives: of }]);
  rows.push([`${of}.start_chat`, { gives: "vertexai.ChatSession" }]);
  rows.push([`${of}.tune_model`, { id: "tuning.create", targets: { model: "model_name" } }]);
  return rows;
};

const generative: Rows = {
  "vertexai.GenerativeModel": { params: ["model_name"] },
  "vertexai.GenerativeModel.generate_content": generate(),
  "vertexai.GenerativeModel.generate_content_async": generate(),
  "vertexai.GenerativeModel.start_chat": { gives: "vertexai.ChatSession" },
  "vertexai.ChatSession.send_message": generate(),
  "vertexai.ChatSession.send_message_async": generate(),
  ...Object.fromEntries(Object.entries(olderModels).flatMap(([name, methods]) => olderModel(name, methods))),
};

/** Components of `google_cloud_pipeline_components`: each launches a job of its own, as the account that it is given. */
const component = (id: string, row: Row = {}): Row => ({
  id,
  surface: "kfp",
  runAs: ["service_account", "dataflow_service_account"],
  ...row,
});

const components: Rows = {
  "kfp.CustomTrainingJobOp": component("customjob.create", {
    targets: { image: "worker_pool_specs.container_spec.image_uri" },
    buckets: ["base_output_directory"],
  }),
  "kfp.HyperparameterTuningJobRunOp": component("hptuning.create"),
  "kfp.create_custom_training_job_from_component": component("customjob.create", {
    buckets: ["base_output_directory"],
  }),
  "kfp.create_custom_training_job_op_from_component": component("customjob.create", {
    buckets: ["base_output_directory"],
  }),
  "kfp.CustomContainerTrainingJobRunOp": component("trainingpipeline.create"),
  "kfp.CustomPythonPackageTrainingJobRunOp": component("trainingpipeline.create"),
  ...Object.fromEntries(
    ["Tabular", "Image", "Text", "Video", "Forecasting"].map((name) => [
      `kfp.AutoML${name}TrainingJobRunOp`,
      component("trainingpipeline.create"),
    ]),
  ),
  "kfp.ModelUploadOp": component("model.upload", {
    targets: { image: "serving_container_image_uri" },
    buckets: ["artifact_uri"],
  }),
  "kfp.ModelGetOp": component("model.get"),
  "kfp.ModelExportOp": component("model.export", { buckets: ["artifact_destination"] }),
  "kfp.ModelDeleteOp": component("model.delete"),
  "kfp.EndpointCreateOp": component("endpoint.create"),
  "kfp.EndpointDeleteOp": component("endpoint.delete"),
  "kfp.ModelDeployOp": component("endpoint.deploy"),
  "kfp.ModelUndeployOp": component("endpoint.undeploy"),
  "kfp.ModelBatchPredictOp": component("batchpredict.create", {
    targets: { outputBucket: "gcs_destination_output_uri_prefix", outputTable: "bigquery_destination_output_uri" },
    buckets: ["gcs_source_uris"],
    tables: ["bigquery_source_input_uri"],
  }),
  "kfp.BigqueryQueryJobOp": component("bq.query"),
  "kfp.BigqueryCreateModelJobOp": component("bq.query"),
  "kfp.BigqueryPredictModelJobOp": component("bq.query"),
  "kfp.BigqueryEvaluateModelJobOp": component("bq.query"),
  "kfp.DataflowPythonJobOp": component("dataflow.create", { buckets: ["temp_location"] }),
  "kfp.DataflowFlexTemplateJobOp": component("dataflow.create", { runAs: ["service_account_email"] }),
  ...Object.fromEntries(
    ["Tabular", "Image", "Text", "Video", "TimeSeries"].map((name) => [
      `kfp.${name}DatasetCreateOp`,
      component("dataset.import", { buckets: ["gcs_source"], tables: ["bq_source"] }),
    ]),
  ),
};

/** Methods of the SDK for Vertex AI, by class. */
export const sdkRows: Rows = { ...endpoints, ...models, ...jobs, ...data, ...agents, ...generative, ...components };
