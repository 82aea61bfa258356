import type { Machine, Site } from "../eval/machine.ts";
import { type Term, joined, knownText, toValue } from "../terms.ts";
import { type Client, addOperation } from "./emit.ts";
import { type Link, type Trail, bucketNamed, linksOf, termAt } from "./trail.ts";

/** `new BigQuery().query(…)`, `….dataset("d").table("t").load(…)` */
export function bigqueryCall(machine: Machine, { links }: Trail, client: Client, site: Site): void {
  const last = links.at(-1);
  if (last?.args === undefined) return;
  const around = placesIn(links);
  for (const { id, targets } of callsOf(last, around)) {
    const location = termAt(last.args[0], "location") ?? termAt(last.args[1], "location");
    addOperation(machine, site, {
      id,
      client,
      home: location === undefined ? {} : { location: toValue(location) },
      targets,
    });
  }
}

interface Places {
  readonly dataset?: Term | undefined;
  readonly table?: Term | undefined;
}

interface Call {
  readonly id: string;
  readonly targets: Readonly<Record<string, Term | undefined>>;
}

const placesIn = (links: readonly Link[]): Places => {
  const argument = (name: string): Term | undefined => links.find((link) => link.name === name)?.args?.[0];
  return { dataset: argument("dataset"), table: argument("table") };
};

function callsOf({ name, args = [] }: Link, around: Places): readonly Call[] {
  const [first] = args;
  switch (name) {
    case "query":
    case "createQueryJob":
    case "createQueryStream":
      return [queryOf(first, around)];
    case "load":
    case "createLoadJob":
      return around.table === undefined ? [] : [{ id: "bq.load", targets: { ...around, bucket: bucketOfFile(first) } }];
    case "insert":
    case "createWriteStream":
      return around.table === undefined ? [] : [{ id: "bq.load", targets: { ...around } }];
    case "extract":
    case "createExtractJob":
      return around.table === undefined
        ? []
        : [{ id: "bq.export", targets: { ...around, bucket: bucketOfFile(first) } }];
    case "createJob":
      return jobOf(first);
    default:
      return [];
  }
}

function queryOf(request: Term | undefined, { dataset }: Places): Call {
  const query = request?.type === "dict" ? termAt(request, "query") : request;
  return { id: isRemoteModel(query) ? "bqml.remote" : "bq.query", targets: { dataset } };
}

/** `CREATE MODEL … REMOTE WITH CONNECTION …` */
function isRemoteModel(query: Term | undefined): boolean {
  if (query === undefined) return false;
  const text = joined([query], query.span)
    .parts.map((part) => (typeof part === "string" ? part : "x"))
    .join("");
  return /\bCREATE\s+(?:OR\s+REPLACE\s+)?MODEL\b[\s\S]+\bREMOTE\s+WITH\s+CONNECTION\b/i.test(text);
}

/** `createJob({ configuration: { load: { … } } })` */
function jobOf(request: Term | undefined): readonly Call[] {
  const configuration = termAt(request, "configuration");
  const table = (path: string): Places => ({
    dataset: termAt(configuration, `${path}.datasetId`),
    table: termAt(configuration, `${path}.tableId`),
  });
  const found: Call[] = [];
  const query = termAt(configuration, "query");
  if (query !== undefined) found.push(queryOf(query, table("query.destinationTable")));
  if (termAt(configuration, "load") !== undefined)
    found.push({ id: "bq.load", targets: { ...table("load.destinationTable") } });
  if (termAt(configuration, "extract") !== undefined)
    found.push({ id: "bq.export", targets: { ...table("extract.sourceTable") } });
  return found;
}

/** `storage.bucket("b").file("f")` */
function bucketOfFile(file: Term | undefined): Term | undefined {
  const one = file?.type === "list" ? file.items[0] : file;
  const bucket = one?.type === "external" ? bucketNamed(linksOf(one.steps)) : undefined;
  return bucket !== undefined && (knownText(bucket) !== undefined || bucket.type !== "external") ? bucket : undefined;
}
