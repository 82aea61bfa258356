import type { ClientMethod } from "../../../gcp/client-method.ts";
import { isRestService, restMethod } from "../../../gcp/rest-methods.ts";
import type { Machine, Site } from "../eval/machine.ts";
import { type ExternalTerm, type Term, joined, knownText, literal, partsOfTerm, textTerm } from "../terms.ts";
import { type Client, addByRow } from "./emit.ts";
import { segmentsOfTerm } from "./names.ts";
import { linksOf, termAt } from "./trail.ts";

const verbs: ReadonlySet<string> = new Set(["get", "post", "put", "patch", "delete", "request"]);

/** `fetch(url, { method, body })`, `axios.post(url, body)`, `client.request({ url, method, data })` */
export function restCall(machine: Machine, external: ExternalTerm, site: Site): void {
  const call = external.steps.at(-1);
  if (call?.kind !== "call") return;
  const name = linksOf(external.steps).at(-1)?.name ?? "";
  const [first, second, third] = call.args;
  const request = first?.type === "dict" ? first : second;
  const url = first?.type === "dict" ? termAt(first, "url") : first;
  if (url === undefined) return;
  const isVerb = verbs.has(name) && name !== "request";
  const method = isVerb ? name : (knownText(termAt(request, "method")) ?? "get").toLowerCase();
  const written = isVerb ? second : (termAt(request, "data") ?? termAt(request, "body"));
  const body = written?.type === "text" ? (written.json ?? written) : (written ?? third);
  const called = calledAt(url, method);
  if (called === undefined) return;
  const client: Client = { apiEndpoint: called.host };
  addByRow(machine, site, called.row, body, client, "rest", called.name);
}

interface Called {
  readonly row: ClientMethod;
  readonly host: Term;
  /** What the URL names: `projects/p/locations/l/endpoints/e`. */
  readonly name: Term;
}

/** `https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/l/endpoints/e:predict` */
function calledAt(url: Term, method: string): Called | undefined {
  const segments = segmentsOfTerm(url);
  const [scheme, , host, version, ...path] = segments;
  if (scheme === undefined || host === undefined || version === undefined || path.length === 0) return undefined;
  const shownHost = partsOfTerm(host)
    .map((part) => (typeof part === "string" ? part : "x"))
    .join("");
  const service = /^(?:[a-z0-9-]+-)?([a-z]+)\.googleapis\.com$/.exec(shownHost)?.[1];
  if (service === undefined || !isRestService(service)) return undefined;
  const { words, verb } = verbIn(path);
  const row = rowOf(service, words, verb, method);
  const slash = literal("/", url.span);
  const name = joined(
    words.flatMap((word, index) => (index === 0 ? [word] : [slash, word])),
    url.span,
  );
  return row && { row, host, name };
}

/** The last segment may end in `:verb`, and in a query. */
function verbIn(path: readonly Term[]): { readonly words: readonly Term[]; readonly verb: string | undefined } {
  const last = path.at(-1);
  if (last === undefined) return { words: path, verb: undefined };
  const parts = partsOfTerm(last);
  const tail = parts.at(-1);
  const text = typeof tail === "string" ? tail : "";
  const [bare = ""] = text.split("?");
  const [before = "", verb] = bare.split(":");
  const rest = typeof tail === "string" ? [...parts.slice(0, -1), ...(before === "" ? [] : [before])] : parts;
  const word = rest.length === 0 ? literal("", last.span) : textTerm(rest, last.span, "is known when it runs");
  return { words: [...path.slice(0, -1), word], verb };
}

const verbOfMethod: Readonly<Record<string, string>> = {
  post: "create",
  patch: "patch",
  put: "patch",
  delete: "delete",
};

function rowOf(
  service: string,
  words: readonly Term[],
  verb: string | undefined,
  method: string,
): ClientMethod | undefined {
  const isCollection = words.length % 2 === 1;
  const collection = words.at(isCollection ? -1 : -2);
  const name = collection === undefined ? undefined : knownText(collection);
  const own = verb ?? verbOfMethod[method] ?? (isCollection ? "list" : "get");
  return name === undefined ? undefined : restMethod(service, `${name}.${own}`);
}

/** `google.aiplatform("v1").projects.locations.endpoints.deployModel({ … })` */
export function discoveryCall(machine: Machine, external: ExternalTerm, client: Client, site: Site): void {
  const links = linksOf(external.steps);
  const last = links.at(-1);
  const collection = links.at(-2)?.name;
  const service = links.find(({ args }) => args !== undefined)?.name;
  if (last?.args === undefined || service === undefined || collection === undefined || service === last.name) return;
  const row = restMethod(service, `${collection}.${last.name}`);
  if (row !== undefined) addByRow(machine, site, row, last.args[0], client);
}
