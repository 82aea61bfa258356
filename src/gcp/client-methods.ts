import { type ClientMethod, type ClientMethods, onName } from "./client-method.ts";
import { vertexMethods } from "./vertex-methods.ts";

const deployFunction: ClientMethod = {
  id: "functions.deploy",
  runAs: ["function.serviceConfig.serviceAccountEmail", "function.serviceAccountEmail"],
  targets: { function: "function.name" },
  buckets: ["function.sourceArchiveUrl"],
};

const deployService: ClientMethod = {
  id: "run.deploy",
  runAs: ["service.template.serviceAccount"],
  targets: { service: "serviceId", image: "service.template.containers.image" },
};

const deployJob: ClientMethod = {
  id: "run.deploy",
  runAs: ["job.template.template.serviceAccount"],
  targets: { job: "jobId", image: "job.template.template.containers.image" },
};

const createInstance: ClientMethod = {
  id: "gce.create",
  unnamed: "nobody",
  runAs: [
    "instanceResource.serviceAccounts.email",
    "bulkInsertInstanceResourceResource.instanceProperties.serviceAccounts.email",
  ],
  targets: { instance: "instanceResource.name" },
};

/** By package (`@google-cloud/…`), then by class and method. */
export const clientMethods: Readonly<Record<string, ClientMethods>> = {
  aiplatform: vertexMethods,
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
