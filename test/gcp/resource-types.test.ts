import { describe, expect, test } from "vitest";
import {
  labelOf,
  resourceOfFullName,
  resourceTypeNamed,
  resourceTypeOfFullName,
  resourceTypeOfTerraform,
  setIamPolicyPermissionOf,
} from "../../src/gcp/resource-types.ts";

describe("types by Terraform's name", () => {
  test.each([
    ["google_project", "project"],
    ["storage_bucket", "storage-bucket"],
    ["google_cloud_run_service", "cloud-run-v2-service"],
    ["google_cloud_run_v2_service", "cloud-run-v2-service"],
    ["google_secret_manager_regional_secret", "secret-manager-regional-secret"],
    ["google_active_folder", "folder"],
    ["google_thing_of_tomorrow", "thing-of-tomorrow"],
    ["toString", "toString"],
  ])("%s is %s", (terraform, type) => {
    expect(resourceTypeOfTerraform(terraform)).toBe(type);
  });
});

describe("full resource names", () => {
  test.each([
    ["//cloudresourcemanager.googleapis.com/projects/p", { type: "project", name: "p" }],
    ["//storage.googleapis.com/b", { type: "storage-bucket", name: "b" }],
    [
      "//storage.googleapis.com/projects/_/buckets/b/objects/a/b.bin",
      { type: "storage-bucket-object", name: "a/b.bin", within: { type: "storage-bucket", name: "b" } },
    ],
    [
      "//bigquery.googleapis.com/projects/p/datasets/d/tables/t",
      {
        type: "bigquery-table",
        name: "t",
        project: "p",
        within: { type: "bigquery-dataset", name: "d", project: "p" },
      },
    ],
    [
      "//us-central1-aiplatform.googleapis.com/projects/p/locations/us-central1/endpoints/1",
      { type: "vertex-ai-endpoint", name: "1", project: "p", location: "us-central1" },
    ],
    ["//iap.googleapis.com/projects/p/iap_web", { type: "iap-web", name: "iap_web", project: "p" }],
  ])("%s", (name, resource) => {
    expect(resourceOfFullName(name)).toEqual(resource);
    expect(resourceOfFullName(name.slice(2))).toEqual(resource);
  });

  test.each(["//unheard.googleapis.com/projects/p", "//bigquery.googleapis.com/projects/p/datasets", "", "//"])(
    "%j names nothing of ours",
    (name) => {
      expect(resourceTypeOfFullName(name)).toBeUndefined();
    },
  );
});

test("what people call it, and who may change its policy", () => {
  expect(labelOf("storage-bucket")).toBe("bucket");
  expect(labelOf("cloud-run-v2-service")).toBe("Cloud Run service");
  expect(labelOf("folder")).toBe("folder");
  expect(labelOf("shiny-new-thing")).toBe("shiny new thing");
  expect(setIamPolicyPermissionOf("secret-manager-secret")).toBe("secretmanager.secrets.setIamPolicy");
  expect(setIamPolicyPermissionOf("shiny-new-thing")).toBeUndefined();
  expect(resourceTypeNamed("kms-crypto-key")?.parent).toBe("kms-key-ring");
});
