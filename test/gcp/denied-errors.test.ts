import { describe, expect, it } from "vitest";
import { denialsIn } from "../../src/gcp/denied-errors.ts";

const thread = `PermissionDenied: 403 POST https://aiplatform.googleapis.com/v1/projects/iot-prod/locations/us-central1/endpoints
IAM permission 'aiplatform.endpoints.create' denied
at VertexAIClient.deploy(vertex_client.py:245)`;

const cases: readonly (readonly [text: string, denials: readonly object[]])[] = [
  [thread, [{ kind: "permission", permission: "aiplatform.endpoints.create", resource: "projects/iot-prod" }]],
  [
    "google.api_core.exceptions.PermissionDenied: 403 Permission 'aiplatform.endpoints.create' denied on resource '//aiplatform.googleapis.com/projects/iot-prod/locations/us-central1' (or it may not exist).",
    [{ kind: "permission", permission: "aiplatform.endpoints.create", resource: "projects/iot-prod" }],
  ],
  [
    "400 You do not have permission to act as service_account: train@ml-dev.iam.gserviceaccount.com. (or it may not exist).",
    [{ kind: "act-as", permission: "iam.serviceAccounts.actAs", resource: "train@ml-dev.iam.gserviceaccount.com" }],
  ],
  [
    "ERROR: (gcloud.run.deploy) PERMISSION_DENIED: Permission 'iam.serviceaccounts.actAs' denied on service account run@p-1.iam.gserviceaccount.com (or it may not exist).",
    [{ kind: "act-as", permission: "iam.serviceAccounts.actAs", resource: "run@p-1.iam.gserviceaccount.com" }],
  ],
  [
    "pipe@p-1.iam.gserviceaccount.com does not have storage.objects.get access to the Google Cloud Storage object. https://storage.googleapis.com/storage/v1/b/raw/o/x",
    [
      {
        kind: "permission",
        permission: "storage.objects.get",
        resource: "gs://raw",
        principal: "serviceAccount:pipe@p-1.iam.gserviceaccount.com",
      },
    ],
  ],
  [
    "403 Access Denied: Project data-prj: User does not have bigquery.jobs.create permission in project data-prj.",
    [{ kind: "permission", permission: "bigquery.jobs.create", resource: "projects/data-prj" }],
  ],
  [
    "Access Denied: Table data-prj:features.daily: User does not have permission to query table data-prj:features.daily, or perhaps it does not exist",
    [
      {
        kind: "permission",
        permission: "bigquery.tables.getData",
        resource: "//bigquery.googleapis.com/projects/data-prj/datasets/features",
      },
    ],
  ],
  [
    "Access Denied: Table data-prj:features.daily: Permission bigquery.tables.updateData denied on table data-prj:features.daily (or it may not exist).",
    [
      {
        kind: "permission",
        permission: "bigquery.tables.updateData",
        resource: "//bigquery.googleapis.com/projects/data-prj/datasets/features",
      },
    ],
  ],
  [
    "Error: googleapi: Error 403: Required 'compute.instances.create' permission for 'projects/p-1/zones/us-central1-a/instances/x', forbidden",
    [
      {
        kind: "permission",
        permission: "compute.instances.create",
        resource: "//compute.googleapis.com/projects/p-1/zones/us-central1-a/instances/x",
      },
    ],
  ],
  [
    'denied: Permission "artifactregistry.repositories.uploadArtifacts" denied on resource "projects/p-1/locations/us/repositories/app" (or it may not exist)',
    [
      {
        kind: "permission",
        permission: "artifactregistry.repositories.uploadArtifacts",
        resource: "//artifactregistry.googleapis.com/projects/p-1/locations/us/repositories/app",
      },
    ],
  ],
  [
    "Vertex AI API has not been used in project 42 before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/aiplatform.googleapis.com/overview?project=42 then retry.",
    [{ kind: "api-disabled", resource: "projects/42", service: "aiplatform.googleapis.com" }],
  ],
  [
    '"reason": "CONSUMER_INVALID", "metadata": {"consumer": "projects/no-such", "service": "aiplatform.googleapis.com"}',
    [{ kind: "consumer-invalid", resource: "projects/no-such", service: "aiplatform.googleapis.com" }],
  ],
  [
    '{"error": {"code": 403, "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "IAM_PERMISSION_DENIED", "domain": "aiplatform.googleapis.com", "metadata": {"resource": "projects/iot-prod/locations/us-central1", "permission": "aiplatform.endpoints.create"}}]}}',
    [{ kind: "permission", permission: "aiplatform.endpoints.create", resource: "projects/iot-prod" }],
  ],
  [
    JSON.stringify({
      protoPayload: {
        authenticationInfo: { principalEmail: "kim@x.com" },
        authorizationInfo: [
          { permission: "secretmanager.versions.access", resource: "projects/42/secrets/s/versions/1" },
          { permission: "secretmanager.versions.get", resource: "projects/42", granted: true },
        ],
      },
    }),
    [
      {
        kind: "permission",
        permission: "secretmanager.versions.access",
        resource: "projects/42",
        principal: "user:kim@x.com",
      },
    ],
  ],
  ["everything is fine", []],
];

describe("denialsIn", () => {
  it.each(cases)("%s", (text, denials) => {
    expect(denialsIn(text)).toEqual(denials);
  });
});
