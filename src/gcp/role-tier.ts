import type { PermissionSet } from "../model/graph.ts";

/**
 * How much a set of permissions leads to: `guardrail`: the hierarchy's policies and what limits them; `takeover`: a project
 * or its service accounts; `resource`: the policy of some kind of resource.
 */
type Tier = "guardrail" | "takeover" | "resource";

/** Control over organizations, folders, and over what limits everybody. */
export const guardrailPermissions: readonly string[] = [
  "resourcemanager.organizations.setIamPolicy",
  "resourcemanager.folders.setIamPolicy",
  "orgpolicy.policy.set",
  "orgpolicy.policies.update",
  "iam.denypolicies.create",
  "iam.denypolicies.update",
  "iam.denypolicies.delete",
  "iam.principalaccessboundarypolicies.create",
  "iam.principalaccessboundarypolicies.update",
  "iam.principalaccessboundarypolicies.delete",
  "iam.accesspolicies.create",
  "iam.accesspolicies.update",
  "iam.googleapis.com/workforcePoolProviders.create",
  "iam.googleapis.com/workforcePoolProviders.update",
];

/** Control over a project, or the credentials of its service accounts. */
export const takeoverPermissions: readonly string[] = [
  "resourcemanager.projects.setIamPolicy",
  "iam.serviceAccounts.setIamPolicy",
  "iam.serviceAccounts.getAccessToken",
  "iam.serviceAccounts.signBlob",
  "iam.serviceAccounts.signJwt",
  "iam.serviceAccounts.implicitDelegation",
  "iam.serviceAccountKeys.create",
  "iam.serviceAccountApiKeyBindings.create",
  "iam.serviceAccounts.actAs",
  "iam.roles.create",
  "iam.roles.update",
  "iam.googleapis.com/workloadIdentityPoolProviders.create",
  "iam.googleapis.com/workloadIdentityPoolProviders.update",
  "privilegedaccessmanager.entitlements.create",
  "privilegedaccessmanager.entitlements.update",
  "deploymentmanager.deployments.create",
  "deploymentmanager.deployments.update",
];

/** The tier of a set, and the permission that puts it there. */
export interface Standing {
  readonly tier: Tier;
  readonly permission: string;
}

const known = new WeakMap<PermissionSet, Standing | "none">();

/** The highest tier that a set of permissions reaches; `undefined` if none. */
export function standingOf(permissions: PermissionSet | undefined): Standing | undefined {
  if (permissions === undefined) return undefined;
  let standing = known.get(permissions);
  if (standing === undefined) {
    standing = standingIn(permissions) ?? "none";
    known.set(permissions, standing);
  }
  return standing === "none" ? undefined : standing;
}

function standingIn(permissions: PermissionSet): Standing | undefined {
  const guardrail = guardrailPermissions.find(permissions.has);
  if (guardrail !== undefined) return { tier: "guardrail", permission: guardrail };
  const takeover = takeoverPermissions.find(permissions.has);
  if (takeover !== undefined) return { tier: "takeover", permission: takeover };
  const resource = permissions.list().find(setsPolicy);
  return resource === undefined ? undefined : { tier: "resource", permission: resource };
}

const setsPolicy = (permission: string): boolean => permission.endsWith(".setIamPolicy") || accessLists.has(permission);

/** What changes who has access without a policy: the access list of a dataset, the rules of Firestore and Cloud Storage. */
const accessLists: ReadonlySet<string> = new Set(["bigquery.datasets.update", "firebaserules.releases.update"]);
