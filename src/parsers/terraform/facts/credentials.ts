import type { KeyReference } from "../../../model/fact.ts";
import type { Span } from "../../../model/source.ts";
import { type Value, known, unknown } from "../../../model/value.ts";
import { type Datum, type ObjectDatum, attribute, toValue } from "../datum.ts";
import type { Placed, Root } from "../instances.ts";
import { placeOf } from "./reading.ts";

/** Providers and backends that authenticate with a key file. */
export function credentialFacts({ providers, backends }: Root): KeyReference[] {
  const google = providers.filter(({ name }) => name === "google" || name === "google-beta");
  const buckets = backends.filter(({ type }) => type === "gcs");
  return [
    ...google.flatMap((provider) => keyReference(provider, "provider credentials")),
    ...buckets.flatMap((backend) => keyReference(backend, "backend credentials")),
  ];
}

function keyReference(block: Placed & { readonly config: ObjectDatum }, how: string): KeyReference[] {
  const credentials = attribute(block.config, "credentials");
  const file = credentials && keyFileIn(credentials, placeOf(block).span);
  return file === undefined ? [] : [{ kind: "key-reference", ...placeOf(block), how, file }];
}

/** The key's path; never its content. Configurations of federation hold no key. */
function keyFileIn(credentials: Datum, block: Span): Value | undefined {
  if (credentials.sensitive && credentials.type !== "unknown")
    return unknown("(sensitive)", "it is sensitive", credentials.span);
  const value = toValue(credentials);
  if (value.kind !== "known") return pathInCall(value) ?? value;
  const text = value.text.trim();
  if (text === "") return undefined;
  if (!text.startsWith("{")) return value;
  if (text.includes('"external_account"')) return undefined;
  // A content that was read from a file stands in that file.
  const isInline = value.span.path === block.path;
  return isInline ? unknown("file(…)", "the content of a key file", value.span) : known(value.span.path, block);
}

/** `file("key.json")` of a file that is not there. */
function pathInCall(value: Value): Value | undefined {
  const [hole] = value.kind === "unknown" ? value.parts : [];
  if (typeof hole !== "object" || !("expression" in hole)) return undefined;
  const path = /^\s*file\(\s*"([^"$]+)"\s*\)/.exec(hole.expression)?.[1];
  return path === undefined ? undefined : known(path, value.span);
}
