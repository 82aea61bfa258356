import { configConnectorKind } from "../../gcp/kcc.ts";
import type { Fact } from "../../model/fact.ts";
import {
  datasetAccessOf,
  denyPolicyOf,
  entitlementOf,
  orgPolicyOf,
  poolOf,
  providerOf,
  resourceManagerPolicyOf,
} from "./kcc-guardrails.ts";
import { auditConfigOf, partialPolicyOf, policyMemberOf, policyOf } from "./kcc-policies.ts";
import {
  apiKeyOf,
  customRoleOf,
  folderFact,
  hmacKeyOf,
  membershipOf,
  projectFact,
  resourceFact,
  serviceAccountKeyOf,
  serviceAccountOf,
  serviceFact,
} from "./kcc-resources.ts";
import { workloadsOf } from "./kcc-workloads.ts";
import type { Cluster, Manifest } from "./manifests.ts";

type Reader = (manifest: Manifest, cluster: Cluster) => readonly Fact[];

const readers: Readonly<Record<string, Reader>> = {
  APIKeysKey: apiKeyOf,
  BigQueryDatasetAccess: datasetAccessOf,
  BigQueryDataset: (manifest, cluster) => [...resourceFact(manifest, cluster), ...datasetAccessOf(manifest, cluster)],
  CloudIdentityMembership: membershipOf,
  Folder: folderFact,
  IAMAuditConfig: auditConfigOf,
  IAMCustomRole: customRoleOf,
  IAMDenyPolicy: denyPolicyOf,
  IAMPartialPolicy: partialPolicyOf,
  IAMPolicy: policyOf,
  IAMPolicyMember: policyMemberOf,
  IAMServiceAccount: serviceAccountOf,
  IAMServiceAccountKey: serviceAccountKeyOf,
  IAMWorkforcePool: poolOf,
  IAMWorkforcePoolProvider: providerOf,
  IAMWorkloadIdentityPool: poolOf,
  IAMWorkloadIdentityPoolProvider: providerOf,
  OrgPolicyPolicy: orgPolicyOf,
  PrivilegedAccessManagerEntitlement: entitlementOf,
  Project: projectFact,
  ResourceManagerPolicy: resourceManagerPolicyOf,
  Service: serviceFact,
  StorageHMACKey: hmacKeyOf,
};

/** The facts of one Config Connector object. */
export function configConnectorFacts(manifest: Manifest, cluster: Cluster): readonly Fact[] {
  if (!manifest.group.endsWith("cnrm.cloud.google.com")) return [];
  const read = Object.hasOwn(readers, manifest.kind) ? readers[manifest.kind] : resourceFact;
  if (configConnectorKind(manifest.kind) === undefined || read === undefined) return [];
  return [...read(manifest, cluster), ...workloadsOf(manifest, cluster)];
}
