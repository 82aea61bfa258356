import { readTable } from "./data-file.ts";

/** One kind of thing on Google Cloud: a word of the vocabulary of `ResourceRef.type`. */
export interface ResourceType {
  /** As people say it: `bucket`, `Cloud Run service`. */
  readonly label: string;
  readonly service: string;
  /** Its name below the service: `projects/{project}/datasets/{dataset_id}`. */
  readonly path: string;
  /** What allows to change its policy; absent where the tables do not know. */
  readonly permission?: string;
  /** The type that it is part of, below the project. */
  readonly parent?: string;
}

/** What a full resource name says. */
export interface NamedResource {
  readonly type: string;
  readonly name: string;
  readonly project?: string;
  readonly location?: string;
  readonly within?: NamedResource;
}

interface Table {
  readonly twins: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, ResourceType>>;
}

const table = (): Table => readTable<Table>("resource-types.json");

/** `google_storage_bucket`, with or without `google_`: `storage-bucket`. */
export function resourceTypeOfTerraform(base: string): string {
  const name = base.startsWith("google_") ? base.slice(7) : base;
  if (hierarchy.has(name)) return name;
  return own(table().twins, name) ?? name.replaceAll("_", "-");
}

const hierarchy: ReadonlySet<string> = new Set(["project", "folder", "organization"]);

/** The description of a type; absent for types that the tables do not list. */
export const resourceTypeNamed = (type: string): ResourceType | undefined => own(table().types, type);

/** `bucket`, `Cloud Run service`; types that the tables do not list are spelled out. */
export const labelOf = (type: string): string =>
  hierarchy.has(type) ? type : (resourceTypeNamed(type)?.label ?? type.replaceAll("-", " "));

/** The permission that changes the allow policy of a resource of this type. */
export const setIamPolicyPermissionOf = (type: string): string | undefined => resourceTypeNamed(type)?.permission;

/** `//storage.googleapis.com/projects/_/buckets/b`: `storage-bucket`. */
export const resourceTypeOfFullName = (fullName: string): string | undefined => resourceOfFullName(fullName)?.type;

/** What `//service/path` names; the `//` may be missing. */
export function resourceOfFullName(fullName: string): NamedResource | undefined {
  const [host = "", ...segments] = fullName.replace(/^\/\//, "").split("/");
  const service = host.replace(/^[a-z0-9-]+-(?=aiplatform\.)/, "");
  return resourceOfPath(service, service === "storage.googleapis.com" ? bucketPath(segments) : segments);
}

/** Cloud Asset Inventory names a bucket `//storage.googleapis.com/b`. */
const bucketPath = (segments: readonly string[]): readonly string[] =>
  segments.length === 1 ? ["projects", "_", "buckets", ...segments] : segments;

function resourceOfPath(service: string, segments: readonly string[]): NamedResource | undefined {
  for (const type of typesByService().get(service) ?? []) {
    const found = matchPath(type, segments);
    if (found !== undefined) return found;
  }
  return undefined;
}

let byService: ReadonlyMap<string, readonly string[]> | undefined;

function typesByService(): ReadonlyMap<string, readonly string[]> {
  if (byService !== undefined) return byService;
  const index = new Map<string, string[]>();
  for (const [type, { service }] of Object.entries(table().types)) {
    const types = index.get(service);
    if (types === undefined) index.set(service, [type]);
    else types.push(type);
  }
  return (byService = index);
}

/** The parts of a path, by its type's template; the last ones may hold slashes (object names). */
function matchPath(type: string, segments: readonly string[]): NamedResource | undefined {
  const template = pathSegmentsOf(type);
  if (template.length > segments.length) return undefined;
  const placeholders = new Map<string, string>();
  for (const [index, part] of template.entries()) {
    const last = index === template.length - 1;
    const text = last ? segments.slice(index).join("/") : (segments[index] ?? "");
    if (part.startsWith("{")) placeholders.set(part.slice(1, -1), text);
    else if (part !== text && !(part === "_" && text !== "")) return undefined;
  }
  if (segments.length > template.length && type !== "storage-bucket-object" && type !== "storage-managed-folder") {
    return undefined;
  }
  return named(type, template, placeholders);
}

function named(
  type: string,
  template: readonly string[],
  placeholders: ReadonlyMap<string, string>,
): NamedResource | undefined {
  const last = template.at(-1);
  if (last === undefined) return undefined;
  const name = placeholders.get(last.slice(1, -1)) ?? last;
  const project = type === "project" ? undefined : placeholders.get("project");
  const location = placeholders.get("location") ?? placeholders.get("region") ?? placeholders.get("zone");
  const within = named(...parentOf(type, template, placeholders));
  return {
    type,
    name,
    ...(project === undefined ? {} : { project }),
    ...(location === undefined ? {} : { location }),
    ...(within === undefined ? {} : { within }),
  };
}

function parentOf(
  type: string,
  template: readonly string[],
  placeholders: ReadonlyMap<string, string>,
): [string, readonly string[], ReadonlyMap<string, string>] {
  const parent = resourceTypeNamed(type)?.parent;
  return parent === undefined || hierarchy.has(parent)
    ? ["", [], new Map()]
    : [parent, template.slice(0, -2), placeholders];
}

/** The template of a type's path, by segment. */
const pathSegmentsOf = (type: string): readonly string[] => resourceTypeNamed(type)?.path.split("/") ?? [];

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
