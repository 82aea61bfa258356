import { describe, expect, it } from "vitest";
import { faultOfDenied, faultOfMember } from "../../src/gcp/member-forms.ts";

const pool = "iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/ci";

describe("faultOfMember", () => {
  it.each([
    "user:kim@example.com",
    "group:ml@example.com",
    "domain:example.com",
    "allUsers",
    "allAuthenticatedUsers",
    "serviceAccount:ci@p.iam.gserviceaccount.com",
    "serviceAccount:123-compute@developer.gserviceaccount.com",
    "serviceAccount:p.svc.id.goog[jobs/trainer]",
    "deleted:serviceAccount:ci@p.iam.gserviceaccount.com?uid=123456789",
    "projectEditor:p",
    `principal://${pool}/subject/s`,
    `principalSet://${pool}/attribute.repository_id/7`,
    `principalSet://${pool}/*`,
    "principalSet://iam.googleapis.com/locations/global/workforcePools/staff/group/ml",
  ])("finds nothing wrong with %s", (member) => {
    expect(faultOfMember(member)).toBeUndefined();
  });

  it.each([
    ["user:ci@p.iam.gserviceaccount.com", "serviceAccount:ci@p.iam.gserviceaccount.com"],
    ["group:ci@p.iam.gserviceaccount.com", "serviceAccount:ci@p.iam.gserviceaccount.com"],
    ["serviceaccount:ci@p.iam.gserviceaccount.com", "serviceAccount:ci@p.iam.gserviceaccount.com"],
    ["service-account:ci@p.iam.gserviceaccount.com", "serviceAccount:ci@p.iam.gserviceaccount.com"],
    ["ci@p.iam.gserviceaccount.com", "serviceAccount:ci@p.iam.gserviceaccount.com"],
    ["principal://goog/subject/kim@example.com", "user:kim@example.com"],
    ["principal://goog/subject/ci@p.iam.gserviceaccount.com", "serviceAccount:ci@p.iam.gserviceaccount.com"],
    ["principalSet://goog/group/ml@example.com", "group:ml@example.com"],
    ["principalSet://goog/public:all", "allUsers"],
    [
      "principal://iam.googleapis.com/projects/-/serviceAccounts/ci@p.iam.gserviceaccount.com",
      "serviceAccount:ci@p.iam.gserviceaccount.com",
    ],
    [`principal://${pool}/group/ml`, `principalSet://${pool}/group/ml`],
    [`principalSet://${pool}/subject/s`, `principal://${pool}/subject/s`],
    ["allusers", "allUsers"],
    ["allUser", "allUsers"],
    ["AllAuthenticatedUsers", "allAuthenticatedUsers"],
  ])("corrects %s", (member, right) => {
    expect(faultOfMember(member)?.right).toBe(right);
  });

  it.each([
    "kim@example.com",
    "everybody",
    "robot:kim@example.com",
    "user:kim",
    "serviceAccount:ci",
    "serviceAccount:ci@example.com",
    "user: kim@example.com",
    " user:kim@example.com",
    "“user:kim@example.com”",
    "principalSet://iam.googleapis.com/projects/my-project/locations/global/workloadIdentityPools/ci/*",
  ])("finds fault with %s", (member) => {
    const found = faultOfMember(member);
    expect(found?.fault).toMatch(/\w/);
    expect(found?.right).toBeUndefined();
  });
});

describe("faultOfDenied", () => {
  it.each([
    ["user:kim@example.com", "principal://goog/subject/kim@example.com"],
    ["group:ml@example.com", "principalSet://goog/group/ml@example.com"],
    [
      "serviceAccount:ci@p.iam.gserviceaccount.com",
      "principal://iam.googleapis.com/projects/-/serviceAccounts/ci@p.iam.gserviceaccount.com",
    ],
    ["allUsers", "principalSet://goog/public:all"],
    ["domain:example.com", undefined],
  ])("corrects %s", (principal, right) => {
    expect(faultOfDenied(principal)).toMatchObject({ fault: "deny policies take other forms" });
    expect(faultOfDenied(principal)?.right).toBe(right);
  });

  it("takes the forms of deny policies", () => {
    expect(faultOfDenied("principalSet://goog/group/ml@example.com")).toBeUndefined();
  });
});
