import type { ClientMethod } from "../../../gcp/client-method.ts";
import { bucketIn, type Home, tableIn } from "../../../gcp/resource-name.ts";
import type { Operation } from "../../../model/fact.ts";
import type { Value } from "../../../model/value.ts";
import { perhapsRun } from "../eval/evaluate.ts";
import { type Machine, type Site, placeNow } from "../eval/machine.ts";
import { type Term, alternatives, gap, textOfValue, toValue } from "../terms.ts";
import { homeOf } from "./names.ts";
import { fieldsOf, termAt } from "./trail.ts";

/** Who calls, and where to. */
export interface Client {
  readonly caller?: Term | undefined;
  readonly project?: Term | undefined;
  readonly location?: Term | undefined;
  readonly apiEndpoint?: Term | undefined;
}

export interface Calling {
  readonly id: string;
  readonly surface?: Operation["surface"];
  readonly client: Client;
  readonly home: Home;
  readonly runAs?: Term | undefined;
  readonly targets?: Readonly<Record<string, Term | undefined>>;
}

/** Notes that the program calls an operation. */
export function addOperation(machine: Machine, site: Site, calling: Calling): void {
  const { id, surface = "node", client, home, runAs, targets = {} } = calling;
  const project = home.project ?? valueOf(client.project);
  const location = home.location ?? valueOf(client.location);
  const caller = valueOf(client.caller);
  const named = Object.entries({ ...targets, apiEndpoint: client.apiEndpoint }).flatMap(([name, term]) => {
    const value = valueOf(term);
    return value === undefined ? [] : [[name, value] as const];
  });
  for (const account of runAs === undefined ? [undefined] : alternatives(runAs)) {
    const value = valueOf(account);
    machine.facts.push({
      kind: "operation",
      ...placeNow(machine, site.span),
      id,
      surface,
      ...(caller && { caller }),
      ...(project && { project }),
      ...(location && { location }),
      ...(value && { runAs: value }),
      targets: Object.fromEntries(named),
    });
  }
}

const valueOf = (term: Term | undefined): Value | undefined =>
  term === undefined || (term.type === "scalar" && (term.value === null || term.value === undefined))
    ? undefined
    : toValue(term);

/** An operation as its row reads it from the request. */
export function addByRow(
  machine: Machine,
  site: Site,
  row: ClientMethod,
  request: Term | undefined,
  client: Client,
  surface?: Operation["surface"],
  name?: Term,
): void {
  const home = name ?? homeNameOf(row, request);
  const homes = home === undefined ? [] : alternatives(home);
  if (homes.length > 1) {
    for (const one of homes) perhapsRun(machine, () => addByRow(machine, site, row, request, client, surface, one));
    return;
  }
  const read = (path: string): Term | undefined => fieldAt(request, path);
  const first = (paths: readonly string[] | undefined): Term | undefined =>
    paths?.map(read).find((term) => term !== undefined);
  const runAs = first(row.runAs) ?? unnamedAccount(row, request, site);
  if (runAs === nobody) return;
  const targets = Object.fromEntries(
    Object.entries(row.targets ?? {}).map(([target, path]) => [
      target,
      name !== undefined && path === row.home ? name : read(path),
    ]),
  );
  const named = (paths: readonly string[] | undefined, find: typeof bucketIn): Term | undefined =>
    paths?.flatMap((path) => termIn(read(path), find) ?? []).at(0);
  const where = homeOf(home);
  const isPublished = row.id === "endpoint.predict" && isPublisherModel(home);
  addOperation(machine, site, {
    id: isPublished
      ? "publisher.generate"
      : row.id === "publisher.generate" && isEndpoint(home)
        ? "endpoint.predict"
        : row.id,
    ...(surface && { surface }),
    client,
    home: {
      ...optional("project", fieldAt(request, "projectId") ?? fieldAt(request, "project")),
      ...optional("location", fieldAt(request, "zone") ?? fieldAt(request, "region") ?? plainLocation(request)),
      ...where,
    },
    runAs,
    targets: {
      ...(isPublished ? { model: home } : targets),
      bucket: named(row.buckets, bucketIn),
      table: named(row.tables, tableIn),
      ...(row.id === "model.copy" && {
        destinationProject: where.project === undefined ? client.project : textOfValue(where.project),
      }),
    },
  });
}

/** What an address names, or the first of several. */
export function termIn(address: Term | undefined, find: typeof bucketIn): Term | undefined {
  const [first = address] = address?.type === "list" ? address.items : [];
  const found = first && find(toValue(first));
  return found && textOfValue(found);
}

function optional(name: keyof Home, term: Term | undefined): Home {
  const value = valueOf(term);
  return value === undefined ? {} : { [name]: value };
}

const nobody = Symbol("no account");

/** Whom it runs as where the request names no account; `undefined`: the default of the operation. */
function unnamedAccount(row: ClientMethod, request: Term | undefined, site: Site): Term | typeof nobody | undefined {
  if (row.unnamed === undefined) return undefined;
  const body = fieldsOf(
    termAt(request, "instanceResource") ??
      termAt(request, "requestBody") ??
      termAt(request, "bulkInsertInstanceResourceResource"),
  );
  const isWhole = body !== undefined && body.open === undefined;
  const isFromTemplate = ["sourceInstanceTemplate", "sourceMachineImage"].some(
    (name) => fieldAt(request, name) !== undefined,
  );
  if (row.unnamed === "nobody" && isWhole && !isFromTemplate) return nobody;
  return gap("the account of what it names", "is set where that is made", site.span);
}

const homeNameOf = (row: ClientMethod, request: Term | undefined): Term | undefined =>
  (row.home === undefined ? undefined : fieldAt(request, row.home)) ??
  fieldAt(request, "parent") ??
  fieldAt(request, "name") ??
  fieldAt(request, "location");

/** `location: "us-central1"`; a whole name says it itself. */
function plainLocation(request: Term | undefined): Term | undefined {
  const location = fieldAt(request, "location");
  return location !== undefined && homeOf(location).location === undefined ? location : undefined;
}

/** In HTTP bodies the resource stands without the name of its field: `jobSpec`, not `customJob.jobSpec`. */
function fieldAt(request: Term | undefined, path: string): Term | undefined {
  const found = termAt(request, path);
  if (found !== undefined) return found;
  const bare = path.slice(path.indexOf(".") + 1);
  const body = termAt(request, "requestBody") ?? termAt(request, "resource");
  const inBody = body?.type === "dict" ? (termAt(body, path) ?? termAt(body, bare)) : undefined;
  return (
    inBody ??
    (bare === path || termAt(request, path.slice(0, path.indexOf("."))) !== undefined
      ? undefined
      : termAt(request, bare))
  );
}

const textIn = (term: Term | undefined): string =>
  term?.type === "text" ? term.parts.map((part) => (typeof part === "string" ? part : "…")).join("") : "";

const isPublisherModel = (name: Term | undefined): boolean => textIn(name).includes("/publishers/");
const isEndpoint = (name: Term | undefined): boolean => textIn(name).includes("/endpoints/");
