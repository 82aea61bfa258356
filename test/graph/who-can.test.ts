import { describe, expect, it } from "vitest";
import type { Fact } from "../../src/model/fact.ts";
import { account, customRole, deny, grant, member, ref, under, value, world } from "./world.ts";

const set = "resourcemanager.projects.setIamPolicy";
const holdersOf = (facts: Parameters<typeof world>[0], permission = set, on = "projects/p"): readonly string[] => {
  const graph = world(facts);
  return graph
    .whoCan(permission, graph.resource(ref(on)))
    .map(({ principal, via, conditional }) => `${principal.id} ${via}${conditional ? "?" : ""}`);
};

const policy = (constraint: string, enforced: boolean): Fact => ({
  kind: "org-policy",
  resource: ref("projects/p"),
  constraint: value(constraint),
  enforced,
  span: { path: "main.tf", start: 0, end: 1 },
  dialect: "hcl",
});

const sa = "serviceAccount:root@p.iam.gserviceaccount.com";
const onAccount = "sa:root@p.iam.gserviceaccount.com";

describe("whoCan", () => {
  it("finds grants on the project and above it", () => {
    const facts = [
      under("projects/p", "folders/1"),
      under("folders/1", "organizations/9"),
      grant("user:a@x.com", "roles/owner", "projects/p"),
      grant("user:b@x.com", "roles/resourcemanager.folderAdmin", "folders/1"),
      grant("user:c@x.com", "roles/resourcemanager.organizationAdmin", "organizations/9"),
      grant("user:d@x.com", "roles/editor", "projects/p"),
      grant("user:e@x.com", "roles/owner", "projects/q"),
    ];
    expect(holdersOf(facts)).toEqual(["a@x.com direct", "b@x.com direct", "c@x.com direct"]);
  });

  it("finds an account of an unknown project as its e-mail is shown, though nothing is granted on it", () => {
    const graph = world([
      account("ci@${var.project}.iam.gserviceaccount.com"),
      grant("user:kim@x.com", "roles/iam.serviceAccountTokenCreator", "projects/${var.project}"),
    ]);
    const named = graph.resourceNamed("ci@${var.project}.iam.gserviceaccount.com");
    expect(
      graph.whoCan("iam.serviceAccounts.getAccessToken", named).map(({ principal, via }) => [principal.id, via]),
    ).toEqual([["kim@x.com", "direct"]]);
  });

  it("opens groups whose members were declared", () => {
    const facts = [
      grant("group:g@x.com", "roles/owner", "projects/p"),
      member("group:h@x.com", "group:g@x.com"),
      member("user:kim@x.com", "group:h@x.com"),
    ];
    expect(holdersOf(facts)).toEqual(["g@x.com direct", "kim@x.com membership"]);
  });

  it.each([
    ["roles/iam.serviceAccountTokenCreator", onAccount],
    ["roles/iam.serviceAccountTokenCreator", "projects/p"],
    ["roles/iam.serviceAccountKeyAdmin", onAccount],
    ["roles/iam.serviceAccountAdmin", onAccount],
    ["roles/iam.workloadIdentityUser", onAccount],
  ])("follows impersonation by %s on %s", (role, on) => {
    expect(holdersOf([grant(sa, "roles/owner", "projects/p"), grant("user:kim@x.com", role, on)])).toContain(
      "kim@x.com impersonation",
    );
  });

  it.each([
    ["roles/iam.serviceAccountUser", onAccount],
    ["roles/iam.serviceAccountOpenIdTokenCreator", onAccount],
    ["roles/iam.serviceAccountTokenCreator", "sa:other@p.iam.gserviceaccount.com"],
    ["roles/iam.serviceAccountTokenCreator", "projects/q"],
  ])("does not follow %s on %s", (role, on) => {
    expect(holdersOf([grant(sa, "roles/owner", "projects/p"), grant("user:kim@x.com", role, on)])).toEqual([
      "root@p.iam.gserviceaccount.com direct",
    ]);
  });

  it("follows actAs with a way to start something in the account's project", () => {
    const facts = [
      grant(sa, "roles/owner", "projects/p"),
      grant("user:kim@x.com", "roles/iam.serviceAccountUser", onAccount),
    ];
    expect(holdersOf([...facts, grant("user:kim@x.com", "roles/run.admin", "projects/p")])).toContain(
      "kim@x.com impersonation",
    );
    expect(holdersOf([...facts, grant("user:kim@x.com", "roles/run.admin", "projects/q")])).not.toContain(
      "kim@x.com impersonation",
    );
  });

  it("follows chains and delegation", () => {
    const middle = "serviceAccount:mid@p.iam.gserviceaccount.com";
    const delegate = customRole("projects/p/roles/d", ["iam.serviceAccounts.implicitDelegation"]);
    const mint = customRole("projects/p/roles/m", ["iam.serviceAccounts.getAccessToken"]);
    const facts = [
      mint,
      delegate,
      grant(sa, "roles/owner", "projects/p"),
      grant(middle, "projects/p/roles/m", onAccount),
      grant("user:kim@x.com", "projects/p/roles/d", "sa:mid@p.iam.gserviceaccount.com"),
    ];
    expect(holdersOf(facts)).toEqual([
      "root@p.iam.gserviceaccount.com direct",
      "mid@p.iam.gserviceaccount.com impersonation",
      "kim@x.com impersonation",
    ]);
    expect(
      holdersOf(
        facts.filter(
          (fact) => !("principal" in fact && fact.principal.kind === "known" && fact.principal.text === middle),
        ),
      ),
    ).toEqual(["root@p.iam.gserviceaccount.com direct"]);
  });

  it("follows whoever may change a pool's provider", () => {
    const pool = "principalSet://iam.googleapis.com/projects/42/locations/global/workloadIdentityPools/ci";
    const facts = [
      grant(sa, "roles/owner", "projects/p"),
      grant(`${pool}/attribute.repository/a/b`, "roles/iam.workloadIdentityUser", onAccount),
      grant("user:kim@x.com", "roles/iam.workloadIdentityPoolAdmin", "projects/42"),
    ];
    expect(holdersOf(facts)).toContain("kim@x.com impersonation");
  });

  it("knows a pool's project by its definition, too", () => {
    const object = "infra#google_iam_workload_identity_pool.ci";
    const pool: Fact = {
      kind: "pool",
      object,
      type: "workload",
      name: value(`\${${object}.name}`),
      project: value("p"),
      span: { path: "main.tf", start: 0, end: 1 },
      dialect: "hcl",
    };
    const facts = [
      pool,
      grant(sa, "roles/owner", "projects/p"),
      grant(
        `principalSet://iam.googleapis.com/\${${object}.name}/attribute.repository/a/b`,
        "roles/iam.workloadIdentityUser",
        onAccount,
      ),
      grant("user:kim@x.com", "roles/iam.workloadIdentityPoolAdmin", "projects/p"),
    ];
    expect(holdersOf(facts)).toContain("kim@x.com impersonation");
  });

  it("leaves out who is denied, and marks what depends on a condition", () => {
    const facts = [
      grant("user:a@x.com", "roles/owner", "projects/p"),
      grant("user:b@x.com", "roles/owner", "projects/p", { eligible: true }),
    ];
    const denied = deny(
      ["principal://goog/subject/a@x.com"],
      ["cloudresourcemanager.googleapis.com/projects.setIamPolicy"],
      "projects/p",
    );
    expect(holdersOf([...facts, denied])).toEqual(["b@x.com direct?"]);
  });

  it("opens the convenience values of buckets", () => {
    const facts = [
      grant("user:kim@x.com", "roles/editor", "projects/p"),
      grant("user:lee@x.com", "roles/viewer", "projects/p"),
      grant("projectEditor:p", "roles/storage.objectAdmin", "gs://b"),
    ];
    expect(holdersOf(facts, "storage.objects.get", "gs://b")).toEqual(["p direct", "kim@x.com membership"]);
  });

  it("does not follow keys where an organization policy forbids them", () => {
    const facts = [
      grant(sa, "roles/owner", "projects/p"),
      grant("user:kim@x.com", "roles/iam.serviceAccountKeyAdmin", onAccount),
    ];
    const forbidden = policy("constraints/iam.disableServiceAccountKeyCreation", true);
    expect(holdersOf([...facts, forbidden])).toEqual(["root@p.iam.gserviceaccount.com direct"]);
    expect(holdersOf([...facts, policy("constraints/iam.disableServiceAccountKeyCreation", false)])).toHaveLength(2);
  });

  it("follows actAs into other projects only where the account's project lets it out", () => {
    const facts = [
      grant(sa, "roles/owner", "projects/p"),
      grant("user:kim@x.com", "roles/iam.serviceAccountUser", onAccount),
      grant("user:kim@x.com", "roles/run.admin", "projects/q"),
    ];
    expect(holdersOf(facts)).toEqual(["root@p.iam.gserviceaccount.com direct"]);
    const open = policy("iam.disableCrossProjectServiceAccountUsage", false);
    expect(holdersOf([...facts, open])).toContain("kim@x.com impersonation");
  });

  it("follows whoever may start pods as a cluster's account", () => {
    const facts = [
      grant(sa, "roles/owner", "projects/p"),
      grant("serviceAccount:k-1234.svc.id.goog[ns/ksa]", "roles/iam.workloadIdentityUser", onAccount),
      grant("user:kim@x.com", "roles/container.developer", "projects/k-1234"),
    ];
    expect(holdersOf(facts)).toContain("kim@x.com impersonation");
  });

  it("shows the way", () => {
    const graph = world([
      account("root@p.iam.gserviceaccount.com"),
      grant(sa, "roles/owner", "projects/p"),
      grant("user:kim@x.com", "roles/iam.serviceAccountTokenCreator", onAccount),
    ]);
    const kim = graph.whoCan(set, graph.resourceNamed("p")).find(({ principal }) => principal.id === "kim@x.com");
    expect(kim?.path.map(({ text }) => text)).toEqual([
      "user:kim@x.com holds roles/iam.serviceAccountTokenCreator on service account 'root@p.iam.gserviceaccount.com'",
      "user:kim@x.com can mint tokens of serviceAccount:root@p.iam.gserviceaccount.com",
      "serviceAccount:root@p.iam.gserviceaccount.com holds roles/owner on project 'p'",
    ]);
  });
});
