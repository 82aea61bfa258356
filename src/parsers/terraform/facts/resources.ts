import { definedAttributesOf, iamTargetOf } from "../../../gcp/terraform-resources.ts";
import { resourceTypeOfTerraform } from "../../../gcp/resource-types.ts";
import type { ResourceDefinition } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import type { Value } from "../../../model/value.ts";
import { toValue } from "../datum.ts";
import type { Instance } from "../instances.ts";
import { labelsOf, ownValue } from "./hierarchy.ts";
import { datumsAt, placeOf, valueAt } from "./reading.ts";
import { projectOf, providerValue } from "./scope.ts";
import { resourceOf } from "./target.ts";

/** A bucket, a dataset, an endpoint: what it is called, where it is, and the attributes that rules ask for. */
export function resourceFacts(instance: Instance): readonly ResourceDefinition[] {
  const base = instance.type.slice("google_".length);
  const asked = definedAttributesOf(base);
  if (asked === undefined || described.has(base)) return [];
  const attributes = attributesOf(instance, asked);
  return [
    {
      kind: "resource",
      ...placeOf(instance),
      object: instance.object,
      resource: definedBy(instance),
      ...labelsOf(instance.config),
      ...(attributes && { attributes }),
    },
  ];
}

/** Facts of their own. */
const described: ReadonlySet<string> = new Set([
  "project",
  "folder",
  "organization",
  "service_account",
  "iam_workload_identity_pool",
  "iam_workforce_pool",
]);

/** The resource that a block defines. */
export function definedBy(instance: Instance): ResourceRef {
  const base = instance.type.slice("google_".length);
  const target = iamTargetOf(base);
  const project = projectOf(instance);
  const location = locationOf(instance);
  const around = (target?.within ?? aroundOf[base] ?? []).flatMap(([attribute, type]) => {
    const value = valueAt(instance.config, attribute);
    return value === undefined ? [] : [{ type, value }];
  });
  return resourceOf({
    type: target?.type ?? resourceTypeOfTerraform(base),
    name: nameOf(instance, base, target?.name) ?? ownValue(instance, "name"),
    around,
    ...(project && { project }),
    ...(location && { location }),
  });
}

/** Definitions name what is around them like the IAM resources do; these are more, or differ. */
const aroundOf: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  container_node_pool: [["cluster", "container-cluster"]],
  kms_crypto_key: [["key_ring", "kms-key-ring"]],
  storage_bucket_object: [["bucket", "storage-bucket"]],
};

/** IAM resources call it `repository`, the repository itself `repository_id`, the bucket `name`. */
function nameOf({ config }: Instance, base: string, iamName: string | undefined): Value | undefined {
  const last = base.slice(base.lastIndexOf("_") + 1);
  const candidates = [...(iamName === undefined ? [] : [iamName, `${iamName}_id`]), "name", `${last}_id`];
  for (const candidate of candidates) {
    const value = valueAt(config, candidate);
    if (value !== undefined) return value;
  }
  return undefined;
}

function locationOf({ config, provider }: Instance): Value | undefined {
  for (const name of ["location", "region", "zone"]) {
    const value = valueAt(config, name);
    if (value !== undefined) return value;
  }
  return config.entries.has("region") ? providerValue(provider.region) : undefined;
}

function attributesOf({ config }: Instance, asked: readonly string[]): Readonly<Record<string, Value>> | undefined {
  const found = asked.flatMap((row) => {
    const [name = "", path = name] = row.split("=");
    const [datum] = datumsAt(config, path);
    return datum === undefined ? [] : [[name, toValue(datum)] as const];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}
