import type { Fact, PoolProvider } from "../../../model/fact.ts";
import { known, unknown, valueOf } from "../../../model/value.ts";
import { conditionAt } from "../policies/conditions.ts";
import { accessGrants } from "../policies/dataset-access.ts";
import { denyRules } from "../policies/deny-policy.ts";
import { grantOf } from "../policies/grants.ts";
import { writerName } from "./kcc-policies.ts";
import { projectOf, refNamed, resourceId } from "./kcc-refs.ts";
import { legacyRoleOf, memberOfEntity } from "../policies/storage-acl.ts";
import { spanAt } from "../text/document.ts";
import { attachmentOf, placeOf, valuesOf } from "./kcc-resources.ts";
import type { Cluster, Manifest } from "./manifests.ts";
import { orgPolicyV1, orgPolicyV2 } from "../policies/org-policy.ts";
import { type Tree, entriesOf, get, has, itemsOf, scalarAt } from "../text/tree.ts";
import { optionalValue, valueAt } from "../text/values.ts";

export const denyPolicyOf = (manifest: Manifest, cluster: Cluster): readonly Fact[] =>
  denyRules(manifest.document, get(manifest.spec, "rules"), attachmentOf(manifest, cluster));

export function orgPolicyOf(manifest: Manifest, cluster: Cluster): readonly Fact[] {
  if (manifest.spec === undefined) return [];
  const constraint = resourceId(manifest);
  return orgPolicyV2(
    manifest.document,
    get(manifest.spec, "spec") ?? manifest.spec,
    constraint,
    attachmentOf(manifest, cluster),
    placeOf(manifest).span,
  );
}

export const resourceManagerPolicyOf = (manifest: Manifest, cluster: Cluster): readonly Fact[] =>
  manifest.spec === undefined ? [] : orgPolicyV1(manifest.document, manifest.spec, attachmentOf(manifest, cluster));

const typeOf = (manifest: Manifest): "workload" | "workforce" =>
  manifest.kind.includes("Workforce") ? "workforce" : "workload";

export function poolOf(manifest: Manifest, cluster: Cluster): readonly Fact[] {
  const type = typeOf(manifest);
  const project = type === "workforce" ? undefined : projectOf(manifest, cluster);
  return [
    {
      kind: "pool",
      object: manifest.object,
      type,
      name: resourceId(manifest),
      ...(project === undefined ? {} : { project }),
      ...placeOf(manifest),
    },
  ];
}

const protocols = ["oidc", "saml", "aws", "x509"] as const;

export function providerOf(manifest: Manifest, cluster: Cluster): readonly Fact[] {
  const { document, spec } = manifest;
  const type = typeOf(manifest);
  const ref = get(spec, type === "workforce" ? "workforcePoolRef" : "workloadIdentityPoolRef");
  const name = scalarAt(ref, "external") ?? scalarAt(ref, "name");
  const place = placeOf(manifest);
  const found =
    name === undefined
      ? undefined
      : cluster.find(manifest, type === "workforce" ? "IAMWorkforcePool" : "IAMWorkloadIdentityPool", name.text);
  const pool =
    found === undefined
      ? optionalValue(document, name)
      : valueOf(
          [{ target: found.object, attribute: "name" }],
          valueAt(document, name ?? { kind: "scalar", text: "", start: 0, end: 0, style: "plain" }).span,
        );
  const issuer = optionalValue(document, get(get(spec, "oidc"), "issuerUri"));
  const condition = optionalValue(document, get(spec, "attributeCondition"));
  const provider: PoolProvider = {
    kind: "pool-provider",
    object: manifest.object,
    type,
    pool: pool ?? unknown("pool", "the manifest names no pool", place.span),
    name: resourceId(manifest),
    protocol: protocols.find((protocol) => has(spec, protocol)) ?? "unknown",
    ...(issuer === undefined ? {} : { issuer }),
    ...(condition === undefined ? {} : { condition }),
    mapping: mappingOf(manifest, get(spec, "attributeMapping")),
    ...place,
  };
  return [provider];
}

const mappingOf = (manifest: Manifest, tree: Tree | undefined): PoolProvider["mapping"] =>
  Object.fromEntries(
    entriesOf(tree).flatMap(({ key, value }) => valuesOf(manifest, value).map((mapped) => [key.text, mapped] as const)),
  );

/** `PrivilegedAccessManagerEntitlement`: roles that are granted on request. */
export function entitlementOf(manifest: Manifest, cluster: Cluster): readonly Fact[] {
  const { document, spec } = manifest;
  const bindings = itemsOf(get(get(get(spec, "privilegedAccess"), "gcpIAMAccess"), "roleBindings"));
  const principals = itemsOf(get(spec, "eligibleUsers")).flatMap((users) =>
    valuesOf(manifest, get(users, "principals")),
  );
  const resource = attachmentOf(manifest, cluster);
  return bindings.flatMap((binding): readonly Fact[] => {
    const role = optionalValue(document, get(binding, "role"));
    const condition = conditionAt(document, get(binding, "conditionExpression"));
    if (role === undefined) return [];
    const { span, dialect } = placeOf(manifest);
    const writer = writerName(manifest);
    return principals.map((principal) =>
      grantOf({ principal, role, resource, condition, authority: "member", writer, eligible: true, span, dialect }),
    );
  });
}

/** `spec.access` of a dataset, or one entry of it. */
export function datasetAccessOf(manifest: Manifest, cluster: Cluster): readonly Fact[] {
  const { document, spec } = manifest;
  const isEntry = manifest.kind === "BigQueryDatasetAccess";
  const entries = isEntry && spec !== undefined ? [spec] : itemsOf(get(spec, "access"));
  const name = isEntry ? optionalValue(document, get(spec, "datasetId")) : resourceId(manifest);
  const project = projectOf(manifest, cluster);
  if (name === undefined) return [];
  const resource = { type: "bigquery-dataset", name, ...(project === undefined ? {} : { project }) };
  const authority = isEntry ? "member" : "policy";
  return accessGrants(document, entries, resource, {
    authority,
    writer: writerName(manifest),
    place: placeOf(manifest),
  });
}

/** A legacy access control of a bucket or of its objects: an entity, and a role of Cloud Storage's own. */
export function bucketAccessOf(manifest: Manifest, cluster: Cluster): readonly Fact[] {
  const { document, spec } = manifest;
  const ref = get(spec, "bucketRef");
  const entity = scalarAt(spec, "entity");
  if (ref === undefined || entity === undefined) return [];
  const role = scalarAt(spec, "role");
  const { span, dialect } = placeOf(manifest);
  const principal = valueAt(document, entity);
  return [
    grantOf({
      principal: principal.kind === "known" ? known(memberOfEntity(principal.text), principal.span) : principal,
      role: known(legacyRoleOf(role?.text), role === undefined ? span : spanAt(document, role)),
      resource: refNamed(manifest, "StorageBucket", ref, cluster),
      authority: "member",
      writer: writerName(manifest),
      span,
      dialect,
    }),
  ];
}
