import { showPrincipal } from "../gcp/principal.ts";
import type { Grant } from "../model/fact.ts";
import type { Binding, Certainty, Resource, Role } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import type { Value } from "../model/value.ts";
import { standing, supersededIn } from "./authority.ts";
import type { Column, Grants } from "./grant-store.ts";
import { lazy } from "./lazy.ts";
import { isExact } from "./naming.ts";
import { type Numbered, createNumbered } from "./numbered.ts";
import { readTwice } from "./read-twice.ts";

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
  /** Grants that another row tells, read from the file in which their values stand. */
  readonly repeated: ReadonlySet<Grant>;
  /** The rows of one resource, without its ancestors'. */
  readonly onResource: (resource: number) => Uint32Array;
  readonly ofPrincipal: (principal: number) => Uint32Array;
}

/** What turns the values of a grant into things. */
export interface Resolver {
  readonly principals: Numbered<Principal>;
  readonly principal: (value: Value) => Principal;
  readonly role: (value: Value) => Role;
  readonly resource: (ref: Grant["resource"]) => Resource;
  readonly textOf: (value: Value) => string;
}

export function createRows(grants: Grants, resolver: Resolver): Rows {
  const { principals } = resolver;
  const roles = createNumbered<Role>(({ name, shown }) => name ?? shown);
  const resources = createNumbered<Resource>(({ key }) => key);
  const columns = [
    numbersOf(grants.principals, (value) => principals.idOf(resolver.principal(value))),
    numbersOf(grants.roles, (value) => roles.idOf(resolver.role(value))),
    numbersOf(grants.resources, (ref) => resources.idOf(resolver.resource(ref))),
  ] as const;
  grants.settle((id) => showPrincipal(principals.itemAt(columns[0].ofName(id))));
  const at = (index: number, column: number): number => columns[column]?.of(index) ?? 0;
  const keyOf = (index: number): string =>
    `${at(index, 0)} ${at(index, 1)} ${at(index, 2)} ${conditionText(grants.at(index), resolver)}`;
  const left = Uint32Array.from(standing(grants, keyOf));
  const twice = readTwice(grants, left, {
    principal: (index) => at(index, 0),
    role: (index) => at(index, 1),
    resource: (index) => at(index, 2),
  });
  const kept = twice.same.size === 0 ? left : left.filter((index) => !twice.same.has(index));
  const some = kept.length === grants.length ? undefined : kept;
  const index = (row: number): number => (some === undefined ? row : (some[row] ?? 0));
  const superseded = supersededIn(grants, kept, at);
  const { length } = kept;
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
    const role = roles.itemAt(at(of, 1));
    return {
      principal: principals.itemAt(at(of, 0)),
      role,
      resource: resources.itemAt(at(of, 2)),
      grant,
      certainty: certaintyOf(grant, role, by),
      ...(by === undefined ? {} : { supersededBy: by }),
    };
  }

  const byResource = lazy(() => grouped(length, (row) => at(index(row), 2)));
  const byPrincipal = lazy(() => grouped(length, (row) => at(index(row), 0)));
  return {
    length,
    principals,
    roles,
    resources,
    principalAt: (row) => at(index(row), 0),
    roleAt: (row) => at(index(row), 1),
    grantAt: (row) => grantOf(grants, index(row)),
    bindingAt,
    repeated: new Set([...twice.same, ...twice.alike].map((repeat) => grantOf(grants, repeat))),
    onResource: (resource) => byResource()(resource),
    ofPrincipal: (principal) => byPrincipal()(principal),
  };
}

interface Numbers {
  readonly ofName: (id: number) => number;
  readonly of: (index: number) => number;
}

/** The number of each grant's principal, role or resource: every name is looked up once. */
function numbersOf<T>({ count, itemAt, idAt }: Column<T>, numberOf: (item: T) => number): Numbers {
  const numbers = new Uint32Array(count);
  for (let id = 0; id < count; id++) numbers[id] = numberOf(itemAt(id));
  const ofName = (id: number): number => numbers[id] ?? 0;
  return { ofName, of: (index) => ofName(idAt(index)) };
}

function grantOf(grants: Grants, index: number): Grant {
  const grant = grants.at(index);
  if (grant === undefined) throw new RangeError(`no grant ${index} among ${grants.length}`);
  return grant;
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
