import { type ClientMethod, type ClientMethods, onName } from "./client-method.ts";

const onEndpoint = (id: string): ClientMethod => ({ id, home: "endpoint", targets: { endpoint: "endpoint" } });

const predict = onEndpoint("endpoint.predict");
const generate: ClientMethod = { id: "publisher.generate", home: "model", targets: { model: "model" } };

/** Methods of the clients of Vertex AI. */
export const vertexMethods: ClientMethods = {
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
