import { resourceOfFullName } from "../gcp/resource-types.ts";
import type { Resource } from "../model/graph.ts";
import type { Resources } from "./resources.ts";
import { own } from "../model/own.ts";

const prefixes: readonly (readonly [RegExp, string])[] = [
  [/^(?:\/\/cloudresourcemanager\.googleapis\.com\/)?projects\/([^/]+)$/, "project"],
  [/^(?:\/\/cloudresourcemanager\.googleapis\.com\/)?folders\/([^/]+)$/, "folder"],
  [/^(?:\/\/cloudresourcemanager\.googleapis\.com\/)?organizations\/([^/]+)$/, "organization"],
  [/^(?:.*\/serviceAccounts\/|serviceAccount:)?([^/\s]+@[^/\s]+)$/, "service-account"],
  [/^gs:\/\/([^/]+)\/?$/, "storage-bucket"],
];

/** A resource by its name as a person types it. */
export function resourceNamed(name: string, resources: Resources): Resource {
  for (const [form, type] of prefixes) {
    const found = form.exec(name)?.[1];
    if (found !== undefined) return resources.named(type, found);
  }
  const fullName = fullNameOf(name);
  const full = fullName === undefined ? undefined : resourceOfFullName(fullName);
  if (full !== undefined && fullName !== undefined) return resources.named(full.type, fullName);
  const kind = /^([a-z][a-z0-9-]+):(.+)$/.exec(name);
  if (kind !== null && !name.includes("/")) return resources.named(kind[1] ?? "", kind[2] ?? "");
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
