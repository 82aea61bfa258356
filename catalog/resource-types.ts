import { type FactTables, type Table, compactJson } from "./table.ts";

/** `resource-types.json`: the vocabulary of `ResourceRef.type`, with what Google Cloud calls each thing. */
export const resourceTypes: Table = {
  file: "resource-types.json",
  build: (facts) => compactJson({ twins, types: typesOf(facts) }),
};

/** The vocabulary itself, for tables that refer to it. */
export function resourceTypesOf(facts: FactTables): {
  readonly twins: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, ResourceType>>;
} {
  return { twins, types: typesOf(facts) };
}

interface Base {
  readonly service: string;
  readonly level: string;
  readonly resourceName: string;
  readonly setIamPolicyPermission?: string;
}

interface ResourceType {
  readonly label: string;
  readonly service: string;
  readonly path: string;
  readonly permission?: string;
  readonly parent?: string;
}

/** Terraform's other names for one thing of Google Cloud. */
const twins: Readonly<Record<string, string>> = {
  active_folder: "folder",
  bigquery_datapolicyv2_data_policy: "bigquery-datapolicy-data-policy",
  cloud_run_service: "cloud-run-v2-service",
  cloud_run_v2_service: "cloud-run-v2-service",
  compute_default_service_account: "service-account",
  app_engine_default_service_account: "service-account",
  dataflow_flex_template_job: "dataflow-job",
  scc_v2_organization_source: "scc-source",
  vertex_ai_endpoint_with_model_garden_deployment: "vertex-ai-endpoint",
};

/** Where Terraform's name for the target is not the path below the service. */
const paths: Readonly<Record<string, string>> = {
  "apigee-environment": "organizations/{org_id}/environments/{env_id}",
  "billing-account": "billingAccounts/{billing_account_id}",
  "data-catalog-policy-tag": "projects/{project}/locations/{location}/taxonomies/{taxonomy}/policyTags/{policy_tag}",
  "data-catalog-taxonomy": "projects/{project}/locations/{region}/taxonomies/{taxonomy}",
  "healthcare-consent-store":
    "projects/{project}/locations/{location}/datasets/{dataset}/consentStores/{consent_store_id}",
  "healthcare-dataset": "projects/{project}/locations/{location}/datasets/{dataset_id}",
  "healthcare-dicom-store": "projects/{project}/locations/{location}/datasets/{dataset}/dicomStores/{dicom_store_id}",
  "healthcare-fhir-store": "projects/{project}/locations/{location}/datasets/{dataset}/fhirStores/{fhir_store_id}",
  "healthcare-hl7-v2-store": "projects/{project}/locations/{location}/datasets/{dataset}/hl7V2Stores/{hl7_v2_store_id}",
  "kms-crypto-key": "projects/{project}/locations/{location}/keyRings/{key_ring}/cryptoKeys/{crypto_key_id}",
  "kms-key-ring": "projects/{project}/locations/{location}/keyRings/{key_ring_id}",
  "logging-log-view": "projects/{project}/locations/{location}/buckets/{bucket}/views/{name}",
  "service-account": "projects/{project}/serviceAccounts/{service_account_id}",
  "service-directory-namespace": "projects/{project}/locations/{location}/namespaces/{name}",
  "service-directory-service": "projects/{project}/locations/{location}/namespaces/{namespace}/services/{name}",
  "storage-bucket": "projects/_/buckets/{bucket}",
  "storage-managed-folder": "projects/_/buckets/{bucket}/managedFolders/{managed_folder}",
  "vertex-ai-featurestore-entitytype":
    "projects/{project}/locations/{region}/featurestores/{featurestore}/entityTypes/{entitytype}",
};

/** Things without an allow policy of their own that facts name all the same: type, service, path. */
const others: readonly (readonly [string, string, string])[] = [
  ["apikeys-key", "apikeys.googleapis.com", "projects/{project}/locations/global/keys/{name}"],
  ["app-engine-application", "appengine.googleapis.com", "apps/{project}"],
  [
    "bigquery-data-transfer-config",
    "bigquerydatatransfer.googleapis.com",
    "projects/{project}/locations/{location}/transferConfigs/{name}",
  ],
  ["cloud-scheduler-job", "cloudscheduler.googleapis.com", "projects/{project}/locations/{region}/jobs/{name}"],
  ["cloudbuild-trigger", "cloudbuild.googleapis.com", "projects/{project}/locations/{location}/triggers/{trigger_id}"],
  ["composer-environment", "composer.googleapis.com", "projects/{project}/locations/{region}/environments/{name}"],
  ["compute-network", "compute.googleapis.com", "projects/{project}/global/networks/{name}"],
  ["container-cluster", "container.googleapis.com", "projects/{project}/locations/{location}/clusters/{name}"],
  [
    "container-node-pool",
    "container.googleapis.com",
    "projects/{project}/locations/{location}/clusters/{cluster}/nodePools/{name}",
  ],
  ["dataflow-job", "dataflow.googleapis.com", "projects/{project}/locations/{region}/jobs/{job_id}"],
  ["eventarc-trigger", "eventarc.googleapis.com", "projects/{project}/locations/{location}/triggers/{name}"],
  [
    "iam-workload-identity-pool-provider",
    "iam.googleapis.com",
    "projects/{project}/locations/global/workloadIdentityPools/{workload_identity_pool_id}/providers/{workload_identity_pool_provider_id}",
  ],
  ["project-iam-custom-role", "iam.googleapis.com", "projects/{project}/roles/{role_id}"],
  ["organization-iam-custom-role", "iam.googleapis.com", "organizations/{org_id}/roles/{role_id}"],
  ["logging-bucket", "logging.googleapis.com", "projects/{project}/locations/{location}/buckets/{bucket_id}"],
  ["service-account-key", "iam.googleapis.com", "projects/{project}/serviceAccounts/{service_account_id}/keys/{name}"],
  ["sql-database-instance", "cloudsql.googleapis.com", "projects/{project}/instances/{name}"],
  ["storage-bucket-object", "storage.googleapis.com", "projects/_/buckets/{bucket}/objects/{name}"],
  [
    "vertex-ai-batch-prediction-job",
    "aiplatform.googleapis.com",
    "projects/{project}/locations/{location}/batchPredictionJobs/{name}",
  ],
  ["vertex-ai-custom-job", "aiplatform.googleapis.com", "projects/{project}/locations/{location}/customJobs/{name}"],
  ["vertex-ai-dataset", "aiplatform.googleapis.com", "projects/{project}/locations/{location}/datasets/{name}"],
  ["vertex-ai-index", "aiplatform.googleapis.com", "projects/{project}/locations/{location}/indexes/{name}"],
  [
    "vertex-ai-index-endpoint",
    "aiplatform.googleapis.com",
    "projects/{project}/locations/{location}/indexEndpoints/{name}",
  ],
  ["vertex-ai-model", "aiplatform.googleapis.com", "projects/{project}/locations/{location}/models/{name}"],
  [
    "vertex-ai-pipeline-job",
    "aiplatform.googleapis.com",
    "projects/{project}/locations/{location}/pipelineJobs/{name}",
  ],
  ["vertex-ai-tensorboard", "aiplatform.googleapis.com", "projects/{project}/locations/{location}/tensorboards/{name}"],
  ["workflows-workflow", "workflows.googleapis.com", "projects/{project}/locations/{location}/workflows/{name}"],
  [
    "workstations-workstation-cluster",
    "workstations.googleapis.com",
    "projects/{project}/locations/{location}/workstationClusters/{workstation_cluster_id}",
  ],
];

/** Words that people say, where dropping the service's name from the type does not give them. */
const labels: Readonly<Record<string, string>> = {
  "apikeys-key": "API key",
  "app-engine-application": "App Engine application",
  "billing-account": "billing account",
  "cloud-run-v2-job": "Cloud Run job",
  "cloud-run-v2-service": "Cloud Run service",
  "cloud-run-v2-worker-pool": "Cloud Run worker pool",
  "cloudbuild-trigger": "build trigger",
  "cloudfunctions-function": "function",
  "cloudfunctions2-function": "function",
  "compute-instance": "VM",
  "container-cluster": "GKE cluster",
  "container-node-pool": "GKE node pool",
  "endpoints-service-consumers": "service consumer",
  "iam-workforce-pool": "workforce pool",
  "iam-workload-identity-pool": "workload identity pool",
  "iam-workload-identity-pool-provider": "workload identity pool provider",
  "organization-iam-custom-role": "custom role",
  "project-iam-custom-role": "custom role",
  "secret-manager-regional-secret": "regional secret",
  "service-account": "service account",
  "service-account-key": "service account key",
  "sql-database-instance": "SQL instance",
  "storage-bucket-object": "object",
  "vertex-ai-feature-online-store-featureview": "feature view",
  "vertex-ai-featurestore-entitytype": "entity type",
};

const servicePrefixes: readonly string[] = [
  "access-context-manager",
  "api-gateway",
  "apigee",
  "artifact-registry",
  "beyondcorp",
  "biglake",
  "bigquery-analytics-hub",
  "bigquery-datapolicy",
  "bigquery",
  "bigtable",
  "binary-authorization",
  "cloud-tasks",
  "cloud-scheduler",
  "clouddeploy",
  "cloudbuildv2",
  "cloudiot",
  "colab",
  "composer",
  "compute",
  "container-analysis",
  "data-catalog",
  "data-fusion",
  "dataflow",
  "dataform",
  "dataplex",
  "dataproc-metastore",
  "dataproc",
  "discovery-engine",
  "dns",
  "endpoints",
  "eventarc",
  "gemini",
  "gke-backup",
  "gke-hub",
  "healthcare",
  "kms",
  "logging",
  "network-connectivity",
  "network-security",
  "notebooks",
  "privateca",
  "pubsub",
  "runtimeconfig",
  "scc",
  "secret-manager",
  "secure-source-manager",
  "service-directory",
  "sourcerepo",
  "spanner",
  "storage",
  "tags",
  "vertex-ai",
  "workbench",
  "workflows",
  "workstations",
];

function typesOf(facts: FactTables): Record<string, ResourceType> {
  const { bases } = facts.json("terraform-iam-resources.json") as { bases: Record<string, Base> };
  const types: Record<string, ResourceType> = {};
  for (const [terraform, base] of Object.entries(bases)) {
    const name = terraform.replace(/^google_/, "");
    if (name in twins && twins[name] !== kebab(name)) continue;
    const type = kebab(name);
    const path = paths[type] ?? base.resourceName.replace(/^v1\//, "");
    types[type] = described(type, base.service.replace("..rep.", "."), path, base.setIamPolicyPermission);
  }
  for (const [type, service, path] of others) types[type] ??= described(type, service, path);
  return withParents(types);
}

function described(type: string, service: string, path: string, permission?: string): ResourceType {
  return { label: labels[type] ?? labelFrom(type), service, path, ...(permission === undefined ? {} : { permission }) };
}

function labelFrom(type: string): string {
  const prefix = servicePrefixes.find((candidate) => type.startsWith(`${candidate}-`));
  return type.slice(prefix === undefined ? 0 : prefix.length + 1).replaceAll("-", " ");
}

/** The parent of a resource is the one whose path its own path continues. */
function withParents(types: Record<string, ResourceType>): Record<string, ResourceType> {
  const byShape = new Map<string, string>();
  for (const [type, { service, path }] of Object.entries(types)) {
    const shape = shapeOf(service, path);
    if (!byShape.has(shape)) byShape.set(shape, type);
  }
  return Object.fromEntries(
    Object.entries(types).map(([type, entry]) => {
      const above = entry.path.split("/").slice(0, -2).join("/");
      const parent = byShape.get(shapeOf(entry.service, above));
      return [type, parent === undefined || hierarchy.has(parent) ? entry : { ...entry, parent }];
    }),
  );
}

const hierarchy: ReadonlySet<string> = new Set(["project", "folder", "organization"]);

const shapeOf = (service: string, path: string): string => `${service}/${path.replaceAll(/\{\w+\}/g, "{}")}`;

const kebab = (name: string): string => name.replaceAll("_", "-");
