import type { Resource } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import { createBoundaries } from "./boundaries.ts";
import { type Judge, createJudge } from "./conditions.ts";
import { type Constraints, createConstraints } from "./constraints.ts";
import { type Covered, createCoverage, pathOf } from "./coverage.ts";
import { createDenies } from "./deny.ts";
import { type Implied, createImplied } from "./implied.ts";
import { type Match, type Surroundings, matchPrincipal } from "./matching.ts";
import { type Names, bindingsAt } from "./names.ts";
import { type Refusals, createRefusals } from "./refusals.ts";
import { plainlyNamed, resourceNamed } from "./resource-named.ts";
import type { Resources } from "./resources.ts";

/** What the policies mean: who stands for whom, what holds when, what is refused, what was read. */
export interface Policies {
  readonly matches: (set: Principal, subject: Principal) => Match;
  readonly judge: Judge;
  readonly covered: Covered;
  readonly constraints: Constraints;
  readonly implied: Implied;
  readonly refusals: Refusals;
  readonly nodeNamed: (name: string) => Resource;
}

export function createPolicies(names: Names, today: string | undefined): Policies {
  const { facts, of, naming, resources, principals, role, rows, groups, accounts, mentioned, known } = names;
  const { textOf } = naming;
  const { principal } = principals;
  const { resource } = resources;
  const holdsBasic = createBasicHolding(names, (set, subject) => matches(set, subject));
  const matches = createMatching({ groups, account: resources.account, isBelow: isBelow(resources), holdsBasic });
  const covered = createCoverage({ facts, rows, resources, matches, isDeclared: ({ key }) => accounts.has(key) });
  const judge = createJudge({ textOf, numberOf: resources.numberOf, ...(today === undefined ? {} : { today }) });
  const nodeNamed = (name: string): Resource => resourceNamed(name, resources, known);
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
  const refusals = createRefusals({
    matches,
    findDeny: createDenies(facts, { resource, principal, textOf, judge }),
    findBoundary: createBoundaries(facts, { principal, textOf, nodeNamed }),
    canRefuse: of("deny").length > 0 || of("boundary").length > 0,
  });
  return { matches, judge, covered, constraints, implied, refusals, nodeNamed };
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
  { rows, resources }: Names,
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
