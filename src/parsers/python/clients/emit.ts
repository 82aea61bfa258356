import { bucketIn, homeIn, tableIn } from "../../../gcp/resource-name.ts";
import type { Operation } from "../../../model/fact.ts";
import type { Value } from "../../../model/value.ts";
import { type Machine, type Site, placeNow } from "../eval/machine.ts";
import {
  type InstanceTerm,
  type Term,
  alternatives,
  gap,
  isNone,
  joined,
  knownText,
  literal,
  partsOfTerm,
  textOfValue,
  toValue,
} from "../terms.ts";
import { type Call, argument } from "./arguments.ts";
import { callerOf } from "./credentials.ts";
import { defaultsOf } from "./defaults.ts";
import { mayBeHidden } from "./hidden.ts";
import { noteRun, noteStep } from "./pipelines.ts";
import { isRemoteModel } from "./remote-models.ts";
import type { Row } from "./row.ts";
import { tableNamed } from "./tables.ts";

export interface Calling {
  readonly id: string;
  readonly surface?: Operation["surface"];
  readonly caller?: Term | undefined;
  readonly project?: Term | undefined;
  readonly location?: Term | undefined;
  readonly runAs?: Term | undefined;
  readonly targets?: Readonly<Record<string, Term | undefined>>;
}

/** Notes that the program calls an operation. */
export function addOperation(machine: Machine, site: Site, calling: Calling): void {
  const { id, surface = "python", targets = {} } = calling;
  const optional = (name: string, term: Term | undefined): Readonly<Record<string, Value>> => {
    const value = valueOf(term);
    return value === undefined ? {} : { [name]: value };
  };
  const accounts = calling.runAs === undefined ? [undefined] : alternatives(calling.runAs);
  for (const account of accounts) {
    const operation: Operation = {
      kind: "operation",
      ...placeNow(machine, site.span),
      // One of them it is, but nobody knows which.
      ...(accounts.length > 1 && { conditional: true as const }),
      id,
      surface,
      ...optional("caller", calling.caller),
      ...optional("project", calling.project),
      ...optional("location", calling.location),
      ...optional("runAs", account),
      targets: Object.assign(
        {},
        ...Object.entries(targets).map(([name, term]) => optional(name, term)),
      ) as Operation["targets"],
    };
    machine.facts.push(operation);
    noteStep(machine, operation);
  }
}

const valueOf = (term: Term | undefined): Value | undefined => {
  if (term === undefined || isNone(term) || term.type === "dict" || term.type === "object" || knownText(term) === "")
    return undefined;
  return toValue(term);
};

/** An operation as its row reads it from the call. */
export function addByRow(machine: Machine, site: Site, row: Row, call: Call, of: string): void {
  if (row.id === undefined) return;
  const defaults = of === "vertex" ? defaultsOf(machine) : new Map<string, Term>();
  const home = homeOf(nameOf(machine, homeNameOf(row, call)));
  const runAs = row.runAs?.map((path) => argument(call, path)).find((term) => term !== undefined);
  const unnamed = runAs === undefined ? (unnamedAccount(row, call, site) ?? hiddenAccount(row, call, site)) : undefined;
  if (unnamed === nobody) return;
  const isWithout = row.without !== undefined && argument(call, row.without.argument) === undefined;
  const credentials = argument(call, "credentials");
  const isKfp = row.surface === "kfp";
  const project = home.project ?? plain(argument(call, "project")) ?? plain(argument(call, "project_id"));
  const account = runAs ?? unnamed ?? (row.hasDefaultAccount ? defaults.get("service_account") : undefined);
  noteRun(machine, call, row.id, account);
  addOperation(machine, site, {
    id: isWithout ? row.without.id : idOf(row.id, call),
    ...(row.surface && { surface: row.surface }),
    caller: isKfp
      ? undefined
      : callerOf(machine, credentials ?? madeFrom(call.self) ?? defaults.get("credentials"), site),
    project: project ?? defaults.get("project"),
    location:
      home.location ??
      plain(
        argument(call, "destination_location") ??
          argument(call, "location") ??
          argument(call, "zone") ??
          argument(call, "region"),
      ) ??
      defaults.get("location"),
    runAs: account,
    targets: targetsOf(machine, row, call, project ?? defaults.get("project")),
  });
}

/** `job.run(**options)`: it may name an account, or none. */
const hiddenAccount = (row: Row, call: Call, site: Site): Term | undefined =>
  row.runAs?.some((path) => mayBeHidden(call, path))
    ? gap("service_account", "is among what can't be known", site.span)
    : undefined;

const nobody = Symbol("no account");

/** Whom it runs as where the request names no account; `undefined`: the default of the operation. */
function unnamedAccount(row: Row, call: Call, site: Site): Term | typeof nobody | undefined {
  if (row.unnamed === undefined) return undefined;
  const resource = argument(call, "instance_resource") ?? argument(call, "bulk_insert_instance_resource_resource");
  const body = resource ?? call.body;
  const isWhole = (body?.type === "dict" && body.open === undefined) || body?.type === "instance";
  const isFromTemplate = ["source_instance_template", "source_machine_image"].some(
    (name) => argument(call, name) !== undefined || argument(call, `instance_resource.${name}`) !== undefined,
  );
  if (row.unnamed === "nobody" && isWhole && !isFromTemplate) return nobody;
  return gap("the account of what it names", "is set where that is made", site.span);
}

/** What is called may be another operation, by what it names. */
function idOf(id: string, call: Call): string {
  const mode = call.name === "storage.Blob.open" ? knownText(argument(call, "mode")) : undefined;
  if (mode !== undefined && /[wax]/.test(mode)) return "gcs.write";
  if (id === "bq.query") return isRemoteModel(textIn(argument(call, "query"))) ? "bqml.remote" : id;
  const name = textIn(argument(call, "endpoint") ?? argument(call, "model"));
  if (id === "endpoint.predict" && name.includes("publishers/")) return "publisher.generate";
  return id === "publisher.generate" && name.includes("/endpoints/") ? "endpoint.predict" : id;
}

const textIn = (term: Term | undefined): string =>
  term === undefined
    ? ""
    : partsOfTerm(term)
        .map((part) => (typeof part === "string" ? part : "x"))
        .join("");

/** `storage.Client.from_service_account_json(…)` is its own credentials. */
function madeFrom(self: InstanceTerm | undefined): Term | undefined {
  for (let at = self; at !== undefined; at = at.from)
    if (["json_credentials_path", "filename", "info"].some((name) => at.args.has(name))) return at;
  return undefined;
}

/** `location="us-central1"`; a whole name says it otherwise. */
const plain = (term: Term | undefined): Term | undefined =>
  term === undefined || isNone(term) || homeOf(term).project !== undefined ? undefined : term;

/** A model that is deployed without an endpoint gets one in its own project. */
const homeNameOf = (row: Row, call: Call): Term | undefined =>
  (row.home === undefined ? undefined : argument(call, row.home)) ??
  (row.without === undefined ? undefined : call.self) ??
  argument(call, "parent") ??
  (call.self?.of.endsWith("Client") || call.body !== undefined ? argument(call, "name") : undefined);

/** Arguments that name what was made with them. */
const nameArguments = [
  "model_name",
  "endpoint_name",
  "index_name",
  "index_endpoint_name",
  "dataset_name",
  "featurestore_name",
  "entity_type_name",
  "name",
] as const;

/** The name of something that the SDK made: as given, or from project, place and id. */
export function nameOf(machine: Machine, term: Term | undefined): Term | undefined {
  if (term?.type !== "instance") return term;
  const name = nameArguments.map((argumentName) => term.args.get(argumentName)).find((found) => found !== undefined);
  if (name === undefined) return undefined;
  const text = knownText(name);
  const kind = collections[term.of];
  if (text === undefined || text.includes("/") || kind === undefined) return name;
  const defaults = defaultsOf(machine);
  const [project, location] = ["project", "location"].map((place) => term.args.get(place) ?? defaults.get(place));
  if (project === undefined || location === undefined || isNone(project) || isNone(location)) return name;
  const at = (word: string): Term => literal(word, name.span);
  return joined([at("projects/"), project, at("/locations/"), location, at(`/${kind}/${text}`)], name.span);
}

const collections: Readonly<Record<string, string>> = {
  "aiplatform.Model": "models",
  "aiplatform.Endpoint": "endpoints",
  "aiplatform.MatchingEngineIndex": "indexes",
  "aiplatform.MatchingEngineIndexEndpoint": "indexEndpoints",
};

function targetsOf(
  machine: Machine,
  row: Row,
  call: Call,
  project: Term | undefined,
): Readonly<Record<string, Term | undefined>> {
  const named = Object.entries(row.targets ?? {}).map(
    ([target, path]) => [target, targetNamed(machine, argument(call, path))] as const,
  );
  const first = (paths: readonly string[] | undefined, find: typeof bucketIn): Term | undefined =>
    paths?.flatMap((path) => termIn(textual(argument(call, path)), find) ?? []).at(0);
  const [bucket, table] = [first(row.buckets, bucketIn), first(row.tables, tableIn)];
  const apiEndpoint = argument(call, "client_options.api_endpoint") ?? argument(call, "api_endpoint");
  return {
    ...Object.fromEntries(named),
    ...(bucket && { bucket }),
    ...(table && { table }),
    ...(apiEndpoint && { apiEndpoint }),
    ...(row.id === "model.copy" && { destinationProject: project }),
  };
}

/** What an address names, or the first of several. */
export function termIn(address: Term | undefined, find: typeof bucketIn): Term | undefined {
  const [first = address] = address?.type === "list" ? address.items : [];
  const found = first && find(toValue(first));
  return found && textOfValue(found);
}

/** The project and the place that a term names. */
function homeOf(name: Term | undefined): { readonly project?: Term; readonly location?: Term } {
  const { project, location } = homeIn(name && toValue(name));
  return { ...(project && { project: textOfValue(project) }), ...(location && { location: textOfValue(location) }) };
}

const textual = (term: Term | undefined): Term | undefined =>
  term?.type === "instance" ? (term.args.get("uri") ?? term.args.get("uris") ?? term.args.get("0")) : term;

function targetNamed(machine: Machine, term: Term | undefined): Term | undefined {
  if (term?.type !== "instance") return term?.type === "external" ? undefined : term;
  if (term.of.startsWith("bigquery.")) return tableNamed(term);
  return nameOf(machine, term);
}
