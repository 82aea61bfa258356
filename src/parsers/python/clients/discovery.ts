import type { Operation } from "../../../model/fact.ts";
import type { Machine, Site } from "../eval/machine.ts";
import { type Term, joined, literal } from "../terms.ts";
import { accountCall } from "./accounts.ts";
import { restRow } from "./api-rows.ts";
import { type Call, argument, termAt } from "./arguments.ts";
import { addByRow } from "./emit.ts";
import { policyWritten } from "./policies.ts";
import type { Row } from "./row.ts";

/** A method of the HTTP API: `discovery.aiplatform.projects.locations.endpoints.predict`. */
export function apiCall(machine: Machine, call: Call, site: Site, surface: Operation["surface"] = "python"): void {
  policyWritten(machine, call, site);
  accountCall(machine, call, site);
  for (const row of rowsOf(call)) addByRow(machine, site, { ...row, surface }, withHome(call, row), "other");
}

function rowsOf(call: Call): readonly Row[] {
  const [, service = "", ...path] = call.name.split(".");
  const method = path.slice(-2).join(".");
  const row = restRow(service, method) ?? dataRow(`${service}.${method}`);
  if (row !== undefined) return [row];
  return `${service}.${method}` === "bigquery.jobs.insert" ? jobsOf(call) : [];
}

const dataRow = (name: string): Row | undefined => (Object.hasOwn(dataRows, name) ? dataRows[name] : undefined);

const read: Row = { id: "gcs.read", targets: { bucket: "bucket" } };
const write: Row = { id: "gcs.write", targets: { bucket: "bucket" } };
const copy: Row = { id: "gcs.write", targets: { bucket: "destination_bucket" } };

/** Cloud Storage and BigQuery. */
const dataRows: Readonly<Record<string, Row>> = {
  "storage.objects.get": read,
  "storage.objects.get_media": read,
  "storage.objects.list": read,
  "storage.objects.insert": write,
  "storage.objects.compose": copy,
  "storage.objects.copy": copy,
  "storage.objects.rewrite": copy,
  "bigquery.jobs.query": { id: "bq.query" },
  "bigquery.tabledata.insertAll": { id: "bq.load", targets: { table: "table" } },
};

/** `bigquery.jobs().insert(body={"configuration": {"load": …}})` */
function jobsOf(call: Call): readonly Row[] {
  const has = (job: string): boolean => argument(call, `configuration.${job}`) !== undefined;
  return [
    ...(has("query") ? [{ id: "bq.query" }] : []),
    ...(has("load")
      ? [{ id: "bq.load", targets: { table: "table" }, buckets: ["configuration.load.source_uris"] }]
      : []),
    ...(has("extract")
      ? [{ id: "bq.export", targets: { table: "table" }, buckets: ["configuration.extract.destination_uris"] }]
      : []),
    ...(has("copy") ? [{ id: "bq.load", targets: { table: "table" } }] : []),
  ];
}

/** What the address of a request names stands where the row looks for it. */
function withHome(call: Call, { home }: Row): Call {
  const args = new Map(call.args);
  const name = call.args.get("name") ?? call.args.get("parent");
  if (home !== undefined && !home.includes(".") && name !== undefined && argument(call, home) === undefined)
    args.set(home, name);
  const table = tableOf(call);
  if (table !== undefined) args.set("table", table);
  const query = argument(call, "configuration.query.query");
  if (query !== undefined) args.set("query", query);
  return { ...call, args };
}

const tablePaths = ["load.destinationTable", "extract.sourceTable", "copy.destinationTable"] as const;

/** `{"projectId": "p", "datasetId": "d", "tableId": "t"}`: `p.d.t` */
function tableOf(call: Call): Term | undefined {
  const written = tablePaths.map((path) => argument(call, `configuration.${path}`)).find((term) => term !== undefined);
  const part = (name: string): Term | undefined =>
    written === undefined ? argument(call, name) : termAt(written, name);
  const [project, dataset, table] = [part("project_id"), part("dataset_id"), part("table_id")];
  if (dataset === undefined || table === undefined) return undefined;
  const dot = literal(".", table.span);
  return joined([...(project === undefined ? [] : [project, dot]), dataset, dot, table], table.span);
}
