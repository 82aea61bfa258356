import { resourceOfFullName, resourceTypeNamed } from "../gcp/resource-types.ts";
import type { Resource } from "../model/graph.ts";
import type { Resources } from "./resources.ts";
import { own } from "../model/own.ts";
import { findWritten } from "./written-names.ts";

const prefixes: readonly (readonly [RegExp, string])[] = [
  [/^(?:\/\/cloudresourcemanager\.googleapis\.com\/)?projects\/([^/]+)$/, "project"],
  [/^(?:\/\/cloudresourcemanager\.googleapis\.com\/)?folders\/([^/]+)$/, "folder"],
  [/^(?:\/\/cloudresourcemanager\.googleapis\.com\/)?organizations\/([^/]+)$/, "organization"],
  [/^(?:.*\/serviceAccounts\/|serviceAccount:)?([^/\s]+@[^/\s]+)$/, "service-account"],
  [/^gs:\/\/([^/]+)\/?$/, "storage-bucket"],
];

/** A resource of the scanned code by what the code calls it, or any by its name as a person types it. */
export function resourceNamed(name: string, resources: Resources, inFacts: () => Iterable<Resource>): Resource {
  return writtenIn(name, inFacts()) ?? plainlyNamed(name, resources);
}

const collections: Readonly<Record<string, string>> = {
  projects: "project",
  folders: "folder",
  organizations: "organization",
};

/** What has no known name: `organizations/var.org_id`, `var.org_id`. */
function writtenIn(name: string, known: Iterable<Resource>): Resource | undefined {
  const [collection = "", ...rest] = name.split("/");
  const type = rest.length === 0 ? undefined : own(collections, collection);
  const local = type === undefined ? name : rest.join("/");
  const items = [...known].filter(
    (resource) => resource.name === undefined && (type === undefined || resource.type === type),
  );
  return findWritten(local, items, ({ key }) => key.slice(key.indexOf(":") + 1));
}

export function plainlyNamed(name: string, resources: Resources): Resource {
  for (const [form, type] of prefixes) {
    const found = form.exec(name)?.[1];
    if (found !== undefined) return resources.named(type, found);
  }
  const fullName = fullNameOf(name);
  const full = fullName === undefined ? undefined : resourceOfFullName(fullName);
  if (full !== undefined && fullName !== undefined) return resources.named(full.type, fullName);
  const kind = /^([a-z][a-z0-9-]+):(.+)$/.exec(name);
  if (kind !== null && !name.includes("/") && resourceTypeNamed(kind[1] ?? "") !== undefined)
    return resources.named(kind[1] ?? "", kind[2] ?? "");
  const dataset = /^((?:[a-z0-9.-]+:)?[a-z][a-z0-9-]*)[.:]([A-Za-z_][A-Za-z0-9_]*)$/.exec(name);
  if (dataset !== null) return resources.named("bigquery-dataset", dataset[2] ?? "", { project: dataset[1] ?? "" });
  return resources.named("project", name);
}

/** `projects/p/secrets/s` names a secret, though it does not say whose service that is. */
function fullNameOf(name: string): string | undefined {
  if (name.startsWith("//")) return name;
  const collection = /^projects\/.*\/([a-zA-Z]+)\/[^/]+$/.exec(name)?.[1];
  const service = collection === undefined ? undefined : own(services, collection);
  return service === undefined ? undefined : `//${service}.googleapis.com/${name}`;
}

const services: Readonly<Record<string, string>> = {
  buckets: "storage",
  cryptoKeys: "cloudkms",
  datasets: "bigquery",
  endpoints: "aiplatform",
  functions: "cloudfunctions",
  instances: "compute",
  jobs: "run",
  keyRings: "cloudkms",
  models: "aiplatform",
  reasoningEngines: "aiplatform",
  repositories: "artifactregistry",
  secrets: "secretmanager",
  services: "run",
  subscriptions: "pubsub",
  tables: "bigquery",
  topics: "pubsub",
};
