import type { Condition, Fact, Grant } from "../model/fact.ts";
import type { ResourceRef } from "../model/resource.ts";
import type { Span } from "../model/source.ts";
import { type Value, known } from "../model/value.ts";
import { createCells, createPlaces } from "./cells.ts";
import { createNumbered } from "./numbered.ts";

/** Names of one kind, and which of them each grant has. */
export interface Column<T> {
  readonly count: number;
  /** A name; its place is that of a grant only where each grant has names of its own. */
  readonly itemAt: (id: number) => T;
  readonly idAt: (index: number) => number;
}

/** Grants by number: objects that are there, or a store that makes each when it is asked for. */
export interface Grants {
  readonly length: number;
  readonly at: (index: number) => Grant | undefined;
  readonly principals: Column<Value>;
  readonly roles: Column<Value>;
  readonly resources: Column<ResourceRef>;
  /** Principals are known by now: the names that `spell` gives back for their numbers need not be kept. */
  readonly settle: (spell: (id: number) => string) => void;
  /** Some of them take back what others grant. */
  readonly hasRemovals: boolean;
  /** Some of them belong to writers that own a policy or a role. */
  readonly hasOwners: boolean;
  /** Some of them stand in other files than their roles. */
  readonly hasEvaluated: boolean;
}

/** Everything that is not a grant, as it came, and the grants. */
export interface Separated {
  readonly others: readonly Fact[];
  readonly grants: Grants;
}

/** Facts that come one by one (a large inventory) are packed: their grants need not all be objects at once. */
export function separate(facts: Iterable<Fact>): Separated {
  if (Array.isArray(facts)) {
    const all: readonly Fact[] = facts;
    return {
      others: all.filter(({ kind }) => kind !== "grant"),
      grants: listOf(all.filter((fact) => fact.kind === "grant")),
    };
  }
  const others: Fact[] = [];
  const store = createGrantStore();
  for (const fact of facts) {
    if (fact.kind === "grant") store.add(fact);
    else others.push(fact);
  }
  return { others, grants: store.close() };
}

const listOf = (grants: readonly Grant[]): Grants => {
  const column = <T>(of: (grant: Grant) => T): Column<T> => ({
    count: grants.length,
    itemAt: (id) => of(present(grants[id], id)),
    idAt: (index) => index,
  });
  return {
    length: grants.length,
    at: (index) => grants[index],
    principals: column(({ principal }) => principal),
    roles: column(({ role }) => role),
    resources: column(({ resource }) => resource),
    settle: () => undefined,
    hasRemovals: grants.some(isRemoval),
    hasOwners: grants.some(isOwner),
    hasEvaluated: grants.some(isEvaluated),
  };
};

const isRemoval = ({ change }: Grant): boolean => change === "remove";
const isOwner = ({ authority }: Grant): boolean => authority === "policy" || authority === "role";
const isEvaluated = ({ role, span }: Grant): boolean => role.span.path !== span.path;

function present<T>(item: T | undefined, index: number): T {
  if (item === undefined) throw new RangeError(`no item ${index}`);
  return item;
}

interface GrantStore {
  readonly add: (grant: Grant) => void;
  /** No more are to come. */
  readonly close: () => Grants;
}

/** Who wrote a grant, where and in what words: the same for most grants of a resource. */
type Shape = Pick<Grant, "writer" | "change" | "authority" | "dialect"> & Pick<Span, "path">;

/** A few numbers for each plain grant; the few others stay as they are. */
function createGrantStore(): GrantStore {
  const principals = createNumbered<string>((text) => text);
  const roles = createNumbered<string>((text) => text);
  const resources = createNumbered<ResourceRef>(resourceKey);
  const shapes = createNumbered<Shape>(shapeKey);
  const conditions = new Map<number, Condition>();
  const names = createCells(4);
  const places = createPlaces();
  const whole: Grant[] = [];
  const wholeAt = new Map<number, number>();
  let length = 0;
  let [hasRemovals, hasOwners, hasEvaluated] = [false, false, false];

  function add(grant: Grant): void {
    const index = length++;
    hasRemovals ||= isRemoval(grant);
    hasOwners ||= isOwner(grant);
    hasEvaluated ||= isEvaluated(grant);
    const { principal, role, resource, condition, span } = grant;
    if (!isPlain(grant) || principal.kind !== "known" || role.kind !== "known") {
      wholeAt.set(index, whole.push(grant) - 1);
      return;
    }
    const ids = [principals.idOf(principal.text), roles.idOf(role.text), resources.idOf(resource)];
    names.set(index, [...ids, shapes.idOf(shapeOf(grant))]);
    places.set(index, [span, principal.span, role.span, resource.name.span]);
    if (condition !== undefined) conditions.set(index, condition);
  }

  function close(): Grants {
    const [texts, roleNames, refs, written] = [principals.close(), roles.close(), resources.close(), shapes.close()];
    const { at: textOf, settle } = createSpellings(texts);
    const roleAt = (id: number): string => present(roleNames[id], id);
    const resourceAt = (id: number): ResourceRef => present(refs[id], id);

    function unpack(index: number): Grant {
      const { path, ...words } = present(written[names.at(index, 3)], index);
      const [span, ofPrincipal, ofRole, ofResource] = places.at(index, path);
      const resource = resourceAt(names.at(index, 2));
      const condition = conditions.get(index);
      return {
        kind: "grant",
        principal: known(textOf(names.at(index, 0)), ofPrincipal),
        role: known(roleAt(names.at(index, 1)), ofRole),
        resource: { ...resource, name: { ...resource.name, span: ofResource } },
        ...(condition === undefined ? {} : { condition }),
        span,
        ...words,
      };
    }

    /** The names of packed grants first, then those of the others. */
    const column = <T>(cell: number, count: number, itemAt: (id: number) => T, of: (grant: Grant) => T): Column<T> => ({
      count: count + whole.length,
      itemAt: (id) => (id < count ? itemAt(id) : of(present(whole[id - count], id))),
      idAt: (index) => {
        const other = wholeAt.get(index);
        return other === undefined ? names.at(index, cell) : count + other;
      },
    });

    return {
      at: (index) => {
        if (index < 0 || index >= length) return undefined;
        const other = wholeAt.get(index);
        return other === undefined ? unpack(index) : whole[other];
      },
      length,
      hasRemovals,
      hasOwners,
      hasEvaluated,
      principals: column(
        0,
        texts.length,
        (id) => known(textOf(id), nowhere),
        (grant) => grant.principal,
      ),
      roles: column(
        1,
        roleNames.length,
        (id) => known(roleAt(id), nowhere),
        (grant) => grant.role,
      ),
      resources: column(2, refs.length, resourceAt, (grant) => grant.resource),
      settle,
    };
  }

  return { add, close };
}

/** Texts that are kept until somebody can spell them: most are what their canonical form says. */
function createSpellings(all: readonly string[]): {
  readonly at: (id: number) => string;
  readonly settle: Grants["settle"];
} {
  let texts = all;
  let others: ReadonlyMap<number, string> = new Map();
  let spelled: (id: number) => string | undefined = () => undefined;
  return {
    at: (id) => present(texts[id] ?? others.get(id) ?? spelled(id), id),
    settle: (spell) => {
      others = new Map(texts.flatMap((text, id) => (text === spell(id) ? [] : [[id, text]])));
      [texts, spelled] = [[], spell];
    },
  };
}

const shapeOf = ({ writer, change, authority, dialect, span: { path } }: Grant): Shape => ({
  writer,
  change,
  authority,
  dialect,
  path,
});

const nowhere: Span = { path: "", start: 0, end: 0 };

const textIfKnown = (value: Value | undefined): string => (value?.kind === "known" ? value.text : "");

const resourceKey = ({ type, name, project, location }: ResourceRef): string =>
  [type, textIfKnown(name), textIfKnown(project), textIfKnown(location)].join("\0");

const shapeKey = ({ writer, path, change, authority, dialect }: Shape): string =>
  [writer, path, change, authority, dialect].join("\0");

/** All of it is known and stands in one file. */
function isPlain({ principal, role, resource, via, eligible, conditional, span }: Grant): boolean {
  if (via !== undefined || eligible !== undefined || conditional !== undefined || resource.within !== undefined)
    return false;
  if (isPartial(resource.project) || isPartial(resource.location) || isPartial(resource.name)) return false;
  return [principal, role, resource.name].every((name) => name.span.path === span.path);
}

const isPartial = (value: Value | undefined): boolean => value !== undefined && value.kind !== "known";
