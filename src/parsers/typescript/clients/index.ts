import { clientMethods } from "../../../gcp/client-methods.ts";
import type { Machine, Site } from "../eval/machine.ts";
import { setEntry } from "../eval/evaluate.ts";
import type { Span } from "../../../model/source.ts";
import type { Scope } from "../scope.ts";
import { type ExternalTerm, type Step, type Term, conditionally, dict, knownText, literal } from "../terms.ts";
import { listChanged } from "./access-lists.ts";
import { accountCall } from "./accounts.ts";
import { bigqueryCall } from "./bigquery.ts";
import { datasetWritten } from "./datasets.ts";
import { assignEnvironment, callerOf, noteCredentials, noteKeys } from "./credentials.ts";
import { type Client, addByRow } from "./emit.ts";
import { generativeCall } from "./generative.ts";
import { pathMade } from "./names.ts";
import { policyRead, policyWritten } from "./policies.ts";
import { discoveryCall, restCall } from "./rest.ts";
import { isStorage, storageCall } from "./storage.ts";
import { type Trail, fieldsOf, linksOf, optionsOf, termAt, trailOf } from "./trail.ts";

const ours =
  /^(?:@google-cloud\/.+|@googleapis\/.+|googleapis|google-auth-library|@google\/genai|firebase-admin|gcp-metadata)$/;
const requesters: ReadonlySet<string> = new Set([
  "axios",
  "node-fetch",
  "got",
  "gaxios",
  "undici",
  "cross-fetch",
  "superagent",
  "ky",
]);

/** What a call of one of Google's clients, or over HTTP, does. */
export function callClient(machine: Machine, external: ExternalTerm, site: Site): Term | undefined {
  const { package: from, steps } = external;
  if (from === "global") {
    if (linksOf(steps)[0]?.name === "fetch") restCall(machine, external, undefined, site);
    return undefined;
  }
  if (requesters.has(from)) restCall(machine, external, undefined, site);
  if (!ours.test(from)) return undefined;
  const call = steps.at(-1);
  if (call?.kind === "new") {
    noteKeysOf(machine, external, call.args, site);
    // A message whose fields are set one by one.
    if (call.args.length === 0 && from.startsWith("@google-cloud/"))
      return { ...external, steps: [...steps.slice(0, -1), { ...call, args: [dict(site.span)] }] };
  }
  if (call?.kind === "call") return called(machine, external, call.args, site);
  return undefined;
}

/** `new Storage({ keyFilename })`, `new GoogleAuth({ keyFile })`, `new JWT(email, keyFile, key)` */
function noteKeysOf(machine: Machine, external: ExternalTerm, args: readonly Term[], site: Site): void {
  const [first] = args;
  for (const options of args) noteKeys(machine, options, site);
  if (trailOf(external)?.className !== "JWT") return;
  const [, file, key] = args;
  const options = first?.type === "dict" ? first : undefined;
  const credentials = options?.entries.get("key")?.value ?? key;
  if (file?.type === "text") noteCredentials(machine, file, "keyFile", site);
  if (credentials?.type !== "text" && credentials?.type !== "external") return;
  const email = options?.entries.get("email")?.value ?? first;
  const entries = dict(site.span);
  setEntry(entries, literal("private_key", credentials.span), credentials);
  if (email?.type === "text") setEntry(entries, literal("client_email", email.span), email);
  noteCredentials(machine, entries, "key", site);
}

function clientOf(machine: Machine, trail: Trail | undefined, site: Site): Client {
  const options = trail && optionsOf(trail);
  const endpoint = termAt(options, "apiEndpoint") ?? termAt(options, "servicePath");
  return {
    caller: callerOf(machine, options, site),
    project: termAt(options, "projectId"),
    apiEndpoint: hostIn(endpoint ?? (trail && unreadOptions(trail))),
  };
}

/** Options that can't be read to the end: they may name a host. */
function unreadOptions(trail: Trail): Term | undefined {
  const options = optionsOf(trail);
  if (options?.type === "dict") return options.open;
  return trail.made.find(({ type }) => type !== "scalar" && type !== "text");
}

/** `https://us-central1-aiplatform.googleapis.com`: the host. */
function hostIn(endpoint: Term | undefined): Term | undefined {
  const text = knownText(endpoint);
  if (text === undefined || endpoint?.type !== "text") return endpoint;
  return { ...endpoint, parts: [text.replace(/^https?:\/\//, "").replace(/[:/].*$/, "")] };
}

function called(machine: Machine, external: ExternalTerm, args: readonly Term[], site: Site): Term | undefined {
  const trail = trailOf(external);
  const links = linksOf(external.steps);
  const name = links.at(-1)?.name ?? "";
  const [first] = args;
  noteSignIn(machine, external, name, first, site);
  const client = clientOf(machine, trail, site);
  policyWritten(machine, external, site);
  accountCall(machine, external, client, site);
  if (name === "request") restCall(machine, external, client.caller, site);
  if (trail === undefined) discoveryCall(machine, external, client, site);
  else callOnMade(machine, trail, client, first, site);
  return policyRead(external, site) ?? pathMade(name, args);
}

/** `admin.credential.cert(key)`, `auth.fromJSON(key)` */
function noteSignIn(
  machine: Machine,
  { package: from }: ExternalTerm,
  name: string,
  first: Term | undefined,
  site: Site,
): void {
  if (first === undefined) return;
  if (from === "firebase-admin" && name === "cert") noteCredentials(machine, first, "credential.cert", site);
  if (name === "fromJSON") noteCredentials(machine, first, "fromJSON", site);
}

function callOnMade(machine: Machine, trail: Trail, client: Client, request: Term | undefined, site: Site): void {
  const { package: from, className, links } = trail;
  if (isStorage(trail)) {
    storageCall(machine, trail, client, site);
    listChanged(machine, trail, site);
  } else if (className === "BigQuery") {
    bigqueryCall(machine, trail, client, site);
    datasetWritten(machine, trail, client, site);
  } else if (from === "@google-cloud/vertexai" || from === "@google/genai")
    generativeCall(machine, trail, client.caller, site);
  const [method, ...others] = links;
  const service = from.replace("@google-cloud/", "");
  const known = Object.hasOwn(clientMethods, service) ? clientMethods[service] : undefined;
  const key = `${className}.${method?.name}`;
  if (known === undefined || others.length > 0 || !Object.hasOwn(known, key)) return;
  const row = known[key];
  if (row !== undefined) addByRow(machine, site, row, request, client);
}

/** `predictionServiceClient` in a file that has to do with the package of `PredictionServiceClient`. */
export function clientNamed(name: string, { module }: Scope, span: Span): Term | undefined {
  if (!name.endsWith("Client")) return undefined;
  const className = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  for (const [service, methods] of Object.entries(clientMethods)) {
    const from = `@google-cloud/${service}`;
    if (!module.text.includes(from) || !Object.keys(methods).some((key) => key.startsWith(`${className}.`))) continue;
    const steps: readonly Step[] = [
      { kind: "member", name: className },
      { kind: "new", args: [], span },
    ];
    return { type: "external", package: from, steps, span };
  }
  return undefined;
}

/** `process.env.GOOGLE_APPLICATION_CREDENTIALS = "key.json"`, `account.email = "…"` of a message. */
export function assignClient(machine: Machine, external: ExternalTerm, value: Term, site: Site): void {
  assignEnvironment(machine, external, value, site);
  const name = external.steps.at(-1);
  const fields = fieldsOf({ ...external, steps: external.steps.slice(0, -1) });
  if (fields === undefined || name?.kind !== "member") return;
  setEntry(fields, literal(name.name, site.span), machine.uncertain > 0 ? conditionally(value) : value);
}
