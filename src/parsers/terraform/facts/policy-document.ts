import type { Span } from "../../../model/source.ts";
import {
  type Datum,
  type Entry,
  type ObjectDatum,
  type Part,
  attribute,
  boolean,
  conditionally,
  list,
  nothing,
  number,
  object,
  stringOf,
  stringParts,
  text,
} from "../datum.ts";
import { members } from "../possible.ts";
import { type Scope, referredBy } from "./scope.ts";

/** An allow policy that stands in an argument. */
export interface PolicyDocument {
  readonly bindings: readonly ObjectDatum[];
  readonly auditConfigs: readonly ObjectDatum[];
  /** There may be more bindings than these. */
  readonly open: boolean;
}

/** `data.google_iam_policy.x.policy_data` of the same root, or the JSON itself. */
export function policyIn(data: Datum, scope: Scope): PolicyDocument {
  const source = referredBy(data, scope);
  if (source?.type === "google_iam_policy") return documentOf(source.config, "binding", "audit_config");
  const json = jsonOf(data);
  return json?.type === "object" ? documentOf(json, "bindings", "auditConfigs") : nowhere;
}

const nowhere: PolicyDocument = { bindings: [], auditConfigs: [], open: true };

function documentOf(config: ObjectDatum, bindings: string, audits: string): PolicyDocument {
  const found = objectsIn(attribute(config, bindings));
  return {
    bindings: found.objects,
    auditConfigs: objectsIn(attribute(config, audits)).objects,
    open: config.open !== undefined || found.open,
  };
}

function objectsIn(datum: Datum | undefined): { readonly objects: readonly ObjectDatum[]; readonly open: boolean } {
  if (datum === undefined) return { objects: [], open: false };
  const { items, open } = members(datum);
  const further = open?.type === "object" ? [conditionally(open)] : [];
  const objects = [...items, ...further].flatMap((item) => (item.type === "object" ? [item] : []));
  return { objects, open: (open !== undefined && further.length === 0) || objects.length < items.length };
}

/** The datum that a JSON text describes; strings in it may have references and holes. */
function jsonOf(datum: Datum): Datum | undefined {
  const parts = stringParts(datum);
  if (parts === undefined) return undefined;
  const gaps = parts.filter((part) => typeof part !== "string");
  const written = parts.map((part) => (typeof part === "string" ? part : mark(gaps.indexOf(part)))).join("");
  try {
    return datumOf(JSON.parse(written), gaps, datum.span, 0);
  } catch {
    return undefined;
  }
}

const opening = "\uE000";
const closing = "\uE001";
const mark = (index: number): string => `${opening}${index}${closing}`;
const maxDepth = 64;

function datumOf(value: unknown, gaps: readonly Part[], span: Span, depth: number): Datum {
  if (depth > maxDepth) throw new RangeError("nested too deeply");
  if (typeof value === "string") return marked(value, gaps, span);
  if (typeof value === "number") return number(value, span);
  if (typeof value === "boolean") return boolean(value, span);
  if (Array.isArray(value))
    return list(
      value.map((item) => datumOf(item, gaps, span, depth + 1)),
      span,
    );
  if (typeof value !== "object" || value === null) return nothing(span);
  const entries = Object.entries(value).map(([key, item]): [string, Entry] => [
    key,
    { key: marked(key, gaps, span) as Entry["key"], value: datumOf(item, gaps, span, depth + 1) },
  ]);
  return object(new Map(entries), span);
}

function marked(value: string, gaps: readonly Part[], span: Span): Datum {
  if (!value.includes(opening)) return text(value, span);
  const parts = value
    .split(/\uE000(\d+)\uE001/)
    .map((part, index) => (index % 2 === 0 ? part : (gaps[Number(part)] ?? "")));
  return stringOf(parts, span, "is not known");
}
