import type { ClientMethod, ClientMethods } from "./client-method.ts";
import { clientMethods } from "./client-methods.ts";

/** Methods of the HTTP API by service, then by collection and verb, as the client library calls them. */
const restNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aiplatform: {
    "endpoints.create": "aiplatform EndpointServiceClient.createEndpoint",
    "endpoints.deployModel": "aiplatform EndpointServiceClient.deployModel",
    "endpoints.undeployModel": "aiplatform EndpointServiceClient.undeployModel",
    "endpoints.patch": "aiplatform EndpointServiceClient.updateEndpoint",
    "endpoints.mutateDeployedModel": "aiplatform EndpointServiceClient.mutateDeployedModel",
    "endpoints.delete": "aiplatform EndpointServiceClient.deleteEndpoint",
    "endpoints.predict": "aiplatform PredictionServiceClient.predict",
    "endpoints.rawPredict": "aiplatform PredictionServiceClient.rawPredict",
    "endpoints.streamRawPredict": "aiplatform PredictionServiceClient.streamRawPredict",
    "endpoints.directPredict": "aiplatform PredictionServiceClient.directPredict",
    "endpoints.serverStreamingPredict": "aiplatform PredictionServiceClient.serverStreamingPredict",
    "endpoints.explain": "aiplatform PredictionServiceClient.explain",
    "locations.deploy": "aiplatform ModelGardenServiceClient.deploy",
    "deploymentResourcePools.create": "aiplatform DeploymentResourcePoolServiceClient.createDeploymentResourcePool",
    "models.upload": "aiplatform ModelServiceClient.uploadModel",
    "models.get": "aiplatform ModelServiceClient.getModel",
    "models.list": "aiplatform ModelServiceClient.listModels",
    "models.export": "aiplatform ModelServiceClient.exportModel",
    "models.copy": "aiplatform ModelServiceClient.copyModel",
    "models.delete": "aiplatform ModelServiceClient.deleteModel",
    "customJobs.create": "aiplatform JobServiceClient.createCustomJob",
    "hyperparameterTuningJobs.create": "aiplatform JobServiceClient.createHyperparameterTuningJob",
    "batchPredictionJobs.create": "aiplatform JobServiceClient.createBatchPredictionJob",
    "modelDeploymentMonitoringJobs.create": "aiplatform JobServiceClient.createModelDeploymentMonitoringJob",
    "trainingPipelines.create": "aiplatform PipelineServiceClient.createTrainingPipeline",
    "pipelineJobs.create": "aiplatform PipelineServiceClient.createPipelineJob",
    "persistentResources.create": "aiplatform PersistentResourceServiceClient.createPersistentResource",
    "tuningJobs.create": "aiplatform GenAiTuningServiceClient.createTuningJob",
    "schedules.create": "aiplatform ScheduleServiceClient.createSchedule",
    "metadataStores.create": "aiplatform MetadataServiceClient.createMetadataStore",
    "artifacts.create": "aiplatform MetadataServiceClient.createArtifact",
    "contexts.create": "aiplatform MetadataServiceClient.createContext",
    "executions.create": "aiplatform MetadataServiceClient.createExecution",
    "tensorboards.create": "aiplatform TensorboardServiceClient.createTensorboard",
    "runs.create": "aiplatform TensorboardServiceClient.createTensorboardRun",
    "runs.write": "aiplatform TensorboardServiceClient.writeTensorboardRunData",
    "reasoningEngines.create": "aiplatform ReasoningEngineServiceClient.createReasoningEngine",
    "reasoningEngines.patch": "aiplatform ReasoningEngineServiceClient.updateReasoningEngine",
    "reasoningEngines.query": "aiplatform ReasoningEngineExecutionServiceClient.queryReasoningEngine",
    "reasoningEngines.streamQuery": "aiplatform ReasoningEngineExecutionServiceClient.streamQueryReasoningEngine",
    "indexes.create": "aiplatform IndexServiceClient.createIndex",
    "indexEndpoints.deployIndex": "aiplatform IndexEndpointServiceClient.deployIndex",
    "indexEndpoints.findNeighbors": "aiplatform MatchServiceClient.findNeighbors",
    "featureOnlineStores.create": "aiplatform FeatureOnlineStoreAdminServiceClient.createFeatureOnlineStore",
    "featureViews.create": "aiplatform FeatureOnlineStoreAdminServiceClient.createFeatureView",
    "featureViews.fetchFeatureValues": "aiplatform FeatureOnlineStoreServiceClient.fetchFeatureValues",
    "entityTypes.writeFeatureValues": "aiplatform FeaturestoreOnlineServingServiceClient.writeFeatureValues",
    "entityTypes.importFeatureValues": "aiplatform FeaturestoreServiceClient.importFeatureValues",
    "datasets.create": "aiplatform DatasetServiceClient.createDataset",
    "datasets.import": "aiplatform DatasetServiceClient.importData",
    "ragCorpora.create": "aiplatform VertexRagDataServiceClient.createRagCorpus",
    "ragFiles.import": "aiplatform VertexRagDataServiceClient.importRagFiles",
    "notebookExecutionJobs.create": "aiplatform NotebookServiceClient.createNotebookExecutionJob",
    "notebookRuntimes.assign": "aiplatform NotebookServiceClient.assignNotebookRuntime",
    "models.generateContent": "aiplatform PredictionServiceClient.generateContent",
    "models.streamGenerateContent": "aiplatform PredictionServiceClient.streamGenerateContent",
  },
  run: {
    "services.create": "run ServicesClient.createService",
    "services.patch": "run ServicesClient.updateService",
    "jobs.create": "run JobsClient.createJob",
    "jobs.patch": "run JobsClient.updateJob",
  },
  cloudfunctions: {
    "functions.create": "functions FunctionServiceClient.createFunction",
    "functions.patch": "functions FunctionServiceClient.updateFunction",
  },
  cloudbuild: {
    "builds.create": "cloudbuild CloudBuildClient.createBuild",
    "triggers.run": "cloudbuild CloudBuildClient.runBuildTrigger",
  },
  workflows: { "workflows.create": "workflows WorkflowsClient.createWorkflow" },
  cloudscheduler: { "jobs.create": "scheduler CloudSchedulerClient.createJob" },
  composer: { "environments.create": "orchestration-airflow EnvironmentsClient.createEnvironment" },
  compute: { "instances.insert": "compute InstancesClient.insert" },
  dataflow: {
    "flexTemplates.launch": "dataflow FlexTemplatesServiceClient.launchFlexTemplate",
    "templates.create": "dataflow TemplatesServiceClient.createJobFromTemplate",
    "templates.launch": "dataflow TemplatesServiceClient.launchTemplate",
  },
  notebooks: { "instances.create": "notebooks NotebookServiceClient.createInstance" },
  bigquerydatatransfer: {
    "transferConfigs.create": "bigquery-data-transfer DataTransferServiceClient.createTransferConfig",
  },
};

/** `restMethod("aiplatform", "endpoints.deployModel")` */
export function restMethod(service: string, name: string): ClientMethod | undefined {
  const names = Object.hasOwn(restNames, service) ? restNames[service] : undefined;
  const called = names !== undefined && Object.hasOwn(names, name) ? names[name] : undefined;
  const [from = "", key = ""] = called?.split(" ") ?? [];
  const methods: ClientMethods | undefined = clientMethods[from];
  return methods?.[key];
}
