/** What a method of a client library calls, and where its request says what. */
export interface Row {
  /** The id of the operation. */
  readonly id: string;
  /** The field that names the project and the place; absent: `parent`, `name`. */
  readonly home?: string;
  /** Where the account stands that the new workload runs as. */
  readonly runAs?: readonly string[];
  /** Without an account it runs as nobody (`nobody`), or as what the request refers to says (`inherited`). */
  readonly unnamed?: "nobody" | "inherited";
  /** What else the request names. */
  readonly targets?: Readonly<Record<string, string>>;
  /** Fields with `gs://` addresses. */
  readonly buckets?: readonly string[];
  /** Fields with `bq://` addresses. */
  readonly tables?: readonly string[];
}

type Rows = Readonly<Record<string, Row>>;

const onEndpoint = (id: string): Row => ({ id, home: "endpoint", targets: { endpoint: "endpoint" } });
const onName = (id: string, target: string): Row => ({ id, home: "name", targets: { [target]: "name" } });

const predict = onEndpoint("endpoint.predict");
const generate: Row = { id: "publisher.generate", home: "model", targets: { model: "model" } };

const aiplatform: Rows = {
  "EndpointServiceClient.createEndpoint": { id: "endpoint.create", targets: { displayName: "endpoint.displayName" } },
  "EndpointServiceClient.deployModel": {
    id: "endpoint.deploy",
    home: "endpoint",
    runAs: ["deployedModel.serviceAccount"],
    targets: { endpoint: "endpoint", model: "deployedModel.model" },
  },
  "EndpointServiceClient.undeployModel": onEndpoint("endpoint.undeploy"),
  "EndpointServiceClient.updateEndpoint": {
    id: "endpoint.update",
    home: "endpoint.name",
    targets: { endpoint: "endpoint.name" },
  },
  "EndpointServiceClient.updateEndpointLongRunning": {
    id: "endpoint.update",
    home: "endpoint.name",
    targets: { endpoint: "endpoint.name" },
  },
  "EndpointServiceClient.mutateDeployedModel": onEndpoint("endpoint.update"),
  "EndpointServiceClient.deleteEndpoint": onName("endpoint.delete", "endpoint"),
  "PredictionServiceClient.predict": predict,
  "PredictionServiceClient.rawPredict": predict,
  "PredictionServiceClient.streamRawPredict": predict,
  "PredictionServiceClient.directPredict": predict,
  "PredictionServiceClient.directRawPredict": predict,
  "PredictionServiceClient.serverStreamingPredict": predict,
  "PredictionServiceClient.explain": onEndpoint("endpoint.explain"),
  "PredictionServiceClient.generateContent": generate,
  "PredictionServiceClient.streamGenerateContent": generate,
  "ModelGardenServiceClient.deploy": {
    id: "modelgarden.deploy",
    home: "destination",
    targets: { model: "publisherModelName" },
  },
  "DeploymentResourcePoolServiceClient.createDeploymentResourcePool": {
    id: "pool.create",
    runAs: ["deploymentResourcePool.serviceAccount"],
    targets: { pool: "deploymentResourcePoolId" },
  },
  "ModelServiceClient.uploadModel": {
    id: "model.upload",
    runAs: ["serviceAccount"],
    targets: { image: "model.containerSpec.imageUri", model: "modelId" },
    buckets: ["model.artifactUri"],
  },
  "ModelServiceClient.getModel": onName("model.get", "model"),
  "ModelServiceClient.listModels": { id: "model.get" },
  "ModelServiceClient.exportModel": {
    id: "model.export",
    home: "name",
    targets: { model: "name" },
    buckets: ["outputConfig.artifactDestination.outputUriPrefix"],
  },
  "ModelServiceClient.copyModel": {
    id: "model.copy",
    runAs: ["customServiceAccount"],
    targets: { model: "sourceModel", destinationParent: "parentModel", destinationModel: "modelId" },
  },
  "ModelServiceClient.deleteModel": onName("model.delete", "model"),
  "JobServiceClient.createCustomJob": {
    id: "customjob.create",
    runAs: ["customJob.jobSpec.serviceAccount"],
    targets: { image: "customJob.jobSpec.workerPoolSpecs.containerSpec.imageUri" },
    buckets: ["customJob.jobSpec.baseOutputDirectory.outputUriPrefix"],
  },
  "JobServiceClient.createHyperparameterTuningJob": {
    id: "hptuning.create",
    runAs: ["hyperparameterTuningJob.trialJobSpec.serviceAccount"],
    targets: { image: "hyperparameterTuningJob.trialJobSpec.workerPoolSpecs.containerSpec.imageUri" },
    buckets: ["hyperparameterTuningJob.trialJobSpec.baseOutputDirectory.outputUriPrefix"],
  },
  "JobServiceClient.createBatchPredictionJob": {
    id: "batchpredict.create",
    runAs: ["batchPredictionJob.serviceAccount"],
    targets: {
      model: "batchPredictionJob.model",
      outputBucket: "batchPredictionJob.outputConfig.gcsDestination.outputUriPrefix",
      outputTable: "batchPredictionJob.outputConfig.bigqueryDestination.outputUri",
    },
    buckets: ["batchPredictionJob.inputConfig.gcsSource.uris"],
    tables: ["batchPredictionJob.inputConfig.bigquerySource.inputUri"],
  },
  "JobServiceClient.createModelDeploymentMonitoringJob": {
    id: "monitoring.create",
    targets: { endpoint: "modelDeploymentMonitoringJob.endpoint" },
  },
  "PipelineServiceClient.createTrainingPipeline": {
    id: "trainingpipeline.create",
    runAs: [
      "trainingPipeline.trainingTaskInputs.serviceAccount",
      "trainingPipeline.trainingTaskInputs.trialJobSpec.serviceAccount",
    ],
    targets: { modelToUpload: "trainingPipeline.modelToUpload.displayName" },
    buckets: [
      "trainingPipeline.inputDataConfig.gcsDestination.outputUriPrefix",
      "trainingPipeline.trainingTaskInputs.baseOutputDirectory.outputUriPrefix",
    ],
  },
  "PipelineServiceClient.createPipelineJob": {
    id: "pipelinejob.create",
    runAs: ["pipelineJob.serviceAccount"],
    buckets: ["pipelineJob.runtimeConfig.gcsOutputDirectory"],
  },
  "PersistentResourceServiceClient.createPersistentResource": {
    id: "persistent.create",
    runAs: ["persistentResource.resourceRuntimeSpec.serviceAccountSpec.serviceAccount"],
  },
  "GenAiTuningServiceClient.createTuningJob": {
    id: "tuning.create",
    runAs: ["tuningJob.serviceAccount"],
    targets: { model: "tuningJob.baseModel" },
    buckets: ["tuningJob.supervisedTuningSpec.trainingDatasetUri"],
  },
  "ScheduleServiceClient.createSchedule": {
    id: "schedule.create",
    runAs: [
      "schedule.createPipelineJobRequest.pipelineJob.serviceAccount",
      "schedule.createNotebookExecutionJobRequest.notebookExecutionJob.serviceAccount",
    ],
    buckets: ["schedule.createPipelineJobRequest.pipelineJob.runtimeConfig.gcsOutputDirectory"],
  },
  "MetadataServiceClient.createMetadataStore": { id: "experiments.write" },
  "MetadataServiceClient.createArtifact": { id: "experiments.write" },
  "MetadataServiceClient.createContext": { id: "experiments.write" },
  "MetadataServiceClient.createExecution": { id: "experiments.write" },
  "MetadataServiceClient.addExecutionEvents": { id: "experiments.write", home: "execution" },
  "MetadataServiceClient.addContextArtifactsAndExecutions": { id: "experiments.write", home: "context" },
  "TensorboardServiceClient.createTensorboard": { id: "experiments.write" },
  "TensorboardServiceClient.createTensorboardExperiment": { id: "experiments.write" },
  "TensorboardServiceClient.createTensorboardRun": { id: "experiments.write" },
  "TensorboardServiceClient.createTensorboardTimeSeries": { id: "experiments.write" },
  "TensorboardServiceClient.writeTensorboardRunData": { id: "experiments.write", home: "tensorboardRun" },
  "TensorboardServiceClient.writeTensorboardExperimentData": { id: "experiments.write", home: "tensorboardExperiment" },
  "ReasoningEngineServiceClient.createReasoningEngine": {
    id: "agent.create",
    runAs: ["reasoningEngine.spec.serviceAccount"],
    targets: { identityType: "reasoningEngine.spec.identityType" },
    buckets: ["reasoningEngine.spec.packageSpec.pickleObjectGcsUri"],
  },
  "ReasoningEngineServiceClient.updateReasoningEngine": {
    id: "agent.create",
    home: "reasoningEngine.name",
    runAs: ["reasoningEngine.spec.serviceAccount"],
  },
  "ReasoningEngineExecutionServiceClient.queryReasoningEngine": onName("agent.query", "agent"),
  "ReasoningEngineExecutionServiceClient.streamQueryReasoningEngine": onName("agent.query", "agent"),
  "IndexServiceClient.createIndex": { id: "index.create", buckets: ["index.metadata.contentsDeltaUri"] },
  "IndexEndpointServiceClient.deployIndex": {
    id: "index.deploy",
    home: "indexEndpoint",
    targets: { indexEndpoint: "indexEndpoint", index: "deployedIndex.index" },
  },
  "MatchServiceClient.findNeighbors": {
    id: "index.query",
    home: "indexEndpoint",
    targets: { indexEndpoint: "indexEndpoint" },
  },
  "FeatureOnlineStoreAdminServiceClient.createFeatureOnlineStore": { id: "featurestore.create" },
  "FeatureOnlineStoreAdminServiceClient.createFeatureView": {
    id: "featurestore.create",
    tables: ["featureView.bigQuerySource.uri"],
  },
  "FeatureOnlineStoreServiceClient.fetchFeatureValues": {
    id: "featureview.read",
    home: "featureView",
    targets: { featureView: "featureView" },
  },
  "FeaturestoreOnlineServingServiceClient.writeFeatureValues": { id: "featurestore.write", home: "entityType" },
  "FeaturestoreServiceClient.importFeatureValues": { id: "featurestore.write", home: "entityType" },
  "DatasetServiceClient.createDataset": {
    id: "dataset.import",
    buckets: ["dataset.metadata.inputConfig.gcsSource.uri"],
    tables: ["dataset.metadata.inputConfig.bigquerySource.uri"],
  },
  "DatasetServiceClient.importData": { id: "dataset.import", home: "name", buckets: ["importConfigs.gcsSource.uris"] },
  "VertexRagDataServiceClient.createRagCorpus": { id: "rag.import" },
  "VertexRagDataServiceClient.importRagFiles": { id: "rag.import", buckets: ["importRagFilesConfig.gcsSource.uris"] },
  "NotebookServiceClient.createNotebookExecutionJob": {
    id: "notebookexec.create",
    runAs: ["notebookExecutionJob.serviceAccount"],
    buckets: ["notebookExecutionJob.gcsOutputUri"],
  },
  "NotebookServiceClient.assignNotebookRuntime": {
    id: "colabruntime.assign",
    targets: { template: "notebookRuntimeTemplate" },
  },
};

const deployFunction: Row = {
  id: "functions.deploy",
  runAs: ["function.serviceConfig.serviceAccountEmail", "function.serviceAccountEmail"],
  targets: { function: "function.name" },
  buckets: ["function.sourceArchiveUrl"],
};

const deployService: Row = {
  id: "run.deploy",
  runAs: ["service.template.serviceAccount"],
  targets: { service: "serviceId", image: "service.template.containers.image" },
};

const deployJob: Row = {
  id: "run.deploy",
  runAs: ["job.template.template.serviceAccount"],
  targets: { job: "jobId", image: "job.template.template.containers.image" },
};

const createInstance: Row = {
  id: "gce.create",
  unnamed: "nobody",
  runAs: [
    "instanceResource.serviceAccounts.email",
    "bulkInsertInstanceResourceResource.instanceProperties.serviceAccounts.email",
  ],
  targets: { instance: "instanceResource.name" },
};

/** By package (`@google-cloud/…`), then by class and method. */
export const rows: Readonly<Record<string, Rows>> = {
  aiplatform,
  notebooks: {
    "NotebookServiceClient.createInstance": {
      id: "workbench.create",
      runAs: ["instance.gceSetup.serviceAccounts.email", "instance.serviceAccount"],
      targets: { instance: "instanceId" },
    },
  },
  "bigquery-data-transfer": {
    "DataTransferServiceClient.createTransferConfig": {
      id: "bq.transfer",
      runAs: ["serviceAccountName"],
      targets: { dataset: "transferConfig.destinationDatasetId" },
    },
  },
  run: {
    "ServicesClient.createService": deployService,
    "ServicesClient.updateService": {
      ...deployService,
      home: "service.name",
      targets: { service: "service.name", image: "service.template.containers.image" },
    },
    "JobsClient.createJob": deployJob,
    "JobsClient.updateJob": { ...deployJob, home: "job.name" },
  },
  functions: {
    "FunctionServiceClient.createFunction": { ...deployFunction, home: "parent" },
    "FunctionServiceClient.updateFunction": { ...deployFunction, home: "function.name" },
    "CloudFunctionsServiceClient.createFunction": { ...deployFunction, home: "location" },
    "CloudFunctionsServiceClient.updateFunction": { ...deployFunction, home: "function.name" },
  },
  cloudbuild: {
    "CloudBuildClient.createBuild": {
      id: "build.submit",
      runAs: ["build.serviceAccount"],
      targets: { image: "build.images" },
    },
    "CloudBuildClient.runBuildTrigger": { id: "build.submit", unnamed: "inherited", targets: { trigger: "triggerId" } },
    "CloudBuildClient.createBuildTrigger": { id: "build.submit", runAs: ["trigger.serviceAccount"] },
  },
  "orchestration-airflow": {
    "EnvironmentsClient.createEnvironment": {
      id: "composer.create",
      runAs: ["environment.config.nodeConfig.serviceAccount"],
      targets: { environment: "environment.name" },
    },
  },
  scheduler: {
    "CloudSchedulerClient.createJob": {
      id: "scheduler.create",
      runAs: ["job.httpTarget.oauthToken.serviceAccountEmail", "job.httpTarget.oidcToken.serviceAccountEmail"],
      targets: { job: "job.name" },
    },
  },
  workflows: {
    "WorkflowsClient.createWorkflow": {
      id: "workflows.create",
      runAs: ["workflow.serviceAccount"],
      targets: { workflow: "workflowId" },
    },
  },
  eventarc: {
    "EventarcClient.createTrigger": {
      id: "workflows.create",
      runAs: ["trigger.serviceAccount"],
      targets: { trigger: "triggerId" },
    },
  },
  // The table of operations has no ids for these: the API's own names.
  "iam-credentials": {
    "IAMCredentialsClient.generateAccessToken": onName("projects.serviceAccounts.generateAccessToken", "account"),
    "IAMCredentialsClient.generateIdToken": onName("projects.serviceAccounts.generateIdToken", "account"),
    "IAMCredentialsClient.signBlob": onName("projects.serviceAccounts.signBlob", "account"),
    "IAMCredentialsClient.signJwt": onName("projects.serviceAccounts.signJwt", "account"),
  },
  compute: {
    "InstancesClient.insert": createInstance,
    "InstancesClient.bulkInsert": createInstance,
  },
  dataflow: {
    "FlexTemplatesServiceClient.launchFlexTemplate": {
      id: "dataflow.create",
      runAs: ["launchParameter.environment.serviceAccountEmail"],
      buckets: ["launchParameter.containerSpecGcsPath"],
    },
    "TemplatesServiceClient.createJobFromTemplate": {
      id: "dataflow.create",
      runAs: ["environment.serviceAccountEmail"],
      buckets: ["gcsPath"],
    },
    "TemplatesServiceClient.launchTemplate": {
      id: "dataflow.create",
      runAs: ["launchParameters.environment.serviceAccountEmail"],
      buckets: ["gcsPath"],
    },
    "JobsV1Beta3Client.createJob": { id: "dataflow.create", runAs: ["job.environment.serviceAccountEmail"] },
  },
};

/** Methods of the HTTP API by collection and verb: for URLs and the discovery-based client. */
export const restRows: Readonly<Record<string, Rows>> = {
  aiplatform: Object.fromEntries(
    Object.entries({
      "EndpointServiceClient.createEndpoint": "endpoints.create",
      "EndpointServiceClient.deployModel": "endpoints.deployModel",
      "EndpointServiceClient.undeployModel": "endpoints.undeployModel",
      "EndpointServiceClient.updateEndpoint": "endpoints.patch",
      "EndpointServiceClient.mutateDeployedModel": "endpoints.mutateDeployedModel",
      "EndpointServiceClient.deleteEndpoint": "endpoints.delete",
      "PredictionServiceClient.predict": "endpoints.predict",
      "PredictionServiceClient.rawPredict": "endpoints.rawPredict",
      "PredictionServiceClient.streamRawPredict": "endpoints.streamRawPredict",
      "PredictionServiceClient.directPredict": "endpoints.directPredict",
      "PredictionServiceClient.serverStreamingPredict": "endpoints.serverStreamingPredict",
      "PredictionServiceClient.explain": "endpoints.explain",
      "ModelGardenServiceClient.deploy": "locations.deploy",
      "DeploymentResourcePoolServiceClient.createDeploymentResourcePool": "deploymentResourcePools.create",
      "ModelServiceClient.uploadModel": "models.upload",
      "ModelServiceClient.getModel": "models.get",
      "ModelServiceClient.listModels": "models.list",
      "ModelServiceClient.exportModel": "models.export",
      "ModelServiceClient.copyModel": "models.copy",
      "ModelServiceClient.deleteModel": "models.delete",
      "JobServiceClient.createCustomJob": "customJobs.create",
      "JobServiceClient.createHyperparameterTuningJob": "hyperparameterTuningJobs.create",
      "JobServiceClient.createBatchPredictionJob": "batchPredictionJobs.create",
      "JobServiceClient.createModelDeploymentMonitoringJob": "modelDeploymentMonitoringJobs.create",
      "PipelineServiceClient.createTrainingPipeline": "trainingPipelines.create",
      "PipelineServiceClient.createPipelineJob": "pipelineJobs.create",
      "PersistentResourceServiceClient.createPersistentResource": "persistentResources.create",
      "GenAiTuningServiceClient.createTuningJob": "tuningJobs.create",
      "ScheduleServiceClient.createSchedule": "schedules.create",
      "MetadataServiceClient.createMetadataStore": "metadataStores.create",
      "MetadataServiceClient.createArtifact": "artifacts.create",
      "MetadataServiceClient.createContext": "contexts.create",
      "MetadataServiceClient.createExecution": "executions.create",
      "TensorboardServiceClient.createTensorboard": "tensorboards.create",
      "TensorboardServiceClient.createTensorboardRun": "runs.create",
      "TensorboardServiceClient.writeTensorboardRunData": "runs.write",
      "ReasoningEngineServiceClient.createReasoningEngine": "reasoningEngines.create",
      "ReasoningEngineServiceClient.updateReasoningEngine": "reasoningEngines.patch",
      "ReasoningEngineExecutionServiceClient.queryReasoningEngine": "reasoningEngines.query",
      "ReasoningEngineExecutionServiceClient.streamQueryReasoningEngine": "reasoningEngines.streamQuery",
      "IndexServiceClient.createIndex": "indexes.create",
      "IndexEndpointServiceClient.deployIndex": "indexEndpoints.deployIndex",
      "MatchServiceClient.findNeighbors": "indexEndpoints.findNeighbors",
      "FeatureOnlineStoreAdminServiceClient.createFeatureOnlineStore": "featureOnlineStores.create",
      "FeatureOnlineStoreAdminServiceClient.createFeatureView": "featureViews.create",
      "FeatureOnlineStoreServiceClient.fetchFeatureValues": "featureViews.fetchFeatureValues",
      "FeaturestoreOnlineServingServiceClient.writeFeatureValues": "entityTypes.writeFeatureValues",
      "FeaturestoreServiceClient.importFeatureValues": "entityTypes.importFeatureValues",
      "DatasetServiceClient.createDataset": "datasets.create",
      "DatasetServiceClient.importData": "datasets.import",
      "VertexRagDataServiceClient.createRagCorpus": "ragCorpora.create",
      "VertexRagDataServiceClient.importRagFiles": "ragFiles.import",
      "NotebookServiceClient.createNotebookExecutionJob": "notebookExecutionJobs.create",
      "NotebookServiceClient.assignNotebookRuntime": "notebookRuntimes.assign",
      "PredictionServiceClient.generateContent": "models.generateContent",
      "PredictionServiceClient.streamGenerateContent": "models.streamGenerateContent",
    }).flatMap(([method, rest]) => {
      const row = aiplatform[method];
      return row === undefined ? [] : [[rest, row] as const];
    }),
  ),
  run: {
    "services.create": deployService,
    "services.patch": deployService,
    "jobs.create": deployJob,
    "jobs.patch": deployJob,
  },
  cloudfunctions: { "functions.create": deployFunction, "functions.patch": deployFunction },
  cloudbuild: {
    "builds.create": { id: "build.submit", runAs: ["build.serviceAccount"] },
    "triggers.run": { id: "build.submit", unnamed: "inherited" },
  },
  workflows: { "workflows.create": { id: "workflows.create", runAs: ["workflow.serviceAccount"] } },
  cloudscheduler: {
    "jobs.create": {
      id: "scheduler.create",
      runAs: ["job.httpTarget.oauthToken.serviceAccountEmail", "job.httpTarget.oidcToken.serviceAccountEmail"],
    },
  },
  composer: {
    "environments.create": { id: "composer.create", runAs: ["environment.config.nodeConfig.serviceAccount"] },
  },
  compute: {
    "instances.insert": createInstance,
  },
  dataflow: {
    "flexTemplates.launch": { id: "dataflow.create", runAs: ["launchParameter.environment.serviceAccountEmail"] },
    "templates.create": { id: "dataflow.create", runAs: ["environment.serviceAccountEmail"] },
    "templates.launch": { id: "dataflow.create", runAs: ["launchParameters.environment.serviceAccountEmail"] },
  },
  notebooks: { "instances.create": { id: "workbench.create", runAs: ["instance.gceSetup.serviceAccounts.email"] } },
  bigquerydatatransfer: {
    "transferConfigs.create": {
      id: "bq.transfer",
      runAs: ["serviceAccountName"],
      targets: { dataset: "transferConfig.destinationDatasetId" },
    },
  },
};
