import { type RestTarget, restTarget } from "../../../gcp/rest-call.ts";
import type { Args, Machine, Site } from "../eval/machine.ts";
import { type ExternalTerm, type Term, knownText, literal, textOfValue, toValue } from "../terms.ts";
import type { Call } from "./arguments.ts";
import { apiCall } from "./discovery.ts";
import { jsonTerm } from "./credentials.ts";

/** What sends requests by itself, and sessions that do. */
const senders = /^(?:requests|httpx)\.(get|post|put|patch|delete|request)$/;
const sessions =
  /^(?:requests\.(?:Session|session)|httpx\.(?:Async)?Client|aiohttp\.ClientSession|urllib3\.PoolManager|httplib2\.Http|(?:google_auth_httplib2|auth)\.AuthorizedHttp|auth\.AuthorizedSession)$/;
const verbs = /^(get|post|put|patch|delete|request)$/;

interface Request {
  readonly method: string;
  readonly url: Term;
  readonly body: Term | undefined;
  readonly credentials?: Term | undefined;
}

/** `requests.post(url, json=…)`, `AuthorizedSession(credentials).post(…)`, `urllib.request.Request(url, data=…)` */
export function restCall(machine: Machine, external: ExternalTerm, args: Args, site: Site): void {
  const request = requestOf(external, args);
  const target = request && restTarget(toValue(request.url), request.method);
  if (request === undefined || target === undefined) return;
  apiCall(machine, callOf(request, target), site, "rest");
}

function requestOf({ name, self }: ExternalTerm, args: Args): Request | undefined {
  if (name === "urllib.request.Request") return urllibRequest(args);
  const isSession = self !== undefined && sessions.test(self.of);
  const verb = self === undefined ? senders.exec(name)?.[1] : isSession ? verbs.exec(name)?.[1] : undefined;
  if (verb === undefined) return undefined;
  const { positional, named } = args;
  const isGeneric = verb === "request";
  // `httplib2` takes the address first.
  const at = isGeneric && self?.of !== "httplib2.Http" ? 1 : 0;
  const url = named.get("url") ?? named.get("uri") ?? positional[at];
  const method = isGeneric ? knownText(named.get("method") ?? positional[1 - at]) : verb;
  if (url === undefined || method === undefined) return undefined;
  const body = ["json", "data", "content", "body"].map((key) => named.get(key)).find((term) => term !== undefined);
  const credentials = self?.args.get("credentials") ?? (self?.of.startsWith("auth.") ? self.args.get("0") : undefined);
  return { method, url, body: body ?? (isGeneric ? undefined : positional[1]), credentials };
}

function urllibRequest({ positional, named }: Args): Request | undefined {
  const url = named.get("url") ?? positional[0];
  const body = named.get("data") ?? positional[1];
  return url && { url, body, method: knownText(named.get("method")) ?? (body === undefined ? "get" : "post") };
}

/** As the discovery-based client names it: `discovery.aiplatform.endpoints.predict`. */
function callOf({ body, credentials }: Request, { service, host, collection, verb, name }: RestTarget): Call {
  const named = textOfValue(name);
  const args = new Map<string, Term>([
    ["name", named],
    ["resource", named],
    ["parent", named],
    ["api_endpoint", textOfValue(host)],
  ]);
  if (credentials !== undefined) args.set("credentials", credentials);
  return { name: `discovery.${service}.${collection}.${verb}`, args, body: jsonOf(body) ?? literal("", named.span) };
}

/** `json.dumps(…)`, or the text of a JSON object. */
function jsonOf(body: Term | undefined): Term | undefined {
  if (body?.type !== "text") return body;
  const text = knownText(body);
  return body.json ?? (text === undefined ? body : (jsonTerm(text, body.span) ?? body));
}
