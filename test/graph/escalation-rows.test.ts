import { describe, expect, it } from "vitest";
import { type EscalationPath, escalationPaths, permissionSetsOf } from "../../src/gcp/escalation-paths.ts";
import { methodsOf } from "../../src/graph/escalations.ts";
import { openGraph } from "../../src/graph/build.ts";
import type { Fact } from "../../src/model/fact.ts";
import type { Certainty, Graph } from "../../src/model/graph.ts";
import type { Violation } from "../../src/model/rule.ts";
import { show } from "../../src/model/value.ts";
import { emptyPolicy } from "../../src/policy.ts";
import * as everyRule from "../../src/rules/index.ts";
import { customRole, deny, grant, project, under, value, world } from "./world.ts";

const who = "serviceAccount:row@p.iam.gserviceaccount.com";
const root = "serviceAccount:root@p.iam.gserviceaccount.com";
const pod = "serviceAccount:p.svc.id.goog[ns/app]";
const onRoot = "sa:root@p.iam.gserviceaccount.com";

const place = { span: { path: "main.tf", start: 0, end: 1 }, dialect: "hcl" } as const;

/** Whoever holds a set of permissions in the project, and an account there that is worth reaching. */
const holding = (permissions: readonly string[]): readonly Fact[] => [
  project("p", "42"),
  under("projects/p", "folders/1"),
  customRole("projects/p/roles/row", permissions),
  grant(who, "projects/p/roles/row", "projects/p"),
  grant(root, "roles/editor", "projects/p"),
];

const running = (type: string, purpose = "runtime"): Fact => ({
  kind: "workload",
  type,
  purpose,
  name: value("thing"),
  project: value("p"),
  account: value("root@p.iam.gserviceaccount.com"),
  defaultAccount: "none",
  ...place,
});

/** What else there must be for a method to lead anywhere. */
const surroundings = ({ workloads, runsAs }: EscalationPath, [first = ""]: readonly string[]): readonly Fact[] => [
  ...(workloads ?? []).slice(0, 1).map((type) => running(type, purposes[type])),
  ...(first.startsWith("container.") ? [grant(pod, "roles/iam.workloadIdentityUser", onRoot)] : []),
  ...(runsAs === undefined ? [] : [grant(runners[runsAs], "roles/editor", "projects/p")]),
];

const purposes: Readonly<Record<string, string>> = {
  "cloudbuild-trigger": "build",
  "cloud-tasks-queue": "trigger-invoker",
  "container-cluster": "gke-node",
};

const runners: Readonly<Record<NonNullable<EscalationPath["runsAs"]>, string>> = {
  "cloudbuild-legacy": "serviceAccount:42@cloudbuild.gserviceaccount.com",
  "google-apis-agent": "serviceAccount:42@cloudservices.gserviceaccount.com",
  "custom-code-agent": "serviceAccount:service-42@gcp-sa-aiplatform-cc.iam.gserviceaccount.com",
  "reasoning-engine-agent": "serviceAccount:service-42@gcp-sa-aiplatform-re.iam.gserviceaccount.com",
};

const tagged = "resource.matchTag('9/env', 'dev')";
const createTagBinding = "resourcemanager.hierarchyNodes.createTagBinding";

/** Rows that need a world of their own. */
const worlds: Readonly<Record<number, (permissions: readonly string[]) => readonly Fact[]>> = {
  2: (permissions) => [
    customRole("organizations/9/roles/row", permissions),
    grant(who, "organizations/9/roles/row", "folders/1"),
  ],
  3: (permissions) => [
    customRole("organizations/9/roles/row", permissions),
    grant(who, "organizations/9/roles/row", "organizations/9"),
  ],
  25: (permissions) => [
    ...holding(permissions),
    grant(who, "roles/resourcemanager.projectIamAdmin", "projects/p", { when: tagged }),
  ],
  26: (permissions) => [
    ...holding([...permissions, createTagBinding]),
    grant(who, "roles/resourcemanager.projectIamAdmin", "projects/p", { when: tagged }),
  ],
  27: (permissions) => [
    ...holding(permissions),
    grant(who, "roles/resourcemanager.projectIamAdmin", "projects/p"),
    deny([who], ["cloudresourcemanager.googleapis.com/projects.setIamPolicy"], "folders/1"),
  ],
  35: (permissions) => [
    ...holding(permissions),
    { kind: "key", form: "service-account-key", account: value("root@p.iam.gserviceaccount.com"), ...place },
  ],
};

/** Rules that speak of a role whatever it holds. */
const aboutAnyRole: ReadonlySet<string> = new Set(["unknown-permission", "custom-role-lockdown"]);

/** Alternatives that give nothing by themselves. */
const idle: ReadonlySet<string> = new Set([
  // Somebody else must ask for what an entitlement offers.
  "privilegedaccessmanager.grants.approve",
]);

const certainties: Readonly<Record<EscalationPath["confidence"], readonly (Certainty | undefined)[]>> = {
  high: ["proven", "likely", undefined],
  medium: ["likely", "proven"],
  low: ["unknown"],
};

/** Where the methods of a row are held, if not in the project. */
const homes: Readonly<Record<number, string>> = { 2: "folders/1", 3: "organizations/9" };

/** A deny policy refuses the owner too, so he gains by moving out from under it. */
const refusedToOwners = 27;

const factsOf = (row: EscalationPath, set: readonly string[]): readonly Fact[] => {
  const permissions = [...set, ...(row.actAs ? ["iam.serviceAccounts.actAs"] : [])];
  return [...(worlds[row.id] ?? holding)(permissions), ...surroundings(row, set)];
};

const rows = escalationPaths;
const cases = rows.flatMap((row) =>
  permissionSetsOf(row)
    .filter((set) => set.length > 0 && !set.some((permission) => idle.has(permission)))
    .map((set) => [row.id, set.join(" and "), row, set] as const),
);

interface Said {
  readonly rule: string;
  readonly violation: Violation;
}

/** Everything that rules say. */
const said = (graph: Graph): readonly Said[] =>
  Object.values(everyRule)
    .filter(({ meta }) => !aboutAnyRole.has(meta.id))
    .flatMap((rule) =>
      [...rule.check(graph, emptyPolicy("2026-10-01").options)].map((violation) => ({ rule: rule.meta.id, violation })),
    );

const escalations = (graph: Graph): readonly Said[] => said(graph).filter(({ rule }) => rule === "escalation-path");

/** What names a permission of the set: in words, or as what its holder does on a path. */
async function told(row: EscalationPath, set: readonly string[], more: readonly Fact[] = []): Promise<readonly Said[]> {
  const graph = await openGraph([...factsOf(row, set), ...more], { today: "2026-10-01" });
  const holder = graph.principalNamed(who).key;
  return said(graph).filter(
    ({ violation: { message, path = [] } }) =>
      set.some((permission) => new RegExp(`\\b${permission}\\b`).test(message)) ||
      path.some((step) => step.principal.key === holder && step.role === undefined && set.includes(step.permission)),
  );
}

const pool = "principalSet://iam.googleapis.com/projects/42/locations/global/workloadIdentityPools/ci";

/** A pool that takes in every repository of GitHub. */
const federation: readonly Fact[] = [
  project("p", "42"),
  grant(root, "roles/editor", "projects/p"),
  { kind: "pool", type: "workload", name: value("ci"), project: value("p"), ...place },
  {
    kind: "pool-provider",
    type: "workload",
    pool: value("projects/42/locations/global/workloadIdentityPools/ci"),
    name: value("github"),
    protocol: "oidc",
    issuer: value("https://token.actions.githubusercontent.com"),
    mapping: { "google.subject": value("assertion.sub"), "attribute.repository": value("assertion.repository") },
    ...place,
  },
];

describe("the table of escalation paths", () => {
  it.each(cases.filter(([, , { silent }]) => silent === undefined))("row %i is told: %s", async (_, __, row, set) => {
    const found = await told(row, set);
    expect(found).not.toEqual([]);
    for (const {
      violation: { certainty, path },
    } of found)
      if (path !== undefined) expect(certainties[row.confidence]).toContain(certainty);
  });

  it.each(cases)("row %i is a method of whoever holds %s", (_, __, row, set) => {
    const graph = world(factsOf(row, set));
    const methods = methodsOf(graph, graph.principalNamed(who), graph.resourceNamed(homes[row.id] ?? "projects/p"));
    expect(methods.map(({ id }) => id)).toContain(row.id);
  });

  it.each(cases.filter(([id]) => id !== refusedToOwners))(
    "row %i is no news of an owner: %s",
    async (_, __, row, set) => {
      const found = await told(row, set, [grant(who, "roles/owner", "folders/1")]);
      expect(found.filter(({ violation }) => violation.path !== undefined)).toEqual([]);
    },
  );

  it.each(cases.filter(([, , { workloads, runsAs }]) => workloads !== undefined || runsAs !== undefined))(
    "row %i is nothing where nobody is worth reaching: %s",
    async (_, __, row, set) => {
      const facts = factsOf(row, set).filter((fact) => !(fact.kind === "grant" && show(fact.role) === "roles/editor"));
      expect(escalations(await openGraph(facts))).toEqual([]);
    },
  );

  it.each(rows.filter(({ silent }) => silent !== undefined))("row $id says why no rule tells of it", ({ silent }) =>
    expect(silent).toMatch(/^[A-Z].{30,}\.$/),
  );

  it("is not told of a role that leads nowhere", async () => {
    const [row] = rows;
    if (row === undefined) throw new Error("the table is empty");
    expect(await told({ ...row, id: 0 }, ["storage.buckets.list"])).toEqual([]);
  });

  it.each([
    [111, `${pool}/*`, ["broad-principal-set", "wif-missing-condition"]],
    [112, `${pool}/attribute.repository/acme/app`, ["wif-any-ref", "wif-missing-condition"]],
  ])("row %i, which is no permission, is told of %s", async (_, set, rules) => {
    const graph = await openGraph([...federation, grant(set, "roles/iam.workloadIdentityUser", onRoot)]);
    expect(said(graph).map(({ rule }) => rule)).toEqual(expect.arrayContaining(rules));
  });
});
