import { instanceOf } from "../eval/calls.ts";
import { type Args, type Machine, type Site, maxSteps } from "../eval/machine.ts";
import { type ExternalTerm, type Term, joined, knownText, list, scalar } from "../terms.ts";
import { datasetWritten } from "./access-entries.ts";
import { listChanged } from "./access-lists.ts";
import { accountCall } from "./accounts.ts";
import { apiRows } from "./api-rows.ts";
import { beamCall } from "./beam.ts";
import { type Call, namedArguments } from "./arguments.ts";
import { className } from "./class-names.ts";
import { noteKeys } from "./credentials.ts";
import { setDefaults } from "./defaults.ts";
import { apiCall } from "./discovery.ts";
import { addByRow } from "./emit.ts";
import { generativeCall } from "./generative.ts";
import { pathMade } from "./names.ts";
import { pipelineCompiled } from "./pipelines.ts";
import { policyRead, policyWritten } from "./policies.ts";
import type { Row } from "./row.ts";
import { sdkRows } from "./sdk-rows.ts";
import { dataRows } from "./storage-rows.ts";

/** Packages of Google, and what their calls return. */
const ours =
  /^(?:google|vertexai|agentplatform|google_cloud_pipeline_components|googleapiclient|oauth2client|aiplatform|storage|bigquery|genai|kfp|auth|oauth2|discovery|[a-z_]+)\./;

/** What a call of one of Google's clients does, and what it returns. */
export function callClient(machine: Machine, external: ExternalTerm, args: Args, site: Site): Term | undefined {
  const dotted = external.self === undefined ? external.name : `${external.self.of}.${external.name}`;
  // Past the bound, arguments are not known any more.
  if (!ours.test(dotted) || machine.steps > maxSteps) return undefined;
  if (dotted === "google.api_core.iam.Policy") return policyRead(dotted, site);
  const name = external.self === undefined ? className(dotted) : dotted;
  const isGoogle =
    external.self !== undefined || name !== dotted || /^(?:googleapiclient|oauth2client|vertexai)\./.test(dotted);
  if (!isGoogle) return undefined;
  if (name === "aiplatform.init" || name === "vertexai.init")
    setDefaults(machine, namedArguments(args, ["project", "location"]));
  if (name === "apache_beam.PipelineOptions") beamCall(machine, args, site);
  if (name.startsWith("discovery.")) return discoveredCall(machine, name, external, args, site);
  const row = rowOf(name, external);
  const call: Call = {
    name,
    args: namedArguments(args, row?.params),
    ...(args.open && { open: args.open }),
    ...(external.self && { self: external.self }),
    ...(row && { row }),
  };
  noteFacts(machine, call, site);
  return (
    policyRead(name, site) ??
    pathOf(name, args) ??
    discovered(name, external, args, site) ??
    resultOf(call, external, args, site)
  );
}

/** `build("aiplatform", "v1").projects().locations().endpoints().deployModel(endpoint=…, body=…)` */
function discoveredCall(machine: Machine, name: string, external: ExternalTerm, args: Args, site: Site): Term {
  const named = namedArguments(args);
  const body = named.get("body");
  const call: Call = {
    name,
    args: named,
    ...(args.open && { open: args.open }),
    ...(external.self && { self: external.self }),
    body: body ?? scalar(null, site.span),
  };
  apiCall(machine, call, site);
  return policyRead(name, site) ?? resultOf(call, external, args, site);
}

/** `EndpointServiceClient.from_service_account_file("key.json")`: a client like any other. */
function rowOfKey(name: string): Row | undefined {
  const [, gives = "", kind = ""] = /^(.+Client)\.from_service_account_(file|json|info)$/.exec(name) ?? [];
  return kind === "" ? undefined : { params: [kind === "info" ? "info" : "filename"], gives };
}

function rowOf(name: string, { self }: ExternalTerm): Row | undefined {
  const own = Object.hasOwn(sdkRows, name) ? sdkRows[name] : Object.hasOwn(dataRows, name) ? dataRows[name] : undefined;
  if (own !== undefined || self === undefined) return own ?? rowOfKey(name);
  // `aiplatform.EndpointServiceClient.create_endpoint`, asynchronous or not.
  const [, client = "", method = ""] = /(\w+?)(?:Async)?Client\.(\w+)$/.exec(name) ?? [];
  const key = `${client}Client.${method}`;
  return Object.hasOwn(apiRows, key) ? apiRows[key] : undefined;
}

function noteFacts(machine: Machine, call: Call, site: Site): void {
  noteKeys(machine, call.name, call.args, site);
  policyWritten(machine, call, site);
  listChanged(machine, call, site);
  datasetWritten(machine, call, site);
  accountCall(machine, call, site);
  pipelineCompiled(machine, call);
  generativeCall(machine, call, site);
  if (call.row !== undefined)
    addByRow(machine, site, call.row, call, /^(?:aiplatform|vertexai)\./.test(call.name) ? "vertex" : "other");
}

/** `client.endpoint_path(project, location, endpoint)`, `client.common_location_path(project, location)` */
const pathOf = (name: string, args: Args): Term | undefined =>
  pathMade(name.slice(name.lastIndexOf(".") + 1).replace(/^common_/, ""), [...args.positional, ...args.named.values()]);

/** `discovery.build("iam", "v1")` */
function discovered(name: string, external: ExternalTerm, args: Args, site: Site): Term | undefined {
  if (name !== "googleapiclient.discovery.build") return undefined;
  const service = knownText(args.positional[0] ?? args.named.get("serviceName"));
  return service === undefined ? undefined : instanceOf(`discovery.${service}`, external, args, site);
}

function resultOf({ name, args, row, self }: Call, external: ExternalTerm, given: Args, site: Site): Term {
  if (name === "auth.default" || name === "google.auth.default" || name.endsWith("auth.default")) {
    return list([instanceOf("auth.Credentials", external, given, site), projectAtRun(site)], site.span);
  }
  const gives = row?.gives ?? name;
  const isList = gives.startsWith("[");
  const made: Term = {
    type: "instance",
    of: isList ? gives.slice(1, -1) : gives,
    args: new Map(args),
    ...(self && { from: self }),
    written: site.written,
    span: site.span,
  };
  return isList
    ? list([made], site.span, { type: "gap", expression: site.written, why: "is known when it runs", span: site.span })
    : made;
}

const projectAtRun = ({ span }: Site): Term =>
  joined([{ type: "gap", expression: "the default project", why: "is known when it runs", span }], span);
