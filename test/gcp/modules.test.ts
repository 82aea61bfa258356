import { expect, test } from "vitest";
import { knownModule } from "../../src/gcp/modules.ts";

test.each([
  "terraform-google-modules/iam/google//modules/projects_iam",
  "registry.terraform.io/terraform-google-modules/iam/google//modules/projects_iam",
  "github.com/terraform-google-modules/terraform-google-iam//modules/projects_iam?ref=v8.1.0",
  "git::https://github.com/terraform-google-modules/terraform-google-iam.git//modules/projects_iam?ref=v8.1.0",
  "git@github.com:terraform-google-modules/terraform-google-iam.git//modules/projects_iam",
])("%s", (source) => {
  expect(knownModule(source)?.target).toEqual({ base: "project", name: "{each}" });
});

test.each([
  "github.com/GoogleCloudPlatform/cloud-foundation-fabric//modules/gcs?ref=v40.0.0",
  "git::ssh://git@github.com/GoogleCloudPlatform/cloud-foundation-fabric.git//modules/gcs",
  "github.com/GoogleCloudPlatform/cloud-foundation-fabric/modules/gcs",
  "git::https://git.example.com/mirrors/cloud-foundation-fabric.git//modules/gcs?ref=v40.0.0",
])("%s", (source) => {
  expect(knownModule(source)?.iam).toBe(true);
});

test.each(["acme/iam/google", "terraform-google-modules/network/google", "./modules/gcs", "", "toString"])(
  "%j is not known",
  (source) => {
    expect(knownModule(source)).toBeUndefined();
  },
);
