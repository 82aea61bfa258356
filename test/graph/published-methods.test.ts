import { describe, expect, it } from "vitest";
import { permissionExists } from "../../src/gcp/role-table.ts";
import { openGraph } from "../../src/graph/build.ts";
import type { Fact } from "../../src/model/fact.ts";
import { emptyPolicy } from "../../src/policy.ts";
import * as everyRule from "../../src/rules/index.ts";
import { customRole, grant, project } from "./world.ts";

/** The methods that RhinoSecurityLabs/GCP-IAM-Privilege-Escalation scans for (PrivEscScanner), with what each needs. */
const methods: readonly (readonly [name: string, permissions: readonly string[]])[] = [
  ["UpdateIAMRole", ["iam.roles.update"]],
  ["CreateServiceAccountKey", ["iam.serviceAccountKeys.create"]],
  ["GetServiceAccountAccessToken", ["iam.serviceAccounts.getAccessToken"]],
  ["ServiceAccountImplicitDelegation", ["iam.serviceAccounts.implicitDelegation"]],
  ["ServiceAccountSignBlob", ["iam.serviceAccounts.signBlob"]],
  ["ServiceAccountSignJwt", ["iam.serviceAccounts.signJwt"]],
  ["SetOrgPolicyConstraints", ["orgpolicy.policy.set"]],
  ["CreateServiceAccountHMACKey", ["storage.hmacKeys.create"]],
  ["CreateDeploymentManagerDeployment", ["deploymentmanager.deployments.create"]],
  ["RCECloudBuildBuildServer", ["cloudbuild.builds.create"]],
  [
    "ExfilCloudFunctionCredsAuthCall",
    [
      "cloudfunctions.functions.create",
      "cloudfunctions.functions.sourceCodeSet",
      "iam.serviceAccounts.actAs",
      "cloudfunctions.functions.call",
    ],
  ],
  [
    "ExfilCloudFunctionCredsUnauthCall",
    [
      "cloudfunctions.functions.create",
      "cloudfunctions.functions.sourceCodeSet",
      "iam.serviceAccounts.actAs",
      "cloudfunctions.functions.setIamPolicy",
    ],
  ],
  [
    "UpdateCloudFunction",
    ["cloudfunctions.functions.sourceCodeSet", "cloudfunctions.functions.update", "iam.serviceAccounts.actAs"],
  ],
  [
    "CreateGCEInstanceWithSA",
    [
      "compute.disks.create",
      "compute.instances.create",
      "compute.instances.setMetadata",
      "compute.instances.setServiceAccount",
      "compute.subnetworks.use",
      "compute.subnetworks.useExternalIp",
      "iam.serviceAccounts.actAs",
    ],
  ],
  ["ExfilCloudRunServiceUnauthCall", ["run.services.create", "iam.serviceAccounts.actAs", "run.services.setIamPolicy"]],
  ["ExfilCloudRunServiceAuthCall", ["run.services.create", "iam.serviceAccounts.actAs", "run.routes.invoke"]],
  ["SetOrgIAMPolicy", ["resourcemanager.organizations.setIamPolicy"]],
  ["SetFolderIAMPolicy", ["resourcemanager.folders.setIamPolicy"]],
  ["SetProjectIAMPolicy", ["resourcemanager.projects.setIamPolicy"]],
  ["SetServiceAccountIAMPolicy", ["iam.serviceAccounts.setIamPolicy"]],
  [
    "CreateCloudSchedulerHTTPRequest",
    ["cloudscheduler.jobs.create", "cloudscheduler.locations.list", "iam.serviceAccounts.actAs"],
  ],
];

const who = "serviceAccount:attacker@p.iam.gserviceaccount.com";

/** A project in which every account that the methods aim at is Editor. */
const worldOf = (permissions: readonly string[]): readonly Fact[] => [
  project("p", "42"),
  customRole("organizations/9/roles/attacker", permissions),
  ...["projects/p", "folders/1", "organizations/9"].map((node) => grant(who, "organizations/9/roles/attacker", node)),
  ...["root@p.iam", "42@cloudbuild", "42@cloudservices"].map((name) =>
    grant(`serviceAccount:${name}.gserviceaccount.com`, "roles/editor", "projects/p"),
  ),
];

/** Rules that speak of a role whatever it holds. */
const aboutAnyRole: ReadonlySet<string> = new Set(["unknown-permission", "custom-role-lockdown"]);

async function rulesThatSpeakOf(permissions: readonly string[]): Promise<readonly string[]> {
  const graph = await openGraph(worldOf(permissions), { today: "2026-10-01" });
  const { options } = emptyPolicy("2026-10-01");
  const lasting = permissions.filter((name) => name !== "iam.serviceAccounts.actAs");
  return Object.values(everyRule)
    .filter(({ meta }) => !aboutAnyRole.has(meta.id))
    .filter((rule) =>
      [...rule.check(graph, options)].some(
        ({ message, path = [] }) =>
          lasting.some((name) => message.includes(name)) ||
          path.some((step) => step.role === undefined && lasting.includes(step.permission)),
      ),
    )
    .map(({ meta }) => meta.id);
}

describe("published methods of privilege escalation", () => {
  it.each(methods)("%s is found", async (_, permissions) => {
    expect(await rulesThatSpeakOf(permissions)).not.toEqual([]);
  });

  it.each(["serviceusage.apiKeys.create", "serviceusage.apiKeys.list"])("%s is a permission no more", (permission) => {
    expect(permissionExists(permission)).toBe(false);
  });

  it("says nothing of permissions that lead nowhere", async () => {
    expect(await rulesThatSpeakOf(["storage.buckets.list"])).toEqual([]);
  });
});
