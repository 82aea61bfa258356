import type { ResourceRef } from "../model/resource.ts";
import type { Span } from "../model/source.ts";
import { type Hole, type Reference, type Value, known, partsOf, valueOf } from "../model/value.ts";
import { type NamedResource, resourceOfFullName } from "./resource-types.ts";
import { camelCase, snakeCase } from "./spelling.ts";

const atRun = "is known when it runs";

type Part = string | Reference | Hole;

const textOf = (value: Value | undefined): string | undefined => (value?.kind === "known" ? value.text : undefined);

/** The parts of a name between slashes. */
export function segmentsOf(name: Value): readonly Value[] {
  const segments: Part[][] = [[]];
  for (const part of partsOf(name)) {
    if (typeof part !== "string") {
      segments.at(-1)?.push(part);
      continue;
    }
    const [first = "", ...rest] = part.split("/");
    if (first !== "") segments.at(-1)?.push(first);
    for (const text of rest) segments.push(text === "" ? [] : [text]);
  }
  if (segments.length === 1) return [name];
  const why = name.kind === "unknown" ? name.why : atRun;
  return segments.map((parts) => valueOf(parts, name.span, why));
}

/** The project and the place that a name says: `projects/p/locations/l/…`. */
export interface Home {
  readonly project?: Value;
  readonly location?: Value;
}

const places: ReadonlySet<string | undefined> = new Set(["locations", "regions", "zones"]);

export function homeIn(name: Value | undefined): Home {
  if (name === undefined) return {};
  const segments = segmentsOf(name);
  const after = (is: (word: string | undefined) => boolean): Value | undefined => {
    const at = segments.findIndex((segment) => is(textOf(segment)));
    return at < 0 ? undefined : segments[at + 1];
  };
  const project = after((word) => word === "projects");
  const location = after((word) => places.has(word));
  return { ...(isSaid(project) && { project }), ...(isSaid(location) && { location }) };
}

const isSaid = (value: Value | undefined): value is Value =>
  value !== undefined && textOf(value) !== "-" && textOf(value) !== "";

/** The bucket of `gs://bucket/path`. */
export function bucketIn(uri: Value | undefined): Value | undefined {
  const [scheme, , bucket] = uri === undefined ? [] : segmentsOf(uri);
  return textOf(scheme) === "gs:" ? bucket : undefined;
}

/** The table of `bq://project.dataset.table`. */
export function tableIn(uri: Value | undefined): Value | undefined {
  const table = /^bq:\/\/(.+)$/.exec(textOf(uri) ?? "")?.[1];
  return table === undefined || uri === undefined ? undefined : known(table, uri.span);
}

/** The resource that a name means to a service; gaps in the name stay gaps. */
export function resourceNamed(host: string, name: Value): ResourceRef | undefined {
  const gaps: Exclude<Part, string>[] = [];
  const marked = partsOf(name)
    .map((part) => (typeof part === "string" ? part : `\uE000${gaps.push(part) - 1}\uE001`))
    .join("");
  const unmarked = (text: string): Value => {
    const parts = text
      .split(/\uE000(\d+)\uE001/)
      .map((part, index) => (index % 2 === 0 ? part : (gaps[Number(part)] ?? "")));
    return valueOf(parts, name.span, atRun);
  };
  const node = /^(project|folder|organization)s\/([^/]+)$/.exec(marked);
  if (node) return { type: node[1] ?? "", name: unmarked(node[2] ?? "") };
  const found = resourceOfFullName(marked.startsWith("//") ? marked : `//${host}/${marked}`);
  return found && refOf(found, unmarked);
}

const refOf = (
  { type, name, project, location, within }: NamedResource,
  valueOfText: (text: string) => Value,
): ResourceRef => ({
  type,
  name: valueOfText(name),
  ...(project !== undefined && project !== "_" && { project: valueOfText(project) }),
  ...(location !== undefined && { location: valueOfText(location) }),
  ...(within && { within: refOf(within, valueOfText) }),
});

/** What `client.endpointPath(project, location, endpoint)` makes, or `client.endpoint_path(…)`. */
export function nameMade(method: string, args: readonly Value[], span: Span): Value | undefined {
  const kind = /^(.+)_path$/.exec(snakeCase(method))?.[1];
  if (kind === undefined || args.length === 0) return undefined;
  const words = templates[kind] ?? wordsOf(kind, args.length);
  if (words === undefined || words.length !== args.length) return undefined;
  const parts = args.flatMap((value, index): readonly Part[] => [
    `${index === 0 ? "" : "/"}${words[index]}/`,
    ...partsOf(value),
  ]);
  return valueOf(parts, span, atRun);
}

/** `organization_source` of two is `organizations/…/sources/…`; most things are in a place of a project. */
function wordsOf(kind: string, count: number): readonly string[] | undefined {
  const words = kind.split("_");
  if (words.length === count && nodes.has(words[0] ?? "")) return words.map(pluralOf);
  return count >= 3 ? ["projects", "locations", `${camelCase(kind)}s`] : undefined;
}

const nodes: ReadonlySet<string> = new Set(["project", "folder", "organization"]);

const pluralOf = (word: string): string => (/[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`);

const templates: Readonly<Record<string, readonly string[]>> = {
  project: ["projects"],
  projects: ["projects"],
  location: ["projects", "locations"],
  region: ["projects", "regions"],
  index: ["projects", "locations", "indexes"],
  secret: ["projects", "secrets"],
  secret_version: ["projects", "secrets", "versions"],
  topic: ["projects", "topics"],
  project_topic: ["projects", "topics"],
  subscription: ["projects", "subscriptions"],
  key_ring: ["projects", "locations", "keyRings"],
  crypto_key: ["projects", "locations", "keyRings", "cryptoKeys"],
  parent: ["projects", "locations"],
  queue: ["projects", "locations", "queues"],
  entity_type: ["projects", "locations", "featurestores", "entityTypes"],
  feature_view: ["projects", "locations", "featureOnlineStores", "featureViews"],
  project_location_endpoint: ["projects", "locations", "endpoints"],
  project_location_publisher_model: ["projects", "locations", "publishers", "models"],
  service_account: ["projects", "serviceAccounts"],
};
