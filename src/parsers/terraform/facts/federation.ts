import type { Pool, PoolProvider } from "../../../model/fact.ts";
import { type Value, partsOf } from "../../../model/value.ts";
import { type ObjectDatum, type Part, attribute, stringOf } from "../datum.ts";
import type { Instance, Root } from "../instances.ts";
import { placeOf, requiredAt, valueAt, blocksAt } from "./reading.ts";
import type { Lookup } from "./resolved.ts";
import { projectNumber } from "./project-number.ts";
import { type FactsOf, isUncalledModule, projectOf } from "./scope.ts";
import { segmentsOf } from "./target.ts";

/** Pools of identities from elsewhere, and who vouches for them. */
export const federationFacts: Readonly<Record<string, FactsOf>> = {
  google_iam_workload_identity_pool: (instance) => [poolOf(instance, "workload", "workload_identity_pool_id")],
  google_iam_workforce_pool: (instance) => [poolOf(instance, "workforce", "workforce_pool_id")],
  google_iam_workload_identity_pool_provider: (instance) => [
    providerOf(instance, "workload", "workload_identity_pool_id", "workload_identity_pool_provider_id"),
  ],
  google_iam_workforce_pool_provider: (instance) => [
    providerOf(instance, "workforce", "workforce_pool_id", "provider_id"),
  ],
};

/** `google_iam_workload_identity_pool.ci.name`: the full name, with the project's number. */
export function poolsLookup({ instances }: Root): Lookup | undefined {
  const pools = new Map<string, Instance>();
  for (const instance of instances) if (instance.type in poolPaths) pools.set(instance.object, instance);
  if (pools.size === 0) return undefined;
  return ({ target, attribute: name }, { span }) => {
    const pool = pools.get(target);
    if (pool === undefined || (name !== "name" && name !== "id")) return undefined;
    const [path = "", id = ""] = poolPaths[pool.type] ?? [];
    const filled = path.split(/\{(\w+)\}/).flatMap((piece, index): readonly Part[] => {
      if (index % 2 === 0) return [piece];
      return piece === "number" ? [projectNumber(pool, instances)] : partsOf(requiredAt(pool.config, piece, pool.span));
    });
    return stringOf([...filled, ...partsOf(requiredAt(pool.config, id, pool.span))], span);
  };
}

const poolPaths: Readonly<Record<string, readonly [path: string, id: string]>> = {
  google_iam_workload_identity_pool: [
    "projects/{number}/locations/global/workloadIdentityPools/",
    "workload_identity_pool_id",
  ],
  google_iam_workforce_pool: ["locations/{location}/workforcePools/", "workforce_pool_id"],
};

function poolOf(instance: Instance, type: Pool["type"], id: string): Pool {
  const project = type === "workload" ? projectOf(instance) : undefined;
  return {
    kind: "pool",
    ...placeOf(instance),
    object: instance.object,
    type,
    name: requiredAt(instance.config, id, instance.span),
    ...(project && { project }),
  };
}

function providerOf(instance: Instance, type: Pool["type"], pool: string, id: string): PoolProvider {
  const { config } = instance;
  const protocol = protocols.find((name) => blocksAt(config, name).length > 0) ?? "unknown";
  const poolName = requiredAt(config, pool, instance.span);
  const issuer = blocksAt(config, "oidc").flatMap((block) => valueAt(block, "issuer_uri") ?? [])[0];
  const condition = valueAt(config, "attribute_condition");
  // An argument that comes to null is there for callers to give.
  const isOpen = isUncalledModule(instance) && config.entries.get("attribute_condition")?.value.type === "null";
  return {
    kind: "pool-provider",
    ...placeOf(instance, isOpen || undefined),
    object: instance.object,
    type,
    pool: segmentsOf(poolName).at(-1) ?? poolName,
    name: requiredAt(config, id, instance.span),
    protocol,
    ...(issuer && { issuer }),
    ...(condition && { condition }),
    mapping: mappingOf(config),
  };
}

const protocols = ["oidc", "saml", "aws", "x509"] as const;

function mappingOf(config: ObjectDatum): Readonly<Record<string, Value>> {
  const mapping = attribute(config, "attribute_mapping");
  if (mapping?.type !== "object") return {};
  return Object.fromEntries([...mapping.entries.keys()].map((key) => [key, requiredAt(mapping, key, mapping.span)]));
}
