import { describe, expect, it } from "vitest";
import type { Grant } from "../../src/model/fact.ts";
import { account, ask, customRole, grant, member, project, read, ref, under, value, world } from "./world.ts";

const ci = "serviceAccount:ci@ml-prod.iam.gserviceaccount.com";

describe("principals of different formats", () => {
  it("are one when a reference resolves to a known e-mail", () => {
    const graph = world([
      account("ci@ml-prod.iam.gserviceaccount.com", "infra#google_service_account.ci"),
      grant("serviceAccount:${infra#google_service_account.ci.email}", "roles/viewer", "projects/ml-prod"),
      grant("${infra#google_service_account.ci.member}", "roles/editor", "projects/ml-prod"),
      grant(
        "principal://iam.googleapis.com/projects/-/serviceAccounts/CI@ml-prod.iam.gserviceaccount.com",
        "roles/browser",
        "projects/ml-prod",
      ),
    ]);
    expect(graph.bindingsOf(graph.principal(value(ci)))).toHaveLength(3);
  });

  it("are one for each object when the e-mail is not known", () => {
    const graph = world([
      account("${infra#google_service_account.ci.email}", "infra#google_service_account.ci"),
      account("${infra#google_service_account.cd.email}", "infra#google_service_account.cd"),
      grant("serviceAccount:${infra#google_service_account.ci.email}", "roles/viewer", "projects/p"),
      grant("${infra#google_service_account.ci.member}", "roles/editor", "projects/p"),
      grant("${infra#google_service_account.cd.member}", "roles/editor", "projects/p"),
    ]);
    expect(graph.bindingsOf(graph.principal(value("${infra#google_service_account.ci.member}")))).toHaveLength(2);
  });

  it("follow the project of an e-mail through its own reference", () => {
    const graph = world([
      project("ml-prod", "42", "infra#google_project.p"),
      account("ci@${infra#google_project.p.project_id}.iam.gserviceaccount.com", "infra#google_service_account.ci"),
      grant("${infra#google_service_account.ci.member}", "roles/viewer", "projects/ml-prod"),
    ]);
    expect(graph.bindingsOf(graph.principal(value(ci)))).toHaveLength(1);
  });

  it("say the project of a pool, never the pool, where its number stands", () => {
    const identity = (object: string): string =>
      `principalSet://iam.googleapis.com/projects/\${${object}.project_number}/locations/global/workloadIdentityPools/ci/*`;
    const pool = { type: "workload", name: value("ci"), span: value("ci").span, dialect: "hcl" } as const;
    const shown = (object: string): string =>
      world([
        { kind: "pool", ...pool, object: "a#pool.ci", project: value("acme") },
        { kind: "pool", ...pool, object: "b#pool.ci" },
      ]).principal(value(identity(object))).id;
    expect(shown("a#pool.ci")).toBe(
      "principalSet://iam.googleapis.com/projects/acme/locations/global/workloadIdentityPools/ci/*",
    );
    expect(shown("b#pool.ci")).toContain("/projects/${pool.ci.project_number}/locations/");
  });

  it("that can't be known equal only the same expression of the same folder", () => {
    const graph = world([
      grant("user:${var.owner}", "roles/owner", "projects/p", { path: "a/main.tf" }),
      grant("user:${var.owner}", "roles/viewer", "projects/p", { path: "a/other.tf" }),
      grant("user:${var.owner}", "roles/editor", "projects/p", { path: "b/main.tf" }),
    ]);
    const [first] = graph.bindings;
    expect(first?.principal).toMatchObject({ type: "user", id: "${var.owner}", opaque: true });
    expect(first && graph.bindingsOf(first.principal)).toHaveLength(2);
  });
});

describe("resources", () => {
  it("merge a project's id and number", () => {
    const graph = world([project("ml-prod", "42"), grant("user:kim@x.com", "roles/viewer", "projects/42")]);
    expect(graph.bindingsOn(graph.resourceNamed("ml-prod"))).toHaveLength(1);
    expect(graph.resourceNamed("//cloudresourcemanager.googleapis.com/projects/42").key).toBe("project:ml-prod");
  });

  it("hang under their project, folder and organization", () => {
    const graph = world([under("projects/p", "folders/1"), under("folders/1", "organizations/9")]);
    const dataset = graph.resource(ref("bigquery-dataset:p/features"));
    const chain = [];
    for (let at: typeof dataset | undefined = dataset; at !== undefined; at = at.parent) chain.push(at.key);
    expect(chain).toEqual(["bigquery-dataset:p/features", "project:p", "folder:1", "organization:9"]);
  });

  it("end a hierarchy that goes in circles", () => {
    const graph = world([under("folders/1", "folders/2"), under("folders/2", "folders/1")]);
    expect(graph.bindingsOn(graph.resourceNamed("folders/1"))).toEqual([]);
  });

  it("place a service account in the project of its e-mail", () => {
    const graph = world([]);
    expect(graph.account(value(ci)).resource.parent?.key).toBe("project:ml-prod");
    expect(graph.account(value("ci@ml-prod.iam.gserviceaccount.com")).resource.shown).toBe(
      "service account 'ci@ml-prod.iam.gserviceaccount.com'",
    );
  });

  it("know a data source's number and id to be one project", () => {
    const graph = world([
      grant("user:kim@x.com", "roles/viewer", "projects/${infra#data.google_project.p.project_id}"),
    ]);
    const byNumber = graph.resource(ref("projects/${infra#data.google_project.p.number}"));
    expect(graph.bindingsOn(byNumber)).toHaveLength(1);
  });
});

describe("resourceNamed", () => {
  it.each([
    ["projects/p", "project:p"],
    ["p", "project:p"],
    ["example.com:p", "project:example.com:p"],
    ["//cloudresourcemanager.googleapis.com/folders/1", "folder:1"],
    ["organizations/9", "organization:9"],
    ["gs://b", "storage-bucket:b"],
    ["//storage.googleapis.com/projects/_/buckets/b", "storage-bucket:b"],
    ["ci@ml-prod.iam.gserviceaccount.com", "service-account:ci@ml-prod.iam.gserviceaccount.com"],
    [
      "projects/-/serviceAccounts/ci@ml-prod.iam.gserviceaccount.com",
      "service-account:ci@ml-prod.iam.gserviceaccount.com",
    ],
    ["p:d", "bigquery-dataset:p/d"],
    ["p.d", "bigquery-dataset:p/d"],
    ["//bigquery.googleapis.com/projects/p/datasets/d/tables/t", "bigquery-table:p/d/t"],
    ["projects/p/secrets/s", "secret-manager-secret:p/s"],
    ["projects/p/locations/l/services/s", "cloud-run-v2-service:p/s@l"],
    ["//aiplatform.googleapis.com/projects/p/locations/l/endpoints/1", "vertex-ai-endpoint:p/1@l"],
  ])("%s", (name, key) => {
    expect(world([]).resourceNamed(name).key).toBe(key);
  });
});

describe("what has no known name", () => {
  const graph = world([
    account("${infra#google_service_account.ci.email}", "infra#google_service_account.ci"),
    grant(
      "serviceAccount:${infra#google_service_account.ci.email}",
      "roles/viewer",
      "projects/${infra#google_project.seed.project_id}",
    ),
    grant("serviceAccount:cd@${var.project}.iam.gserviceaccount.com", "roles/viewer", "organizations/${var.org_id}", {
      path: "infra/main.tf",
    }),
    grant("user:kim@x.com", "roles/viewer", "folders/${var.folder}", { path: "a/main.tf" }),
    grant("user:kim@x.com", "roles/viewer", "folders/${var.folder}", { path: "b/main.tf" }),
  ]);

  it.each([
    ["google_project.seed", "project:⟨infra#google_project.seed.project_id⟩"],
    ["google_project.seed.project_id", "project:⟨infra#google_project.seed.project_id⟩"],
    ["projects/google_project.seed", "project:⟨infra#google_project.seed.project_id⟩"],
    ["var.org_id", "organization:⟨?infra#var.org_id⟩"],
    ["organizations/${var.org_id}", "organization:⟨?infra#var.org_id⟩"],
    ["b#var.folder", "folder:⟨?b#var.folder⟩"],
    ["projects/var.org_id", "project:var.org_id"],
  ])("is found as %s", (name, key) => {
    expect(graph.resourceNamed(name).key).toBe(key);
  });

  it.each([
    ["google_service_account.ci", "service-account:⟨infra#google_service_account.ci⟩"],
    ["cd@${var.project}.iam.gserviceaccount.com", "service-account:cd@⟨?infra#var.project⟩.iam.gserviceaccount.com"],
    ["ci@p1234.iam.gserviceaccount.com", "service-account:ci@p1234.iam.gserviceaccount.com"],
    ["kim@x.com", "user:kim@x.com"],
    ["serviceAccount:x@y.iam.gserviceaccount.com", "service-account:x@y.iam.gserviceaccount.com"],
    ["nobody", "malformed:nobody"],
  ])("is found as %s", (name, key) => {
    expect(graph.principalNamed(name).key).toBe(key);
  });
});

describe("bindings", () => {
  it("are taken back by a later removal in the same script", () => {
    const shell = (start: number, more: Partial<Grant> = {}): Grant => ({
      ...grant("user:kim@x.com", "roles/editor", "projects/p", { path: "run.sh", start }),
      dialect: "shell",
      ...more,
    });
    const remove = shell(9, { change: "remove" });
    expect(world([shell(1), remove]).bindings).toEqual([]);
    expect(world([shell(20), remove]).bindings).toHaveLength(1);
  });

  it("are at most likely where a resource removes them, wherever that stands", () => {
    const remove = grant("user:kim@x.com", "roles/editor", "projects/p", {
      change: "remove",
      start: 1,
      writer: "google_project_iam_member_remove.x",
    });
    const [binding] = world([remove, grant("user:kim@x.com", "roles/editor", "projects/p", { start: 50 })]).bindings;
    expect([binding?.certainty, binding?.supersededBy?.writer]).toEqual([
      "likely",
      "google_project_iam_member_remove.x",
    ]);
  });

  it("are at most likely where another writer owns the role", () => {
    const owned = grant("user:a@x.com", "roles/editor", "projects/p", {
      authority: "role",
      writer: "google_project_iam_binding.e",
    });
    const single = grant("user:b@x.com", "roles/editor", "projects/p", { writer: "google_project_iam_member.e" });
    const graph = world([owned, single]);
    expect(graph.bindings.map(({ certainty, supersededBy }) => [certainty, supersededBy?.writer])).toEqual([
      ["proven", undefined],
      ["likely", "google_project_iam_binding.e"],
    ]);
    expect(ask(graph, "user:b@x.com", "compute.instances.create", "projects/p")).toBe("conditional");
  });
});

describe("groups", () => {
  it("may have more members than code adds", () => {
    const added = { ...member("user:lee@x.com", "group:ml@x.com"), dialect: "hcl" as const };
    const facts = [
      under("projects/p", "organizations/9"),
      read("projects/p"),
      read("organizations/9"),
      grant("group:ml@x.com", "roles/viewer", "projects/p"),
    ];
    expect(ask(world([...facts, added]), "user:kim@x.com", "compute.instances.get", "projects/p")).toBe("unknown");
    expect(ask(world([...facts, added]), "user:lee@x.com", "compute.instances.get", "projects/p")).toBe("allowed");
  });
});

describe("roles", () => {
  it("hold what their definition lists, by name and by reference", () => {
    const graph = world([
      customRole("projects/p/roles/deployer", ["run.services.create"], "infra#google_project_iam_custom_role.d"),
      grant("user:kim@x.com", "${infra#google_project_iam_custom_role.d.id}", "projects/p"),
      grant("user:lee@x.com", "projects/p/roles/deployer", "projects/p"),
    ]);
    expect(ask(graph, "user:kim@x.com", "run.services.create", "projects/p")).toBe("allowed");
    expect(ask(graph, "user:lee@x.com", "run.services.create", "projects/p")).toBe("allowed");
    expect(ask(graph, "user:lee@x.com", "run.services.delete", "projects/p")).toBe("unknown");
  });

  it("say what kind they are", () => {
    const kinds = [
      "roles/owner",
      "roles/viewer",
      "roles/run.admin",
      "roles/run.serviceAgent",
      "roles/cloudiot.editor",
      "roles/no.such",
      "projects/p/roles/x",
    ].map((name) => world([]).role(value(name)).kind);
    expect(kinds).toEqual(["basic", "basic", "predefined", "service-agent", "retired", "unknown", "custom"]);
  });

  it("drop the hash that old policies put behind a conditional role", () => {
    expect(world([]).role(value("roles/run.admin_withcond_0123abcd")).name).toBe("roles/run.admin");
  });
});

describe("coverage", () => {
  it("is whole only if every policy up to the organization was read", () => {
    const facts = [under("projects/p", "organizations/9"), read("projects/p"), read("organizations/9")];
    expect(world(facts).coverageOf(world(facts).resourceNamed("p")).whole).toBe(true);
    const graph = world(facts.slice(0, 2));
    expect(graph.coverageOf(graph.resourceNamed("p")).missing).toEqual(["the policy of organization '9'"]);
  });

  it("is broken by a group whose members nobody declared", () => {
    const facts = [
      under("projects/p", "organizations/9"),
      read("projects/p"),
      read("organizations/9"),
      grant("group:ml@x.com", "roles/viewer", "projects/p"),
    ];
    const graph = world(facts);
    const kim = graph.principal(value("user:kim@x.com"));
    expect(graph.coverageOf(graph.resourceNamed("p"), kim).missing).toEqual(["the members of group 'ml@x.com'"]);
    const declared = world([...facts, member("user:lee@x.com", "group:ml@x.com")]);
    expect(declared.coverageOf(declared.resourceNamed("p"), kim).whole).toBe(true);
  });
});
