import { accountOf } from "../gcp/account-class.ts";
import { sameCase } from "../gcp/principal.ts";
import type { Fact, ResourceDefinition } from "../model/fact.ts";
import type { Resource } from "../model/graph.ts";
import type { ResourceRef } from "../model/resource.ts";
import { type Naming, hasHole, isExact, loneReference } from "./naming.ts";
import { idOfPlaceholder, numberPlaceholder, projectNumbersIn } from "./project-numbers.ts";
import {
  bareAccount,
  bareName,
  bareNode,
  fullyNamed,
  isInProject,
  isRegional,
  nodePrefixes,
  projectText,
  shownResource,
  worldwide,
} from "./resource-names.ts";

/** Every resource that is named anywhere, one per thing, with its place in the hierarchy. */
export interface Resources {
  readonly resource: (ref: ResourceRef) => Resource;
  /** By canonical type and name, as engines make them: `project`, `ml-prod`. */
  readonly named: (type: string, name: string, within?: Within) => Resource;
  readonly account: (email: string) => Resource;
  readonly project: (name: string) => Resource;
  /** A project's number, known or as a placeholder. */
  readonly numberOf: (project: Resource) => string;
}

interface Within {
  readonly project?: string;
  readonly location?: string;
  readonly parent?: Resource;
}

export function createResources(facts: readonly Fact[], naming: Naming): Resources {
  const { textOf, definitions } = naming;
  const interned = new Map<string, Resource>();
  const defined = resourceDefinitionsIn(facts);
  const projects = projectNumbersIn(defined, naming);
  const accountProjects = accountProjectsIn(facts, naming);
  const parents = new Map<string, ResourceRef>();
  const located = new Map<string, string>();
  const homes = new Map<string, string>();
  const cached = new Map<string, Resource>();
  const opening = new Set<string>();
  let byRef = new WeakMap<ResourceRef, Resource>();

  function resource(ref: ResourceRef): Resource {
    let found = byRef.get(ref);
    if (found === undefined) {
      found = find(ref);
      byRef.set(ref, found);
    }
    return found;
  }

  function find(ref: ResourceRef): Resource {
    const target = loneReference(ref.name)?.target;
    const definition = target === undefined ? undefined : definitions.resources.get(target)?.resource;
    if (target !== undefined && definition !== undefined && definition !== ref && sameThing(definition, ref)) {
      if (loneReference(definition.name)?.target !== target) return resource(definition);
    }
    const name = textOf(ref.name);
    const project = ref.project && textOf(ref.project);
    const location = ref.location && textOf(ref.location);
    const key = ref.within === undefined ? `${ref.type}\0${name}\0${project}\0${location}` : undefined;
    let found = key === undefined ? undefined : cached.get(key);
    if (found === undefined) {
      found = make(ref, name, project, location);
      if (key !== undefined) cached.set(key, found);
    }
    return found;
  }

  function make(ref: ResourceRef, name: string, project?: string, location?: string): Resource {
    if (ref.type === "service-account") return account(name);
    if (Object.hasOwn(nodePrefixes, ref.type)) return node(ref.type, name);
    const parent = ref.within && resource(ref.within);
    const own = project ?? (parent && projectText(parent));
    // A bucket's name says nothing of its project; all other names mean something in a project only.
    const home = own ?? (isInProject(ref.type) ? `⟨?${ref.name.span.path}#default project⟩` : undefined);
    return named(ref.type, name, {
      ...(home === undefined ? {} : { project: home }),
      ...(location === undefined ? {} : { location }),
      ...(parent === undefined ? {} : { parent }),
    });
  }

  function named(type: string, written: string, within: Within = {}): Resource {
    if (type === "service-account") return account(written);
    if (Object.hasOwn(nodePrefixes, type)) return node(type, written);
    const full = fullyNamed(type, written);
    const name = full?.name ?? bareName(type, written);
    const unique = worldwide.has(type);
    const told = full?.project === "_" ? undefined : full?.project;
    const projectOf = (unique ? homes.get(`${type}:${name}`) : undefined) ?? told ?? within.project;
    const holder = projectOf === undefined ? undefined : project(projectOf);
    const parent =
      full?.within === undefined
        ? within.parent
        : named(full.within.type, full.within.name, withinOf(full.within, projectOf));
    const place = unique ? [] : [parent === undefined ? (holder?.key.slice(8) ?? "") : afterColon(parent.key)];
    const bare = [...place, name].join("/");
    const location = isRegional(type)
      ? (full?.location ?? within.location ?? (located.get(`${type}:${bare}`) || undefined))
      : undefined;
    const key = location === undefined ? `${type}:${bare}` : `${type}:${bare}@${location}`;
    const above = parent ?? definedParent(key) ?? holder;
    const made = intern(key, type, name, above, holder ?? parent?.project);
    // Where a place says more than the first one that named it, that much more is known there.
    return made.parent === undefined && above !== undefined && holder !== undefined
      ? { ...made, parent: above, project: holder }
      : made;
  }

  function node(told: string, written: string): Resource {
    const { type, name: bare } = bareNode(told, written);
    const name = type === "project" ? (projects.idOf.get(bare) ?? idOfPlaceholder(bare) ?? bare) : bare;
    const key = `${type}:${name}`;
    return interned.get(key) ?? intern(key, type, name, definedParent(key));
  }

  const project = (name: string): Resource => node("project", name);

  function account(written: string): Resource {
    const email = sameCase(bareAccount(written));
    const key = `service-account:${email}`;
    const known = interned.get(key);
    if (known !== undefined) return known;
    const of = accountOf(email);
    const own = of.class === "user-managed" || of.class.endsWith("-default") ? of.project : undefined;
    const told = accountProjects.get(email) ?? (own && ("id" in own ? own.id : own.number));
    const home = told === undefined ? undefined : project(told);
    return intern(key, "service-account", email, home, home);
  }

  function definedParent(key: string): Resource | undefined {
    const ref = parents.get(key);
    // Nothing on Google Cloud is deeper than ten folders.
    if (ref === undefined || opening.has(key) || opening.size > 100) return undefined;
    opening.add(key);
    const parent = resource(ref);
    opening.delete(key);
    return parent.key === key ? undefined : parent;
  }

  function intern(key: string, type: string, name: string, parent?: Resource, home?: Resource): Resource {
    const known = interned.get(key);
    if (known !== undefined) return known;
    const holder = home ?? (parent?.type === "project" ? parent : parent?.project);
    const made: Resource = {
      key,
      type,
      ...(isExact(name) ? { name } : {}),
      shown: shownResource(type, name),
      ...(parent === undefined ? {} : { parent }),
      ...(holder === undefined ? {} : { project: holder }),
      opaque: hasHole(key),
    };
    const self = type === "project" ? Object.assign(made, { project: made }) : made;
    interned.set(key, self);
    return self;
  }

  function numberOf(resourceOfProject: Resource): string {
    const id = projectText(resourceOfProject) ?? "";
    return projects.numberOf.get(id) ?? (/^\d+$/.test(id) ? id : numberPlaceholder(id));
  }

  /** A name that stands in two regions says nothing of where it is. */
  function locate(key: string, location: string): void {
    located.set(key, located.get(key) === undefined || located.get(key) === location ? location : "");
  }

  /** Parents and places that definitions tell; resources made before are made anew. */
  function learn(): void {
    const told: (readonly [string, ResourceRef])[] = [];
    for (const { resource: ref, parent } of defined) {
      const { key, type } = resource(ref);
      const at = key.lastIndexOf("@");
      if (at > 0 && isRegional(type)) locate(key.slice(0, at), key.slice(at + 1));
      if (worldwide.has(type) && ref.project !== undefined) homes.set(key, textOf(ref.project));
      if (parent !== undefined) told.push([key, type === "folder" ? folderParent(parent) : parent]);
    }
    for (const [key, parent] of told.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const known = parents.get(key);
      if (known === undefined || resource(parent).key < resource(known).key) parents.set(key, parent);
    }
    interned.clear();
    cached.clear();
    byRef = new WeakMap();
  }

  learn();
  return { resource, named, account, project, numberOf };
}

const afterColon = (key: string): string => key.slice(key.indexOf(":") + 1);

const withinOf = (
  { project, location }: { readonly project?: string; readonly location?: string },
  otherwise: string | undefined,
): Within => {
  const own = project ?? otherwise;
  return { ...(own === undefined ? {} : { project: own }), ...(location === undefined ? {} : { location }) };
};

/** What a folder is in is a folder, unless it is an organization. */
const folderParent = (parent: ResourceRef): ResourceRef =>
  parent.type === "organization" ? parent : { ...parent, type: "folder" };

const sameThing = (a: ResourceRef, b: ResourceRef): boolean => a.type === b.type;

const resourceDefinitionsIn = (facts: readonly Fact[]): readonly ResourceDefinition[] =>
  facts.filter((fact) => fact.kind === "resource");

function accountProjectsIn(facts: readonly Fact[], { textOf }: Naming): ReadonlyMap<string, string> {
  const projects = new Map<string, string>();
  for (const fact of facts) {
    if (fact.kind !== "service-account" || fact.project === undefined) continue;
    projects.set(sameCase(bareAccount(textOf(fact.email))), textOf(fact.project));
  }
  return projects;
}
