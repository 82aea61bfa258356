import { datasetGroups, datasetMembers, datasetRole } from "../../../gcp/dataset-access.ts";
import { camelCase } from "../../../gcp/spelling.ts";
import type { Grant } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Value, known, partsOf, valueOf } from "../../../model/value.ts";
import { type Machine, type Site, placeNow } from "../eval/machine.ts";
import { type InstanceTerm, type Term, atRun, gap, knownText, list, toValue } from "../terms.ts";
import { type Call, termAt } from "./arguments.ts";
import { splitAtDot } from "./tables.ts";

/** `dataset.access_entries` of a dataset that was read: entries of which none is known, to which the program may add. */
export function entriesOf(object: Term, name: string, site: Site): Term | undefined {
  if (object.type !== "instance" || object.of !== "bigquery.Dataset" || name !== "access_entries") return undefined;
  const own = object.args.get(name);
  if (own !== undefined) return own;
  const isRead = object.from !== undefined;
  const made = list([], site.span, isRead ? gap(site.written, atRun, site.span) : undefined);
  object.args.set(name, made);
  return made;
}

/** `client.update_dataset(dataset, ["access_entries"])`, `client.create_dataset(dataset)` */
export function datasetWritten(machine: Machine, call: Call, site: Site): void {
  if (call.name !== "bigquery.Client.update_dataset" && call.name !== "bigquery.Client.create_dataset") return;
  const dataset = call.args.get("dataset");
  const entries = dataset?.type === "instance" ? dataset.args.get("access_entries") : undefined;
  if (dataset?.type !== "instance" || entries?.type !== "list") return;
  const resource = datasetOf(dataset, call.self);
  const isWhole = entries.open === undefined;
  for (const entry of entries.items) {
    const grant = grantOf(entry, resource);
    if (grant === undefined) continue;
    machine.facts.push({
      kind: "grant",
      ...placeNow(machine, site.span),
      ...((entry.conditional || machine.uncertain > 0) && { conditional: true as const }),
      ...grant,
      resource,
      change: "add",
      authority: isWhole ? "policy" : "member",
      writer: call.name,
    });
  }
  if (isWhole && machine.uncertain === 0)
    machine.facts.push({ kind: "policy-read", ...placeNow(machine, site.span), resource, mode: "replaces" });
}

/** `p.d`, or a reference that the client made. */
function datasetOf(dataset: InstanceTerm, client: InstanceTerm | undefined): ResourceRef {
  const reference = dataset.args.get("dataset_ref");
  const made = reference?.type === "instance" ? reference : undefined;
  const id = made?.args.get("dataset_id") ?? reference ?? dataset;
  const project = made?.args.get("project") ?? termAt(made?.from ?? client, "project");
  const [before, after] = splitAtDot(toValue(id));
  return {
    type: "bigquery-dataset",
    name: after ?? before,
    ...(after === undefined ? project && { project: toValue(project) } : { project: before }),
  };
}

function grantOf(entry: Term, { project }: ResourceRef): Pick<Grant, "principal" | "role"> | undefined {
  const role = termAt(entry, "role");
  const { kind, id } = entityOf(entry);
  const prefix = kind !== undefined && Object.hasOwn(datasetMembers, kind) ? datasetMembers[kind] : undefined;
  if (role === undefined || id === undefined || prefix === undefined) return undefined;
  const text = knownText(role);
  return {
    principal: memberOf(kind ?? "", prefix, toValue(id), project),
    role: text === undefined ? toValue(role) : known(datasetRole(text), role.span),
  };
}

/** `AccessEntry("READER", "userByEmail", "kim@acme.com")`, `AccessEntry.from_api_repr({"userByEmail": …})` */
function entityOf(entry: Term): { readonly kind?: string | undefined; readonly id?: Term | undefined } {
  const kind = termAt(entry, "entity_type");
  if (kind !== undefined) return { kind: kindIn(kind), id: termAt(entry, "entity_id") };
  const resource = termAt(entry, "resource");
  const found = Object.keys(datasetMembers).find((name) => termAt(resource, name) !== undefined);
  return { kind: found, id: found === undefined ? undefined : termAt(resource, found) };
}

/** `"groupByEmail"`, `bigquery.enums.EntityTypes.GROUP_BY_EMAIL` */
const kindIn = (kind: Term): string | undefined =>
  kind.type === "external" ? camelCase(kind.name.slice(kind.name.lastIndexOf(".") + 1).toLowerCase()) : knownText(kind);

function memberOf(kind: string, prefix: string, id: Value, project: Value | undefined): Value {
  const group = kind === "specialGroup" && id.kind === "known" ? datasetGroups[id.text] : undefined;
  if (group !== undefined)
    return valueOf([group, ...(project ? partsOf(project) : [{ expression: "project" }])], id.span, atRun);
  const last = partsOf(id).at(-1);
  const isAccount = prefix === "user:" && typeof last === "string" && last.endsWith("gserviceaccount.com");
  return valueOf([isAccount ? "serviceAccount:" : prefix, ...partsOf(id)], id.span, atRun);
}
