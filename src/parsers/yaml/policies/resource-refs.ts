import { type NamedResource, resourceOfFullName } from "../../../gcp/resource-types.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import type { Span } from "../../../model/source.ts";
import { type Value, known, unknown } from "../../../model/value.ts";

/** The host of a path's collection, where the path comes without one: `projects/p/topics/t`. */
const hostOfCollection: Readonly<Record<string, string>> = {
  serviceAccounts: "iam.googleapis.com",
  workloadIdentityPools: "iam.googleapis.com",
  datasets: "bigquery.googleapis.com",
  topics: "pubsub.googleapis.com",
  subscriptions: "pubsub.googleapis.com",
  secrets: "secretmanager.googleapis.com",
  keyRings: "cloudkms.googleapis.com",
  repositories: "artifactregistry.googleapis.com",
  functions: "cloudfunctions.googleapis.com",
  services: "run.googleapis.com",
  buckets: "storage.googleapis.com",
  billingAccounts: "cloudbilling.googleapis.com",
  repos: "sourcerepo.googleapis.com",
  subnetworks: "compute.googleapis.com",
};

/** What a full resource name, or a path without host, names: `//pubsub.googleapis.com/projects/p/topics/t`. */
export function refOfName(name: string, span: Span): ResourceRef | undefined {
  const named = resourceOfFullName(name.startsWith("//") ? name : withHost(name));
  return named === undefined ? undefined : refOf(named, span);
}

/** `projects/p`, `folders/1`, `organizations/1` and what hangs below them. */
function withHost(path: string): string {
  const bare = path.replace(/^https:\/\/(?:www\.)?[a-z]+\.googleapis\.com\/(?:v\d\w*|compute\/\w+)\//u, "");
  const segments = bare.split("/");
  const collection = segments.findLast((segment) => Object.hasOwn(hostOfCollection, segment));
  const host = segments.length > 2 ? (hostOfCollection[collection ?? ""] ?? "") : "cloudresourcemanager.googleapis.com";
  return `//${hostOfCollection[segments[0] ?? ""] ?? host}/${bare}`;
}

function refOf(named: NamedResource, span: Span): ResourceRef {
  const value = (text: string): Value => known(text, span);
  return {
    type: named.type,
    name: value(named.name),
    ...(named.project === undefined || named.project === "_" ? {} : { project: value(named.project) }),
    ...(named.location === undefined ? {} : { location: value(named.location) }),
    ...(named.within === undefined ? {} : { within: refOf(named.within, span) }),
  };
}

/** A resource that the place does not name. */
export const unknownRef = (span: Span, why: string): ResourceRef => ({
  type: "unknown",
  name: unknown("resource", why, span),
});

/** `projects/p`, `folders/1` or `organizations/1` as a value says it, whatever its holes. */
export function hierarchyRef(value: Value): ResourceRef | undefined {
  if (value.kind === "known") {
    const match = /^(?:\/\/cloudresourcemanager\.googleapis\.com\/)?(project|folder|organization)s\/([^/]+)$/u.exec(
      value.text,
    );
    return match === null ? undefined : { type: match[1] ?? "", name: known(match[2] ?? "", value.span) };
  }
  const [first, ...rest] = value.parts;
  if (typeof first !== "string") return undefined;
  const match = /^(project|folder|organization)s\/(.*)$/u.exec(first);
  if (match === null) return undefined;
  const parts = match[2] === "" ? rest : [match[2] ?? "", ...rest];
  return { type: match[1] ?? "", name: { ...value, parts } as Value };
}
