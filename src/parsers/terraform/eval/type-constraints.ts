import { boolean, failure, list, number, object, scalarText, text } from "../datum.ts";
import type { Datum, Entry, ListDatum, ObjectDatum } from "../datum.ts";
import { unify, unifyMap } from "../functions/unify.ts";
import type { Expression, ObjectExpression } from "../syntax.ts";
import { LazyEntry } from "./body.ts";
import { certain } from "./choices.ts";
import { numberOf, truthOf } from "./operators.ts";

/** A type constraint of a variable. */
export type Type =
  | { readonly kind: "any" | "string" | "number" | "bool" }
  | { readonly kind: "list" | "set" | "map"; readonly of: Type }
  | { readonly kind: "tuple"; readonly items: readonly Type[] }
  | { readonly kind: "object"; readonly attributes: ReadonlyMap<string, AttributeType> };

interface AttributeType {
  readonly type: Type;
  readonly optional: boolean;
  /** Evaluated when it is needed: the second argument of `optional`. */
  readonly byDefault?: Expression;
}

const any: Type = { kind: "any" };

/** Reads `list(object({ role = string, members = optional(set(string), []) }))`. What it can't read is `any`. */
export function typeOf(expression: Expression): Type {
  const before = read.get(expression);
  if (before) return before;
  const made = readType(expression);
  read.set(expression, made);
  return made;
}

/** A module that is called often has its types read once. */
const read = new WeakMap<Expression, Type>();

function readType(expression: Expression): Type {
  if (expression.type === "variable") return named(expression.name);
  if (expression.type === "parenthesized") return typeOf(expression.value);
  if (expression.type === "template") return legacyType(expression.parts[0]);
  if (expression.type !== "call") return any;
  const [of] = expression.args;
  if (!of) return any;
  const kind = expression.name.text;
  if (kind === "list" || kind === "set" || kind === "map") return { kind, of: typeOf(of) };
  if (kind === "tuple" && of.type === "tuple") return { kind, items: of.items.map(typeOf) };
  if (kind === "object" && of.type === "object") return objectType(of);
  return any;
}

/** `type = "string"`, as before Terraform 0.12. */
const legacyType = (part: { readonly type: string; readonly text?: string } | undefined): Type =>
  part?.type === "literal" && part.text !== undefined ? named(part.text) : any;

function named(name: string): Type {
  if (name === "string" || name === "number" || name === "bool") return { kind: name };
  if (name === "list" || name === "set" || name === "map") return { kind: name, of: any };
  return any;
}

function objectType({ items }: ObjectExpression): Type {
  const attributes = new Map<string, AttributeType>();
  for (const { key, value } of items) {
    const name = key.type === "variable" ? key.name : key.type === "template" ? legacyName(key.parts[0]) : undefined;
    if (name !== undefined) attributes.set(name, attributeType(value));
  }
  return { kind: "object", attributes };
}

const legacyName = (part: { readonly type: string; readonly text?: string } | undefined): string | undefined =>
  part?.type === "literal" ? part.text : undefined;

function attributeType(expression: Expression): AttributeType {
  if (expression.type !== "call" || expression.name.text !== "optional") {
    return { type: typeOf(expression), optional: false };
  }
  const [type, byDefault] = expression.args;
  return { type: type ? typeOf(type) : any, optional: true, ...(byDefault && { byDefault }) };
}

/** Evaluates an attribute's default where it is needed. */
export type DefaultOf = (expression: Expression) => Datum;

/** The value as the type has it, with the defaults of optional attributes. What it can't convert is a failure. */
export function convert(datum: Datum, type: Type, defaultOf: DefaultOf): Datum {
  if (datum.type === "unknown") return convertGap(datum, type, defaultOf);
  if (datum.type === "null" || type.kind === "any") return datum;
  const converted = conversions[type.kind](datum, type as never, defaultOf);
  return datum.sensitive && !converted.sensitive ? { ...converted, sensitive: true } : converted;
}

function convertGap(datum: Datum, type: Type, defaultOf: DefaultOf): Datum {
  if (datum.type !== "unknown" || !datum.choices) return datum;
  return { ...datum, choices: datum.choices.map((choice) => convert(choice, type, defaultOf)) };
}

type Conversion<T extends Type> = (datum: Datum, type: T, defaultOf: DefaultOf) => Datum;
type OfKind<K> = Extract<Type, { kind: K }>;

const conversions: {
  readonly [K in Exclude<Type["kind"], "any">]: Conversion<OfKind<K>>;
} = {
  string: (datum) =>
    datum.type === "number" || datum.type === "boolean" ? text(scalarText(datum), datum.span) : scalar(datum, "string"),
  number: (datum) => {
    const value = numberOf(datum);
    return value === undefined ? scalar(datum, "number") : number(value, datum.span);
  },
  bool: (datum) => {
    const truth = truthOf(datum);
    return truth === undefined ? scalar(datum, "bool") : boolean(truth, datum.span);
  },
  list: (datum, { of }, defaultOf) => toList(datum, "list", of, defaultOf),
  set: (datum, { of }, defaultOf) => toList(datum, "set", of, defaultOf),
  tuple: (datum, { items }, defaultOf) => {
    if (datum.type !== "list") return misfit(datum, "tuple");
    return { ...datum, items: datum.items.map((item, index) => convert(item, items[index] ?? any, defaultOf)) };
  },
  map: (datum, { of }, defaultOf) => (datum.type === "object" ? toMap(datum, of, defaultOf) : misfit(datum, "map")),
  object: (datum, { attributes }, defaultOf) =>
    datum.type === "object" ? toObject(datum, attributes, defaultOf) : misfit(datum, "object"),
};

function scalar(datum: Datum, wanted: string): Datum {
  if (datum.type === "pattern" || (wanted === "string" && datum.type === "string")) return datum;
  return misfit(datum, wanted);
}

/** A lone reference may be of any type. */
const misfit = (datum: Datum, wanted: string): Datum =>
  datum.type === "pattern" ? datum : failure("…", `is a ${datum.type}, not a ${wanted}`, datum.span);

function toList(datum: Datum, form: "list" | "set", of: Type, defaultOf: DefaultOf): Datum {
  if (datum.type !== "list") return misfit(datum, form);
  const converted = datum.items.map((item) => keepMark(item, convert(item, of, defaultOf)));
  // `any` is one type, whichever that is.
  const items = of.kind === "any" ? (unify(converted) ?? converted) : converted;
  const open = datum.open && convert(datum.open, of, defaultOf);
  const made: ListDatum = list(form === "set" ? distinct(items) : items, datum.span, form, open);
  return datum.fixed && form === "list" ? { ...made, fixed: true } : made;
}

const keepMark = (from: Datum, to: Datum): Datum =>
  from.conditional && !to.conditional ? { ...to, conditional: true } : to;

/** Equal strings once, in Terraform's order. */
function distinct(items: readonly Datum[]): readonly Datum[] {
  const known = new Map<string, Datum>();
  const rest: Datum[] = [];
  for (const item of items) {
    if (item.type !== "string") rest.push(item);
    else if (!known.has(item.text) || !item.conditional) known.set(item.text, item);
  }
  return [...[...known.keys()].toSorted(compare).flatMap((key) => known.get(key) ?? []), ...rest];
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function toMap(datum: ObjectDatum, of: Type, defaultOf: DefaultOf): Datum {
  const isLazy =
    datum.computed !== undefined || [...datum.entries.values()].some((entry) => entry instanceof LazyEntry);
  if (of.kind === "any") return (isLazy ? undefined : unifyMap(datum)) ?? { ...datum, form: "map" };
  const entries = new Map<string, Entry>();
  for (const [name, { key, value }] of datum.entries) {
    entries.set(name, { key, value: keepMark(value, convert(value, of, defaultOf)) });
  }
  const { open } = datum;
  return object(entries, datum.span, "map", open && { key: open.key, value: convert(open.value, of, defaultOf) });
}

function toObject(datum: ObjectDatum, attributes: ReadonlyMap<string, AttributeType>, defaultOf: DefaultOf): Datum {
  if (datum.computed) return datum;
  const entries = new Map<string, Entry>();
  for (const [name, type] of attributes) {
    const entry = datum.entries.get(name);
    const written = entry && convert(entry.value, type.type, defaultOf);
    if (entry && written && written.type !== "null")
      entries.set(name, { key: entry.key, value: keepMark(entry.value, written) });
    else if (!entry && datum.open) entries.set(name, inOpen(name, datum.open, datum));
    else entries.set(name, missing(name, type, datum, defaultOf));
  }
  return object(entries, datum.span);
}

const keyAt = (name: string, datum: ObjectDatum): Entry["key"] => text(name, datum.span);

const inOpen = (name: string, open: Entry, datum: ObjectDatum): Entry => ({
  key: keyAt(name, datum),
  value: certain(open.value),
});

function missing(
  name: string,
  { type, optional, byDefault }: AttributeType,
  datum: ObjectDatum,
  defaultOf: DefaultOf,
): Entry {
  const key = keyAt(name, datum);
  if (byDefault) return { key, value: convert(defaultOf(byDefault), type, defaultOf) };
  const absent: Datum = { type: "null", span: datum.span };
  return { key, value: optional || datum.entries.has(name) ? absent : failure(name, `${name} is missing`, datum.span) };
}
