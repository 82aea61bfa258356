import { beforeAll, describe, expect, it } from "vitest";
import { loadCel } from "../../src/gcp/cel.ts";
import { ask, grant, project, world } from "./world.ts";

beforeAll(loadCel);

/** What a condition on 24 November 2026 comes to; sources are pages below docs.cloud.google.com/iam/docs. */
const rows: readonly (readonly [expression: string, role: string, permission: string, on: string, answer: string])[] = [
  // conditions-overview: expiry
  [
    'request.time < timestamp("2027-01-01T00:00:00Z")',
    "roles/run.admin",
    "run.services.create",
    "projects/p",
    "allowed",
  ],
  [
    'request.time < timestamp("2026-01-01T00:00:00Z")',
    "roles/run.admin",
    "run.services.create",
    "projects/p",
    "unknown",
  ],
  [
    'request.time < timestamp("2026-11-24T12:00:00Z")',
    "roles/run.admin",
    "run.services.create",
    "projects/p",
    "conditional",
  ],
  [
    'request.time > timestamp("2026-01-01T00:00:00Z")',
    "roles/run.admin",
    "run.services.create",
    "projects/p",
    "allowed",
  ],
  ['request.time < timestamp("2027-01-01")', "roles/run.admin", "run.services.create", "projects/p", "unknown"],
  [
    'request.time - duration("24h") < timestamp("2026-11-24T00:00:00Z")',
    "roles/run.admin",
    "run.services.create",
    "projects/p",
    "allowed",
  ],
  ["request.time.getFullYear() == 2026", "roles/run.admin", "run.services.create", "projects/p", "allowed"],
  [
    'request.time.getHours("Europe/Berlin") < 18',
    "roles/run.admin",
    "run.services.create",
    "projects/p",
    "conditional",
  ],
  // constants
  ["true", "roles/run.admin", "run.services.create", "projects/p", "allowed"],
  ["1 == 1", "roles/run.admin", "run.services.create", "projects/p", "allowed"],
  ["false", "roles/run.admin", "run.services.create", "projects/p", "unknown"],
  [
    'resource.matchTag("1/env", "prod") || !resource.matchTag("1/env", "prod")',
    "roles/run.admin",
    "run.services.create",
    "projects/p",
    "allowed",
  ],
  ["(", "roles/run.admin", "run.services.create", "projects/p", "unknown"],
  // conditions-attribute-reference: tags
  ['resource.matchTag("1/env", "prod")', "roles/run.admin", "run.services.create", "projects/p", "conditional"],
  [
    'resource.matchTag("1/env", "prod") && request.time < timestamp("2026-01-01T00:00:00Z")',
    "roles/run.admin",
    "run.services.create",
    "projects/p",
    "unknown",
  ],
  [
    'resource.matchTag("1/env", "prod") || request.time < timestamp("2027-01-01T00:00:00Z")',
    "roles/run.admin",
    "run.services.create",
    "projects/p",
    "allowed",
  ],
  // conditions-resource-attributes: names of buckets and objects
  [
    'resource.name.startsWith("projects/_/buckets/data")',
    "roles/storage.objectViewer",
    "storage.objects.get",
    "gs://data",
    "allowed",
  ],
  [
    'resource.name.startsWith("projects/_/buckets/dat")',
    "roles/storage.objectViewer",
    "storage.objects.get",
    "gs://data",
    "allowed",
  ],
  [
    'resource.name.startsWith("projects/_/buckets/other")',
    "roles/storage.objectViewer",
    "storage.objects.get",
    "gs://data",
    "unknown",
  ],
  [
    'resource.name.startsWith("projects/_/buckets/data/objects/in/")',
    "roles/storage.objectViewer",
    "storage.objects.get",
    "gs://data",
    "conditional",
  ],
  [
    'resource.name.startsWith("projects/_/buckets/data/objects/in/")',
    "roles/storage.objectViewer",
    "storage.objects.list",
    "gs://data",
    "unknown",
  ],
  [
    'resource.name == "projects/_/buckets/data"',
    "roles/storage.objectViewer",
    "storage.objects.list",
    "gs://data",
    "allowed",
  ],
  [
    'resource.type == "storage.googleapis.com/Object"',
    "roles/storage.objectViewer",
    "storage.objects.get",
    "gs://data",
    "allowed",
  ],
  [
    'resource.type == "storage.googleapis.com/Object"',
    "roles/storage.objectViewer",
    "storage.objects.list",
    "gs://data",
    "unknown",
  ],
  [
    'resource.service == "storage.googleapis.com"',
    "roles/storage.objectViewer",
    "storage.objects.get",
    "gs://data",
    "allowed",
  ],
  [
    'resource.service == "bigquery.googleapis.com"',
    "roles/storage.objectViewer",
    "storage.objects.get",
    "gs://data",
    "unknown",
  ],
  [
    'resource.service in ["storage.googleapis.com", "run.googleapis.com"]',
    "roles/storage.objectViewer",
    "storage.objects.get",
    "gs://data",
    "allowed",
  ],
  [
    'resource.name.extract("buckets/{name}") == "data"',
    "roles/storage.objectViewer",
    "storage.objects.list",
    "gs://data",
    "allowed",
  ],
  [
    'resource.name.endsWith("/objects/a")',
    "roles/storage.objectViewer",
    "storage.objects.get",
    "gs://data",
    "conditional",
  ],
  [
    'resource.name == "projects/p/datasets/d"',
    "roles/bigquery.dataViewer",
    "bigquery.datasets.get",
    "bigquery-dataset:p/d",
    "allowed",
  ],
  [
    'resource.name.startsWith("projects/p/datasets/d/tables/t")',
    "roles/bigquery.dataViewer",
    "bigquery.tables.getData",
    "bigquery-dataset:p/d",
    "conditional",
  ],
  // a negated prefix on a service whose names conditions do not know stays open
  [
    '!resource.name.startsWith("projects/p/locations/l/endpoints/1")',
    "roles/aiplatform.user",
    "aiplatform.endpoints.predict",
    "projects/p",
    "conditional",
  ],
  // conditions-attribute-reference: hasOnly on the missing attribute is true
  [
    'api.getAttribute("iam.googleapis.com/modifiedGrantsByRole", []).hasOnly(["roles/run.invoker"])',
    "roles/resourcemanager.projectIamAdmin",
    "resourcemanager.projects.getIamPolicy",
    "projects/p",
    "allowed",
  ],
  [
    'api.getAttribute("iam.googleapis.com/modifiedGrantsByRole", []).hasOnly(["roles/run.invoker"])',
    "roles/resourcemanager.projectIamAdmin",
    "resourcemanager.projects.setIamPolicy",
    "projects/p",
    "conditional",
  ],
  // only Identity-Aware Proxy knows access levels
  [
    '"accessPolicies/1/accessLevels/x" in request.auth.access_levels',
    "roles/iap.httpsResourceAccessor",
    "iap.webServiceVersions.accessViaIAP",
    "projects/p",
    "conditional",
  ],
];

describe("conditions", () => {
  it.each(rows)("%s on %s", (expression, role, permission, on, answer) => {
    const graph = world([project("p", "42"), grant("user:kim@x.com", role, on, { when: expression })]);
    expect(ask(graph, "user:kim@x.com", permission, on)).toBe(answer);
  });

  it("that can't be read whole stay open", () => {
    const graph = world([grant("user:kim@x.com", "roles/run.admin", "projects/p", { when: "${var.condition}" })]);
    expect(ask(graph, "user:kim@x.com", "run.services.create", "projects/p")).toBe("conditional");
  });

  it("on time stay open without a day to judge them by", () => {
    const graph = world([grant("user:kim@x.com", "roles/run.admin", "projects/p", { when: rows[0]?.[0] ?? "" })], {});
    expect(ask(graph, "user:kim@x.com", "run.services.create", "projects/p")).toBe("conditional");
  });

  it("do not matter where the same role is granted without one", () => {
    const facts = [
      grant("user:kim@x.com", "roles/run.admin", "projects/p", { when: "false" }),
      grant("user:kim@x.com", "roles/run.admin", "projects/p"),
    ];
    expect(ask(world(facts), "user:kim@x.com", "run.services.create", "projects/p")).toBe("allowed");
  });
});
