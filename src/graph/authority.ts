import type { Grant } from "../model/fact.ts";
import type { Value } from "../model/value.ts";
import type { Grants } from "./grant-store.ts";

/** The grants that add, less those that a later line of the same script takes back. */
export function standing(grants: Grants, keyOf: (index: number) => string): ArrayLike<number> {
  if (!grants.hasRemovals) return new Uint32Array(grants.length).map((_, index) => index);
  const removals = new Map<string, Grant[]>();
  for (const [index, grant] of entriesOf(grants)) {
    if (grant.change !== "remove" || isDeclarative(grant.dialect)) continue;
    const key = `${grant.span.path}\0${keyOf(index)}`;
    removals.set(key, [...(removals.get(key) ?? []), grant]);
  }
  const isGone = (index: number, grant: Grant): boolean =>
    removals.get(`${grant.span.path}\0${keyOf(index)}`)?.some((removal) => takesBack(removal, grant)) === true;
  const kept: number[] = [];
  for (const [index, grant] of entriesOf(grants)) {
    if (grant.change === "add" && !isGone(index, grant)) kept.push(index);
  }
  return kept;
}

/** What may not run takes back only what may not run either. */
const takesBack = ({ span, conditional }: Grant, grant: Grant): boolean =>
  span.start > grant.span.start && (conditional !== true || grant.conditional === true);

function* entriesOf(grants: Grants): Iterable<readonly [number, Grant]> {
  for (let index = 0; index < grants.length; index++) {
    const grant = grants.at(index);
    if (grant !== undefined) yield [index, grant];
  }
}

/** Grants that another writer of the same configuration removes when it applies a policy or a role that it owns. */
export function supersededIn(
  grants: Grants,
  kept: Uint32Array,
  at: (index: number, column: number) => number,
): ReadonlyMap<number, Grant> {
  const superseded = new Map<number, Grant>();
  if (!grants.hasOwners && !grants.hasRemovals) return superseded;
  const nameOf = (index: number, grant: Grant): string =>
    `${configurationOf(grant)}\0${at(index, 0)} ${at(index, 1)} ${at(index, 2)}`;
  const removals = declaredRemovals(grants, nameOf);
  const owners = new Map<string, Grant[]>();
  const ownedKey = (index: number, grant: Grant, authority: Grant["authority"]): string =>
    `${configurationOf(grant)}\0${at(index, 2)} ${authority === "policy" ? "" : at(index, 1)}`;
  for (const index of kept) {
    const grant = grants.at(index);
    if (grant === undefined) continue;
    if (grant.authority !== "policy" && grant.authority !== "role") continue;
    const key = ownedKey(index, grant, grant.authority);
    const known = owners.get(key);
    if (known === undefined) owners.set(key, [grant]);
    else if (!known.some(({ writer }) => writer === grant.writer)) known.push(grant);
  }
  for (const index of kept) {
    const grant = grants.at(index);
    if (grant === undefined) continue;
    const removal = removals.get(nameOf(index, grant));
    if (removal !== undefined) superseded.set(index, removal);
    for (const authority of ["policy", "role"] as const) {
      // Two roles that can't be known may be two roles, though their expressions are one.
      if (authority === "role" && grant.role.kind === "unknown") continue;
      const owner = owners.get(ownedKey(index, grant, authority))?.find((other) => overrules(other, grant));
      if (owner !== undefined && !superseded.has(index)) superseded.set(index, owner);
    }
  }
  return superseded;
}

/** Resources that see to it that somebody does not hold a role; where they stand in their file says nothing. */
function declaredRemovals(grants: Grants, nameOf: (index: number, grant: Grant) => string): ReadonlyMap<string, Grant> {
  const removals = new Map<string, Grant>();
  if (!grants.hasRemovals) return removals;
  for (const [index, grant] of entriesOf(grants)) {
    if (grant.change === "remove" && isDeclarative(grant.dialect)) removals.set(nameOf(index, grant), grant);
  }
  return removals;
}

const isDeclarative = (dialect: Grant["dialect"]): boolean =>
  dialect === "hcl" || dialect === "yaml" || dialect === "json";

const overrules = (owner: Grant, grant: Grant): boolean =>
  owner.writer !== grant.writer &&
  (owner.authority === "policy" || sameCondition(owner, grant)) &&
  !(grant.authority === "policy" && owner.authority === "role");

const sameCondition = (a: Grant, b: Grant): boolean =>
  textIfKnown(a.condition?.expression) === textIfKnown(b.condition?.expression);

const textIfKnown = (value: Value | undefined): string => (value?.kind === "known" ? value.text : "");

/** What is applied together: a folder of Terraform, any other file by itself. */
const configurationOf = ({ dialect, span }: Grant): string =>
  dialect === "hcl" ? span.path.slice(0, Math.max(span.path.lastIndexOf("/"), 0)) : span.path;
