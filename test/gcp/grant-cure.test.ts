import { describe, expect, it } from "vitest";
import { grantCure } from "../../src/gcp/grant-cure.ts";

const member = "serviceAccount:ci@ml-prod.iam.gserviceaccount.com";

describe("grantCure", () => {
  it("grants on one service account in three languages", () => {
    const cure = grantCure({
      member,
      role: "roles/iam.serviceAccountUser",
      type: "service-account",
      name: "serving@ml-prod.iam.gserviceaccount.com",
    });
    expect(cure.hcl).toBe(`resource "google_service_account_iam_member" "ci_serviceaccountuser" {
  service_account_id = "projects/ml-prod/serviceAccounts/serving@ml-prod.iam.gserviceaccount.com"
  role               = "roles/iam.serviceAccountUser"
  member             = "serviceAccount:ci@ml-prod.iam.gserviceaccount.com"
}`);
    expect(cure.gcloud)
      .toBe(`gcloud iam service-accounts add-iam-policy-binding serving@ml-prod.iam.gserviceaccount.com \\
  --member=serviceAccount:ci@ml-prod.iam.gserviceaccount.com \\
  --role=roles/iam.serviceAccountUser`);
    expect(cure.yaml).toBe(`apiVersion: iam.cnrm.cloud.google.com/v1beta1
kind: IAMPolicyMember
metadata:
  name: ci-serviceaccountuser
spec:
  member: serviceAccount:ci@ml-prod.iam.gserviceaccount.com
  role: roles/iam.serviceAccountUser
  resourceRef:
    kind: IAMServiceAccount
    external: projects/ml-prod/serviceAccounts/serving@ml-prod.iam.gserviceaccount.com`);
  });

  it("repeats references in the field's own words", () => {
    const { hcl } = grantCure({
      member: "serviceAccount:${google_service_account.ci.email}",
      role: "roles/iam.serviceAccountUser",
      type: "service-account",
      name: "${google_service_account.serving.email}",
    });
    expect(hcl).toContain("service_account_id = google_service_account.serving.name\n");
    expect(hcl).toContain('member             = "serviceAccount:${google_service_account.ci.email}"');
  });

  it.each([
    ["project", { name: "p" }, 'project = "p"', "gcloud projects add-iam-policy-binding p ", "external: projects/p"],
    [
      "folder",
      { name: "12" },
      'folder = "folders/12"',
      "gcloud resource-manager folders add-iam-policy-binding 12 ",
      "external: folders/12",
    ],
    [
      "organization",
      { name: "organizations/34" },
      'org_id = "34"',
      "gcloud organizations add-iam-policy-binding 34 ",
      "external: 34",
    ],
    [
      "storage-bucket",
      { name: "b" },
      'bucket = "b"',
      "gcloud storage buckets add-iam-policy-binding gs://b ",
      "external: b",
    ],
    [
      "bigquery-dataset",
      { name: "d", project: "p" },
      'dataset_id = "d"',
      "bq add-iam-policy-binding p:d ",
      "external: projects/p/datasets/d",
    ],
    [
      "artifact-registry-repository",
      { name: "r", project: "p", location: "us" },
      'repository = "r"',
      "gcloud artifacts repositories add-iam-policy-binding r --project=p --location=us ",
      "external: projects/p/locations/us/repositories/r",
    ],
  ])("grants on a %s", (type, names, hcl, gcloud, yaml) => {
    const cure = grantCure({ member, role: "roles/viewer", type, ...names });
    expect(cure.hcl?.replaceAll(/ +=/g, " =")).toContain(hcl);
    expect(cure.gcloud).toContain(gcloud);
    expect(cure.yaml).toContain(yaml);
  });

  it("says nothing of resources that it has no recipe for", () => {
    expect(grantCure({ member, role: "roles/viewer", type: "pubsub-topic", name: "t" })).toEqual({});
  });

  it("quotes what a shell would read otherwise", () => {
    const { gcloud } = grantCure({ member: "serviceAccount:$SA", role: "roles/viewer", type: "project", name: "${P}" });
    expect(gcloud).toContain('binding "${P}" \\\n  --member="serviceAccount:$SA"');
  });
});
