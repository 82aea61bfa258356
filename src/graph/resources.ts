import { accountOf } from "../gcp/account-class.ts";
import { sameCase } from "../gcp/principal.ts";
import { labelOf, resourceOfFullName, resourceTypeNamed } from "../gcp/resource-types.ts";
import type { Fact, ResourceDefinition } from "../model/fact.ts";
import type { Resource } from "../model/graph.ts";
import type { ResourceRef } from "../model/resource.ts";
import { hasHole, isExact, loneReference, shownText } from "./naming.ts";
import type { Naming } from "./naming.ts";

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

export interface Within {
  readonly project?: string;
  readonly location?: string;
  readonly path?: readonly string[];
  readonly parent?: Resource;
}

export function createResources(facts: readonly Fact[], naming: Naming): Resources {
  const { textOf, definitions } = naming;
  const interned = new Map<string, Resource>();
  const projects = projectNumbersIn(facts, naming);
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
    if (ref.type in nodePrefixes) return node(ref.type, name);
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
    if (type in nodePrefixes) return node(type, written);
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
      ? (full?.location ?? within.location ?? located.get(`${type}:${bare}`))
      : undefined;
    const key = location === undefined ? `${type}:${bare}` : `${type}:${bare}@${location}`;
    const above = parent ?? definedParent(key) ?? holder;
    const made = intern(key, type, name, above, holder ?? parent?.project);
    // Where a place says more than the first one that named it, that much more is known there.
    return made.parent === undefined && above !== undefined && holder !== undefined
      ? { ...made, parent: above, project: holder }
      : made;
  }

  function node(type: string, written: string): Resource {
    const bare = bareNode(type, written);
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
    if (ref === undefined || opening.has(key)) return undefined;
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

  /** Parents and places that definitions tell; resources made before are made anew. */
  function learn(): void {
    const told: (readonly [string, ResourceRef])[] = [];
    for (const { resource: ref, parent } of resourceDefinitionsIn(facts)) {
      const { key, type } = resource(ref);
      const at = key.lastIndexOf("@");
      if (at > 0 && isRegional(type)) located.set(key.slice(0, at), key.slice(at + 1));
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

const numberPlaceholder = (id: string): string => {
  const object = /^⟨([^⟩]*)\.project_id⟩$/.exec(id)?.[1];
  return object === undefined ? `⟨number of ${id.replaceAll("⟨", "‹").replaceAll("⟩", "›")}⟩` : `⟨${object}.number⟩`;
};

/** The id of an object whose number is asked for, though neither is known. */
function idOfPlaceholder(number: string): string | undefined {
  const id = /^⟨number of (.*)⟩$/.exec(number)?.[1];
  if (id !== undefined) return id.replaceAll("‹", "⟨").replaceAll("›", "⟩");
  const object = /^⟨([^⟩?]*)\.number⟩$/.exec(number)?.[1];
  return object === undefined ? undefined : `⟨${object}.project_id⟩`;
}

/** The text that names a project, with its gaps. */
export const projectText = (project: Resource): string | undefined =>
  project.type === "project" ? project.key.slice("project:".length) : project.project && projectText(project.project);

/** The address in `projects/p/serviceAccounts/E`, `serviceAccount:E`, `principal://…/serviceAccounts/E`, or alone. */
export const bareAccount = (written: string): string => {
  const at = written.lastIndexOf("/serviceAccounts/");
  const address = at >= 0 ? written.slice(at + "/serviceAccounts/".length) : written;
  return address.startsWith("serviceAccount:") ? address.slice("serviceAccount:".length) : address;
};

const afterColon = (key: string): string => key.slice(key.indexOf(":") + 1);

const nodePrefixes: Readonly<Record<string, string>> = {
  project: "projects/",
  folder: "folders/",
  organization: "organizations/",
};

function bareNode(type: string, written: string): string {
  const prefix = nodePrefixes[type] ?? "";
  const local = written.replace(/^\/\/cloudresourcemanager\.googleapis\.com\//, "");
  return local.startsWith(prefix) ? local.slice(prefix.length) : local;
}

const bareName = (type: string, written: string): string =>
  type === "storage-bucket" ? written.replace(/^(?:gs:\/\/|b\/)/, "").replace(/\/$/, "") : written;

/** What a full or relative resource name says; a bare name says nothing. */
function fullyNamed(type: string, written: string): ReturnType<typeof resourceOfFullName> {
  if (!written.includes("/") || written.startsWith("gs://")) return undefined;
  const service = resourceTypeNamed(type)?.service ?? "";
  return resourceOfFullName(written.startsWith("//") ? written : `//${service}/${written}`);
}

const withinOf = (
  { project, location }: { readonly project?: string; readonly location?: string },
  otherwise: string | undefined,
): Within => {
  const own = project ?? otherwise;
  return { ...(own === undefined ? {} : { project: own }), ...(location === undefined ? {} : { location }) };
};

/** Types whose names are unique in the world. */
const worldwide: ReadonlySet<string> = new Set(["storage-bucket"]);

const isRegional = (type: string): boolean => /\{(?:location|region|zone)\}/.test(resourceTypeNamed(type)?.path ?? "");

/** Buckets are named worldwide; billing accounts and access policies belong to no project. */
const isInProject = (type: string): boolean =>
  !worldwide.has(type) && resourceTypeNamed(type)?.path.startsWith("projects/") !== false;

/** What a folder is in is a folder, unless it is an organization. */
const folderParent = (parent: ResourceRef): ResourceRef =>
  parent.type === "organization" ? parent : { ...parent, type: "folder" };

const sameThing = (a: ResourceRef, b: ResourceRef): boolean => a.type === b.type;

const shownResource = (type: string, name: string): string =>
  type === "unknown" ? "a resource that is not named" : `${labelOf(type)} '${shownText(name)}'`;

const resourceDefinitionsIn = (facts: readonly Fact[]): readonly ResourceDefinition[] =>
  facts.filter((fact) => fact.kind === "resource");

interface ProjectNumbers {
  readonly idOf: ReadonlyMap<string, string>;
  readonly numberOf: ReadonlyMap<string, string>;
}

/** Project ids and numbers that belong together; an object's number and id do so even if neither is known. */
function projectNumbersIn(facts: readonly Fact[], { textOf }: Naming): ProjectNumbers {
  const idOf = new Map<string, string>();
  const numberOf = new Map<string, string>();
  for (const { resource, object, number } of resourceDefinitionsIn(facts)) {
    if (resource.type !== "project") continue;
    const id = bareNode("project", textOf(resource.name));
    const found = number && textOf(number);
    if (found !== undefined && found !== id) {
      idOf.set(found, id);
      numberOf.set(id, found);
    }
    if (object !== undefined) {
      const placeholder = `⟨${object}.number⟩`;
      if (!idOf.has(placeholder)) idOf.set(placeholder, id);
      if (!numberOf.has(id)) numberOf.set(id, placeholder);
    }
  }
  return { idOf, numberOf };
}

function accountProjectsIn(facts: readonly Fact[], { textOf }: Naming): ReadonlyMap<string, string> {
  const projects = new Map<string, string>();
  for (const fact of facts) {
    if (fact.kind !== "service-account" || fact.project === undefined) continue;
    projects.set(sameCase(bareAccount(textOf(fact.email))), textOf(fact.project));
  }
  return projects;
}
