import { describe, expect, it } from "vitest";
import { accountOf, isServiceAgent } from "../../src/gcp/account-class.ts";
import { allowFormOf, isCoveredBy, isDeniable } from "../../src/gcp/deny-permissions.ts";
import { roleInfo } from "../../src/gcp/role-table.ts";
import { agentEmail, projectAgents } from "../../src/gcp/service-agents.ts";

describe("service accounts by e-mail", () => {
  it.each([
    ["ci@ml-prod.iam.gserviceaccount.com", "user-managed", { id: "ml-prod" }],
    ["ci@ml-prod.example.com.iam.gserviceaccount.com", "user-managed", { id: "example.com:ml-prod" }],
    ["firebase-adminsdk-ab12c@ml-prod.iam.gserviceaccount.com", "user-managed", { id: "ml-prod" }],
    ["42-compute@developer.gserviceaccount.com", "compute-default", { number: "42" }],
    ["ml-prod@appspot.gserviceaccount.com", "appengine-default", { id: "ml-prod" }],
    ["example.com:ml-prod@appspot.gserviceaccount.com", "appengine-default", { id: "example.com:ml-prod" }],
    ["42@cloudbuild.gserviceaccount.com", "cloudbuild-legacy", { number: "42" }],
    ["42@cloudservices.gserviceaccount.com", "google-apis-agent", { number: "42" }],
    ["service-42@gcp-sa-aiplatform.iam.gserviceaccount.com", "service-agent", { number: "42" }],
    ["service-42@compute-system.iam.gserviceaccount.com", "service-agent", { number: "42" }],
    [
      "service-123456789012@gcp-sa-newer-than-the-table.iam.gserviceaccount.com",
      "service-agent",
      { number: "123456789012" },
    ],
    ["p42-123456@gcp-sa-cloud-sql.iam.gserviceaccount.com", "service-agent", { number: "42" }],
    ["service-org-9@gcp-sa-logging.iam.gserviceaccount.com", "service-agent", undefined],
    ["project-42@storage-transfer-service.iam.gserviceaccount.com", "service-agent", { number: "42" }],
    ["service-agent-manager@system.gserviceaccount.com", "service-agent", undefined],
    ["cloud-logs@system.gserviceaccount.com", "service-agent", undefined],
    ["something@other.gserviceaccount.com", "google-operated", undefined],
    ["kim@x.com", "unknown", undefined],
  ])("%s is %s", (email, kind, project) => {
    expect(accountOf(email).class).toBe(kind);
    expect(accountOf(email).project).toEqual(project);
  });

  it("tells Google's own accounts from those that run its users' code", () => {
    expect(isServiceAgent("service-42@gcp-sa-aiplatform.iam.gserviceaccount.com")).toBe(true);
    expect(isServiceAgent("42@cloudservices.gserviceaccount.com")).toBe(true);
    expect(isServiceAgent("42@cloudbuild.gserviceaccount.com")).toBe(false);
    expect(isServiceAgent("42-compute@developer.gserviceaccount.com")).toBe(false);
    expect(isServiceAgent("ci@compute-systems.iam.gserviceaccount.com")).toBe(false);
  });

  it("knows what agents get by themselves", () => {
    expect(accountOf("service-42@gcp-sa-aiplatform.iam.gserviceaccount.com").agent?.role).toBe(
      "roles/aiplatform.serviceAgent",
    );
    expect(accountOf("service-42@gs-project-accounts.iam.gserviceaccount.com").agent?.role).toBeUndefined();
    const unknown = projectAgents().filter(({ role = "" }) => roleInfo(role) === undefined);
    expect(unknown.map(({ role }) => role)).toEqual([]);
    expect(agentEmail("service-PROJECT_NUMBER@x.iam.gserviceaccount.com", "42")).toBe(
      "service-42@x.iam.gserviceaccount.com",
    );
  });
});

describe("permissions of deny policies", () => {
  it.each([
    ["iam.googleapis.com/roles.create", "iam.roles.create"],
    ["cloudresourcemanager.googleapis.com/projects.delete", "resourcemanager.projects.delete"],
    ["bigqueryconnection.googleapis.com/connections.use", "bigquery.connections.use"],
    ["firestore.googleapis.com/databases.create", "datastore.databases.create"],
    ["run.googleapis.com/*.*", "run.*.*"],
    ["run.services.create", "run.services.create"],
  ])("%s is %s", (denied, allowed) => {
    expect(allowFormOf(denied)).toBe(allowed);
  });

  it.each([
    ["iam.googleapis.com/roles.*", "iam.roles.create", true],
    ["iam.googleapis.com/*.create", "iam.serviceAccountKeys.create", true],
    ["iam.googleapis.com/*.create", "iam.roles.update", false],
    ["bigquery.googleapis.com/*.*", "bigquery.connections.use", false],
    ["bigqueryconnection.googleapis.com/*.*", "bigquery.connections.use", true],
    ["cloudresourcemanager.googleapis.com/*.setIamPolicy", "resourcemanager.folders.setIamPolicy", true],
  ])("%s covers %s: %s", (denied, permission, covers) => {
    expect(isCoveredBy(denied, permission)).toBe(covers);
  });

  it("know which permissions can be denied", () => {
    expect(isDeniable("iam.roles.create")).toBe(true);
    expect(isDeniable("iam.googleapis.com/workloadIdentityPools.create")).toBe(true);
    expect(isDeniable("no.such.permission")).toBe(false);
  });
});
