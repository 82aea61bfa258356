import type { ApiEnablement, ResourceDefinition } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Value, valueOf } from "../../../model/value.ts";
import { type ObjectDatum, attribute } from "../datum.ts";
import type { Instance, Placed } from "../instances.ts";
import { type Possible, placeOf, possibilities, requiredAt, valueAt } from "./reading.ts";
import { type FactsOf, projectOf } from "./scope.ts";
import { resourceOf, segmentsOf } from "./target.ts";

/** Projects, folders, organizations and where they hang; the APIs that projects enable. */
export const hierarchyFacts: Readonly<Record<string, FactsOf>> = {
  google_project: (instance) => [projectFact(instance)],
  "data.google_project": (instance) => [projectFact(instance)],
  google_folder: (instance) => [nodeFact(instance, "folder", ownValue(instance, "folder_id"))],
  "data.google_folder": (instance) => [
    nodeFact(instance, "folder", requiredAt(instance.config, "folder", instance.span)),
  ],
  "data.google_active_folder": (instance) => [nodeFact(instance, "folder", ownValue(instance, "name"))],
  "data.google_organization": (instance) => [organizationFact(instance)],
  google_project_service: (instance) => apis(instance, "service"),
  google_project_services: (instance) => apis(instance, "services"),
};

/** What the provider computes, as a reference to the instance itself. */
export const ownValue = (instance: Instance, name: string): Value =>
  valueOf([{ target: instance.object, attribute: name }], instance.span);

function projectFact(instance: Instance): ResourceDefinition {
  const { config } = instance;
  const name = valueAt(config, "project_id") ?? projectOf(instance) ?? ownValue(instance, "project_id");
  const number = valueAt(config, "number");
  const autoCreated = valueAt(config, "auto_create_network");
  return {
    ...nodeFact(instance, "project", name),
    ...(number && { number }),
    ...labelsOf(config),
    ...(autoCreated && { attributes: { auto_create_network: autoCreated } }),
  };
}

function nodeFact(instance: Instance, type: string, name: Value): ResourceDefinition {
  const parent = parentOf(instance.config);
  return {
    kind: "resource",
    ...placeOf(instance),
    object: instance.object,
    resource: resourceOf({ type, name }),
    ...(parent && { parent }),
  };
}

function organizationFact(instance: Instance): ResourceDefinition {
  const name = valueAt(instance.config, "organization") ?? ownValue(instance, "org_id");
  return nodeFact(instance, "organization", name);
}

/** `folder_id`, `org_id`, or `parent = "folders/1"`. */
export function parentOf(config: ObjectDatum): ResourceRef | undefined {
  const folder = valueAt(config, "folder_id");
  if (folder !== undefined) return resourceOf({ type: "folder", name: folder });
  const organization = valueAt(config, "org_id");
  if (organization !== undefined) return resourceOf({ type: "organization", name: organization });
  const parent = valueAt(config, "parent");
  return parent && nodeNamed(parent);
}

/** A folder, organization or project by its full name; a reference counts as the folder that it most often is. */
export function nodeNamed(name: Value): ResourceRef {
  const [first] = segmentsOf(name);
  const word = first?.kind === "known" ? first.text : undefined;
  return resourceOf({ type: (word !== undefined && types[word]) || typeOfReference(name), name });
}

const types: Readonly<Record<string, string>> = {
  folders: "folder",
  organizations: "organization",
  projects: "project",
};

/** What the address of a reference says: `google_organization.o.name` names an organization. */
function typeOfReference(name: Value): string {
  const text = name.kind === "known" ? "" : name.parts.map(named).join(" ");
  if (/google_organization\b|\borg/.test(text)) return "organization";
  if (/google_project\b|\bproject/.test(text)) return "project";
  return /google_(active_)?folder\b|\bfolder/.test(text) ? "folder" : "unknown";
}

const named = (part: Exclude<Value, { kind: "known" }>["parts"][number]): string =>
  typeof part === "string" ? "" : "target" in part ? part.target : part.expression;

export function labelsOf(config: ObjectDatum): { labels?: Readonly<Record<string, Value>> } {
  const labels = attribute(config, "labels");
  if (labels?.type !== "object" || labels.entries.size === 0) return {};
  const values = [...labels.entries.keys()].flatMap((key) => {
    const value = valueAt(labels, key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return { labels: Object.fromEntries(values) };
}

function apis(instance: Instance, argument: string): ApiEnablement[] {
  const project = projectOf(instance);
  return possibilities(attribute(instance.config, argument)).map((service) => apiOf(instance, service, project));
}

export const apiOf = (
  instance: Placed,
  { value, conditional }: Possible,
  project: Value | undefined,
): ApiEnablement => ({
  kind: "api",
  ...placeOf(instance, conditional),
  ...(project && { project }),
  service: value,
  enabled: true,
});
