import { resourceOfFullName, type NamedResource } from "../../../gcp/resource-types.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import type { Value } from "../../../model/value.ts";
import { type Part, type Term, knownText, literal, partsOfTerm, textTerm, toValue } from "../terms.ts";

/** The parts of a text between slashes. */
export function segmentsOf(term: Term): readonly Term[] {
  const segments: Part[][] = [[]];
  for (const part of partsOfTerm(term)) {
    if (typeof part !== "string") {
      segments.at(-1)?.push(part);
      continue;
    }
    const [first = "", ...rest] = part.split("/");
    if (first !== "") segments.at(-1)?.push(first);
    for (const text of rest) segments.push(text === "" ? [] : [text]);
  }
  if (segments.length === 1) return [term];
  const why = term.type === "text" ? term.why || "is known when it runs" : "is known when it runs";
  return segments.map((parts) => textTerm(parts, term.span, why));
}

/** The project and the place that a name says: `projects/p/locations/l/…`. */
export interface Home {
  readonly project?: Term;
  readonly location?: Term;
}

const places: ReadonlySet<string | undefined> = new Set(["locations", "regions", "zones"]);

export function homeIn(name: Term | undefined): Home {
  if (name === undefined) return {};
  const segments = segmentsOf(name);
  const after = (is: (word: string | undefined) => boolean): Term | undefined => {
    const at = segments.findIndex((segment) => is(knownText(segment)));
    return at < 0 ? undefined : segments[at + 1];
  };
  const project = after((word) => word === "projects");
  const location = after((word) => places.has(word));
  const isSaid = (term: Term | undefined): boolean =>
    term !== undefined && knownText(term) !== "-" && knownText(term) !== "";
  return {
    ...(project && isSaid(project) && { project }),
    ...(location && isSaid(location) && { location }),
  };
}

/** The bucket of `gs://bucket/path`. */
export function bucketIn(uri: Term | undefined): Term | undefined {
  if (uri === undefined) return undefined;
  const [scheme, , bucket] = segmentsOf(uri.type === "list" ? (uri.items[0] ?? uri) : uri);
  return scheme !== undefined && knownText(scheme) === "gs:" ? bucket : undefined;
}

/** The table of `bq://project.dataset.table`. */
export function tableIn(uri: Term | undefined): Term | undefined {
  const text = knownText(uri);
  const table = text === undefined ? undefined : /^bq:\/\/(.+)$/.exec(text)?.[1];
  return table === undefined || uri === undefined ? undefined : literal(table, uri.span);
}

/** The resource that a name means to a service; gaps in the name stay gaps. */
export function resourceNamed(host: string, name: Term): ResourceRef | undefined {
  const gaps: Exclude<Part, string>[] = [];
  const marked = partsOfTerm(name)
    .map((part) => (typeof part === "string" ? part : `\uE000${gaps.push(part) - 1}\uE001`))
    .join("");
  const node = /^(project|folder|organization)s\/([^/]+)$/.exec(marked);
  const valueOf = (text: string): Value => {
    const parts = text
      .split(/\uE000(\d+)\uE001/)
      .map((part, index) => (index % 2 === 0 ? part : (gaps[Number(part)] ?? "")));
    return toValue(textTerm(parts, name.span, "is known when it runs"));
  };
  if (node) return { type: node[1] ?? "", name: valueOf(node[2] ?? "") };
  const found = resourceOfFullName(marked.startsWith("//") ? marked : `//${host}/${marked}`);
  return found && refOf(found, valueOf);
}

const refOf = (
  { type, name, project, location, within }: NamedResource,
  valueOf: (text: string) => Value,
): ResourceRef => ({
  type,
  name: valueOf(name),
  ...(project !== undefined && project !== "_" && { project: valueOf(project) }),
  ...(location !== undefined && { location: valueOf(location) }),
  ...(within && { within: refOf(within, valueOf) }),
});

/** `client.endpoint_path(project, location, endpoint)`: the name that it makes. */
export function pathMade(method: string, args: readonly Term[]): Term | undefined {
  const kind = /^(.+)_path$/.exec(method)?.[1];
  const [first] = args;
  if (kind === undefined || first === undefined || !args.every(isTextLike)) return undefined;
  const words = templates[kind] ?? (args.length >= 3 ? ["projects", "locations", `${kind}s`] : undefined);
  if (words === undefined || words.length !== args.length) return undefined;
  const parts = words.flatMap((word, index): readonly Part[] => {
    const own: Part[] = [`${index === 0 ? "" : "/"}${word}/`];
    own.push(...partsOfTerm(args[index] ?? first));
    return own;
  });
  const [known] = [textTerm(parts, first.span, "is known when it runs")];
  return known;
}

const isTextLike = ({ type }: Term): boolean => type !== "function" && type !== "dict" && type !== "list";

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
