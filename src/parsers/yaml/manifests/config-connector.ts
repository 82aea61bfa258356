import { configConnectorKind } from "../../../gcp/kcc.ts";
import type { Fact } from "../../../model/fact.ts";
import {
  bucketAccessOf,
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
  StorageBucketAccessControl: bucketAccessOf,
  StorageDefaultObjectAccessControl: bucketAccessOf,
  StorageHMACKey: hmacKeyOf,
  IAMAccessBoundaryPolicy: () => [],
  OrgPolicyCustomConstraint: () => [],
  ServiceIdentity: () => [],
  SQLUser: () => [],
};

const specless: ReadonlySet<string> = new Set(["IAMServiceAccount", "Service", "StorageBucket"]);

/** Some kinds need none. */
const hasNoSpec = (manifest: Manifest, cluster: Cluster): readonly Fact[] =>
  manifest.group.endsWith("cnrm.cloud.google.com") && specless.has(manifest.kind)
    ? (readers[manifest.kind] ?? resourceFact)(manifest, cluster)
    : [];

/** The facts of one Config Connector object. */
export function configConnectorFacts(manifest: Manifest, cluster: Cluster): readonly Fact[] {
  // Without a spec a manifest only names an object: to delete it, to wait for it.
  if (!manifest.group.endsWith("cnrm.cloud.google.com") || manifest.spec === undefined)
    return hasNoSpec(manifest, cluster);
  const read = Object.hasOwn(readers, manifest.kind) ? readers[manifest.kind] : resourceFact;
  if (configConnectorKind(manifest.kind) === undefined || read === undefined) return [];
  return [...read(manifest, cluster), ...workloadsOf(manifest, cluster)];
}
