import { type Value, partsOf, valueOf } from "../model/value.ts";
import type { ClientMethod } from "./client-method.ts";
import { segmentsOf } from "./resource-name.ts";
import { restMethod } from "./rest-methods.ts";

/** What a request of the HTTP API names. */
export interface RestTarget {
  /** `aiplatform` */
  readonly service: string;
  readonly host: Value;
  /** `endpoints` */
  readonly collection: string;
  /** `predict`; of requests without a verb of their own `create`, `patch`, `delete`, `list` or `get`. */
  readonly verb: string;
  /** `projects/p/locations/l/endpoints/e` */
  readonly name: Value;
}

/** `POST https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/l/endpoints/e:predict` */
export function restTarget(url: Value, method: string): RestTarget | undefined {
  const [scheme, , host, version, ...path] = segmentsOf(url);
  if (scheme === undefined || host === undefined || version === undefined || path.length === 0) return undefined;
  const service = /^(?:[a-z0-9-]+-)?([a-z]+)\.googleapis\.com$/.exec(shown(host))?.[1];
  const { words, verb } = verbIn(path);
  const isCollection = words.length % 2 === 1;
  const collection = words.at(isCollection ? -1 : -2);
  if (service === undefined || collection?.kind !== "known") return undefined;
  return {
    service,
    host,
    collection: collection.text,
    verb: verb ?? verbs[method.toLowerCase()] ?? (isCollection ? "list" : "get"),
    name: valueOf(words.flatMap(partsAfterSlash).slice(1), url.span),
  };
}

/** What the client library does with the same request. */
export const calledAt = ({ service, collection, verb }: RestTarget): ClientMethod | undefined =>
  restMethod(service, `${collection}.${verb}`);

const partsAfterSlash = (word: Value): ReturnType<typeof partsOf> => ["/", ...partsOf(word)];

const shown = (value: Value): string =>
  partsOf(value)
    .map((part) => (typeof part === "string" ? part : "x"))
    .join("");

const verbs: Readonly<Record<string, string>> = { post: "create", patch: "patch", put: "patch", delete: "delete" };

/** The last segment may end in `:verb`, and in a query. */
function verbIn(path: readonly Value[]): { readonly words: readonly Value[]; readonly verb: string | undefined } {
  const last = path.at(-1);
  if (last === undefined) return { words: path, verb: undefined };
  const parts = partsOf(last);
  const tail = parts.at(-1);
  if (typeof tail !== "string") return { words: path, verb: undefined };
  const [before = "", verb] = (tail.split("?")[0] ?? "").split(":");
  return { words: [...path.slice(0, -1), valueOf([...parts.slice(0, -1), before], last.span)], verb };
}
