import type { ResourceRef } from "../../../model/resource.ts";
import { type Value, partsOf, valueOf } from "../../../model/value.ts";
import { type InstanceTerm, type Term, atRun, joined, literal } from "../terms.ts";
import { termAt } from "./arguments.ts";

/** What a table is named: `dataset_ref.table("t")`, `bigquery.Table("p.d.t")`, or a text. */
export function tableNamed(term: Term): Term {
  return term.type === "instance" ? (nameIn(term) ?? term) : term;
}

function nameIn(term: InstanceTerm): Term | undefined {
  const written = term.args.get("table_ref");
  if (written !== undefined) return tableNamed(written);
  const table = term.args.get("table_id");
  const of = term.from ?? term.args.get("dataset_ref");
  const dataset = termAt(of, "dataset_id");
  if (table === undefined || dataset === undefined) return table;
  const project = termAt(of, "project");
  const parts = [...(project ? [project] : []), dataset, table];
  return joined(
    parts.flatMap((part, index) => (index === 0 ? [part] : [literal(".", part.span), part])),
    table.span,
  );
}

/** `p.d.t` */
export function tableRef(table: Value): ResourceRef {
  const [path, name] = splitAtDot(table);
  if (name === undefined) return { type: "bigquery-table", name: table };
  const [first, second] = splitAtDot(path);
  const project = second === undefined ? {} : { project: first };
  return {
    type: "bigquery-table",
    name,
    ...project,
    within: { type: "bigquery-dataset", name: second ?? first, ...project },
  };
}

/** What stands before the last dot, and after it. */
export function splitAtDot(value: Value): readonly [Value, Value?] {
  const parts = partsOf(value);
  const at = parts.findLastIndex((part) => typeof part === "string" && part.includes("."));
  const part = parts[at];
  if (typeof part !== "string") return [value];
  const dot = part.lastIndexOf(".");
  return [
    valueOf([...parts.slice(0, at), part.slice(0, dot)], value.span, atRun),
    valueOf([part.slice(dot + 1), ...parts.slice(at + 1)], value.span, atRun),
  ];
}
