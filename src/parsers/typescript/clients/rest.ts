import { type RestTarget, calledAt, restTarget } from "../../../gcp/rest-call.ts";
import { restMethod } from "../../../gcp/rest-methods.ts";
import { setEntry } from "../eval/evaluate.ts";
import { parsedJson } from "../eval/json-file.ts";
import type { Machine, Site } from "../eval/machine.ts";
import {
  type DictTerm,
  type ExternalTerm,
  type Step,
  type Term,
  dict,
  joined,
  knownText,
  literal,
  partsOfTerm,
  textOfValue,
  toValue,
} from "../terms.ts";
import { accountCall } from "./accounts.ts";
import { type Client, addByRow } from "./emit.ts";
import { policyWritten } from "./policies.ts";
import { linksOf, termAt } from "./trail.ts";

const verbs: ReadonlySet<string> = new Set(["get", "post", "put", "patch", "delete"]);

/** `fetch(url, { method, body })`, `axios.post(url, body)`, `client.request({ url, method, data })` */
export function restCall(machine: Machine, external: ExternalTerm, caller: Term | undefined, site: Site): void {
  const request = requestOf(external);
  const target = request && restTarget(toValue(request.url), request.method);
  if (request === undefined || target === undefined) return;
  const name = textOfValue(target.name);
  const client: Client = { caller, apiEndpoint: textOfValue(target.host) };
  const row = calledAt(target);
  if (row !== undefined) addByRow(machine, site, row, request.body, client, "rest", name);
  const discovered = asDiscovered(target, name, request.body, site);
  policyWritten(machine, discovered, site);
  accountCall(machine, discovered, client, site);
}

interface Request {
  readonly method: string;
  readonly url: Term;
  readonly body: Term | undefined;
}

function requestOf({ steps }: ExternalTerm): Request | undefined {
  const call = steps.at(-1);
  if (call?.kind !== "call") return undefined;
  const request = requestIn(steps, call.args);
  const base = baseOf(steps);
  if (request === undefined || base === undefined || isWhole(request.url)) return request;
  const slash = literal("/", request.url.span);
  return { ...request, url: joined([base, ...(startsWithSlash(request.url) ? [] : [slash]), request.url], base.span) };
}

/** `axios.create({ baseURL })`, `got.extend({ prefixUrl })` */
function baseOf(steps: ExternalTerm["steps"]): Term | undefined {
  const made = linksOf(steps).find(({ name, args }) => args !== undefined && (name === "create" || name === "extend"));
  return termAt(made?.args?.[0], "baseURL") ?? termAt(made?.args?.[0], "prefixUrl");
}

const startOf = (url: Term): string => {
  const [first] = partsOfTerm(url);
  return typeof first === "string" ? first : "";
};
const isWhole = (url: Term): boolean => /^https?:/.test(startOf(url));
const startsWithSlash = (url: Term): boolean => startOf(url).startsWith("/");

function requestIn(steps: ExternalTerm["steps"], args: readonly Term[]): Request | undefined {
  const name = linksOf(steps).at(-1)?.name ?? "";
  const [first, second, third] = args;
  const options = first?.type === "dict" ? first : second;
  const url = first?.type === "dict" ? (termAt(first, "url") ?? termAt(first, "uri")) : first;
  if (url === undefined) return undefined;
  if (verbs.has(name)) {
    // `got.post(url, { json })`, `superagent` and its like; `axios.post(url, body)`.
    const body = termAt(second, "json") ?? second;
    return { method: name, url, body: jsonOf(body ?? third) };
  }
  const body = termAt(options, "data") ?? termAt(options, "body") ?? termAt(options, "json");
  return { method: knownText(termAt(options, "method")) ?? "get", url, body: jsonOf(body) };
}

/** `JSON.stringify(…)`, or the text of a JSON object. */
function jsonOf(body: Term | undefined): Term | undefined {
  if (body?.type !== "text") return body;
  const text = knownText(body);
  return body.json ?? (text === undefined ? body : (parsedJson(text, body.span) ?? body));
}

/** The same call by the discovery-based client. */
function asDiscovered(
  { service, collection, verb }: RestTarget,
  name: Term,
  body: Term | undefined,
  { span }: Site,
): ExternalTerm {
  const request: DictTerm = dict(span);
  setEntry(request, literal("name", span), name);
  setEntry(request, literal("resource", span), name);
  if (body !== undefined) setEntry(request, literal("requestBody", span), body);
  const member = (of: string): Step => ({ kind: "member", name: of });
  const call = (...args: readonly Term[]): Step => ({ kind: "call", args, span });
  const steps = [member(service), call(), member(collection), member(verb), call(request)];
  return { type: "external", package: "googleapis", steps, span };
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
