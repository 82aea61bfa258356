import type { Grant } from "../model/fact.ts";
import type { Binding, Certainty, Resource, Role } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import type { Value } from "../model/value.ts";
import { standing, supersededIn } from "./authority.ts";
import { isExact } from "./naming.ts";

/** Things that are met again and again, by number. */
interface Numbered<T> {
  readonly items: readonly T[];
  readonly idOf: (item: T) => number;
  readonly find: (key: string) => number | undefined;
}

/** Every binding as three numbers; the objects are made when somebody asks for them. */
export interface Rows {
  readonly length: number;
  readonly principals: Numbered<Principal>;
  readonly roles: Numbered<Role>;
  readonly resources: Numbered<Resource>;
  readonly principalAt: (row: number) => number;
  readonly roleAt: (row: number) => number;
  readonly grantAt: (row: number) => Grant;
  readonly bindingAt: (row: number) => Binding;
  /** The rows of one resource, without its ancestors'. */
  readonly onResource: (resource: number) => Uint32Array;
  readonly ofPrincipal: (principal: number) => Uint32Array;
}

/** What turns the values of a grant into things. */
export interface Resolver {
  readonly principal: (value: Value) => Principal;
  readonly role: (value: Value) => Role;
  readonly resource: (ref: Grant["resource"]) => Resource;
  readonly textOf: (value: Value) => string;
}

export function createRows(grants: readonly Grant[], resolver: Resolver): Rows {
  const principals = numbered<Principal>(({ key }) => key);
  const roles = numbered<Role>(({ name, shown }) => name ?? shown);
  const resources = numbered<Resource>(({ key }) => key);
  const triples = new Uint32Array(grants.length * 3);
  for (const [index, grant] of grants.entries()) {
    triples[index * 3] = principals.idOf(resolver.principal(grant.principal));
    triples[index * 3 + 1] = roles.idOf(resolver.role(grant.role));
    triples[index * 3 + 2] = resources.idOf(resolver.resource(grant.resource));
  }
  const at = (index: number, column: number): number => triples[index * 3 + column] ?? 0;
  const keyOf = (index: number): string =>
    `${at(index, 0)} ${at(index, 1)} ${at(index, 2)} ${conditionText(grants[index], resolver)}`;
  const kept = Uint32Array.from(standing(grants, keyOf));
  const index = (row: number): number => kept[row] ?? 0;
  const superseded = supersededIn(grants, kept, at);
  const made = new Map<number, Binding>();

  function bindingAt(row: number): Binding {
    let binding = made.get(row);
    if (binding === undefined) {
      binding = make(index(row));
      made.set(row, binding);
    }
    return binding;
  }

  function make(of: number): Binding {
    const grant = grantOf(grants, of);
    const by = superseded.get(of);
    const role = thing(roles, at(of, 1));
    return {
      principal: thing(principals, at(of, 0)),
      role,
      resource: thing(resources, at(of, 2)),
      grant,
      certainty: certaintyOf(grant, role, by),
      ...(by === undefined ? {} : { supersededBy: by }),
    };
  }

  const byResource = lazy(() => grouped(kept.length, (row) => at(index(row), 2)));
  const byPrincipal = lazy(() => grouped(kept.length, (row) => at(index(row), 0)));
  return {
    length: kept.length,
    principals,
    roles,
    resources,
    principalAt: (row) => at(index(row), 0),
    roleAt: (row) => at(index(row), 1),
    grantAt: (row) => grantOf(grants, index(row)),
    bindingAt,
    onResource: (resource) => byResource()(resource),
    ofPrincipal: (principal) => byPrincipal()(principal),
  };
}

function numbered<T>(keyOf: (item: T) => string): Numbered<T> {
  const items: T[] = [];
  const ids = new Map<string, number>();
  const known = new Map<T, number>();
  return {
    items,
    find: (key) => ids.get(key),
    idOf: (item) => {
      const seen = known.get(item);
      if (seen !== undefined) return seen;
      const key = keyOf(item);
      let id = ids.get(key);
      if (id === undefined) {
        id = items.push(item) - 1;
        ids.set(key, id);
      }
      known.set(item, id);
      return id;
    },
  };
}

function thing<T>({ items }: Numbered<T>, id: number): T {
  const item = items[id];
  if (item === undefined) throw new RangeError(`no item ${id} among ${items.length}`);
  return item;
}

function grantOf(grants: readonly Grant[], index: number): Grant {
  const grant = grants[index];
  if (grant === undefined) throw new RangeError(`no grant ${index} among ${grants.length}`);
  return grant;
}

function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const none = new Uint32Array(0);

/** Row numbers by group, as one flat array with the start of every group. */
function grouped(length: number, groupOf: (row: number) => number): (group: number) => Uint32Array {
  let groups = 0;
  for (let row = 0; row < length; row++) groups = Math.max(groups, groupOf(row) + 1);
  const starts = new Uint32Array(groups + 1);
  for (let row = 0; row < length; row++) starts[groupOf(row) + 1] = (starts[groupOf(row) + 1] ?? 0) + 1;
  for (let group = 0; group < groups; group++) starts[group + 1] = (starts[group + 1] ?? 0) + (starts[group] ?? 0);
  const next = starts.slice();
  const sorted = new Uint32Array(length);
  for (let row = 0; row < length; row++) {
    const group = groupOf(row);
    const at = next[group] ?? 0;
    sorted[at] = row;
    next[group] = at + 1;
  }
  return (group) => (group < groups ? sorted.subarray(starts[group], starts[group + 1]) : none);
}

const conditionText = (grant: Grant | undefined, { textOf }: Resolver): string =>
  grant?.condition === undefined ? "" : textOf(grant.condition.expression);

function certaintyOf(grant: Grant, role: Role, supersededBy: Grant | undefined): Certainty {
  if (!isExact(role.shown) || grant.role.kind === "unknown") return "unknown";
  return grant.conditional === true || grant.eligible === true || supersededBy !== undefined ? "likely" : "proven";
}
