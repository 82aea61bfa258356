import { resourceTypeNamed } from "../gcp/resource-types.ts";
import type { Fact } from "../model/fact.ts";
import type { Coverage, Resource } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import { type Match, isOne } from "./matching.ts";
import { shownText } from "./naming.ts";
import type { Resources } from "./resources.ts";
import type { Rows } from "./rows.ts";

/** What of the policies around a resource was read. */
export interface Covered {
  readonly coverageOf: (resource: Resource, principal?: Principal) => Coverage;
  /** The whole policy of this one resource was read. */
  readonly isRead: (resource: Resource) => boolean;
}

interface Around {
  readonly facts: readonly Fact[];
  readonly rows: Rows;
  readonly resources: Resources;
  readonly matches: (set: Principal, subject: Principal) => Match;
  readonly isDeclared: (principal: Principal) => boolean;
}

export function createCoverage({ facts, rows, resources, matches, isDeclared }: Around): Covered {
  const read = new Set<string>();
  const defined = new Set<string>();
  for (const fact of facts) {
    if (fact.kind === "policy-read") read.add(resources.resource(fact.resource).key);
    else if (fact.kind === "resource") defined.add(resources.resource(fact.resource).key);
  }
  const named = new Map<number, readonly Principal[]>();
  const namedSets = new Map<number, readonly Principal[]>();
  const grantedProjects = new Map<string, ReadonlySet<string>>();

  function coverageOf(resource: Resource, principal?: Principal): Coverage {
    const path = pathOf(resource);
    const missing = [...unreadOn(path), ...(principal === undefined ? [] : openSetsOn(path, principal))];
    return { whole: missing.length === 0, partial: isPartial(path, principal), missing };
  }

  function unreadOn(path: readonly Resource[]): readonly string[] {
    const unread = path
      .filter(({ key, type }) => hasPolicy(type) && !read.has(key))
      .map(({ shown }) => `the policy of ${shown}`);
    const top = path.at(-1);
    return top === undefined || top.type === "organization" ? unread : [...unread, `the policies above ${top.shown}`];
  }

  /** Sets that may hold the principal: whatever their role, nobody can say that the grant is missing. */
  function openSetsOn(path: readonly Resource[], principal: Principal): readonly string[] {
    const open = new Set<string>();
    for (const { key } of path) {
      const id = rows.resources.find(key);
      const sets = id === undefined ? [] : isOne(principal) ? setsOn(id) : namedOn(id);
      for (const set of sets) {
        if (matches(set, principal) === "maybe") open.add(describeSet(set));
      }
    }
    return [...open].toSorted();
  }

  /** Those of them who are not one alone: few, however many a policy names. */
  function setsOn(resource: number): readonly Principal[] {
    let found = namedSets.get(resource);
    if (found === undefined) {
      found = namedOn(resource).filter((principal) => !isOne(principal));
      namedSets.set(resource, found);
    }
    return found;
  }

  /** Whom the policy of a resource names, each once. */
  function namedOn(resource: number): readonly Principal[] {
    let found = named.get(resource);
    if (found === undefined) {
      const numbers = new Set(Array.from(rows.onResource(resource), rows.principalAt));
      found = [...numbers].flatMap((number) => rows.principals.items[number] ?? []);
      named.set(resource, found);
    }
    return found;
  }

  function isPartial(path: readonly Resource[], principal: Principal | undefined): boolean {
    if (path.some(({ key, type }) => defined.has(key) || (type === "service-account" && isDeclaredAccount(key))))
      return true;
    if (principal === undefined) return path.some(({ key }) => rows.resources.find(key) !== undefined);
    const project = path.find(({ type }) => type === "project");
    return (
      isDeclared(principal) ||
      path.some(({ key }) => projectsOf(principal).has(key)) ||
      (project !== undefined && projectsOf(principal).has(project.key))
    );
  }

  const isDeclaredAccount = (key: string): boolean => isDeclared({ type: "service-account", id: key, key });

  /** The resources, and their projects, on which a principal is granted anything. */
  function projectsOf({ key }: Principal): ReadonlySet<string> {
    let found = grantedProjects.get(key);
    if (found === undefined) {
      const id = rows.principals.find(key);
      const own = id === undefined ? [] : [...rows.ofPrincipal(id)].map((row) => rows.bindingAt(row).resource);
      found = new Set(own.flatMap((resource) => [resource.key, resource.project?.key ?? resource.key]));
      grantedProjects.set(key, found);
    }
    return found;
  }

  return { coverageOf, isRead: ({ key }) => read.has(key) };
}

const paths = new WeakMap<Resource, readonly Resource[]>();

/** The resource and everything above it; parents that form a circle end it. */
export function pathOf(resource: Resource): readonly Resource[] {
  const known = paths.get(resource);
  if (known !== undefined) return known;
  const path: Resource[] = [];
  for (let at: Resource | undefined = resource; at !== undefined && !path.includes(at); at = at.parent) path.push(at);
  paths.set(resource, path);
  return path;
}

const hierarchy: ReadonlySet<string> = new Set(["project", "folder", "organization", "service-account"]);

const hasPolicy = (type: string): boolean => hierarchy.has(type) || resourceTypeNamed(type)?.permission !== undefined;

const describeSet = ({ type, id }: Principal): string =>
  type === "group" ? `the members of group '${id}'` : `who ${shownText(id)} stands for`;
