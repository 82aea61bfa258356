import type { Fact } from "../../../model/fact.ts";
import type { Embedded } from "../../../model/parser.ts";
import type { Value } from "../../../model/value.ts";
import { type Datum, isWhollyKnown, toValue } from "../datum.ts";
import type { Instance, Placed, Provider, Root } from "../instances.ts";
import type { MissingModule } from "./modules/missing.ts";
import { valueAt } from "./reading.ts";

/** What facts of one instance may ask of its root module. */
export interface Scope {
  readonly root: Root;
  /** The instance that a `Reference` names. */
  readonly instanceOf: (object: string) => Instance | undefined;
}

/** The facts of one type of resource. */
export type FactsOf = (instance: Instance, scope: Scope) => Iterable<Fact>;

export interface Extract {
  readonly facts: readonly Fact[];
  /** To be told of once for all roots: see `missingModules`. */
  readonly missing: readonly MissingModule[];
  readonly embedded: readonly Embedded[];
}

export function scopeOf(root: Root): Scope {
  let byObject: ReadonlyMap<string, Instance> | undefined;
  return {
    root,
    instanceOf: (object) => {
      byObject ??= new Map(root.instances.map((instance) => [instance.object, instance]));
      return byObject.get(object);
    },
  };
}

/** The instance that a value refers to as a whole: `data.google_iam_policy.p.policy_data`. */
export function referredBy(datum: Datum, scope: Scope): Instance | undefined {
  const parts = datum.type === "pattern" || datum.type === "unknown" ? datum.parts : undefined;
  const [only] = parts ?? [];
  if (parts?.length !== 1 || only === undefined || typeof only === "string" || !("target" in only)) return undefined;
  return scope.instanceOf(only.target);
}

/** The project of a block: its own argument, else the provider's. */
export const projectOf = (
  instance: Placed & { readonly config: Instance["config"]; readonly provider: Provider },
): Value | undefined => valueAt(instance.config, "project") ?? providerValue(instance.provider.project);

export const providerValue = (datum: Datum | undefined): Value | undefined =>
  datum === undefined || datum.type === "null" || (isWhollyKnown(datum) && "text" in datum && datum.text === "")
    ? undefined
    : toValue(datum);

/**
 * Does it stand in a module for others that nothing in the scan calls, read by itself? By the standard structure of
 * Terraform's modules those lie in `modules/`.
 */
export const isUncalledModule = ({ object }: Instance): boolean =>
  /(?:^|\/)modules\//.test(object.slice(0, object.indexOf("#")));

/** Who applies it, as a member, where the provider says so. */
export function callerOf(provider: Provider): Value | undefined {
  return providerValue(provider.impersonates);
}
