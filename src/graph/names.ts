import type { Fact } from "../model/fact.ts";
import type { Binding, FactOf, Resource, Role } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import type { Value } from "../model/value.ts";
import { pathOf } from "./coverage.ts";
import type { Separated } from "./grant-store.ts";
import { lazy } from "./lazy.ts";
import { type Groups, createGroups } from "./membership.ts";
import { type Naming, createNaming } from "./naming.ts";
import { type Principals, createPrincipals } from "./principals.ts";
import { bareAccount } from "./resource-names.ts";
import { type Resources, createResources } from "./resources.ts";
import { createRoles } from "./roles.ts";
import { type Rows, createRows } from "./rows.ts";

/** What the facts name: the first stage of the graph, on which all judgement rests. */
export interface Names {
  /** Everything but the grants. */
  readonly facts: readonly Fact[];
  readonly of: <K extends Fact["kind"]>(kind: K) => readonly FactOf<K>[];
  readonly naming: Naming;
  readonly resources: Resources;
  readonly principals: Principals;
  readonly role: (value: Value) => Role;
  readonly rows: Rows;
  readonly groups: Groups;
  readonly accounts: ReadonlyMap<string, FactOf<"service-account">>;
  /** Who is named in the facts, whoever is asked about later. */
  readonly mentioned: () => readonly Principal[];
  /** Resources that are named or defined, and what they hang in. */
  readonly known: () => readonly Resource[];
}

export function readNames({ others: facts, grants }: Separated): Names {
  const byKind = factsByKind(facts);
  const allGrants = lazy(() => Array.from({ length: grants.length }, (_, index) => grants.at(index)));
  const of = <K extends Fact["kind"]>(kind: K): readonly FactOf<K>[] =>
    (kind === "grant" ? allGrants() : (byKind.get(kind) ?? [])) as readonly FactOf<K>[];
  const naming = createNaming(facts);
  const { textOf } = naming;
  const resources = createResources(facts, naming);
  const { resource } = resources;
  const principals = createPrincipals(naming, (written) => resources.project(written).key.slice("project:".length));
  const { principal, all } = principals;
  const role = createRoles(facts, naming);
  const rows = createRows(grants, { principals: all, principal, role, resource, textOf });
  const groups = createGroups(facts, principals);
  const accounts = accountDefinitions(of("service-account"), textOf, principals.named);
  const inFacts = all.items.length;
  const known = lazy(() => {
    const defined = of("resource").map((fact) => resource(fact.resource));
    const own = of("service-account").map(({ email }) => resources.account(textOf(email)));
    const found = [...rows.resources.items, ...defined, ...own].flatMap(pathOf);
    return [...new Map(found.map((one) => [one.key, one])).values()];
  });
  const mentioned = (): readonly Principal[] => all.items.slice(0, inFacts);
  return { facts, of, naming, resources, principals, role, rows, groups, accounts, mentioned, known };
}

/** The bindings of one resource, without its ancestors'. */
export function bindingsAt(rows: Rows, { key }: Resource): readonly Binding[] {
  const id = rows.resources.find(key);
  return id === undefined ? [] : Array.from(rows.onResource(id), rows.bindingAt);
}

function factsByKind(facts: readonly Fact[]): ReadonlyMap<Fact["kind"], readonly Fact[]> {
  const kinds = new Map<Fact["kind"], Fact[]>();
  for (const fact of facts) {
    const known = kinds.get(fact.kind);
    if (known === undefined) kinds.set(fact.kind, [fact]);
    else known.push(fact);
  }
  return kinds;
}

/** Accounts that are made here count before those that are only looked up. */
function accountDefinitions(
  facts: readonly FactOf<"service-account">[],
  textOf: (value: Value) => string,
  named: (member: string) => Principal,
): ReadonlyMap<string, FactOf<"service-account">> {
  const accounts = new Map<string, FactOf<"service-account">>();
  for (const fact of facts) {
    const text = textOf(fact.email);
    const email = fact.object !== undefined && /^⟨\?[^⟩]*⟩$/.test(text) ? `⟨${fact.object}⟩` : bareAccount(text);
    const { key } = named(`serviceAccount:${email}`);
    if (accounts.get(key)?.origin !== "created") accounts.set(key, fact);
  }
  return accounts;
}
