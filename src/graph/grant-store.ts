import type { Condition, Dialect, Fact, Grant } from "../model/fact.ts";
import type { ResourceRef } from "../model/resource.ts";
import type { Span } from "../model/source.ts";
import { type Value, known } from "../model/value.ts";
import { createNumbered } from "./numbered.ts";

/** Grants by number: objects that are there, or a store that makes each when it is asked for. */
export interface Grants {
  readonly length: number;
  readonly at: (index: number) => Grant | undefined;
  /** Who, what and where alone, without the places of their names. */
  readonly namesAt: (index: number) => Pick<Grant, "principal" | "role" | "resource">;
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

const listOf = (grants: readonly Grant[]): Grants => ({
  length: grants.length,
  at: (index) => grants[index],
  namesAt: (index) => present(grants[index], index),
  hasRemovals: grants.some(isRemoval),
  hasOwners: grants.some(isOwner),
  hasEvaluated: grants.some(isEvaluated),
});

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

const columns = 15;
const chunkRows = 65_536;

/** A row of numbers for each plain grant; the few others stay as they are. */
function createGrantStore(): GrantStore {
  const chunks: Int32Array[] = [];
  const texts = createNumbered<string>((text) => text);
  const resources = createNumbered<ResourceRef>(resourceKey);
  const conditions: Condition[] = [];
  const whole = new Map<number, Grant>();
  let length = 0;
  let hasRemovals = false;
  let hasOwners = false;
  let hasEvaluated = false;

  function add(grant: Grant): void {
    const index = length++;
    hasRemovals ||= isRemoval(grant);
    hasOwners ||= isOwner(grant);
    hasEvaluated ||= isEvaluated(grant);
    const values = pack(grant);
    if (values === undefined) {
      whole.set(index, grant);
      return;
    }
    const chunk = (chunks[Math.floor(index / chunkRows)] ??= new Int32Array(chunkRows * columns));
    chunk.set(values, (index % chunkRows) * columns);
  }

  function pack(grant: Grant): readonly number[] | undefined {
    const { principal, role, resource, span, condition } = grant;
    if (principal.kind !== "known" || role.kind !== "known" || resource.name.kind !== "known") return undefined;
    if (!isPlain(grant, [principal.span, role.span, resource.name.span])) return undefined;
    return [
      texts.idOf(principal.text),
      texts.idOf(role.text),
      resources.idOf(resource),
      condition === undefined ? -1 : conditions.push(condition) - 1,
      texts.idOf(grant.writer),
      texts.idOf(span.path),
      flagsOf(grant),
      ...[span, principal.span, role.span, resource.name.span].flatMap(({ start, end }) => [start, end]),
    ];
  }

  function at(index: number): Grant | undefined {
    if (index < 0 || index >= length) return undefined;
    return whole.get(index) ?? unpack(index);
  }

  const cellAt = (index: number, column: number): number =>
    chunks[Math.floor(index / chunkRows)]?.[(index % chunkRows) * columns + column] ?? 0;

  function namesAt(index: number): Pick<Grant, "principal" | "role" | "resource"> {
    const other = whole.get(index);
    if (other !== undefined) return other;
    return {
      principal: known(texts.itemAt(cellAt(index, 0)), nowhere),
      role: known(texts.itemAt(cellAt(index, 1)), nowhere),
      resource: resources.itemAt(cellAt(index, 2)),
    };
  }

  function unpack(index: number): Grant {
    const cell = (column: number): number => cellAt(index, column);
    const path = texts.itemAt(cell(5));
    const spanAt = (column: number): Span => ({ path, start: cell(column), end: cell(column + 1) });
    const resource = resources.itemAt(cell(2));
    const condition = conditions[cell(3)];
    return {
      kind: "grant",
      principal: known(texts.itemAt(cell(0)), spanAt(9)),
      role: known(texts.itemAt(cell(1)), spanAt(11)),
      resource: { ...resource, name: { ...resource.name, span: spanAt(13) } },
      ...(condition === undefined ? {} : { condition }),
      writer: texts.itemAt(cell(4)),
      span: spanAt(7),
      ...wordsOf(cell(6)),
    };
  }

  const grants: Grants = {
    at,
    namesAt,
    get length() {
      return length;
    },
    get hasRemovals() {
      return hasRemovals;
    },
    get hasOwners() {
      return hasOwners;
    },
    get hasEvaluated() {
      return hasEvaluated;
    },
  };
  const close = (): Grants => {
    for (const numbered of [texts, resources]) numbered.close();
    return grants;
  };
  return { add, close };
}

const nowhere: Span = { path: "", start: 0, end: 0 };

const textIfKnown = (value: Value | undefined): string => (value?.kind === "known" ? value.text : "");

const resourceKey = ({ type, name, project, location }: ResourceRef): string =>
  [type, textIfKnown(name), textIfKnown(project), textIfKnown(location)].join("\0");

/** All of it is known and stands in one file. */
function isPlain(grant: Grant, spans: readonly Span[]): boolean {
  const { resource, via, eligible, conditional, span } = grant;
  if (via !== undefined || eligible !== undefined || conditional !== undefined || resource.within !== undefined)
    return false;
  if (resource.project?.kind === "symbolic" || resource.project?.kind === "unknown") return false;
  if (resource.location?.kind === "symbolic" || resource.location?.kind === "unknown") return false;
  return spans.every(({ path }) => path === span.path);
}

const changes = ["add", "remove"] as const;
const authorities = ["policy", "role", "member", "listed"] as const;
const dialects: readonly Dialect[] = ["hcl", "yaml", "json", "shell", "typescript", "python"];

const flagsOf = ({ change, authority, dialect }: Grant): number =>
  changes.indexOf(change) + authorities.indexOf(authority) * 2 + dialects.indexOf(dialect) * 8;

const wordsOf = (flags: number): Pick<Grant, "change" | "authority" | "dialect"> => ({
  change: changes[flags & 1] ?? "add",
  authority: authorities[(flags >> 1) & 3] ?? "listed",
  dialect: dialects[flags >> 3] ?? "json",
});
