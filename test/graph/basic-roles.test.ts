import { describe, expect, it } from "vitest";
import { ask, grant, under, world } from "./world.ts";

/** Which of owner, editor and viewer hold a permission on a project (iam/docs/roles-overview#basic, role table). */
const rows: readonly (readonly [permission: string, holders: string])[] = [
  ["iam.serviceAccounts.actAs", "oe"],
  ["iam.serviceAccounts.getAccessToken", ""],
  ["iam.serviceAccountKeys.create", "oe"],
  ["iam.serviceAccounts.setIamPolicy", "o"],
  ["resourcemanager.projects.setIamPolicy", "o"],
  ["iam.roles.update", "o"],
  ["iam.googleapis.com/workloadIdentityPoolProviders.create", "o"],
  ["orgpolicy.policy.set", ""],
  ["iam.denypolicies.create", ""],
  ["serviceusage.services.enable", "oe"],
  ["logging.sinks.delete", "o"],
  ["apikeys.keys.create", "oe"],
  ["apikeys.keys.getKeyString", "oev"],
  ["storage.hmacKeys.create", "oe"],
  ["storage.objects.get", ""],
  ["storage.buckets.get", ""],
  ["storage.buckets.create", "oe"],
  ["storage.buckets.setIamPolicy", ""],
  ["bigquery.jobs.create", "oev"],
  ["bigquery.tables.getData", ""],
  ["bigquery.tables.updateData", ""],
  ["bigquery.tables.create", ""],
  ["bigquery.datasets.create", "oe"],
  ["bigquery.datasets.get", "oev"],
  ["bigquery.datasets.update", "o"],
  ["artifactregistry.repositories.downloadArtifacts", "oev"],
  ["artifactregistry.repositories.uploadArtifacts", "oe"],
  ["secretmanager.versions.access", "o"],
  ["cloudkms.cryptoKeyVersions.useToDecrypt", "o"],
  ["pubsub.topics.publish", "oe"],
  ["aiplatform.endpoints.predict", "oev"],
  ["aiplatform.endpoints.create", "oe"],
  ["aiplatform.endpoints.deploy", "oe"],
  ["aiplatform.models.export", "oe"],
  ["aiplatform.customJobs.create", "oe"],
  ["aiplatform.reasoningEngines.query", "oev"],
  ["aiplatform.endpoints.setIamPolicy", "o"],
  ["cloudbuild.builds.create", "oe"],
  ["deploymentmanager.deployments.create", "oe"],
  ["compute.instances.create", "oe"],
  ["run.services.create", "oe"],
  ["run.routes.invoke", "oe"],
];

const roles = ["owner", "editor", "viewer"];

describe("basic roles", () => {
  it.each(rows)("%s: %s", (permission, holders) => {
    const found = roles.filter((role) => {
      const graph = world([grant("user:kim@x.com", `roles/${role}`, "projects/p")]);
      return ask(graph, "user:kim@x.com", permission, "projects/p") === "allowed";
    });
    expect(found.map((role) => role[0]).join("")).toBe(holders);
  });

  it.each(rows)("%s: %s, from a folder above", (permission, holders) => {
    const facts = roles.map((role) => grant(`user:${role}@x.com`, `roles/${role}`, "folders/1"));
    const graph = world([...facts, under("projects/p", "folders/1")]);
    const found = roles.filter((role) => ask(graph, `user:${role}@x.com`, permission, "projects/p") === "allowed");
    expect(found.map((role) => role[0]).join("")).toBe(holders);
  });
});
