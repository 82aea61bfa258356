/**
 * Permissions that lead to control of everything below (Google's own docs and the known escalation paths): whoever holds
 * one on a project can give himself the rest.
 */
export const escalationPermissions: readonly string[] = [
  "resourcemanager.organizations.setIamPolicy",
  "resourcemanager.folders.setIamPolicy",
  "resourcemanager.projects.setIamPolicy",
  "iam.serviceAccounts.setIamPolicy",
  "iam.serviceAccounts.actAs",
  "iam.serviceAccounts.getAccessToken",
  "iam.serviceAccounts.signBlob",
  "iam.serviceAccounts.signJwt",
  "iam.serviceAccounts.implicitDelegation",
  "iam.serviceAccountKeys.create",
  "iam.serviceAccountApiKeyBindings.create",
  "iam.roles.create",
  "iam.roles.update",
  "orgpolicy.policy.set",
  "iam.denypolicies.create",
  "iam.denypolicies.delete",
  "iam.denypolicies.update",
  "iam.googleapis.com/workloadIdentityPoolProviders.create",
  "iam.googleapis.com/workloadIdentityPoolProviders.update",
  "iam.googleapis.com/workforcePoolProviders.create",
  "iam.googleapis.com/workforcePoolProviders.update",
  "deploymentmanager.deployments.create",
  "cloudbuild.builds.create",
  "privilegedaccessmanager.entitlements.create",
];
