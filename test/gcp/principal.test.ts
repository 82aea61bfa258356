import { describe, expect, it } from "vitest";
import { parsePrincipal, showPrincipal } from "../../src/gcp/principal.ts";

const pool = "iam.googleapis.com/projects/42/locations/global/workloadIdentityPools/ci";
const gke = "iam.googleapis.com/projects/42/locations/global/workloadIdentityPools/p.svc.id.goog";
const staff = "iam.googleapis.com/locations/global/workforcePools/staff";
const agents = "agents.global.org-9.system.id.goog";

/** Every form of iam/docs/principal-identifiers. */
const forms: readonly (readonly [text: string, key: string])[] = [
  ["user:Kim@X.com", "user:kim@x.com"],
  ["group:ML@x.com", "group:ml@x.com"],
  ["serviceAccount:CI@p.iam.gserviceaccount.com", "service-account:ci@p.iam.gserviceaccount.com"],
  ["serviceAccount:p.svc.id.goog[ns/KSA]", "kubernetes-account:p.svc.id.goog[ns/KSA]"],
  ["serviceAccount:example.com:p.svc.id.goog[ns/ksa]", "kubernetes-account:example.com:p.svc.id.goog[ns/ksa]"],
  ["domain:X.com", "domain:x.com"],
  ["allUsers", "all-users"],
  ["allAuthenticatedUsers", "all-authenticated-users"],
  ["projectOwner:p", "project-owners:p"],
  ["projectEditor:p", "project-editors:p"],
  ["projectViewer:p", "project-viewers:p"],
  ["projectOwners", "project-owners"],
  ["projectWriters", "project-editors"],
  ["projectReaders", "project-viewers"],
  [`principal://${staff}/subject/kim`, `federated:principal://${staff}/subject/kim`],
  [`principalSet://${staff}/group/ops`, `federated-set:principalSet://${staff}/group/ops`],
  [`principalSet://${staff}/attribute.team/ml`, `federated-set:principalSet://${staff}/attribute.team/ml`],
  [`principalSet://${staff}/*`, `federated-set:principalSet://${staff}/*`],
  [
    `principal://${pool}/subject/repo:a/b:ref:refs/heads/main`,
    `federated:principal://${pool}/subject/repo:a/b:ref:refs/heads/main`,
  ],
  [`principalSet://${pool}/attribute.repository/a/b`, `federated-set:principalSet://${pool}/attribute.repository/a/b`],
  [`principalSet://${pool}/*`, `federated-set:principalSet://${pool}/*`],
  [`principal://${gke}/subject/ns/NS/sa/KSA`, "kubernetes-account:p.svc.id.goog[NS/KSA]"],
  [
    `principal://${gke}/kubernetes.serviceaccount.uid/u-1`,
    `kubernetes-account:principal://${gke}/kubernetes.serviceaccount.uid/u-1`,
  ],
  [`principalSet://${gke}/namespace/ns`, `federated-set:principalSet://${gke}/namespace/ns`],
  [
    `principalSet://${gke}/kubernetes.cluster/https://container.googleapis.com/v1/projects/p/locations/l/clusters/c`,
    `federated-set:principalSet://${gke}/kubernetes.cluster/https://container.googleapis.com/v1/projects/p/locations/l/clusters/c`,
  ],
  [
    `principal://${agents}/resources/aiplatform/projects/42/locations/l/reasoningEngines/1`,
    `agent:principal://${agents}/resources/aiplatform/projects/42/locations/l/reasoningEngines/1`,
  ],
  [`principalSet://${agents}/*`, `agent-set:principalSet://${agents}/*`],
  [
    `principalSet://${agents}/attribute.platformContainer/aiplatform/projects/42`,
    `agent-set:principalSet://${agents}/attribute.platformContainer/aiplatform/projects/42`,
  ],
  [
    "principalSet://cloudresourcemanager.googleapis.com/projects/42/type/ServiceAccount",
    "service-account-set:projects/42",
  ],
  ["principalSet://cloudresourcemanager.googleapis.com/folders/1/type/ServiceAccount", "service-account-set:folders/1"],
  [
    "principalSet://cloudresourcemanager.googleapis.com/organizations/9/type/ServiceAgent",
    "service-agent-set:organizations/9",
  ],
  ["principal://goog/subject/Kim@x.com", "user:kim@x.com"],
  [
    "principal://iam.googleapis.com/projects/-/serviceAccounts/CI@p.iam.gserviceaccount.com",
    "service-account:ci@p.iam.gserviceaccount.com",
  ],
  ["principalSet://goog/group/ml@x.com", "group:ml@x.com"],
  ["principalSet://goog/public:all", "all-users"],
  ["principalSet://goog/cloudIdentityCustomerId/C01", "customer:C01"],
  ["//cloudresourcemanager.googleapis.com/projects/42", "service-account-set:projects/42"],
  [`//${staff}`, `federated-set:principalSet://${staff}/*`],
  ["//iam.googleapis.com/locations/global/workspace/C01", "customer:C01"],
  ["deleted:user:kim@x.com?uid=123", "deleted:user:kim@x.com"],
  ["deleted:serviceAccount:ci@p.iam.gserviceaccount.com?uid=1", "deleted:service-account:ci@p.iam.gserviceaccount.com"],
  ["deleted:group:ml@x.com?uid=1", "deleted:group:ml@x.com"],
  [`deleted:principal://${staff}/subject/kim?uid=1`, `deleted:federated:principal://${staff}/subject/kim`],
  [
    "principal://parametermanager.googleapis.com/projects/42/uid/locations/l/parameters/x",
    "resource:principal://parametermanager.googleapis.com/projects/42/uid/locations/l/parameters/x",
  ],
];

describe("parsePrincipal", () => {
  it.each(forms)("%s", (text, key) => {
    expect(parsePrincipal(text).key).toBe(key);
  });

  it.each([
    "kim@x.com",
    "serviceaccount:ci@p",
    "user:",
    "user:kim",
    "USER:kim@x.com",
    "",
    "group:",
    "allusers",
    "principal://",
    "principal://goog/group/g@x.com",
    "deleted:",
    "domain:a@b",
  ])("finds %j malformed", (text) => {
    expect(parsePrincipal(text).type).toBe("malformed");
  });

  it("marks tombstones, which are not the account of the same name", () => {
    const gone = parsePrincipal("deleted:user:kim@x.com?uid=123");
    expect(gone).toMatchObject({ type: "user", id: "kim@x.com", deleted: true });
    expect(gone.key).not.toBe(parsePrincipal("user:kim@x.com").key);
  });
});

describe("showPrincipal", () => {
  it.each([
    "user:kim@x.com",
    "serviceAccount:ci@p.iam.gserviceaccount.com",
    "allUsers",
    "projectOwner:p",
    `principalSet://${pool}/*`,
    "deleted:user:kim@x.com",
  ])("%s", (text) => {
    expect(showPrincipal(parsePrincipal(text))).toBe(text);
  });
});
