import { needsOf } from "../graph/needs.ts";
import type { Graph, Resource } from "../model/graph.ts";
import type { Denial } from "./error-text.ts";

/** Where the permission would have to be granted; `undefined` if neither the text nor what was read says it. */
export function deniedResource(denial: Denial, graph: Graph): Resource | undefined {
  if (denial.resource === undefined) return onlyResourceOf(denial, graph);
  const name = policyHolder(denial.resource);
  // `instances/db`: part of a name.
  if (name.includes("/") && !whole.test(name)) return onlyResourceOf(denial, graph);
  const resource = graph.resourceNamed(name);
  // A path that no kind of resource has is no project's name: its project is meant.
  const project = /^(?:\/\/[a-z.]+\/)?projects\/([^/]+)\/./.exec(name)?.[1];
  return resource.type === "project" && project !== undefined ? graph.resourceNamed(`projects/${project}`) : resource;
}

const whole = /^(?:\/\/|projects\/|folders\/|organizations\/|gs:\/\/)/;

/** The text names nothing: if a single call of the scanned code needs that permission, that is the one. */
function onlyResourceOf({ permission, principal }: Denial, graph: Graph): Resource | undefined {
  const who = principal === undefined ? undefined : graph.principalNamed(principal).key;
  const found = new Map<string, Resource>();
  for (const need of graph.operations.flatMap((operation) => needsOf(operation, graph))) {
    const isMeant = need.permission === permission && (who === undefined || need.who.key === who);
    if (isMeant) found.set(need.resource.key, need.resource);
  }
  const [only, ...others] = found.values();
  return others.length === 0 ? only : undefined;
}

/** From what a message names to what has a policy, each with the part that is kept. */
const forms: readonly (readonly [RegExp, (...parts: readonly string[]) => string])[] = [
  [/^namespaces\/([^/]+)\//, (project) => `projects/${project}`],
  // `create` and `list` are checked on the location, in practice the project: nothing is granted on a collection.
  [/^(?:\/\/[a-z.]+\/)?projects\/([^/]+)\/locations\/[^/]+(?:\/[a-zA-Z]+)?$/, (project) => `projects/${project}`],
  [
    /^(?:\/\/[a-z.]+\/)?projects\/([^/]+)\/locations\/[^/]+\/(?:endpoints|publishers)\//,
    (project) => `projects/${project}`,
  ],
  [/^(.*\/secrets\/[^/]+)\/versions\/[^/]+$/, (secret) => secret ?? ""],
  [/^(.*\/cryptoKeys\/[^/]+)\/cryptoKeyVersions\/[^/]+$/, (key) => key ?? ""],
  [/^gs:\/\/([^/]+)\//, (bucket) => `gs://${bucket}`],
  [
    /^([a-z][a-z0-9.-]*):(\w+)\.([^.]+)$/,
    (project, dataset, table) => `//bigquery.googleapis.com/projects/${project}/datasets/${dataset}/tables/${table}`,
  ],
];

function policyHolder(resource: string): string {
  for (const [form, name] of forms) {
    const found = form.exec(resource);
    if (found !== null) return name(...found.slice(1));
  }
  return resource;
}
