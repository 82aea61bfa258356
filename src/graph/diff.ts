import type { Fact } from "../model/fact.ts";
import type { Binding, Graph, Resource } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import { show } from "../model/value.ts";
import { pathOf } from "./coverage.ts";

/** What one principal may newly do, or no longer do, on one resource and what is below it. */
export interface AccessChange {
  readonly principal: Principal;
  readonly resource: Resource;
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  /** Roles of unknown content that are new or gone: what they allow can't be listed. */
  readonly gainedRoles: readonly string[];
  readonly lostRoles: readonly string[];
  /** Where the grants stand that make the difference: those of the new graph, then those that are gone. */
  readonly bindings: readonly Binding[];
}

/** Access gained and lost between two graphs, as permissions on resources; resources above speak for those below. */
export function diffAccess(before: Graph, after: Graph): readonly AccessChange[] {
  const [old, now] = [sideOf(before), sideOf(after)];
  const everything = guardsOf(before) !== guardsOf(after);
  const changes: AccessChange[] = [];
  for (const pair of pairsOf(before, after)) {
    if (!everything && signatureOf(old, pair) === signatureOf(now, pair)) continue;
    const change = changeOf(old, now, pair);
    if (change !== undefined) changes.push(change);
  }
  return changes;
}

/** A graph, and the resources as it knows them, with the ancestors that they have there. */
interface Side {
  readonly graph: Graph;
  readonly resources: ReadonlyMap<string, Resource>;
}

const sideOf = (graph: Graph): Side => ({
  graph,
  resources: new Map(graph.bindings.map(({ resource }) => [resource.key, resource])),
});

interface Pair {
  readonly principal: Principal;
  readonly resource: Resource;
}

/** Every principal with every resource on which it is granted anything, then or now. */
function pairsOf(...graphs: readonly Graph[]): readonly Pair[] {
  const pairs = new Map<string, Pair>();
  for (const graph of graphs) {
    for (const { principal, resource } of graph.bindings)
      pairs.set(`${principal.key}\0${resource.key}`, { principal, resource });
  }
  return [...pairs].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => pair);
}

/** Deny policies, boundaries and memberships change what grants come to. */
const guardsOf = (graph: Graph): string =>
  (["deny", "boundary", "membership", "role"] as const)
    .flatMap((kind) => graph.facts(kind).map((fact) => JSON.stringify(withoutPlaces(fact))))
    .toSorted()
    .join("\n");

const withoutPlaces = (fact: Fact): unknown =>
  JSON.parse(JSON.stringify(fact, (key, value: unknown) => (places.has(key) ? undefined : value)));

const places: ReadonlySet<string> = new Set(["span", "via", "dialect", "writer"]);

const resourceIn = ({ resources }: Side, resource: Resource): Resource => resources.get(resource.key) ?? resource;

/** The grants to a principal that reach a resource. */
function grantsAt(side: Side, { principal, resource }: Pair): readonly Binding[] {
  const keys = new Set(pathOf(resourceIn(side, resource)).map(({ key }) => key));
  return side.graph.bindingsOf(principal).filter((binding) => keys.has(binding.resource.key));
}

const signatureOf = (side: Side, pair: Pair): string =>
  grantsAt(side, pair)
    .map(({ role, resource: on, grant, certainty }) =>
      [role.shown, on.key, certainty, grant.condition === undefined ? "" : show(grant.condition.expression)].join(" "),
    )
    .toSorted()
    .join("\n");

function changeOf(before: Side, after: Side, pair: Pair): AccessChange | undefined {
  const { principal, resource } = pair;
  const old = before.graph.permissionsOf(principal, resourceIn(before, resource));
  const now = after.graph.permissionsOf(principal, resourceIn(after, resource));
  const [oldGrants, newGrants] = [grantsAt(before, pair), grantsAt(after, pair)];
  const gained = now.list().filter((permission) => !old.has(permission));
  const lost = old.list().filter((permission) => !now.has(permission));
  const [oldRoles, newRoles] = [unknownRoles(oldGrants), unknownRoles(newGrants)];
  const gainedRoles = newRoles.filter((role) => !oldRoles.includes(role));
  const lostRoles = oldRoles.filter((role) => !newRoles.includes(role));
  if (gained.length + lost.length + gainedRoles.length + lostRoles.length === 0) return undefined;
  const bindings = [...onlyIn(newGrants, oldGrants), ...onlyIn(oldGrants, newGrants)];
  return { principal, resource, gained, lost, gainedRoles, lostRoles, bindings };
}

const unknownRoles = (bindings: readonly Binding[]): readonly string[] =>
  bindings.flatMap(({ role }) => (role.permissions === undefined && role.kind !== "retired" ? role.shown : []));

const onlyIn = (bindings: readonly Binding[], others: readonly Binding[]): readonly Binding[] =>
  bindings.filter(
    ({ role, resource }) =>
      !others.some((other) => other.role.shown === role.shown && other.resource.key === resource.key),
  );
