import { describe, expect, it } from "vitest";
import { type Denial, otherRefusals, readDenial } from "../../src/ask/error-text.ts";
import { sightings } from "./error-corpus.ts";

const forms: readonly (readonly [name: string, text: string, denial: Partial<Denial>])[] = [
  [
    "the forum thread",
    "PermissionDenied: 403 POST https://aiplatform.googleapis.com/v1/projects/iot-prod/locations/us-central1/endpoints\nIAM permission 'aiplatform.endpoints.create' denied\nat VertexAIClient.deploy(vertex_client.py:245)",
    {
      cause: "permission",
      permission: "aiplatform.endpoints.create",
      resource: "projects/iot-prod/locations/us-central1/endpoints",
      project: "iot-prod",
    },
  ],
  [
    "gcloud",
    "ERROR: (gcloud.ai.endpoints.create) PERMISSION_DENIED: Permission 'aiplatform.endpoints.create' denied on resource '//aiplatform.googleapis.com/projects/p-one/locations/us-central1' (or it may not exist).",
    {
      cause: "permission",
      permission: "aiplatform.endpoints.create",
      resource: "//aiplatform.googleapis.com/projects/p-one/locations/us-central1",
      project: "p-one",
    },
  ],
  [
    "Terraform",
    "Error: Error creating Endpoint: googleapi: Error 403: Permission 'aiplatform.endpoints.create' denied on resource '//aiplatform.googleapis.com/projects/p-one/locations/us-central1' (or it may not exist).\n  with google_vertex_ai_endpoint.e,\n  on main.tf line 3",
    { cause: "permission", permission: "aiplatform.endpoints.create", project: "p-one" },
  ],
  [
    "the Python client",
    "google.api_core.exceptions.PermissionDenied: 403 Permission 'aiplatform.pipelineJobs.create' denied on resource '//aiplatform.googleapis.com/projects/p-one/locations/europe-west4' (or it may not exist). [reason: \"IAM_PERMISSION_DENIED\"]",
    { cause: "permission", permission: "aiplatform.pipelineJobs.create", project: "p-one" },
  ],
  [
    "google.rpc.ErrorInfo",
    '{"error":{"code":403,"status":"PERMISSION_DENIED","details":[{"reason":"IAM_PERMISSION_DENIED","domain":"aiplatform.googleapis.com","metadata":{"permission":"aiplatform.models.upload","resource":"projects/p-one/locations/us-central1"}}]}}',
    { cause: "permission", permission: "aiplatform.models.upload", resource: "projects/p-one/locations/us-central1" },
  ],
  [
    "Cloud Storage",
    "googleapi: Error 403: ci@p-one.iam.gserviceaccount.com does not have storage.objects.get access to the Google Cloud Storage object. Permission 'storage.objects.get' denied on resource (or it may not exist)., forbidden\nGET https://storage.googleapis.com/storage/v1/b/artifacts-one/o/model.pkl",
    { cause: "permission", permission: "storage.objects.get", principal: "ci@p-one.iam.gserviceaccount.com" },
  ],
  [
    "BigQuery jobs",
    "Access Denied: Project p-one: User does not have bigquery.jobs.create permission in project p-one.",
    { cause: "permission", permission: "bigquery.jobs.create", resource: "projects/p-one" },
  ],
  [
    "BigQuery tables",
    "403 Access Denied: Table p-one:features.daily: Permission bigquery.tables.updateData denied on table p-one:features.daily (or it may not exist).",
    { cause: "permission", permission: "bigquery.tables.updateData", resource: "p-one:features.daily" },
  ],
  [
    "Compute Engine",
    "Required 'compute.instances.create' permission for 'projects/p-one/zones/us-central1-a/instances/vm'",
    { cause: "permission", permission: "compute.instances.create", project: "p-one" },
  ],
  [
    "Vertex AI's 400 for a service account",
    "google.api_core.exceptions.InvalidArgument: 400 You do not have permission to act as service_account: train@p-one.iam.gserviceaccount.com. (or it may not exist).",
    { cause: "act-as", permission: "iam.serviceAccounts.actAs", actAs: "train@p-one.iam.gserviceaccount.com" },
  ],
  [
    "Cloud Run's actAs",
    "ERROR: (gcloud.run.deploy) PERMISSION_DENIED: Permission 'iam.serviceaccounts.actAs' denied on service account run@p-one.iam.gserviceaccount.com (or it may not exist).",
    { cause: "act-as", permission: "iam.serviceAccounts.actAs", actAs: "run@p-one.iam.gserviceaccount.com" },
  ],
  [
    "an audit log entry",
    '{"protoPayload":{"status":{"code":7,"message":"PERMISSION_DENIED"},"authenticationInfo":{"principalEmail":"ci@p-one.iam.gserviceaccount.com"},"authorizationInfo":[{"resource":"projects/p-one/locations/us-central1","permission":"aiplatform.customJobs.create"}]}}',
    {
      cause: "permission",
      permission: "aiplatform.customJobs.create",
      principal: "ci@p-one.iam.gserviceaccount.com",
      resource: "projects/p-one/locations/us-central1",
    },
  ],
  [
    "a disabled API",
    "403 Vertex AI API has not been used in project 123456789 before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/aiplatform.googleapis.com/overview?project=123456789 then retry.",
    { cause: "api-disabled", api: "aiplatform.googleapis.com", project: "123456789" },
  ],
  [
    "a wrong consumer project",
    '403 Permission denied on resource project p-typo. [reason: "CONSUMER_INVALID" domain: "googleapis.com"]',
    { cause: "consumer-invalid" },
  ],
  ["an error that says nothing", "403 Forbidden: The caller does not have permission", { cause: "unnamed" }],
  ["no error at all", "everything is fine", { cause: "unknown" }],
];

describe("what was seen in public", () => {
  it.each(sightings.map((sighting) => [sighting.from, sighting] as const))("%s", (_from, { text, is }) => {
    const { project: _project, ...read } = readDenial(text);
    expect(read).toEqual(is);
  });
});

describe("what else a text refuses", () => {
  it("is nothing in one error, however often it says so", () => {
    const others = sightings.flatMap(({ text }) => {
      const { permission, permissions = permission === undefined ? [] : [permission] } = readDenial(text);
      return permissions.length === 0 ? [] : otherRefusals(text, permissions);
    });
    expect(others).toEqual([]);
  });

  it("is read from the first lines of a large text", () => {
    const line = "403: Permission 'storage.objects.get' denied on resource 'x'\n";
    expect(otherRefusals(line.repeat(20_000), ["storage.objects.list"])).toEqual(["storage.objects.get"]);
  });
});

describe("what a pasted error says", () => {
  it.each(forms)("%s", (_name, text, denial) => {
    expect(readDenial(text)).toMatchObject(denial);
  });

  it("takes typographic quotes for quotes", () => {
    expect(readDenial("IAM permission ‘aiplatform.models.get’ denied").permission).toBe("aiplatform.models.get");
  });

  it.each([
    "permission ",
    "a@a",
    "a.a.a.a@",
    "service account ",
    "googleapis.com ",
    '{"permission"',
    "authorizationInfo: [{",
    "projects/a/",
    "on resource ",
    "[a](https://",
    "\\\\n",
  ])("is bounded on a large text of %j", (piece) => {
    expect(readDenial(piece.repeat(2_000_000 / piece.length)).actAs).toBeUndefined();
  });
});
