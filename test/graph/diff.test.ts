import { describe, expect, it } from "vitest";
import { diffAccess } from "../../src/graph/diff.ts";
import { leastPrivilege } from "../../src/graph/least-privilege.ts";
import type { Fact } from "../../src/model/fact.ts";
import { customRole, deny, grant, project, under, value, world } from "./world.ts";

const kim = "user:kim@x.com";

const roleOf = (permissions: readonly string[]): readonly Fact[] => [
  customRole("projects/p/roles/d", permissions),
  grant(kim, "projects/p/roles/d", "projects/p"),
];

const changes = (before: readonly Fact[], after: readonly Fact[]): readonly string[] =>
  diffAccess(world(before), world(after)).map(
    ({ principal, resource, gained, lost, gainedRoles, lostRoles }) =>
      `${principal.id} on ${resource.key}: +${gained.length} -${lost.length}${[...gainedRoles.map((role) => ` +${role}`), ...lostRoles.map((role) => ` -${role}`)].join("")}`,
  );

describe("access gained and lost", () => {
  it("is what a new grant adds to what was held", () => {
    expect(changes([], [grant(kim, "roles/run.servicesInvoker", "projects/p")])).toEqual([
      "kim@x.com on project:p: +1 -0",
    ]);
    expect(
      changes([grant(kim, "roles/run.invoker", "projects/p")], [grant(kim, "roles/run.servicesInvoker", "projects/p")]),
    ).toEqual(["kim@x.com on project:p: +0 -2"]);
  });

  it("is nothing where a role above holds it already", () => {
    const above = [under("projects/p", "folders/1"), grant(kim, "roles/editor", "folders/1")];
    expect(changes(above, [...above, grant(kim, "roles/run.developer", "projects/p")])).toEqual([]);
  });

  it("follows what a custom role holds, and what a deny policy takes", () => {
    const [small, large] = [roleOf(["run.services.get"]), roleOf(["run.services.get", "run.services.create"])];
    expect(changes(small, large)).toEqual(["kim@x.com on project:p: +1 -0"]);
    expect(
      changes(large, [
        ...large,
        deny(["principalSet://goog/public:all"], ["run.googleapis.com/services.create"], "projects/p"),
      ]),
    ).toEqual(["kim@x.com on project:p: +0 -1"]);
  });

  it("names roles whose content is not known", () => {
    expect(changes([], [grant(kim, "projects/p/roles/elsewhere", "projects/p")])).toEqual([
      "kim@x.com on project:p: +0 -0 +projects/p/roles/elsewhere",
    ]);
  });

  it("does not depend on places", () => {
    const facts = [grant(kim, "roles/owner", "projects/p", { path: "a.tf" })];
    expect(changes(facts, [grant(kim, "roles/owner", "projects/p", { path: "b.tf", start: 7 })])).toEqual([]);
  });
});

describe("least privilege", () => {
  const operation: Fact = {
    kind: "operation",
    id: "pipelinejob.create",
    surface: "python",
    caller: value("ci@p1234.iam.gserviceaccount.com"),
    project: value("p1234"),
    runAs: value("run@p1234.iam.gserviceaccount.com"),
    targets: { bucket: value("root"), dataset: value("data-prj.features") },
    span: { path: "pipe.py", start: 0, end: 1 },
    dialect: "python",
  };

  const grants = (email: string): readonly string[] => {
    const graph = world([project("p1234", "42"), operation]);
    return leastPrivilege(graph, graph.account(value(email)).principal).map(
      ({ resource, recommendation }) =>
        `${resource.key}: ${[...recommendation.roles, ...recommendation.custom].join(" ")}`,
    );
  };

  it("is one grant for each resource", () => {
    expect(grants("ci@p1234.iam.gserviceaccount.com")).toEqual([
      "project:p1234: aiplatform.metadataStores.get aiplatform.pipelineJobs.create aiplatform.pipelineJobs.get",
      "service-account:run@p1234.iam.gserviceaccount.com: roles/iam.serviceAccountUser",
    ]);
  });

  it("covers what runs, too", () => {
    expect(grants("run@p1234.iam.gserviceaccount.com")).toEqual([
      "bigquery-dataset:data-prj/features: roles/bigquery.dataEditor",
      "project:p1234: roles/bigquery.jobUser aiplatform.metadataStores.get",
      "storage-bucket:root: roles/storage.bucketViewer roles/storage.objectUser",
    ]);
  });
});
