/** A project in which something is missing: the rule that says so, in the language of the file that it says it of. */
export interface CureCase {
  readonly rule: string;
  readonly language:
    | "hcl"
    | "shell"
    | "yaml"
    | "json"
    | "typescript"
    | "python"
    | "pulumi typescript"
    | "pulumi python";
  readonly files: Readonly<Record<string, string>>;
}

/** Somebody grants the caller something in the project: it is looked after here. */
const caller = "ci@serve-prj.iam.gserviceaccount.com";

const grants = `
resource "google_service_account" "ci" {
  project    = "serve-prj"
  account_id = "ci"
}

resource "google_service_account" "train" {
  project    = "serve-prj"
  account_id = "train"
}

resource "google_project_iam_member" "ci" {
  for_each = toset(["serve-prj", "train-prj"])
  project  = each.key
  role     = "roles/logging.viewer"
  member   = google_service_account.ci.member
}

resource "google_project_iam_member" "train" {
  for_each = toset(["serve-prj", "train-prj"])
  project  = each.key
  role     = "roles/logging.viewer"
  member   = google_service_account.train.member
}

resource "google_storage_bucket" "root" {
  project  = "train-prj"
  name     = "train-root"
  location = "us-central1"
}

resource "google_bigquery_dataset" "features" {
  project    = "train-prj"
  dataset_id = "features"
}

resource "google_artifact_registry_repository" "images" {
  project       = "train-prj"
  location      = "us-central1"
  repository_id = "images"
  format        = "DOCKER"
}
`;

const train = "train@serve-prj.iam.gserviceaccount.com";
const foreign = "runner@train-prj.iam.gserviceaccount.com";
const foreignAccount = `
resource "google_service_account" "runner" {
  project    = "train-prj"
  account_id = "runner"
}

resource "google_service_account_iam_member" "ci" {
  service_account_id = google_service_account.runner.name
  role               = "roles/iam.serviceAccountUser"
  member             = "serviceAccount:${caller}"
}
`;
const model = "projects/train-prj/locations/us-central1/models/7";

const shell = (...lines: readonly string[]): Readonly<Record<string, string>> => ({
  "grants.tf": grants,
  "deploy.sh": [`gcloud config set auth/impersonate_service_account ${caller}`, ...lines].join("\n"),
});

const at = "--project=serve-prj --region=us-central1";

const hcl = (text: string): Readonly<Record<string, string>> => ({
  "grants.tf": grants,
  "main.tf": `provider "google" {\n  project                     = "serve-prj"\n  region                      = "us-central1"\n  impersonate_service_account = "${caller}"\n}\n${text}`,
});

const declared = (operation: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  "grants.tf": grants,
  "iam-lint.json": JSON.stringify(
    { workloads: [{ serviceAccount: caller, project: "serve-prj", operations: [operation] }] },
    undefined,
    2,
  ),
});

const node = (client: string, call: string): Readonly<Record<string, string>> => ({
  "grants.tf": grants,
  "call.ts": `import { Impersonated } from "google-auth-library";
import { ${client} } from "@google-cloud/aiplatform";

const authClient = new Impersonated({ targetPrincipal: "${caller}" });
const client = new ${client}({ apiEndpoint: "us-central1-aiplatform.googleapis.com", authClient });

export const run = () => client.${call};
`,
});

const python = (...lines: readonly string[]): Readonly<Record<string, string>> => ({
  "grants.tf": grants,
  "call.py": [
    "import google.auth",
    "from google.auth import impersonated_credentials",
    "from google.cloud import aiplatform",
    "",
    "source, _ = google.auth.default()",
    `credentials = impersonated_credentials.Credentials(source, target_principal="${caller}", target_scopes=["https://www.googleapis.com/auth/cloud-platform"])`,
    'aiplatform.init(project="serve-prj", location="us-central1", credentials=credentials)',
    ...lines,
    "",
  ].join("\n"),
});

const pulumi = (resource: string): Readonly<Record<string, string>> => ({
  "grants.tf": grants,
  "index.ts": `import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

const provider = new gcp.Provider("ci", { project: "serve-prj", region: "us-central1", impersonateServiceAccount: "${caller}" });

${resource}
`,
});

const pulumiPython = (resource: string): Readonly<Record<string, string>> => ({
  "grants.tf": grants,
  "__main__.py": `import pulumi
import pulumi_gcp as gcp

provider = gcp.Provider("ci", project="serve-prj", region="us-central1", impersonate_service_account="${caller}")

${resource}
`,
});

const also = (files: Readonly<Record<string, string>>, more: string): Readonly<Record<string, string>> => ({
  ...files,
  "grants.tf": `${grants}${more}`,
});

const workflow = (step: string): Readonly<Record<string, string>> => ({
  "grants.tf": grants,
  ".github/workflows/deploy.yml": `on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - uses: google-github-actions/auth@v3
        with:
          workload_identity_provider: projects/123456789012/locations/global/workloadIdentityPools/gh/providers/gh
          service_account: ${caller}
${step}
`,
});

/** A compiled pipeline that predicts in batches. */
const compiled = `pipelineInfo:
  name: score
components:
  comp-model-batch-predict:
    executorLabel: exec-model-batch-predict
root:
  dag:
    tasks:
      model-batch-predict:
        componentRef:
          name: comp-model-batch-predict
        inputs:
          parameters:
            project:
              runtimeValue:
                constant: serve-prj
            location:
              runtimeValue:
                constant: us-central1
            bigquery_source_input_uri:
              runtimeValue:
                constant: bq://train-prj.features.daily
            service_account:
              runtimeValue:
                constant: ${train}
deploymentSpec:
  executors:
    exec-model-batch-predict:
      container:
        image: gcr.io/ml-pipeline/google-cloud-pipeline-components:2.19.0
        command: [python3, -u, -m, google_cloud_pipeline_components.container.v1.batch_prediction_job.launcher]
        args: [--type, BatchPredictionJob]
schemaVersion: 2.1.0
sdkVersion: kfp-2.10.1
`;

export const cureCases: readonly CureCase[] = [
  // missing-actas
  {
    rule: "missing-actas",
    language: "shell",
    files: shell(`gcloud run deploy api ${at} --image=us-docker.pkg.dev/serve-prj/r/api --service-account=${train}`),
  },
  {
    rule: "missing-actas",
    language: "hcl",
    files: hcl(`resource "google_cloud_run_v2_service" "api" {
  name     = "api"
  location = "us-central1"
  template {
    service_account = google_service_account.train.email
    containers {
      image = "us-docker.pkg.dev/serve-prj/r/api"
    }
  }
}
`),
  },
  {
    rule: "missing-actas",
    language: "json",
    files: declared({ id: "customjob.create", serviceAccount: train }),
  },
  {
    rule: "missing-actas",
    language: "typescript",
    files: node(
      "JobServiceClient",
      `createCustomJob({ parent: "projects/serve-prj/locations/us-central1", customJob: { displayName: "x", jobSpec: { serviceAccount: "${train}" } } })`,
    ),
  },
  {
    rule: "missing-actas",
    language: "python",
    files: python(
      'job = aiplatform.CustomJob(display_name="x", worker_pool_specs=[])',
      `job.run(service_account="${train}")`,
    ),
  },
  {
    rule: "missing-actas",
    language: "pulumi typescript",
    files: pulumi(
      `export const api = new gcp.cloudrunv2.Service("api", { location: "us-central1", template: { serviceAccount: "${train}", containers: [{ image: "i" }] } }, { provider });`,
    ),
  },
  {
    rule: "missing-actas",
    language: "pulumi python",
    files: pulumiPython(
      `api = gcp.cloudrunv2.Service("api", location="us-central1", template={"service_account": "${train}", "containers": [{"image": "i"}]}, opts=pulumi.ResourceOptions(provider=provider))`,
    ),
  },
  {
    rule: "missing-actas",
    language: "yaml",
    files: workflow(
      `      - uses: google-github-actions/deploy-cloudrun@v3\n        with:\n          service: api\n          region: us-central1\n          project_id: serve-prj\n          image: us-central1-docker.pkg.dev/serve-prj/r/api\n          flags: --service-account=${train}`,
    ),
  },
  // missing-actas-default-sa
  {
    rule: "missing-actas-default-sa",
    language: "yaml",
    files: workflow(
      "      - uses: google-github-actions/deploy-cloudrun@v3\n        with:\n          service: api\n          region: us-central1\n          project_id: serve-prj\n          image: us-central1-docker.pkg.dev/serve-prj/r/api",
    ),
  },
  {
    rule: "missing-actas-default-sa",
    language: "shell",
    files: shell(`gcloud workflows deploy w --source=w.yaml --project=serve-prj --location=us-central1`),
  },
  {
    rule: "missing-actas-default-sa",
    language: "hcl",
    files: hcl(`resource "google_workbench_instance" "nb" {
  name     = "nb"
  location = "us-central1-a"
  gce_setup {
    machine_type = "e2-standard-4"
  }
}
`),
  },
  { rule: "missing-actas-default-sa", language: "json", files: declared({ id: "pipelinejob.create" }) },
  {
    rule: "missing-actas-default-sa",
    language: "typescript",
    files: node(
      "PipelineServiceClient",
      'createPipelineJob({ parent: "projects/serve-prj/locations/us-central1", pipelineJob: { displayName: "x" } })',
    ),
  },
  {
    rule: "missing-actas-default-sa",
    language: "python",
    files: python('job = aiplatform.PipelineJob(display_name="x", template_path="p.json")', "job.submit()"),
  },
  {
    rule: "missing-actas-default-sa",
    language: "pulumi typescript",
    files: pulumi(
      'export const api = new gcp.cloudrunv2.Service("api", { location: "us-central1", template: { containers: [{ image: "i" }] } }, { provider });',
    ),
  },
  {
    rule: "missing-actas-default-sa",
    language: "pulumi python",
    files: pulumiPython(
      'api = gcp.cloudrunv2.Service("api", location="us-central1", template={"containers": [{"image": "i"}]}, opts=pulumi.ResourceOptions(provider=provider))',
    ),
  },
  // missing-vertex-permission
  {
    rule: "missing-vertex-permission",
    language: "shell",
    files: shell(`gcloud ai endpoints create ${at} --display-name=e`),
  },
  {
    rule: "missing-vertex-permission",
    language: "hcl",
    files: hcl(
      'resource "google_vertex_ai_endpoint" "e" {\n  name         = "7"\n  display_name = "e"\n  location     = "us-central1"\n}\n',
    ),
  },
  { rule: "missing-vertex-permission", language: "json", files: declared({ id: "endpoint.create+deploy" }) },
  {
    rule: "missing-vertex-permission",
    language: "typescript",
    files: node(
      "EndpointServiceClient",
      'createEndpoint({ parent: "projects/serve-prj/locations/us-central1", endpoint: { displayName: "e" } })',
    ),
  },
  {
    rule: "missing-vertex-permission",
    language: "python",
    files: python('endpoint = aiplatform.Endpoint.create(display_name="e")'),
  },
  {
    rule: "missing-vertex-permission",
    language: "pulumi typescript",
    files: pulumi(
      'export const e = new gcp.vertex.AiEndpoint("e", { displayName: "e", location: "us-central1" }, { provider });',
    ),
  },
  {
    rule: "missing-vertex-permission",
    language: "pulumi python",
    files: pulumiPython(
      'e = gcp.vertex.AiEndpoint("e", display_name="e", location="us-central1", opts=pulumi.ResourceOptions(provider=provider))',
    ),
  },
  // missing-bigquery-write
  {
    rule: "missing-bigquery-write",
    language: "shell",
    files: shell("bq --project_id=serve-prj load train-prj:features.daily gs://train-root/x.csv"),
  },
  {
    rule: "missing-bigquery-write",
    language: "hcl",
    files: hcl(`resource "google_bigquery_job" "load" {
  job_id  = "load"
  project = "serve-prj"
  load {
    source_uris = ["gs://train-root/x.csv"]
    destination_table {
      project_id = "train-prj"
      dataset_id = "features"
      table_id   = "daily"
    }
  }
}
`),
  },
  {
    rule: "missing-bigquery-write",
    language: "json",
    files: declared({ id: "bq.load", table: "train-prj.features.daily" }),
  },
  {
    rule: "missing-bigquery-write",
    language: "python",
    files: {
      "grants.tf": grants,
      "load.py": `import google.auth
from google.auth import impersonated_credentials
from google.cloud import bigquery

source, _ = google.auth.default()
credentials = impersonated_credentials.Credentials(source, target_principal="${caller}", target_scopes=[])
client = bigquery.Client(project="serve-prj", credentials=credentials)
client.load_table_from_uri("gs://train-root/x.csv", "train-prj.features.daily")
`,
    },
  },
  {
    rule: "missing-bigquery-write",
    language: "pulumi typescript",
    files: pulumi(
      'export const load = new gcp.bigquery.Job("load", { jobId: "load", project: "serve-prj", load: { sourceUris: ["gs://train-root/x.csv"], destinationTable: { projectId: "train-prj", datasetId: "features", tableId: "daily" } } }, { provider });',
    ),
  },
  {
    rule: "missing-bigquery-write",
    language: "pulumi python",
    files: pulumiPython(
      'load = gcp.bigquery.Job("load", job_id="load", project="serve-prj", load={"source_uris": ["gs://train-root/x.csv"], "destination_table": {"project_id": "train-prj", "dataset_id": "features", "table_id": "daily"}}, opts=pulumi.ResourceOptions(provider=provider))',
    ),
  },
  // missing-pipeline-root-access
  {
    rule: "missing-pipeline-root-access",
    language: "json",
    files: declared({ id: "pipelinejob.create", serviceAccount: train, bucket: "train-root" }),
  },
  {
    rule: "missing-pipeline-root-access",
    language: "typescript",
    files: node(
      "PipelineServiceClient",
      `createPipelineJob({ parent: "projects/serve-prj/locations/us-central1", pipelineJob: { displayName: "x", serviceAccount: "${train}", runtimeConfig: { gcsOutputDirectory: "gs://train-root/runs" } } })`,
    ),
  },
  {
    rule: "missing-pipeline-root-access",
    language: "python",
    files: python(
      'job = aiplatform.PipelineJob(display_name="x", template_path="p.json", pipeline_root="gs://train-root/runs")',
      `job.submit(service_account="${train}")`,
    ),
  },
  // missing-artifact-read
  {
    rule: "missing-artifact-read",
    language: "shell",
    files: shell(
      `gcloud ai models upload ${at} --display-name=m --container-image-uri=us-central1-docker.pkg.dev/train-prj/images/serve:1 --artifact-uri=gs://train-root/m`,
    ),
  },
  {
    rule: "missing-artifact-read",
    language: "json",
    files: declared({ id: "model.upload", bucket: "train-root" }),
  },
  {
    rule: "missing-artifact-read",
    language: "typescript",
    files: node(
      "ModelServiceClient",
      'uploadModel({ parent: "projects/serve-prj/locations/us-central1", model: { displayName: "m", artifactUri: "gs://train-root/m", containerSpec: { imageUri: "us-central1-docker.pkg.dev/train-prj/images/serve:1" } } })',
    ),
  },
  {
    rule: "missing-artifact-read",
    language: "python",
    files: python(
      'model = aiplatform.Model.upload(display_name="m", artifact_uri="gs://train-root/m", serving_container_image_uri="us-central1-docker.pkg.dev/train-prj/images/serve:1")',
    ),
  },
  // cross-project-model-get
  {
    rule: "cross-project-model-get",
    language: "shell",
    files: shell(`gcloud ai endpoints deploy-model 5 ${at} --model=${model} --display-name=m`),
  },
  {
    rule: "cross-project-model-get",
    language: "python",
    files: python(
      `model = aiplatform.Model("${model}")`,
      'endpoint = aiplatform.Endpoint("projects/serve-prj/locations/us-central1/endpoints/5")',
      "model.deploy(endpoint=endpoint)",
    ),
  },
  // cross-project-model-copy
  {
    rule: "cross-project-model-copy",
    language: "shell",
    files: shell(`gcloud ai models copy ${at} --source-model=${model}`),
  },
  { rule: "cross-project-model-copy", language: "json", files: declared({ id: "model.copy", model }) },
  {
    rule: "cross-project-model-copy",
    language: "typescript",
    files: node(
      "ModelServiceClient",
      `copyModel({ parent: "projects/serve-prj/locations/us-central1", sourceModel: "${model}", customServiceAccount: "${train}" })`,
    ),
  },
  {
    rule: "cross-project-model-copy",
    language: "python",
    files: python(`model = aiplatform.Model("${model}")`, 'model.copy(destination_location="us-central1")'),
  },
  // cross-project-service-account
  {
    rule: "cross-project-service-account",
    language: "shell",
    files: also(
      shell(
        `gcloud ai custom-jobs create ${at} --display-name=t --worker-pool-spec=machine-type=n1-standard-4,replica-count=1,container-image-uri=i --service-account=${foreign}`,
      ),
      foreignAccount,
    ),
  },
  {
    rule: "cross-project-service-account",
    language: "hcl",
    files: also(
      hcl(`resource "google_vertex_ai_reasoning_engine" "agent" {
  display_name = "agent"
  region       = "us-central1"
  spec {
    service_account = google_service_account.runner.email
  }
}
`),
      foreignAccount,
    ),
  },
  {
    rule: "cross-project-service-account",
    language: "json",
    files: also(declared({ id: "customjob.create", serviceAccount: foreign }), foreignAccount),
  },
  {
    rule: "cross-project-service-account",
    language: "typescript",
    files: also(
      node(
        "JobServiceClient",
        `createCustomJob({ parent: "projects/serve-prj/locations/us-central1", customJob: { displayName: "x", jobSpec: { serviceAccount: "${foreign}" } } })`,
      ),
      foreignAccount,
    ),
  },
  {
    rule: "cross-project-service-account",
    language: "python",
    files: also(
      python(
        'job = aiplatform.CustomJob(display_name="x", worker_pool_specs=[])',
        `job.run(service_account="${foreign}")`,
      ),
      foreignAccount,
    ),
  },
  {
    rule: "cross-project-service-account",
    language: "pulumi typescript",
    files: also(
      pulumi(
        `export const agent = new gcp.vertex.AiReasoningEngine("agent", { displayName: "agent", region: "us-central1", spec: { serviceAccount: "${foreign}" } }, { provider });`,
      ),
      foreignAccount,
    ),
  },
  // cross-project-agent-read
  {
    rule: "cross-project-agent-read",
    language: "json",
    files: declared({
      id: "batchpredict.create",
      table: "train-prj.features.daily",
      outputTable: "bq://train-prj.features.out",
    }),
  },
  {
    rule: "cross-project-agent-read",
    language: "typescript",
    files: node(
      "JobServiceClient",
      'createBatchPredictionJob({ parent: "projects/serve-prj/locations/us-central1", batchPredictionJob: { displayName: "b", model: "projects/serve-prj/locations/us-central1/models/7", inputConfig: { bigquerySource: { inputUri: "bq://train-prj.features.daily" } }, outputConfig: { bigqueryDestination: { outputUri: "bq://train-prj.features" } } } })',
    ),
  },
  {
    rule: "cross-project-agent-read",
    language: "python",
    files: python(
      'model = aiplatform.Model("projects/serve-prj/locations/us-central1/models/7")',
      'model.batch_predict(job_display_name="b", bigquery_source="bq://train-prj.features.daily", bigquery_destination_prefix="bq://train-prj.features")',
    ),
  },
  {
    rule: "cross-project-agent-read",
    language: "yaml",
    files: { "grants.tf": grants, "score.yaml": compiled },
  },
  // api-not-enabled
  ...(
    [
      [
        "shell",
        {
          "run.sh":
            "gcloud services enable storage.googleapis.com --project=serve-prj\ngcloud ai endpoints create --project=serve-prj --region=us-central1 --display-name=e",
        },
      ],
      [
        "hcl",
        {
          "main.tf":
            'resource "google_project_service" "storage" {\n  project = "serve-prj"\n  service = "storage.googleapis.com"\n}\n\nresource "google_vertex_ai_endpoint" "e" {\n  project      = "serve-prj"\n  name         = "7"\n  display_name = "e"\n  location     = "us-central1"\n}\n',
        },
      ],
      [
        "pulumi typescript",
        {
          "index.ts":
            'import * as gcp from "@pulumi/gcp";\n\nnew gcp.projects.Service("storage", { project: "serve-prj", service: "storage.googleapis.com" });\nnew gcp.vertex.AiEndpoint("e", { project: "serve-prj", displayName: "e", location: "us-central1" });\n',
        },
      ],
      [
        "pulumi python",
        {
          "__main__.py":
            'import pulumi_gcp as gcp\n\ngcp.projects.Service("storage", project="serve-prj", service="storage.googleapis.com")\ngcp.vertex.AiEndpoint("e", project="serve-prj", display_name="e", location="us-central1")\n',
        },
      ],
      [
        "json",
        {
          ...declared({ id: "endpoint.create" }),
          "service.yaml":
            "apiVersion: serviceusage.cnrm.cloud.google.com/v1beta1\nkind: Service\nmetadata:\n  name: storage.googleapis.com\n  annotations:\n    cnrm.cloud.google.com/project-id: serve-prj\n",
        },
      ],
    ] as const
  ).map(([language, files]) => ({ rule: "api-not-enabled", language, files })),
];
