import { beforeAll, describe, expect, it } from "vitest";
import { loadCel } from "../../src/gcp/cel.ts";
import { escalationPaths, permissionSetsOf } from "../../src/gcp/escalation-paths.ts";
import { permissionExists } from "../../src/gcp/role-table.ts";
import { escalationsOf, methodsOf } from "../../src/graph/escalations.ts";
import type { Fact, Workload } from "../../src/model/fact.ts";
import { account, customRole, deny, grant, member, project, ref, value, world } from "./world.ts";

const root = "serviceAccount:root@p.iam.gserviceaccount.com";
const onRoot = "sa:root@p.iam.gserviceaccount.com";
const kim = "user:kim@x.com";

const found = (facts: readonly Fact[]): readonly string[] =>
  escalationsOf(world(facts)).map(
    ({ from, target, power, conditional, confidence }) =>
      `${from.id} → ${target.id}: ${power.level} of ${power.resource.key}${conditional ? " ?" : ""}${confidence === "high" ? "" : ` (${confidence})`}`,
  );

const disabled = (email: string): Fact => {
  const made = account(email);
  return made.kind === "service-account" ? { ...made, disabled: true } : made;
};

const api = (id: string, service: string): Fact => ({
  kind: "api",
  project: value(id),
  service: value(service),
  enabled: true,
  span: { path: "main.tf", start: 0, end: 1 },
  dialect: "hcl",
});

const workload = (type: string, email: string): Workload => ({
  kind: "workload",
  type,
  purpose: "job",
  name: value("thing"),
  project: value("p"),
  account: value(email),
  defaultAccount: "none",
  span: { path: "main.tf", start: 0, end: 1 },
  dialect: "hcl",
});

beforeAll(loadCel);

describe("the table of methods", () => {
  it("has every method once, with permissions that exist", () => {
    expect(escalationPaths.map(({ id }) => id)).toEqual(Array.from({ length: 112 }, (_, index) => index + 1));
    const names = escalationPaths.flatMap(permissionSetsOf).flat();
    expect(names.filter((name) => !permissionExists(name))).toEqual([]);
  });
});

describe("escalations", () => {
  it.each([
    ["roles/iam.serviceAccountTokenCreator", onRoot],
    ["roles/iam.serviceAccountTokenCreator", "projects/p"],
    ["roles/iam.serviceAccountKeyAdmin", onRoot],
    ["roles/iam.serviceAccountAdmin", "projects/p"],
  ])("by %s on %s reach an owner", (role, on) => {
    expect(found([grant(root, "roles/owner", "projects/p"), grant(kim, role, on)])).toEqual([
      "kim@x.com → root@p.iam.gserviceaccount.com: owner of project:p",
    ]);
  });

  it("need something to start besides actAs", () => {
    const facts = [grant(root, "roles/editor", "projects/p"), grant(kim, "roles/iam.serviceAccountUser", "projects/p")];
    expect(found(facts)).toEqual([]);
    expect(found([...facts, grant(kim, "roles/run.developer", "projects/p")])).toEqual([
      "kim@x.com → root@p.iam.gserviceaccount.com: editor of project:p",
    ]);
  });

  it("need what starts it to be in force, and say where it is granted", () => {
    const facts = [grant(root, "roles/editor", "projects/p"), grant(kim, "roles/iam.serviceAccountUser", onRoot)];
    const developer = (when?: string): Fact =>
      grant(kim, "roles/run.developer", "projects/p", { start: 7, ...(when === undefined ? {} : { when }) });
    const way = "kim@x.com → root@p.iam.gserviceaccount.com: editor of project:p";
    expect(found([...facts, developer("request.time < timestamp('2024-01-01T00:00:00Z')")])).toEqual([]);
    expect(found([...facts, developer("resource.matchTag('1/env', 'dev')")])).toEqual([`${way} ?`]);
    expect(found([...facts, developer()])).toEqual([way]);
    const [, , started] = escalationsOf(world([...facts, developer()]))[0]?.path ?? [];
    expect(started).toMatchObject({ permission: "run.services.create", at: { start: 7 } });
    expect(started?.text).toMatch(
      / can start what runs as it with run\.services\.create in project 'p', through roles\/run\.developer$/,
    );
  });

  it("go through delegation over any number of accounts, and round no ring", () => {
    const mid = (name: string): string => `serviceAccount:${name}@p.iam.gserviceaccount.com`;
    const facts = [
      grant(root, "roles/owner", "projects/p"),
      customRole("projects/p/roles/delegate", ["iam.serviceAccounts.implicitDelegation"]),
      customRole("projects/p/roles/mint", ["iam.serviceAccounts.getAccessToken"]),
      grant(mid("c"), "projects/p/roles/mint", onRoot),
      grant(mid("b"), "projects/p/roles/delegate", "sa:c@p.iam.gserviceaccount.com"),
      grant(mid("c"), "projects/p/roles/delegate", "sa:b@p.iam.gserviceaccount.com"),
      grant(kim, "projects/p/roles/delegate", "sa:b@p.iam.gserviceaccount.com"),
    ];
    expect(found(facts).map((text) => text.split(" ")[0])).toEqual([
      "c@p.iam.gserviceaccount.com",
      "b@p.iam.gserviceaccount.com",
      "kim@x.com",
    ]);
  });

  it("are none for who holds the power already, alone or through a group", () => {
    const facts = [
      grant(root, "roles/editor", "projects/p"),
      grant("group:g@x.com", "roles/owner", "projects/p"),
      member(kim, "group:g@x.com"),
      grant(kim, "roles/iam.serviceAccountTokenCreator", onRoot),
    ];
    expect(found(facts)).toEqual([]);
  });

  it("go over several accounts and projects", () => {
    const mid = "serviceAccount:mid@q.iam.gserviceaccount.com";
    const facts = [
      grant(root, "roles/resourcemanager.organizationAdmin", "organizations/9"),
      grant(mid, "roles/iam.serviceAccountTokenCreator", onRoot),
      grant(kim, "roles/iam.serviceAccountKeyAdmin", "sa:mid@q.iam.gserviceaccount.com"),
    ];
    expect(found(facts)).toEqual([
      "mid@q.iam.gserviceaccount.com → root@p.iam.gserviceaccount.com: policy of organization:9",
      "kim@x.com → root@p.iam.gserviceaccount.com: policy of organization:9",
    ]);
    const [, last] = escalationsOf(world(facts));
    expect(last?.path.map(({ text }) => text)).toEqual([
      "user:kim@x.com holds roles/iam.serviceAccountKeyAdmin on service account 'mid@q.iam.gserviceaccount.com'",
      "user:kim@x.com can create keys of serviceAccount:mid@q.iam.gserviceaccount.com",
      "serviceAccount:mid@q.iam.gserviceaccount.com holds roles/iam.serviceAccountTokenCreator on service account 'root@p.iam.gserviceaccount.com'",
      "serviceAccount:mid@q.iam.gserviceaccount.com can mint tokens of serviceAccount:root@p.iam.gserviceaccount.com",
      "serviceAccount:root@p.iam.gserviceaccount.com holds roles/resourcemanager.organizationAdmin on organization '9'",
    ]);
  });

  it("are marked where a condition decides, and gone where a deny policy does", () => {
    const facts = [
      grant(root, "roles/owner", "projects/p"),
      grant(kim, "roles/iam.serviceAccountTokenCreator", onRoot, { when: "${var.x}" }),
    ];
    expect(found(facts)).toEqual(["kim@x.com → root@p.iam.gserviceaccount.com: owner of project:p ?"]);
    expect(
      found([
        ...facts,
        deny(["principalSet://goog/public:all"], ["iam.googleapis.com/serviceAccounts.*"], "projects/p"),
      ]),
    ).toEqual([]);
  });

  it("are gone where a condition, a deny policy or a limit takes the power in the end", () => {
    const admin = (when: string): Fact => grant(root, "roles/resourcemanager.projectIamAdmin", "projects/p", { when });
    const minting = grant(kim, "roles/iam.serviceAccountTokenCreator", onRoot);
    const limit = (...roles: readonly string[]): string =>
      `api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([${roles.map((one) => `'${one}'`).join(", ")}])`;
    expect(found([admin("request.time < timestamp('2024-01-01T00:00:00Z')"), minting])).toEqual([]);
    expect(found([admin(limit("roles/run.invoker")), minting])).toEqual([]);
    expect(found([admin(limit("roles/owner")), minting])).toEqual([
      "kim@x.com → root@p.iam.gserviceaccount.com: policy of project:p ?",
    ]);
    const denied = deny(
      ["principal://iam.googleapis.com/projects/-/serviceAccounts/root@p.iam.gserviceaccount.com"],
      ["cloudresourcemanager.googleapis.com/projects.setIamPolicy"],
      "projects/p",
    );
    expect(found([grant(root, "roles/resourcemanager.projectIamAdmin", "projects/p"), minting, denied])).toEqual([]);
  });

  it("are news of somebody who may only grant roles that lead nowhere", () => {
    const when = "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/run.invoker'])";
    expect(
      found([
        grant(root, "roles/owner", "projects/p"),
        grant(kim, "roles/iam.serviceAccountTokenCreator", onRoot),
        grant(kim, "roles/resourcemanager.projectIamAdmin", "projects/p", { when }),
      ]),
    ).toEqual(["kim@x.com → root@p.iam.gserviceaccount.com: owner of project:p"]);
  });

  it("go through an account that is disabled only by enabling it", () => {
    const facts: readonly Fact[] = [
      grant(root, "roles/owner", "projects/p"),
      disabled("root@p.iam.gserviceaccount.com"),
    ];
    expect(found([...facts, grant(kim, "roles/iam.serviceAccountTokenCreator", onRoot)])).toEqual([]);
    expect(found([...facts, grant(kim, "roles/iam.serviceAccountAdmin", onRoot)])).toEqual([
      "kim@x.com → root@p.iam.gserviceaccount.com: owner of project:p",
    ]);
  });

  it("lead to whoever may lift what limits everybody, and to identities of clusters and pools", () => {
    const guard = grant(root, "roles/orgpolicy.policyAdmin", "organizations/9");
    const minting = grant(kim, "roles/iam.serviceAccountTokenCreator", onRoot);
    expect(found([guard, minting])).toEqual([
      "kim@x.com → root@p.iam.gserviceaccount.com: guardrail of organization:9",
    ]);
    const pod = "serviceAccount:p.svc.id.goog[ns/app]";
    expect(
      found([grant(pod, "roles/owner", "projects/p"), grant(kim, "roles/container.developer", "projects/p")]),
    ).toEqual(["kim@x.com → p.svc.id.goog[ns/app]: owner of project:p"]);
    const set = "principalSet://iam.googleapis.com/projects/42/locations/global/workloadIdentityPools/ci/*";
    expect(
      found([
        project("p", "42"),
        grant(set, "roles/owner", "projects/p"),
        grant(kim, "roles/iam.workloadIdentityPoolAdmin", "projects/p"),
      ]),
    ).toEqual([`kim@x.com → ${set}: owner of project:p`]);
  });

  it("lead through the account that custom code runs as to every account of its project", () => {
    const facts = [
      project("p", "42"),
      grant(root, "roles/owner", "projects/p"),
      grant(kim, "roles/aiplatform.user", "projects/p"),
    ];
    expect(found(facts)).toEqual([]);
    expect(found([...facts, api("p", "aiplatform.googleapis.com")])).toEqual([
      "kim@x.com → root@p.iam.gserviceaccount.com: owner of project:p (medium)",
    ]);
  });

  it("begin with a custom role that its own holder may change", () => {
    const facts = [
      customRole("projects/p/roles/x", ["storage.buckets.list"]),
      grant(root, "projects/p/roles/x", "projects/p"),
      grant(kim, "roles/iam.serviceAccountTokenCreator", onRoot),
    ];
    expect(found(facts)).toEqual([]);
    expect(found([...facts, grant(root, "roles/iam.roleAdmin", "projects/p")])).toEqual([
      "kim@x.com → root@p.iam.gserviceaccount.com: role of project:p",
    ]);
  });

  it("use builds of the legacy account without actAs", () => {
    const facts = [
      project("p", "42"),
      grant("serviceAccount:42@cloudbuild.gserviceaccount.com", "roles/owner", "projects/p"),
      grant(kim, "roles/cloudbuild.builds.editor", "projects/p"),
    ];
    expect(found(facts)).toEqual(["kim@x.com → 42@cloudbuild.gserviceaccount.com: owner of project:p"]);
  });

  it("use workloads that run already", () => {
    const facts = [
      grant(root, "roles/owner", "projects/p"),
      grant(kim, "roles/run.jobsExecutorWithOverrides", "projects/p"),
    ];
    expect(found(facts)).toEqual([]);
    expect(found([...facts, workload("cloud-run-v2-job", "root@p.iam.gserviceaccount.com")])).toEqual([
      "kim@x.com → root@p.iam.gserviceaccount.com: owner of project:p (medium)",
    ]);
  });

  it("lead to a default account of which nothing says that it is not Editor, for those who want to know everything", () => {
    const facts = [
      project("p", "42"),
      workload("compute-instance", "42-compute@developer.gserviceaccount.com"),
      grant(kim, "roles/osconfig.patchJobExecutor", "projects/p"),
    ];
    expect(found(facts)).toEqual(["kim@x.com → 42-compute@developer.gserviceaccount.com: editor of project:p ? (low)"]);
    const constraint: Fact = {
      kind: "org-policy",
      resource: ref("projects/p"),
      constraint: value("iam.automaticIamGrantsForDefaultServiceAccounts"),
      enforced: true,
      span: { path: "main.tf", start: 0, end: 1 },
      dialect: "hcl",
    };
    expect(found([...facts, constraint])).toEqual([]);
  });

  it("ask the policy of a thing for what it can grant, and that of its project for the rest", () => {
    const facts = [
      grant(root, "roles/owner", "projects/p"),
      workload("dataproc-cluster", "root@p.iam.gserviceaccount.com"),
    ];
    const way = ["kim@x.com → root@p.iam.gserviceaccount.com: owner of project:p (medium)"];
    expect(found([...facts, grant(kim, "roles/dataproc.editor", "dataproc-cluster:p/thing")])).toEqual([]);
    expect(found([...facts, grant(kim, "roles/dataproc.editor", "projects/p")])).toEqual(way);
    const both = [
      customRole("projects/p/roles/jobs", ["dataproc.jobs.create"]),
      grant(kim, "projects/p/roles/jobs", "projects/p"),
      grant(kim, "roles/dataproc.editor", "dataproc-cluster:p/thing"),
    ];
    expect(found([...facts, ...both])).toEqual(way);
  });

  it("begin with federated identities too", () => {
    const set = "principalSet://iam.googleapis.com/projects/42/locations/global/workloadIdentityPools/ci/*";
    expect(
      found([grant(root, "roles/editor", "projects/p"), grant(set, "roles/iam.workloadIdentityUser", onRoot)]),
    ).toEqual([`${set} → root@p.iam.gserviceaccount.com: editor of project:p`]);
  });
});

describe("methods that somebody holds", () => {
  it("need actAs where the table says so", () => {
    const graph = world([
      customRole("projects/p/roles/x", ["run.services.create", "run.routes.invoke"]),
      grant(kim, "projects/p/roles/x", "projects/p"),
    ]);
    const who = graph.principal(value(kim));
    expect(methodsOf(graph, who, graph.resource(ref("projects/p")))).toEqual([]);
    const more = world([
      ...graph.facts("role"),
      ...graph.facts("grant"),
      grant(kim, "roles/iam.serviceAccountUser", "projects/p"),
    ]);
    expect(methodsOf(more, who, more.resource(ref("projects/p"))).map(({ id }) => id)).toEqual([45]);
  });
});
