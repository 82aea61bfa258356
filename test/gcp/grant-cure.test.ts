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
      'external: "34"',
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
    [
      "secret-manager-secret",
      { name: "s", project: "p" },
      'secret_id = "s"',
      "gcloud secrets add-iam-policy-binding s --project=p ",
      "external: projects/p/secrets/s",
    ],
    [
      "pubsub-topic",
      { name: "t", project: "p" },
      'topic = "t"',
      "gcloud pubsub topics add-iam-policy-binding t --project=p ",
      "external: projects/p/topics/t",
    ],
    [
      "cloud-run-v2-service",
      { name: "api", project: "p", location: "us-central1" },
      'name = "api"',
      "gcloud run services add-iam-policy-binding api --project=p --region=us-central1 ",
      "external: projects/p/locations/us-central1/services/api",
    ],
    [
      "kms-crypto-key",
      { name: "k", project: "p", location: "us", within: "ring" },
      'crypto_key_id = "projects/p/locations/us/keyRings/ring/cryptoKeys/k"',
      "gcloud kms keys add-iam-policy-binding k --keyring=ring --project=p --location=us ",
      "external: projects/p/locations/us/keyRings/ring/cryptoKeys/k",
    ],
  ])("grants on a %s", (type, names, hcl, gcloud, yaml) => {
    const cure = grantCure({ member, role: "roles/viewer", type, ...names });
    expect(cure.hcl?.replaceAll(/ +=/g, " =")).toContain(hcl);
    expect(cure.gcloud).toContain(gcloud);
    expect(cure.yaml).toContain(yaml);
  });

  it("says nothing of resources that it has no recipe for", () => {
    expect(grantCure({ member, role: "roles/viewer", type: "pubsub-subscription", name: "t" })).toEqual({});
  });

  it("runs nothing of a name that somebody made up", () => {
    const grant = (name: string) => grantCure({ member, role: "roles/viewer", type: "project", name });
    expect(grant("p; id").gcloud).toContain("binding 'p; id' ");
    expect(grant("it's").gcloud).toContain(String.raw`binding 'it'\''s' `);
    expect(grant("$(id)").gcloud).toContain("binding '$(id)' ");
    expect(grant('${P}`id`$(id)"').gcloud).toContain('binding "${P}\\`id\\`\\$(id)\\"" ');
    expect(grant("a: b").yaml).toContain('external: "projects/a: b"');
  });

  it("quotes what a shell would read otherwise", () => {
    const { gcloud } = grantCure({ member: "serviceAccount:$SA", role: "roles/viewer", type: "project", name: "${P}" });
    expect(gcloud).toContain('binding "${P}" \\\n  --member="serviceAccount:$SA"');
  });
});
