import { datasetGroups, datasetMembers, datasetRole } from "../../../gcp/dataset-access.ts";
import type { Grant } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Value, known, partsOf, valueOf } from "../../../model/value.ts";
import { type Machine, type Site, placeNow } from "../eval/machine.ts";
import { type Term, knownText, toValue } from "../terms.ts";
import type { Client } from "./emit.ts";
import { type Trail, termAt } from "./trail.ts";

/** `bigquery.dataset("d").setMetadata({ access })`, `bigquery.createDataset("d", { access })` */
export function datasetWritten(machine: Machine, { links }: Trail, client: Client, site: Site): void {
  const last = links.at(-1);
  const at = links.findIndex(({ name }) => name === "dataset" || name === "createDataset");
  const writes = last?.name === "setMetadata" || last?.name === "createDataset" || last?.name === "create";
  const named = links[at]?.args?.[0];
  if (!writes || named === undefined || links.some(({ name }) => name === "table")) return;
  const entries = last.args?.map((one) => termAt(one, "access")).find((term) => term !== undefined);
  if (entries?.type !== "list") return;
  const resource: ResourceRef = {
    type: "bigquery-dataset",
    name: toValue(named),
    ...(client.project && { project: toValue(client.project) }),
  };
  const isWhole = entries.open === undefined && !entries.items.some(({ type }) => type === "external");
  for (const entry of entries.items) addEntry(machine, entry, resource, isWhole ? "policy" : "member", site);
  if (isWhole && machine.uncertain === 0)
    machine.facts.push({ kind: "policy-read", ...placeNow(machine, site.span), resource, mode: "replaces" });
}

/** `{ role: "READER", userByEmail: "kim@acme.com" }` */
function addEntry(
  machine: Machine,
  entry: Term,
  resource: ResourceRef,
  authority: Grant["authority"],
  site: Site,
): void {
  const role = termAt(entry, "role");
  const kind = Object.keys(datasetMembers).find((name) => termAt(entry, name) !== undefined);
  const id = kind === undefined ? undefined : termAt(entry, kind);
  if (role === undefined || kind === undefined || id === undefined) return;
  const text = knownText(role);
  machine.facts.push({
    kind: "grant",
    ...placeNow(machine, site.span),
    ...((entry.conditional || machine.uncertain > 0) && { conditional: true as const }),
    principal: memberOf(kind, toValue(id), resource.project),
    role: text === undefined ? toValue(role) : known(datasetRole(text), role.span),
    resource,
    change: "add",
    authority,
    writer: "BigQuery.dataset.access",
  });
}

function memberOf(kind: string, id: Value, project: Value | undefined): Value {
  const why = "is known when it runs";
  const group = id.kind === "known" && Object.hasOwn(datasetGroups, id.text) ? datasetGroups[id.text] : undefined;
  if (kind === "specialGroup" && group !== undefined)
    return valueOf([group, ...(project ? partsOf(project) : [{ expression: "project" }])], id.span, why);
  const last = partsOf(id).at(-1);
  const isAccount = kind === "userByEmail" && typeof last === "string" && last.endsWith("gserviceaccount.com");
  return valueOf([isAccount ? "serviceAccount:" : (datasetMembers[kind] ?? ""), ...partsOf(id)], id.span, why);
}
