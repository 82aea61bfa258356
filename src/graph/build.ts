import { loadCel } from "../gcp/cel.ts";
import type { Fact } from "../model/fact.ts";
import type { Binding, FactOf, Graph, Resource } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import type { Value } from "../model/value.ts";
import { createAccess } from "./access.ts";
import { createBoundaries } from "./boundaries.ts";
import { createImpersonation } from "./impersonation.ts";
import { createJudge } from "./conditions.ts";
import { createConstraints } from "./constraints.ts";
import { createCoverage, pathOf } from "./coverage.ts";
import { createDenies } from "./deny.ts";
import { createImplied } from "./implied.ts";
import { type Separated, separate } from "./grant-store.ts";
import { type Match, type Surroundings, matchPrincipal } from "./matching.ts";
import { createGroups } from "./membership.ts";
import { createNaming } from "./naming.ts";
import { createPrincipals, principalNamed } from "./principals.ts";
import { bareAccount } from "./resource-names.ts";
import { type Resources, createResources } from "./resources.ts";
import { createRefusals } from "./refusals.ts";
import { plainlyNamed, resourceNamed } from "./resource-named.ts";
import { createRoles } from "./roles.ts";
import { type Rows, createRows } from "./rows.ts";
import { createWhoCan } from "./who-can.ts";

export interface BuildOptions {
  /** The day that conditions are judged by, `YYYY-MM-DD`; absent: conditions on time are not judged. */
  readonly today?: string;
}

/** The graph, with what its conditions need to be judged: without it every condition is an open question. */
export async function openGraph(facts: Iterable<Fact>, options: BuildOptions = {}): Promise<Graph> {
  const separated = separate(facts);
  if (hasConditions(separated)) await loadCel();
  return graphOf(separated, options);
}

/** One graph from all facts of all formats. It never changes; what is costly is made when first asked for. */
export const buildGraph = (facts: Iterable<Fact>, options: BuildOptions = {}): Graph =>
  graphOf(separate(facts), options);

function graphOf({ others: facts, grants }: Separated, options: BuildOptions): Graph {
  const byKind = factsByKind(facts);
  const allGrants = lazy(() => Array.from({ length: grants.length }, (_, index) => grants.at(index)));
  const of = <K extends Fact["kind"]>(kind: K): readonly FactOf<K>[] =>
    (kind === "grant" ? allGrants() : (byKind.get(kind) ?? [])) as readonly FactOf<K>[];
  const naming = createNaming(facts);
  const { textOf } = naming;
  const resources = createResources(facts, naming);
  const principals = createPrincipals(naming, (written) => resources.project(written).key.slice("project:".length));
  const role = createRoles(facts, naming);
  const { principal } = principals;
  const { resource } = resources;
  const rows = createRows(grants, { principals: principals.all, principal, role, resource, textOf });
  const groups = createGroups(facts, principals);
  const holdsBasic = createBasicHolding(rows, resources, (set, subject) => matches(set, subject));
  const matches = createMatching({ groups, account: resources.account, isBelow: isBelow(resources), holdsBasic });
  const accounts = accountDefinitions(of("service-account"), textOf, principals.named);
  const covered = createCoverage({ facts, rows, resources, matches, isDeclared: ({ key }) => accounts.has(key) });
  const judge = createJudge({ textOf, ...(options.today === undefined ? {} : { today: options.today }) });
  const knownResources = lazy(() => {
    const found = [...rows.resources.items, ...of("resource").map((fact) => resource(fact.resource))].flatMap(pathOf);
    return [...new Map(found.map((one) => [one.key, one])).values()];
  });
  const nodeNamed = (name: string): Resource => resourceNamed(name, resources, knownResources);
  const findDeny = createDenies(facts, { resource, principal, textOf, judge });
  const findBoundary = createBoundaries(facts, { principal, textOf, nodeNamed });
  const inFacts = principals.all.items.length;
  const mentioned = (): readonly Principal[] => principals.all.items.slice(0, inFacts);
  const constraints = createConstraints(facts, resources, naming);
  const implied = createImplied({
    constraints,
    facts,
    naming,
    principals,
    mentioned,
    role,
    resources,
    isRead: covered.isRead,
    holdsBasic,
  });
  const canRefuse = of("deny").length > 0 || of("boundary").length > 0;
  const refusals = createRefusals({ matches, findDeny, findBoundary, canRefuse });
  const access = createAccess({ rows, groups, matches, refusals, covered, judge, implied });
  const bindingsOf = ({ key }: Principal): readonly Binding[] => {
    const id = rows.principals.find(key);
    return id === undefined ? [] : Array.from(rows.ofPrincipal(id), rows.bindingAt);
  };
  const projectsOf = (someone: Principal): readonly Resource[] => [
    ...new Set(bindingsOf(someone).flatMap(({ resource: on }) => on.project ?? [])),
  ];
  const holdersOfBasic = (name: string, home: string): readonly Principal[] =>
    pathOf(resources.project(home)).flatMap((node) =>
      bindingsAt(rows, node).flatMap(({ principal: holder, role: held }) => (held.name === name ? holder : [])),
    );
  const impersonation = createImpersonation({
    access,
    groups,
    resources,
    constraints,
    pools: naming.definitions.pools,
    projectsOf,
  });
  const bindings = lazy(() => Array.from({ length: rows.length }, (_, row) => rows.bindingAt(row)));

  const accountNamed = (email: string): AccountNode => ({
    principal: principals.named(`serviceAccount:${email}`),
    resource: resources.account(email),
  });
  const projectAccount = (pattern: string, home: Resource): AccountNode =>
    accountNamed(
      pattern
        .replace("PROJECT_NUMBER", () => resources.numberOf(home))
        .replace("PROJECT_ID", () => home.key.slice("project:".length)),
    );

  return {
    get bindings() {
      return bindings();
    },
    facts: of,
    resource,
    resourceNamed: nodeNamed,
    principalNamed: (name) => principalNamed(name, principals, mentioned),
    principal,
    role,
    account: (value) => accountNamed(bareAccount(textOf(value))),
    projectAccount,
    accountDefinition: ({ key }) => accounts.get(key),
    bindingsOn: (on) => pathOf(on).flatMap((node) => bindingsAt(rows, node)),
    bindingsOf,
    permissionsOf: access.permissionsOf,
    whyCan: access.whyCan,
    whoCan: createWhoCan({ access, groups, impersonation, holdersOfBasic }),
    impersonatorsOf: impersonation.into,
    coverageOf: covered.coverageOf,
    operations: of("operation"),
    workloads: of("workload"),
  };
}

function hasConditions({ others, grants }: Separated): boolean {
  if (others.some((fact) => "condition" in fact && fact.condition !== undefined)) return true;
  for (let index = 0; index < grants.length; index++) if (grants.at(index)?.condition !== undefined) return true;
  return false;
}

type AccountNode = ReturnType<Graph["account"]>;

function factsByKind(facts: readonly Fact[]): ReadonlyMap<Fact["kind"], readonly Fact[]> {
  const kinds = new Map<Fact["kind"], Fact[]>();
  for (const fact of facts) {
    const known = kinds.get(fact.kind);
    if (known === undefined) kinds.set(fact.kind, [fact]);
    else known.push(fact);
  }
  return kinds;
}

function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function bindingsAt(rows: Rows, { key }: Resource): readonly Binding[] {
  const id = rows.resources.find(key);
  return id === undefined ? [] : Array.from(rows.onResource(id), rows.bindingAt);
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

/** Matching, remembered by principal pair for the few that are asked about at a time. */
function createMatching(surroundings: Surroundings): (set: Principal, subject: Principal) => Match {
  let subjectKey: string | undefined;
  let answers = new Map<string, Match>();
  return (set, subject) => {
    if (subject.key !== subjectKey) {
      subjectKey = subject.key;
      answers = new Map();
    }
    const own = answers;
    let match = own.get(set.key);
    if (match === undefined) {
      match = matchPrincipal(set, subject, surroundings);
      own.set(set.key, match);
    }
    return match;
  };
}

/** The convenience values follow the legacy basic roles on the project and above it. */
function createBasicHolding(
  rows: Rows,
  resources: Resources,
  matches: (set: Principal, subject: Principal) => Match,
): Surroundings["holdsBasic"] {
  const convenience = /^project-(?:owner|editor|viewer)s$/;
  return (subject, roles, project) => {
    let best: Match = "no";
    for (const node of pathOf(resources.project(project))) {
      for (const { principal, role } of bindingsAt(rows, node)) {
        if (role.name === undefined || !roles.has(role.name) || convenience.test(principal.type)) continue;
        const match = matches(principal, subject);
        if (match === "yes") return "yes";
        if (match === "maybe") best = "maybe";
      }
    }
    return best;
  };
}

/** Is a resource at or below a node; above the highest node that was read, nobody knows. */
const isBelow =
  (resources: Resources) =>
  (resource: Resource, node: string): Match => {
    const wanted = plainlyNamed(node, resources);
    const path = pathOf(resource.type === "service-account" ? (resource.project ?? resource) : resource);
    if (path.some(({ key }) => key === wanted.key)) return "yes";
    const top = path.at(-1);
    if (top === undefined || top.type === "organization") return "no";
    if (top.type === "service-account") return "maybe";
    return wanted.type === "project" ? "no" : "maybe";
  };
