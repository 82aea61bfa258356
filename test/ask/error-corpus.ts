import type { Denial } from "../../src/ask/error-text.ts";

/** A message as people met it, cut to what matters, with names of our own in the place of theirs. */
export interface Sighting {
  /** The public thread, or the page, where the wording stands. */
  readonly from: string;
  readonly text: string;
  readonly is: Omit<Denial, "project">;
}

const sa = "ci@p-one.iam.gserviceaccount.com";

/** What Google's services say when they refuse, by service. */
export const sightings: readonly Sighting[] = [
  // Vertex AI
  {
    from: "rpurinton/gemini-php#4",
    text: "Error Code: 403,\nMessage: Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/projects/p-one/locations/us-east4/publishers/google/models/gemini-pro' (or it may not exist).,\nStatus: PERMISSION_DENIED",
    is: {
      cause: "permission",
      permission: "aiplatform.endpoints.predict",
      resource: "//aiplatform.googleapis.com/projects/p-one/locations/us-east4/publishers/google/models/gemini-pro",
    },
  },
  {
    from: "BerriAI/litellm#8597, doubly escaped",
    text: String.raw`debug_error_string = \"UNKNOWN:Error received from peer ipv4:142.250.191.138:443 {grpc_status:7, grpc_message:\"Permission \\'aiplatform.endpoints.predict\\' denied on resource \\'//aiplatform.googleapis.com/projects/p-one/locations/us-central1/endpoints/1984786713414729728\\' (or it may not exist).\"}\"`,
    is: {
      cause: "permission",
      permission: "aiplatform.endpoints.predict",
      resource: "//aiplatform.googleapis.com/projects/p-one/locations/us-central1/endpoints/1984786713414729728",
    },
  },
  {
    from: "rhel-lightspeed/linux-mcp-server#450",
    text: `{"error": {"code": 403, "message": "Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/projects/p-one/locations/us-central1/endpoints/openapi' (or it may not exist).", "status": "PERMISSION_DENIED", "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "IAM_PERMISSION_DENIED", "domain": "aiplatform.googleapis.com", "metadata": {"resource": "projects/p-one/locations/us-central1/endpoints/openapi", "permission": "aiplatform.endpoints.predict"}}]}}`,
    is: {
      cause: "permission",
      permission: "aiplatform.endpoints.predict",
      resource: "//aiplatform.googleapis.com/projects/p-one/locations/us-central1/endpoints/openapi",
    },
  },
  {
    from: "GoogleCloudPlatform/training-data-analyst#1570",
    text: "google.api_core.exceptions.PermissionDenied: 403 Permission 'aiplatform.tensorboards.get' denied on resource '//aiplatform.googleapis.com/projects/p-one/locations/us-central1/tensorboards/77' (or it may not exist).",
    is: {
      cause: "permission",
      permission: "aiplatform.tensorboards.get",
      resource: "//aiplatform.googleapis.com/projects/p-one/locations/us-central1/tensorboards/77",
    },
  },
  {
    from: "googleapis/python-aiplatform#1073",
    text: 'status = StatusCode.INVALID_ARGUMENT\n\tdetails = "You do not have permission to act as service_account: 123456789012-compute@developer.gserviceaccount.com. (or it may not exist)."',
    is: {
      cause: "act-as",
      permission: "iam.serviceAccounts.actAs",
      resource: "123456789012-compute@developer.gserviceaccount.com",
      actAs: "123456789012-compute@developer.gserviceaccount.com",
    },
  },
  {
    from: "googleapis/google-cloud-node#5287",
    text: `Error: 3 INVALID_ARGUMENT: You do not have permission to act as service_account: train@p-one.iam.gserviceaccount.com. (or it may not exist).\n    at callErrorFromStatus (node_modules/@grpc/grpc-js/build/src/call.js:31:19)`,
    is: {
      cause: "act-as",
      permission: "iam.serviceAccounts.actAs",
      resource: "train@p-one.iam.gserviceaccount.com",
      actAs: "train@p-one.iam.gserviceaccount.com",
    },
  },
  {
    from: "statmike/vertex-ai-mlops#60",
    text: 'message: "Failed to create pipeline job. Error: Service account `123456789012-compute@developer.gserviceaccount.com` does not have `[storage.objects.get, storage.objects.create]` IAM permission(s) to the bucket \\"learn-demo1\\". Please either copy the files to the Google Cloud Storage bucket owned by your project, or grant the required IAM permission(s) to the service account.',
    is: {
      cause: "permission",
      permission: "storage.objects.get",
      permissions: ["storage.objects.get", "storage.objects.create"],
      resource: "gs://learn-demo1",
      principal: "123456789012-compute@developer.gserviceaccount.com",
    },
  },
  {
    from: "GoogleCloudPlatform/vertex-ai-samples#3710",
    text: 'status = StatusCode.FAILED_PRECONDITION\n\tdetails = "Service account `[service-123456789012@gcp-sa-aiplatform.iam.gserviceaccount.com](mailto:service-123456789012@gcp-sa-aiplatform.iam.gserviceaccount.com)` does not have `[storage.objects.get]` IAM permission(s) to the directory "gs://models-one/churn". Please either copy the files to the Google Cloud Storage bucket owned by your project, or grant the required IAM permission(s) to the service account',
    is: {
      cause: "permission",
      permission: "storage.objects.get",
      resource: "gs://models-one/churn",
      principal: "service-123456789012@gcp-sa-aiplatform.iam.gserviceaccount.com",
    },
  },
  {
    from: "google.golang.org/api/googleapi, Error.Error()",
    text: 'googleapi: Error 403: Permission \'aiplatform.models.upload\' denied on resource \'//aiplatform.googleapis.com/projects/p-one/locations/europe-west4\' (or it may not exist).\nDetails:\n[\n  {\n    "@type": "type.googleapis.com/google.rpc.ErrorInfo",\n    "domain": "aiplatform.googleapis.com",\n    "metadata": {\n      "permission": "aiplatform.models.upload"\n    },\n    "reason": "IAM_PERMISSION_DENIED"\n  }\n]',
    is: {
      cause: "permission",
      permission: "aiplatform.models.upload",
      resource: "//aiplatform.googleapis.com/projects/p-one/locations/europe-west4",
    },
  },
  {
    from: "com.google.api.gax.rpc, the Java client",
    text: "com.google.api.gax.rpc.PermissionDeniedException: io.grpc.StatusRuntimeException: PERMISSION_DENIED: Permission 'aiplatform.customJobs.create' denied on resource '//aiplatform.googleapis.com/projects/p-one/locations/us-central1' (or it may not exist).",
    is: {
      cause: "permission",
      permission: "aiplatform.customJobs.create",
      resource: "//aiplatform.googleapis.com/projects/p-one/locations/us-central1",
    },
  },
  // A consumer project that is wrong
  {
    from: "GoogleCloudPlatform/training-data-analyst#1811",
    text: 'PermissionDenied: 403 Permission denied on resource project My First Project. [links {\n  description: "Google developer console API key"\n}\n, reason: "CONSUMER_INVALID"\ndomain: "googleapis.com"\nmetadata {\n  key: "consumer"\n  value: "projects/My First Project"\n}\nmetadata {\n  key: "service"\n  value: "aiplatform.googleapis.com"\n}',
    is: { cause: "consumer-invalid", resource: "projects/My First Project", api: "aiplatform.googleapis.com" },
  },
  {
    from: "google-gemini/gemini-cli#1808",
    text: '[{"error": {"code": 403, "message": "Permission denied on resource project p_typo.", "status": "PERMISSION_DENIED", "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "CONSUMER_INVALID", "domain": "googleapis.com", "metadata": {"service": "cloudaicompanion.googleapis.com", "consumer": "projects/p_typo", "containerInfo": "p_typo"}}]}}]',
    is: { cause: "consumer-invalid", resource: "projects/p_typo", api: "cloudaicompanion.googleapis.com" },
  },
  {
    from: "GoogleCloudPlatform/mlops-with-vertex-ai#5",
    text: "google.api_core.exceptions.PermissionDenied: 403 Permission denied on resource project p-typo.",
    is: { cause: "consumer-invalid", resource: "projects/p-typo" },
  },
  // Cloud Storage
  {
    from: "Superbalist/laravel-google-cloud-storage#14",
    text: '{"error": {"errors": [{"domain": "global", "reason": "forbidden", "message": "Caller does not have storage.objects.get access to object your-bucket/test.txt."}',
    is: { cause: "permission", permission: "storage.objects.get", resource: "gs://your-bucket/test.txt" },
  },
  {
    from: "ansible-collections/google.cloud#575",
    text: `google.api_core.exceptions.Forbidden: 403 GET https://storage.googleapis.com/storage/v1/b/data-one?projection=noAcl&prettyPrint=false: ${sa} does not have storage.buckets.get access to the Google Cloud Storage bucket. Permission 'storage.buckets.get' denied on resource (or it may not exist).`,
    is: { cause: "permission", permission: "storage.buckets.get", resource: "gs://data-one", principal: sa },
  },
  {
    from: "spaceml-org/STARCOP#6, gcsfs",
    text: `OSError: Forbidden: b/starcop/o/Permian%2Fselected_train.csv\n${sa} does not have storage.objects.get access to the Google Cloud Storage object. Permission 'storage.objects.get' denied on resource (or it may not exist).`,
    is: { cause: "permission", permission: "storage.objects.get", resource: "gs://starcop", principal: sa },
  },
  {
    from: "Superbalist/laravel-google-cloud-storage#111",
    text: "Anonymous caller does not have storage.objects.get access to the Google Cloud Storage object.",
    is: { cause: "unauthenticated", permission: "storage.objects.get" },
  },
  {
    from: "jwngr/sdow#42, gsutil",
    text: "AccessDeniedException: 403 p-one@appspot.gserviceaccount.com does not have storage.objects.list access to sdow-prod.",
    is: {
      cause: "permission",
      permission: "storage.objects.list",
      resource: "gs://sdow-prod",
      principal: "p-one@appspot.gserviceaccount.com",
    },
  },
  {
    from: "google-github-actions/setup-gcloud#49",
    text: `ERROR: (gcloud.builds.submit) HTTPError 403: <?xml version='1.0' encoding='UTF-8'?><Error><Code>AccessDenied</Code><Message>Access denied.</Message><Details>${sa} does not have storage.objects.get access to p-one_cloudbuild.</Details></Error>`,
    is: { cause: "permission", permission: "storage.objects.get", resource: "gs://p-one_cloudbuild", principal: sa },
  },
  {
    from: "zetaalphavector/InPars#13",
    text: "AccessDeniedException: 403 kim@example.com does not have storage.objects.list access to the Google Cloud Storage bucket. Permission 'storage.objects.list' denied on resource (or it may not exist).",
    is: { cause: "permission", permission: "storage.objects.list", principal: "kim@example.com" },
  },
  {
    from: "googleapis/google-cloud-ruby#6456",
    text: `#<Google::Apis::ClientError: forbidden: ${sa} does not have serviceusage.services.use access to the Google Cloud project. status_code: 403 request_uri=#<Addressable::URI:0x3fc523c38598 URI:https://storage.googleapis.com/upload/storage/v1/b/data-one/o?name=x&userProject=p-bill>`,
    is: { cause: "quota-project", permission: "serviceusage.services.use", resource: "projects/p-bill", principal: sa },
  },
  {
    from: "hashicorp/terraform-provider-google, google_storage_bucket_object",
    text: `╷\n│ Error: googleapi: Error 403: ${sa} does not have storage.objects.create access to the Google Cloud Storage object. Permission 'storage.objects.create' denied on resource (or it may not exist)., forbidden\n│ \n│   with google_storage_bucket_object.code,\n│   on main.tf line 12, in resource "google_storage_bucket_object" "code":\n╵`,
    is: { cause: "permission", permission: "storage.objects.create", principal: sa },
  },
  {
    from: "ollionorg/gcp-landing-zone#59",
    text: "│ Error: googleapi: Error 403: Permission denied on Cloud KMS key. Please ensure that your Cloud Storage service account has been authorized to use this key., forbidden",
    is: { cause: "permission", permission: "cloudkms.cryptoKeyVersions.useToEncrypt" },
  },
  // BigQuery
  {
    from: "stanford-esrg/LEO_HitchHiking#2",
    text: "Access Denied: Table p-one:features.daily: User does not have permission to query table p-one:features.daily, or perhaps it does not exist in location US.",
    is: { cause: "permission", permission: "bigquery.tables.getData", resource: "p-one:features.daily" },
  },
  {
    from: "mozilla/bigquery-etl#3193",
    text: "403 POST https://bigquery.googleapis.com/bigquery/v2/projects/p-two/jobs?prettyPrint=false: Access Denied: Table p-one:telemetry_stable.main_v4: User does not have permission to query table p-one:telemetry_stable.main_v4, or perhaps it does not exist in location US.",
    is: { cause: "permission", permission: "bigquery.tables.getData", resource: "p-one:telemetry_stable.main_v4" },
  },
  {
    from: "GoogleCloudPlatform/vertex-ai-samples#174",
    text: "google.api_core.exceptions.Forbidden: 403 POST https://bigquery.googleapis.com/bigquery/v2/projects/p-one-tp/jobs?prettyPrint=false: Access Denied: Project p-one-tp: User does not have bigquery.jobs.create permission in project p-one-tp.",
    is: { cause: "permission", permission: "bigquery.jobs.create", resource: "projects/p-one-tp" },
  },
  {
    from: "DataBiosphere/data-explorer#225",
    text: "Forbidden: 403 GET https://www.googleapis.com/bigquery/v2/projects/p-one/datasets/d1/tables/t1: Access Denied: Table p-one:d1.t1: The user explorer@appspot.gserviceaccount.com does not have bigquery.tables.get permission for table p-one:d1.t1.",
    is: {
      cause: "permission",
      permission: "bigquery.tables.get",
      resource: "p-one:d1.t1",
      principal: "explorer@appspot.gserviceaccount.com",
    },
  },
  {
    from: "m-lab/etl-schema#26",
    text: `Failed to sync view "p-one.ndt.web100"(error: googleapi: Error 403: Access Denied: Table\np-one:ndt.web100: The user ${sa}\ndoes not have bigquery.tables.get permission for table p-one:ndt.web100., accessDenied)`,
    is: { cause: "permission", permission: "bigquery.tables.get", resource: "p-one:ndt.web100", principal: sa },
  },
  {
    from: "hashicorp/terraform-provider-google#9577",
    text: "Error: Error creating Job: googleapi: Error 403: Access Denied: Dataset p-one:my_dataset: Permission bigquery.tables.create denied on dataset p-one:my_dataset (or it may not exist)., accessDenied\n \n  on main.tf line 115",
    is: { cause: "permission", permission: "bigquery.tables.create", resource: "p-one:my_dataset" },
  },
  {
    from: "googleapis/google-cloud-java#7631",
    text: "Access Denied: Project bigquery-public-data: User does not have bigquery.datasets.create permission in project bigquery-public-data.",
    is: { cause: "permission", permission: "bigquery.datasets.create", resource: "projects/bigquery-public-data" },
  },
  {
    from: "schulzefelix/laravel-bigquery#7",
    text: '{ "error": { "code": 403, "message": "Access Denied: Project p-one: User does not have bigquery.datasets.create permission in project p-one.", "errors": [ { "message": "Access Denied: Project p-one: User does not have bigquery.datasets.create permission in project p-one.", "domain": "global", "reason": "accessDenied" } ], "status": "PERMISSION_DENIED" } }',
    is: { cause: "permission", permission: "bigquery.datasets.create", resource: "projects/p-one" },
  },
  // Cloud Run and functions
  {
    from: "GoogleCloudPlatform/cloud-run-release-manager#81",
    text: `rollout failed: failed to replace service: could not update service "hello": googleapi: Error 403: Permission 'iam.serviceaccounts.actAs' denied on service account 123456789012-compute@developer.gserviceaccount.com (or it may not exist)., forbidden`,
    is: {
      cause: "act-as",
      permission: "iam.serviceAccounts.actAs",
      resource: "123456789012-compute@developer.gserviceaccount.com",
      actAs: "123456789012-compute@developer.gserviceaccount.com",
    },
  },
  {
    from: "googlecodelabs/feedback#751, broken by the terminal",
    text: "ERROR: (gcloud.run.deploy) User [kim@example.com] does not have permission to access namespace [p-one] (or it may not exist): Permission '\niam.serviceaccounts.actAs' denied on service account 123456789012-compute@developer.gserviceaccount.com (or it may not exist).",
    is: {
      cause: "act-as",
      permission: "iam.serviceAccounts.actAs",
      resource: "123456789012-compute@developer.gserviceaccount.com",
      actAs: "123456789012-compute@developer.gserviceaccount.com",
      principal: "kim@example.com",
    },
  },
  {
    from: "alphagov/govuk-knowledge-graph-gcp#806",
    text: `ERROR: (gcloud.run.deploy) PERMISSION_DENIED: Permission 'iam.serviceaccounts.actAs' denied on service account dlp@p-one.iam.gserviceaccount.com (or it may not exist). This command is authenticated as ${sa} using the credentials in /home/runner/work/r/r/gha-creds-f.json, specified by the [auth/credential_file_override] property.`,
    is: {
      cause: "act-as",
      permission: "iam.serviceAccounts.actAs",
      resource: "dlp@p-one.iam.gserviceaccount.com",
      actAs: "dlp@p-one.iam.gserviceaccount.com",
      principal: sa,
    },
  },
  {
    from: "privacysandbox/aggregation-service#47, typographic quotes and a mail link",
    text: "Error: Error creating function: googleapi: Error 403: Could not create Cloud Run service worker. Permission ‘iam.serviceaccounts.actAs’ denied on service account [worker@p-one.iam.gserviceaccount.com](mailto:worker@p-one.iam.gserviceaccount.com) (or it may not exist).\n│\n│   with module.job_service.google_cloudfunctions2_function.worker",
    is: {
      cause: "act-as",
      permission: "iam.serviceAccounts.actAs",
      resource: "worker@p-one.iam.gserviceaccount.com",
      actAs: "worker@p-one.iam.gserviceaccount.com",
    },
  },
  {
    from: "google-github-actions/deploy-cloudrun#427",
    text: "ERROR: (gcloud.run.deploy) PERMISSION_DENIED: Permission 'run.services.get' denied on resource 'namespaces/p-one/services/api' (or resource may not exist).",
    is: { cause: "permission", permission: "run.services.get", resource: "namespaces/p-one/services/api" },
  },
  {
    from: "google/ground-platform#1676, firebase-tools",
    text: 'Error: Missing permissions required for functions deploy. You must have permission iam.serviceAccounts.ActAs on service account p-one@appspot.gserviceaccount.com.\n\nTo address this error, ask a project Owner to assign your account the "Service Account User" role from this URL:',
    is: {
      cause: "act-as",
      permission: "iam.serviceAccounts.actAs",
      resource: "p-one@appspot.gserviceaccount.com",
      actAs: "p-one@appspot.gserviceaccount.com",
    },
  },
  {
    from: "google-github-actions/deploy-cloud-functions#25",
    text: `Error: Missing necessary permission iam.serviceAccounts.actAs for ${sa} on the service account p-one@appspot.gserviceaccount.com. Ensure that the deployer service account is a member of the service account with the role Service Account User.`,
    is: {
      cause: "act-as",
      permission: "iam.serviceAccounts.actAs",
      resource: "p-one@appspot.gserviceaccount.com",
      actAs: "p-one@appspot.gserviceaccount.com",
      principal: sa,
    },
  },
  {
    from: "GoogleCloudPlatform/cloud-code-intellij#3133",
    text: "Error: Forbidden\nYour client does not have permission to get URL / from this server.",
    is: { cause: "permission", permission: "run.routes.invoke" },
  },
  {
    from: "GoogleCloudPlatform/community#2316, a log of Cloud Run",
    text: "The request was not authenticated. Either allow unauthenticated invocations or set the proper Authorization header. Read more at https://cloud.google.com/run/docs/securing/authenticating Additional troubleshooting documentation can be found at: https://cloud.google.com/run/docs/troubleshooting#unauthorized-client",
    is: { cause: "unauthenticated", permission: "run.routes.invoke" },
  },
  {
    from: "cloud.google.com/run/docs/troubleshooting, 403 of an identity without the role",
    text: "The request was not authorized to invoke this service. Read more at https://cloud.google.com/run/docs/securing/authenticating",
    is: { cause: "permission", permission: "run.routes.invoke" },
  },
  // Impersonation
  {
    from: "google-github-actions/auth#340",
    text: `ERROR: (gcloud.compute.ssh) There was a problem refreshing your current auth tokens: Unable to acquire impersonated credentials\n\n{\n  "error": {\n    "code": 403,\n    "message": "Permission \\'iam.serviceAccounts.getAccessToken\\' denied on resource (or it may not exist).",\n    "status": "PERMISSION_DENIED",\n    "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "IAM_PERMISSION_DENIED", "domain": "iam.googleapis.com", "metadata": {"permission": "iam.serviceAccounts.getAccessToken"}}]\n  }\n}`,
    is: { cause: "permission", permission: "iam.serviceAccounts.getAccessToken" },
  },
  {
    from: "google-github-actions/auth#418, an audit log entry",
    text: JSON.stringify({
      protoPayload: {
        status: {
          code: 7,
          message: "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist).",
        },
        authenticationInfo: {
          serviceAccountDelegationInfo: [{}],
          principalSubject:
            "principal://iam.googleapis.com/projects/123456123456/locations/global/workloadIdentityPools/github2/subject/repo:org/citest-python:ref:refs/heads/main",
        },
        serviceName: "iamcredentials.googleapis.com",
        methodName: "GenerateAccessToken",
        authorizationInfo: [
          { permission: "iam.serviceAccounts.getAccessToken", resourceAttributes: {}, permissionType: "ADMIN_READ" },
        ],
        resourceName: "projects/-/serviceAccounts/113057325249898657053",
        request: { name: `projects/-/serviceAccounts/${sa}` },
      },
    }),
    is: {
      cause: "permission",
      permission: "iam.serviceAccounts.getAccessToken",
      resource: `projects/-/serviceAccounts/${sa}`,
      principal:
        "principal://iam.googleapis.com/projects/123456123456/locations/global/workloadIdentityPools/github2/subject/repo:org/citest-python:ref:refs/heads/main",
    },
  },
  {
    from: "DataDog/stratus-red-team#299",
    text: `unexpected error while attempting to impersonate a service account: googleapi: Error 403: Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist).\nDetails:\n[\n  {\n    "@type": "type.googleapis.com/google.rpc.ErrorInfo",\n    "metadata": {\n      "permission": "iam.serviceAccounts.getAccessToken"\n    },\n    "reason": "IAM_PERMISSION_DENIED"\n  }\n]\nPOST https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${sa}:generateAccessToken`,
    is: {
      cause: "permission",
      permission: "iam.serviceAccounts.getAccessToken",
      resource: `projects/-/serviceAccounts/${sa}`,
    },
  },
  // Artifact Registry and nodes that pull
  {
    from: "terraform-google-modules/terraform-google-kubernetes-engine#1779",
    text: 'Error response from daemon: Head "https://europe-west2-docker.pkg.dev/v2/p-one/ml/app/manifests/4.19.5": denied: Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects/p-one/locations/europe-west2/repositories/ml" (or it may not exist)',
    is: {
      cause: "permission",
      permission: "artifactregistry.repositories.downloadArtifacts",
      resource: "projects/p-one/locations/europe-west2/repositories/ml",
    },
  },
  {
    from: "google/fuzzbench#1981",
    text: 'Unauthenticated requests do not have permission "artifactregistry.repositories.downloadArtifacts" on resource "projects/p-one/locations/us/repositories/gcr.io"',
    is: {
      cause: "unauthenticated",
      permission: "artifactregistry.repositories.downloadArtifacts",
      resource: "projects/p-one/locations/us/repositories/gcr.io",
    },
  },
  {
    from: "GoogleContainerTools/skaffold#6743",
    text: 'getting image: GET https://europe-west1-docker.pkg.dev/v2/token?scope=repository%3Ap-one%2Fr1%2Fnodejs-hello-world%3Apull&service=europe-west1-docker.pkg.dev: DENIED: Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects/p-one/locations/europe-west1/repositories/r1" (or it may not exist)',
    is: {
      cause: "permission",
      permission: "artifactregistry.repositories.downloadArtifacts",
      resource: "projects/p-one/locations/europe-west1/repositories/r1",
    },
  },
  {
    from: "docker/login-action#606",
    text: "europe-west1-docker.pkg.dev/p-one/ar/python:3.9-slim: failed to authorize: failed to fetch anonymous token: unexpected status: 403 Forbidden",
    is: {
      cause: "unauthenticated",
      permission: "artifactregistry.repositories.downloadArtifacts",
      resource: "projects/p-one/locations/europe-west1/repositories/ar",
    },
  },
  {
    from: "googlecodelabs/monolith-to-microservices#59, a node of GKE",
    text: 'Failed to pull image "us-docker.pkg.dev/p-one/apps/monolith:1.0.0": rpc error: code = Unknown desc = failed to pull and unpack image "us-docker.pkg.dev/p-one/apps/monolith:1.0.0": failed to resolve reference "us-docker.pkg.dev/p-one/apps/monolith:1.0.0": pulling from host us-docker.pkg.dev failed with status code [manifests 1.0.0]: 403 Forbidden',
    is: {
      cause: "permission",
      permission: "artifactregistry.repositories.downloadArtifacts",
      resource: "projects/p-one/locations/us/repositories/apps",
    },
  },
  // Secret Manager, KMS
  {
    from: "google-marketing-solutions/causmos#43",
    text: "google.api_core.exceptions.PermissionDenied: 403 Permission 'secretmanager.versions.access' denied for resource 'projects/p-one/secrets/flask_secret_key/versions/latest' (or it may not exist)",
    is: {
      cause: "permission",
      permission: "secretmanager.versions.access",
      resource: "projects/p-one/secrets/flask_secret_key/versions/latest",
    },
  },
  {
    from: "GoogleCloudPlatform/berglas#150, broken over lines",
    text: "failed to access secret: rpc error: code = PermissionDenied \ndesc = Permission 'secretmanager.versions.access' denied for resource \n'projects/p-one/secrets/SECRET_KEY/versions/latest' (or it may not exist).",
    is: {
      cause: "permission",
      permission: "secretmanager.versions.access",
      resource: "projects/p-one/secrets/SECRET_KEY/versions/latest",
    },
  },
  {
    from: "GoogleCloudPlatform/java-docs-samples#6571",
    text: "com.google.api.gax.rpc.PermissionDeniedException: io.grpc.StatusRuntimeException: PERMISSION_DENIED: Permission 'secretmanager.secrets.setIamPolicy' denied for resource 'projects/779844219229/secrets/java-1' (or it may not exist).",
    is: {
      cause: "permission",
      permission: "secretmanager.secrets.setIamPolicy",
      resource: "projects/779844219229/secrets/java-1",
    },
  },
  {
    from: "sethvargo/vault-on-gke#26",
    text: `error="failed to encrypt keys for storage: googleapi: Error 403: Permission 'cloudkms.cryptoKeyVersions.useToEncrypt' denied for resource 'projects/p-one/locations/europe-west3/keyRings/vault/cryptoKeys/vault-init'., forbidden"`,
    is: {
      cause: "permission",
      permission: "cloudkms.cryptoKeyVersions.useToEncrypt",
      resource: "projects/p-one/locations/europe-west3/keyRings/vault/cryptoKeys/vault-init",
    },
  },
  {
    from: "hashicorp/terraform-provider-google#15415",
    text: "Error: Error waiting for instance to create: Cloud KMS error when using key projects/p-one/locations/us/keyRings/r/cryptoKeys/k: Permission 'cloudkms.cryptoKeyVersions.useToEncrypt' denied on resource 'projects/p-one/locations/us/keyRings/r/cryptoKeys/k' (or it may not exist).",
    is: {
      cause: "permission",
      permission: "cloudkms.cryptoKeyVersions.useToEncrypt",
      resource: "projects/p-one/locations/us/keyRings/r/cryptoKeys/k",
    },
  },
  {
    from: "terraform-google-modules/terraform-google-kms#51",
    text: `Error: Error applying IAM policy for KMS CryptoKey "projects/p-one/locations/europe-west3/keyRings/r/cryptoKeys/test": googleapi: Error 403: Permission 'cloudkms.cryptoKeys.setIamPolicy' denied on resource 'projects/p-one/locations/europe-west3/keyRings/r/cryptoKeys/test' (or it may not exist)., forbidden`,
    is: {
      cause: "permission",
      permission: "cloudkms.cryptoKeys.setIamPolicy",
      resource: "projects/p-one/locations/europe-west3/keyRings/r/cryptoKeys/test",
    },
  },
  // Projects, APIs, quota projects
  {
    from: "GoogleCloudPlatform/avocano#551",
    text: 'Step #2 - "terraform": Error: Error applying IAM policy for project "p-one": Error setting IAM policy for project "p-one": googleapi: Error 403: Policy update access denied., forbidden\nStep #2 - "terraform":   with google_project_iam_member.server_permissions,',
    is: { cause: "permission", permission: "resourcemanager.projects.setIamPolicy", resource: "projects/p-one" },
  },
  {
    from: "fullsend-ai/fullsend#1264",
    text: "ERROR: (gcloud.projects.add-iam-policy-binding) [kim@example.com] does not have permission to access projects instance [p-one:setIamPolicy] (or it may not exist): Policy update access denied. This command is authenticated as kim@example.com which is the active account specified by the [core/account] property.",
    is: {
      cause: "permission",
      permission: "resourcemanager.projects.setIamPolicy",
      resource: "projects/p-one",
      principal: "kim@example.com",
    },
  },
  {
    from: "google-github-actions/auth#250",
    text: 'RefreshError: (\'Unable to acquire impersonated credentials\', \'{\n  "error": {\n    "code": 403,\n    "message": "Caller does not have required permission to use project proj-one.\nGrant the caller the roles/serviceusage.serviceUsageConsumer role,\nor a custom role with the serviceusage.services.use permission,\nby visiting https://console.developers.google.com/iam-admin/iam/project?project=proj-one and then retry.',
    is: { cause: "quota-project", permission: "serviceusage.services.use", resource: "projects/proj-one" },
  },
  {
    from: "GoogleCloudPlatform/pbmm-on-gcp-onboarding#379",
    text: 'Error: Error creating AccessLevel: googleapi: Error 403: Caller does not have required permission to use project p-one. Grant the caller the roles/serviceusage.serviceUsageConsumer role, or a custom role with the serviceusage.services.use permission.\nDetails:\n[{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "domain": "googleapis.com", "metadata": {"consumer": "projects/p-one", "service": "accesscontextmanager.googleapis.com"}, "reason": "USER_PROJECT_DENIED"}]',
    is: {
      cause: "quota-project",
      permission: "serviceusage.services.use",
      resource: "projects/p-one",
      api: "accesscontextmanager.googleapis.com",
    },
  },
  {
    from: "kubernetes/k8s.io#416, an old wording",
    text: "Caller does not have required permission to use project project:proj-one.\nGrant the caller the Owner or Editor role, or a custom role with\nthe serviceusage.services.use permission.",
    is: { cause: "quota-project", permission: "serviceusage.services.use", resource: "projects/proj-one" },
  },
  {
    from: "su-kaka/gcli2api#283",
    text: String.raw`{"error": {"code": 403, "message": "Permission denied to enable service [compute.googleapis.com]\nHelp Token: Acxm", "status": "PERMISSION_DENIED", "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "AUTH_PERMISSION_DENIED", "domain": "serviceusage.googleapis.com"}]}}`,
    is: { cause: "permission", permission: "serviceusage.services.enable" },
  },
  {
    from: "googleapis/nodejs-secret-manager#58",
    text: "Error: 7 PERMISSION_DENIED: Secret Manager API has not been used in project 698910892233 before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/secretmanager.googleapis.com/overview?project=698910892233 then retry",
    is: { cause: "api-disabled", api: "secretmanager.googleapis.com" },
  },
  {
    from: "GoogleCloudPlatform/community#884",
    text: "Error creating services: failed to list services: googleapi: Error 403: Service Usage API has not been used in project 1021909506549 before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/serviceusage.googleapis.com/overview?project=1021909506549 then retry., accessNotConfigured",
    is: { cause: "api-disabled", api: "serviceusage.googleapis.com" },
  },
  {
    from: "google.rpc.ErrorInfo, SERVICE_DISABLED, as gcloud prints it",
    text: "ERROR: (gcloud.ai.endpoints.list) PERMISSION_DENIED: Vertex AI API has not been used in project p-one before or it is disabled.\n- '@type': type.googleapis.com/google.rpc.ErrorInfo\n  domain: googleapis.com\n  metadata:\n    consumer: projects/p-one\n    service: aiplatform.googleapis.com\n  reason: SERVICE_DISABLED",
    is: { cause: "api-disabled", api: "aiplatform.googleapis.com", resource: "projects/p-one" },
  },
  // Compute Engine, GKE, Logging
  {
    from: "hashicorp/terraform-provider-google#8262",
    text: "Error: googleapi: Error 403: Google Compute Engine: Required 'compute.networks.get' permission for 'projects/p-one/global/networks/default'., forbidden",
    is: { cause: "permission", permission: "compute.networks.get", resource: "projects/p-one/global/networks/default" },
  },
  {
    from: "terraform-google-modules/terraform-google-kubernetes-engine#926",
    text: 'Error retrieving gcp metadata: rpc error: code = PermissionDenied desc = Required "container.clusters.get" permission(s) for "projects/p-one/locations/us-east1/clusters/c1".',
    is: {
      cause: "permission",
      permission: "container.clusters.get",
      resource: "projects/p-one/locations/us-east1/clusters/c1",
    },
  },
  {
    from: "pulumi/examples#150",
    text: 'error: Plan apply failed: googleapi: Error 403: Required "container.clusters.create" permission(s) for "projects/p-one"., forbidden',
    is: { cause: "permission", permission: "container.clusters.create", resource: "projects/p-one" },
  },
  {
    from: "kubernetes/kubernetes#34395",
    text: 'ERROR: (gcloud.container.clusters.get-credentials) ResponseError: code=403, message=Required "container.clusters.get" permission for "projects/p-one/zones/us-east1-b/clusters/c1".',
    is: {
      cause: "permission",
      permission: "container.clusters.get",
      resource: "projects/p-one/zones/us-east1-b/clusters/c1",
    },
  },
  {
    from: "serverless/serverless-google-cloudfunctions#52",
    text: "Error: Required 'deploymentmanager.deployments.list'\n     permission for 'projects/p-one'",
    is: { cause: "permission", permission: "deploymentmanager.deployments.list", resource: "projects/p-one" },
  },
  {
    from: "kubeflow/pipelines#12591",
    text: 'google.api_core.exceptions.PermissionDenied: 403 Permission \'logging.logEntries.create\' denied on resource (or it may not exist). [reason: "IAM_PERMISSION_DENIED"\ndomain: "iam.googleapis.com"\nmetadata {\n  key: "permission"\n  value: "logging.logEntries.create"\n}\n]',
    is: { cause: "permission", permission: "logging.logEntries.create" },
  },
  {
    from: "GoogleCloudPlatform/spring-cloud-gcp#2769",
    text: "com.google.api.gax.rpc.PermissionDeniedException: io.grpc.StatusRuntimeException: PERMISSION_DENIED: User not authorized to perform this action.\\ncom.google.cloud.spring.pubsub.core.PubSubDeliveryException: Publishing to projects/p-one/topics/t1 topic failed.;",
    is: { cause: "permission", permission: "pubsub.topics.publish", resource: "projects/p-one/topics/t1" },
  },
  // Not IAM
  {
    from: "GoogleCloudPlatform/terraform-google-cloud-functions#109",
    text: 'Error retrieving IAM policy for service account \'projects/p-one/serviceAccounts/fn@p-one.iam.gserviceaccount.com\': googleapi: Error 403: Request is prohibited by organization\'s policy. vpcServiceControlsUniqueIdentifier: VQQnKfXtZ16N\nDetails:\n[{"@type": "type.googleapis.com/google.rpc.PreconditionFailure", "violations": [{"description": "VQQnKfXtZ16N", "type": "VPC_SERVICE_CONTROLS"}]}]',
    is: {
      cause: "perimeter",
      about: "VQQnKfXtZ16N",
      resource: "projects/p-one/serviceAccounts/fn@p-one.iam.gserviceaccount.com",
    },
  },
  {
    from: "cloudquery/cloudquery#1062",
    text: `{"error": {"code": 403, "message": "Request is prohibited by organization's policy. vpcServiceControlsUniqueIdentifier: eYhDkfYCu-dOC", "status": "PERMISSION_DENIED", "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SECURITY_POLICY_VIOLATED", "domain": "googleapis.com", "metadata": {"service": "firestore.googleapis.com", "uid": "eYhDkfYCu-dOC", "consumer": "projects/p-one"}}]}}`,
    is: {
      cause: "perimeter",
      about: "eYhDkfYCu-dOC",
      api: "firestore.googleapis.com",
      resource: "projects/p-one",
    },
  },
  {
    from: "GaloyMoney/galoy-infra#242",
    text: "ERROR: (gcloud.iam.service-accounts.keys.create) FAILED_PRECONDITION: Key creation is not allowed on this service account.\n- '@type': type.googleapis.com/google.rpc.PreconditionFailure\n  violations:\n  - description: Key creation is not allowed on this service account.\n    subject: projects/p-one/serviceAccounts/tf@p-one.iam.gserviceaccount.com?configvalue=tf%40p-one.iam.gserviceaccount.com\n    type: constraints/iam.disableServiceAccountKeyCreation",
    is: {
      cause: "org-policy",
      about: "iam.disableServiceAccountKeyCreation",
      resource: "projects/p-one/serviceAccounts/tf@p-one.iam.gserviceaccount.com",
    },
  },
  {
    from: "LayerZero-Labs/gasolina-gcp#15",
    text: 'Error: Error setting IAM policy for cloudrun service "v1/projects/p-one/locations/us-east1/services/api": googleapi: Error 400: One or more users named in the policy do not belong to a permitted customer,  perhaps due to an organization policy.',
    is: {
      cause: "org-policy",
      about: "iam.allowedPolicyMemberDomains",
      resource: "projects/p-one/locations/us-east1/services/api",
    },
  },
  {
    from: "GoogleCloudPlatform/java-docs-samples#276",
    text: 'GoogleJsonResponseException: 403 Forbidden\n{\n  "code" : 403,\n  "errors" : [ {\n    "message" : "Project p-one (#808448574146) has billing disabled. Please enable it.",\n    "reason" : "forbidden"\n  } ],\n  "status" : "PERMISSION_DENIED"\n}',
    is: { cause: "billing-disabled" },
  },
  {
    from: "googleapis/python-storage#1456",
    text: 'google.api_core.exceptions.Forbidden: 403 POST https://storage.googleapis.com/upload/storage/v1/b/data-one/o?uploadType=multipart: {"error": {"code": 403, "message": "The billing account for the owning project is disabled in state absent", "errors": [{"domain": "global", "reason": "accountDisabled"}]}}',
    is: { cause: "billing-disabled", resource: "gs://data-one" },
  },
  {
    from: "kyegomez/zeta#71",
    text: "ERROR: (gcloud.services.enable) FAILED_PRECONDITION: Billing account for project '522837608576' is not found. Billing must be enabled for activation of service(s) 'compute.googleapis.com' to proceed.\n- '@type': type.googleapis.com/google.rpc.ErrorInfo\n  domain: serviceusage.googleapis.com/billing-enabled\n  metadata:\n    project: '522837608576'\n  reason: UREQ_PROJECT_BILLING_NOT_FOUND",
    is: { cause: "billing-disabled", resource: "projects/522837608576" },
  },
  {
    from: "forseti-security/forseti-security#1465",
    text: '<HttpError 403 when requesting https://www.googleapis.com/storage/v1/b/data-one/iam?alt=json returned "The project to be billed has not configured billing.">',
    is: { cause: "billing-disabled", resource: "gs://data-one" },
  },
  {
    from: "analogdotnow/Analog#296",
    text: '{"error":{"code":403,"message":"Request had insufficient authentication scopes.","status":"PERMISSION_DENIED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"ACCESS_TOKEN_SCOPE_INSUFFICIENT","domain":"googleapis.com","metadata":{"service":"storage.googleapis.com","method":"google.storage.objects.list"}}]}}',
    is: { cause: "scopes", api: "storage.googleapis.com" },
  },
  // Refused, and nobody says what
  {
    from: "manigandham/serilog-sinks-googlecloudlogging#36",
    text: 'Grpc.Core.RpcException: Status(StatusCode=PermissionDenied, Detail="The caller does not have permission")',
    is: { cause: "unnamed" },
  },
  {
    from: "googleapis/nodejs-pubsub#1180",
    text: "code: 7,\n  details: 'User not authorized to perform this action.',\n  metadata: Metadata { _internal_repr: {}, flags: 0 }",
    is: { cause: "unnamed" },
  },
  {
    from: "hashicorp/terraform-provider-google#1579",
    text: 'Error enabling service ["compute.googleapis.com"] for project "p-one": Error waiting for api to enable: googleapi: Error 403: The caller does not have permission, forbidden',
    is: { cause: "unnamed", resource: "projects/p-one" },
  },
  // Further wordings of acting as an account, of projects and of databases
  {
    from: "google-github-actions/setup-gcloud#191",
    text: "ERROR: (gcloud.app.deploy) PERMISSION_DENIED: You do not have permission to act as 'p-one@appspot.gserviceaccount.com'\n- '@type': type.googleapis.com/google.rpc.ResourceInfo\n  description: You do not have permission to act as this service account.\n  resourceName: p-one@appspot.gserviceaccount.com\n  resourceType: serviceAccount",
    is: {
      cause: "act-as",
      permission: "iam.serviceAccounts.actAs",
      resource: "p-one@appspot.gserviceaccount.com",
      actAs: "p-one@appspot.gserviceaccount.com",
    },
  },
  {
    from: "hashicorp/terraform-provider-google#7126",
    text: "Error: googleapi: Error 400: (bd12): Current user cannot act as service account 123456789012-compute@developer.gserviceaccount.com. Causes: (bd12): Current user cannot act as service account 123456789012-compute@developer.gserviceaccount.com., badRequest",
    is: {
      cause: "act-as",
      permission: "iam.serviceAccounts.actAs",
      resource: "123456789012-compute@developer.gserviceaccount.com",
      actAs: "123456789012-compute@developer.gserviceaccount.com",
    },
  },
  {
    from: "cloud.google.com/compute/docs/access/create-enable-service-accounts-for-instances",
    text: "The user does not have access to service account 'vm@p-one.iam.gserviceaccount.com'. User: 'kim@example.com'. Ask a project owner to grant you the iam.serviceAccountUser role on the service account",
    is: {
      cause: "act-as",
      permission: "iam.serviceAccounts.actAs",
      resource: "vm@p-one.iam.gserviceaccount.com",
      actAs: "vm@p-one.iam.gserviceaccount.com",
      principal: "kim@example.com",
    },
  },
  {
    from: "sethvargo/vault-on-gke#33",
    text: "ERROR: (gcloud.iam.service-accounts.describe) PERMISSION_DENIED: Permission iam.serviceAccounts.get is required to perform this operation on service account projects/-/serviceAccounts/vault@p-one.iam.gserviceaccount.com",
    is: {
      cause: "permission",
      permission: "iam.serviceAccounts.get",
      resource: "projects/-/serviceAccounts/vault@p-one.iam.gserviceaccount.com",
    },
  },
  {
    from: "cockroachdb/cockroach-operator#397",
    text: "ERROR: (gcloud.projects.add-iam-policy-binding) User [kim@example.com] does not have permission to access projects instance [p-one:getIamPolicy] (or it may not exist): The caller does not have permission",
    is: {
      cause: "permission",
      permission: "resourcemanager.projects.getIamPolicy",
      resource: "projects/p-one",
      principal: "kim@example.com",
    },
  },
  {
    from: "GoogleCloudPlatform/cloud-builders#54",
    text: "ERROR: (gcloud.app.deploy) You do not have permission to access project [p-one] (or it may not exist): The caller does not have permission",
    is: { cause: "unnamed", resource: "projects/p-one" },
  },
  {
    from: "vorburger/www.fineract.dev#15",
    text: "Step #X: ERROR: (gcloud.app.deploy) PERMISSION_DENIED: Request to https://compute.googleapis.com/compute/v1/projects/projects/p-one?key failed, details: Required 'compute.projects.get' permission for 'projects/p-one'",
    is: { cause: "permission", permission: "compute.projects.get", resource: "projects/p-one" },
  },
  {
    from: "flathunters/flathunter#440",
    text: `ERROR: (gcloud.app.deploy) Permissions error fetching application [apps/p-one]. Please make sure that you have permission to view applications on the project and that ${sa} has the App Engine Deployer (roles/appengine.deployer) role.`,
    is: {
      cause: "permission",
      permission: "appengine.applications.get",
      resource: "projects/p-one",
      principal: sa,
    },
  },
  {
    from: "GoogleCloudPlatform/cloud-sql-proxy#79",
    text: 'couldn\'t connect to "p-one:europe-west1:db": ensure that the account has access to "p-one:europe-west1:db" (and make sure there\'s no typo in that name). Error during createEphemeral for p-one:europe-west1:db: googleapi: Error 403: The client is not authorized to make this request., notAuthorized',
    is: { cause: "permission", permission: "cloudsql.instances.connect", resource: "projects/p-one/instances/db" },
  },
  {
    from: "terraform-google-modules/terraform-example-foundation#1454",
    text: 'Error applying IAM policy for project "p-one": Error setting IAM policy for project "p-one": googleapi: Error 400: One or more users named in the policy do not belong to a permitted customer.\nDetails:\n[{"@type": "type.googleapis.com/google.rpc.PreconditionFailure", "violations": [{"description": "User service-b-1@gcp-sa-logging.iam.gserviceaccount.com is not in permitted organization.", "subject": "orgpolicy:projects/p-one?configvalue=x", "type": "constraints/iam.allowedPolicyMemberDomains"}]}]\n, failedPrecondition',
    is: {
      cause: "org-policy",
      about: "iam.allowedPolicyMemberDomains",
      resource: "projects/p-one",
      principal: "service-b-1@gcp-sa-logging.iam.gserviceaccount.com",
    },
  },
  // Cloud Audit Logs
  {
    from: "Cloud Audit Logs, several authorizations of which one is refused",
    text: JSON.stringify([
      {
        protoPayload: {
          "@type": "type.googleapis.com/google.cloud.audit.AuditLog",
          status: { code: 7, message: "PERMISSION_DENIED" },
          authenticationInfo: {
            principalEmail: sa,
            serviceAccountDelegationInfo: [{ firstPartyPrincipal: { principalEmail: "kim@example.com" } }],
          },
          methodName: "beta.compute.instances.insert",
          authorizationInfo: [
            {
              granted: true,
              permission: "compute.instances.create",
              resource: "projects/p-one/zones/z/instances/vm",
              resourceAttributes: { name: "projects/p-one/zones/z/instances/vm", type: "compute.instances" },
            },
            {
              permission: "compute.subnetworks.use",
              resource: "projects/p-net/regions/r/subnetworks/s",
              resourceAttributes: { name: "projects/p-net/regions/r/subnetworks/s" },
            },
          ],
        },
      },
    ]),
    is: {
      cause: "permission",
      permission: "compute.subnetworks.use",
      resource: "projects/p-net/regions/r/subnetworks/s",
      principal: sa,
    },
  },
  {
    from: "Cloud Audit Logs as `gcloud logging read` prints them",
    text: `---\ninsertId: abc\nprotoPayload:\n  authenticationInfo:\n    principalEmail: ${sa}\n  authorizationInfo:\n  - granted: true\n    permission: aiplatform.endpoints.get\n    resource: projects/p-one/locations/l/endpoints/7\n  - permission: aiplatform.endpoints.deploy\n    resource: projects/p-one/locations/l/endpoints/7\n    resourceAttributes: {}\n  methodName: google.cloud.aiplatform.v1.EndpointService.DeployModel\n  status:\n    code: 7\n    message: PERMISSION_DENIED`,
    is: {
      cause: "permission",
      permission: "aiplatform.endpoints.deploy",
      resource: "projects/p-one/locations/l/endpoints/7",
      principal: sa,
    },
  },
];
