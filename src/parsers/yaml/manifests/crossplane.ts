import { crossplaneKind } from "../../../gcp/kcc.ts";
import type { Fact } from "../../../model/fact.ts";
import { type Value, unknown, valueOf } from "../../../model/value.ts";
import { spanAt } from "../text/document.ts";
import { type Cluster, type Manifest, headerOf, writtenAt } from "./manifests.ts";
import { providerFacts } from "../tools/provider-facts.ts";
import { camelCase } from "../tools/provider-resource.ts";
import { type Scalar, type Tree, get, isScalar, scalarAt } from "../text/tree.ts";
import { valueAt } from "../text/values.ts";

/** A managed resource of Crossplane's Google provider (Upbound's). */
export function crossplaneFacts(manifest: Manifest, cluster: Cluster): readonly Fact[] {
  const group = /^([a-z]+)\.gcp\.(?:m\.)?upbound\.io$/u.exec(manifest.group)?.[1];
  const terraform = group === undefined ? undefined : terraformName(manifest.kind, group);
  if (terraform === undefined) return [];
  const { document } = manifest;
  const args = get(manifest.spec, "forProvider");
  const value = (attribute: string): Value | undefined => argument(manifest, args, attribute, cluster);
  return providerFacts({
    document,
    terraform,
    object: manifest.object,
    writer: `${manifest.kind} ${manifest.name === undefined ? "without name" : writtenAt(document, manifest.name)}`,
    header: headerOf(manifest),
    args,
    value,
    scalar: (scalar) => valueAt(document, scalar),
    project: value("project"),
  });
}

/** Kinds that hold policies and names without being about access themselves. */
const others: Readonly<Record<string, string>> = {
  "Bucket.storage": "storage_bucket",
  "Dataset.bigquery": "bigquery_dataset",
  "Folder.cloudplatform": "folder",
  "Project.cloudplatform": "project",
  "Secret.secretmanager": "secret_manager_secret",
  "Topic.pubsub": "pubsub_topic",
};

const terraformName = (kind: string, group: string): string | undefined =>
  crossplaneKind(kind, group)?.terraform ?? others[`${kind}.${group}`];

/** An argument, what its `Ref` names, or, of what names the resource itself, the external name. */
function argument(manifest: Manifest, args: Tree | undefined, attribute: string, cluster: Cluster): Value | undefined {
  const { document } = manifest;
  const key = camelCase(attribute);
  const scalar = scalarAt(args, key);
  if (scalar !== undefined) return valueAt(document, scalar);
  const ref = scalarAt(args, `${key}Ref`, "name");
  if (ref !== undefined)
    return (
      referred(manifest, attribute, ref, cluster) ??
      unknown(ref.text, "its object is not in the input", spanAt(document, ref))
    );
  const selector = get(args, `${key}Selector`);
  if (selector !== undefined)
    return unknown(`${key}Selector`, "labels select it in the cluster", spanAt(document, selector));
  return ownNames.has(attribute) && !isScalar(get(args, "name")) ? ownName(manifest) : undefined;
}

const ownNames: ReadonlySet<string> = new Set([
  "account_id",
  "role_id",
  "name",
  "bucket_id",
  "workload_identity_pool_provider_id",
]);

function ownName(manifest: Manifest): Value | undefined {
  const external =
    scalarAt(get(get(manifest.root, "metadata"), "annotations"), "crossplane.io/external-name") ?? manifest.name;
  return external === undefined ? undefined : valueAt(manifest.document, external);
}

/** The object of any kind that has this name: a reference does not say its kind, the attribute does. */
function referred(manifest: Manifest, attribute: string, name: Scalar, cluster: Cluster): Value | undefined {
  const kinds = kindsByAttribute.find(([pattern]) => pattern.test(attribute))?.[1] ?? [];
  for (const [kind, named] of kinds) {
    const found = cluster.find(manifest, kind, name.text);
    if (found !== undefined)
      return valueOf([{ target: found.object, attribute: named }], spanAt(manifest.document, name));
  }
  return undefined;
}

const kindsByAttribute: readonly (readonly [RegExp, readonly (readonly [kind: string, attribute: string])[]])[] = [
  [/service_account/u, [["ServiceAccount", "email"]]],
  [/^bucket/u, [["Bucket", "name"]]],
  [/^project/u, [["Project", "project_id"]]],
  [/^folder/u, [["Folder", "name"]]],
  [/pool_id/u, [["WorkloadIdentityPool", "name"]]],
  [/dataset/u, [["Dataset", "name"]]],
  [/topic/u, [["Topic", "name"]]],
  [/secret/u, [["Secret", "name"]]],
];
