import { loadCel } from "../gcp/cel.ts";
import type { Fact } from "../model/fact.ts";
import type { Binding, Graph, Resource } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import { createAccess } from "./access.ts";
import { pathOf } from "./coverage.ts";
import { endOf } from "./expiry.ts";
import { type Separated, separate } from "./grant-store.ts";
import { createImpersonation } from "./impersonation.ts";
import { lazy } from "./lazy.ts";
import { type Names, bindingsAt, readNames } from "./names.ts";
import { createPolicies } from "./policies.ts";
import { principalNamed } from "./principals.ts";
import { bareAccount } from "./resource-names.ts";
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

function graphOf(separated: Separated, { today }: BuildOptions): Graph {
  const names = readNames(separated);
  const { of, naming, resources, principals, role, rows, groups, accounts, mentioned } = names;
  const policies = createPolicies(names, today);
  const access = createAccess({ rows, groups, ...policies });
  const bindings = lazy(() => {
    const all = Array.from({ length: rows.length }, (_, row) => rows.bindingAt(row));
    const told = rows.repeated.size === 0 ? all : all.filter(({ grant }) => !rows.repeated.has(grant));
    return told.map((binding) => ended(binding, today));
  });
  const bindingsOf = ({ key }: Principal): readonly Binding[] => {
    const id = rows.principals.find(key);
    return id === undefined ? [] : Array.from(rows.ofPrincipal(id), rows.bindingAt);
  };
  const impersonation = createImpersonation({
    access,
    groups,
    resources,
    constraints: policies.constraints,
    pools: naming.definitions.pools,
    isDisabled: ({ key }) => accounts.get(key)?.disabled === true && accounts.get(key)?.conditional !== true,
    projectsOf: (someone) => [...new Set(bindingsOf(someone).flatMap(({ resource: on }) => on.project ?? []))],
  });
  const holdersOfBasic = createBasicHolders(names);
  return {
    get bindings() {
      return bindings();
    },
    facts: of,
    isRepeated: (grant) => rows.repeated.has(grant),
    resource: resources.resource,
    resourceNamed: policies.nodeNamed,
    principalNamed: (name) => principalNamed(name, principals, mentioned),
    principal: principals.principal,
    principals: mentioned,
    resources: names.known,
    role,
    ...createAccounts(names),
    accountDefinition: ({ key }) => accounts.get(key),
    bindingsOn: (on) => pathOf(on).flatMap((node) => bindingsAt(rows, node)),
    bindingsOf,
    permissionsOf: access.permissionsOf,
    whyCan: access.whyCan,
    whoCan: createWhoCan({ access, groups, impersonation, holdersOfBasic }),
    impersonatorsOf: impersonation.into,
    coverageOf: policies.covered.coverageOf,
    operations: of("operation"),
    workloads: of("workload"),
  };
}

/** A grant whose time is over is marked as such; it is still there to be found. */
function ended(binding: Binding, today: string | undefined): Binding {
  const expression = binding.grant.condition?.expression;
  if (today === undefined || expression?.kind !== "known" || endOf(expression.text, today) !== "over") return binding;
  return { ...binding, over: true };
}

function hasConditions({ others, grants }: Separated): boolean {
  if (others.some((fact) => "condition" in fact && fact.condition !== undefined)) return true;
  for (let index = 0; index < grants.length; index++) if (grants.at(index)?.condition !== undefined) return true;
  return false;
}

/** Service accounts as principal and resource, by any of their names or by whose they are. */
function createAccounts({ naming, principals, resources }: Names): Pick<Graph, "account" | "projectAccount"> {
  const named = (email: string): ReturnType<Graph["account"]> => ({
    principal: principals.named(`serviceAccount:${email}`),
    resource: resources.account(email),
  });
  return {
    account: (value) => named(bareAccount(naming.textOf(value))),
    projectAccount: (pattern, project) =>
      named(
        pattern
          .replace("PROJECT_NUMBER", () => resources.numberOf(project))
          .replace("PROJECT_ID", () => project.key.slice("project:".length)),
      ),
  };
}

/** Who is granted a basic role on a project or above it. */
const createBasicHolders =
  ({ rows, resources }: Names) =>
  (name: string, project: string): readonly Principal[] =>
    pathOf(resources.project(project)).flatMap((node: Resource) =>
      bindingsAt(rows, node).flatMap(({ principal, role }) => (role.name === name ? principal : [])),
    );
