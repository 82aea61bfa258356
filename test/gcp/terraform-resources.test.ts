import { expect, test } from "vitest";
import { readTable } from "../../src/gcp/data-file.ts";
import { agentOfService } from "../../src/gcp/project-agents.ts";
import { resourceTypeNamed } from "../../src/gcp/resource-types.ts";
import {
  definedAttributesOf,
  type IamTarget,
  iamTargetOf,
  operationsOf,
  workloadPathsOf,
} from "../../src/gcp/terraform-resources.ts";

const { iam } = readTable<{ iam: Readonly<Record<string, IamTarget>> }>("terraform.json");

test("every family's target and what is around it are words of the vocabulary", () => {
  const types = Object.values(iam).flatMap(({ type, within = [] }) =>
    [type].concat(within.map(([, around]) => around)),
  );
  expect(types.filter((type) => resourceTypeNamed(type) === undefined)).toEqual([]);
  expect(Object.keys(iam).length).toBeGreaterThan(150);
});

test("the attributes that name a target", () => {
  expect(iamTargetOf("project")).toEqual({ type: "project", name: "project" });
  expect(iamTargetOf("cloud_run_service")).toEqual({
    type: "cloud-run-v2-service",
    name: "service",
    project: true,
    location: "location",
  });
  expect(iamTargetOf("spanner_database")?.within).toEqual([["instance", "spanner-instance"]]);
  expect(iamTargetOf("shiny_new_thing")).toBeUndefined();
  expect(iamTargetOf("toString")).toBeUndefined();
});

test("where a resource names its account", () => {
  expect(workloadPathsOf("compute_instance")[0]).toEqual({
    path: "service_account.email",
    purpose: "vm",
    default: "compute-default",
    absent: "none",
  });
  expect(workloadPathsOf("storage_bucket")).toEqual([]);
});

test("every operation that names an account names a path of the workloads, or an argument of its own", () => {
  const { operations } = readTable<{ operations: Readonly<Record<string, unknown>> }>("terraform.json");
  const unpaired = Object.keys(operations).flatMap((type) =>
    operationsOf(type).flatMap(({ runAs }) => {
      const isPath = runAs === undefined || workloadPathsOf(type).some(({ path }) => path === runAs);
      return isPath ? [] : [`${type}.${runAs}`];
    }),
  );
  expect(unpaired).toEqual([
    "vertex_ai_deployment_resource_pool.service_account",
    "vertex_ai_persistent_resource.resource_runtime_spec.service_account_spec.service_account",
  ]);
});

test("resources of interest", () => {
  expect(definedAttributesOf("storage_bucket")).toContain("uniform_bucket_level_access");
  expect(definedAttributesOf("pubsub_topic")).toEqual([]);
  expect(definedAttributesOf("compute_route")).toBeUndefined();
});

test.each([
  ["aiplatform.googleapis.com", "service-PROJECT_NUMBER@gcp-sa-aiplatform.iam.gserviceaccount.com"],
  ["container.googleapis.com", "service-PROJECT_NUMBER@container-engine-robot.iam.gserviceaccount.com"],
  ["pubsub.googleapis.com", "service-PROJECT_NUMBER@gcp-sa-pubsub.iam.gserviceaccount.com"],
  ["unheard.googleapis.com", undefined],
])("the agent that stands for %s", (service, pattern) => {
  expect(agentOfService(service)).toBe(pattern);
});
