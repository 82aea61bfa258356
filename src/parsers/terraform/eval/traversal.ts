import { conditionally, failure, gap, isLoneReference, scalarText, sortedKeys, stringOf } from "../datum.ts";
import { same } from "../equality.ts";
import type { Datum, Entry, Gap, ListDatum, ObjectDatum, Pattern } from "../datum.ts";
import { certain, hasChoices, isFailure, joinBranches, overChoices } from "./choices.ts";
import { derived, namedAttribute } from "./derived.ts";
import type { Reading } from "./env.ts";
import { numberOf } from "./operators.ts";

/** `of.name` */
export function getAttribute(of: Datum, name: string, at: Reading): Datum {
  const found = hasChoices(of)
    ? overChoices([of], at, ([one = of]) => attributeOf(one, name, at))
    : attributeOf(of, name, at);
  return inherit(of, found);
}

function attributeOf(of: Datum, name: string, at: Reading): Datum {
  switch (of.type) {
    case "object":
      return entryValue(of, name, at);
    case "list":
      return /^\d+$/.test(name)
        ? itemAt(of, Number(name), at)
        : failure(at.expression, "a list has no attributes", at.span);
    case "pattern":
      return deeper(of, name, at);
    case "unknown":
      return of.failed ? of : gap(partOf(of, `.${name}`, at), of.why, at.span);
    default:
      return failure(at.expression, `a ${of.type} has no attribute ${name}`, at.span);
  }
}

/** Called by where it comes from, `var.people[*].role`, rather than by the loop's own word for it. */
const partOf = ({ expression }: Gap, step: string, at: Reading): string =>
  /^[\w.*\-[\]"()]+$/.test(expression) && expression.length < 100 ? expression + step : at.expression;

function shownIndex(index: Datum): string {
  if (index.type === "string") return `[${JSON.stringify(index.text)}]`;
  return index.type === "number" ? `[${index.value}]` : "[*]";
}

/** An attribute of what a reference gives is another reference. */
function deeper(of: Pattern, name: string, at: Reading): Datum {
  const [part] = of.parts;
  if (!isLoneReference(of) || typeof part !== "object") {
    return failure(at.expression, `a string has no attribute ${name}`, at.span);
  }
  if (!("target" in part)) return gap(at.expression, of.why, at.span);
  const attribute = namedAttribute(part.target, `${part.attribute}.${name}`);
  return stringOf([{ target: part.target, attribute }], at.span);
}

function entryValue(of: ObjectDatum, name: string, at: Reading): Datum {
  const computed = of.computed?.(name, at.span);
  if (computed) return computed;
  const entry = of.entries.get(name);
  if (entry) return valueOfEntry(of, name, entry, at);
  if (of.open) return elsewhere(of.open.value, `.${name}`, at);
  const uncertain = [...of.entries.values()].filter(({ key }) => key.type !== "string");
  if (uncertain.length > 0) return gap(at.expression, `whether there is a key ${name} can't be known`, at.span);
  return failure(at.expression, `there is no ${name}`, at.span);
}

/** Something else may stand in the place of a conditional entry if the object is open. */
const valueOfEntry = (of: ObjectDatum, name: string, { value }: Entry, at: Reading): Datum =>
  value.conditional && of.open ? elsewhere(of.open.value, `.${name}`, at) : value;

function elsewhere(open: Datum, step: string, at: Reading): Datum {
  if (open.type !== "unknown") return certain(open);
  const collection = { ...open, expression: open.expression.replace(/\[\*\]$/, "") };
  return gap(partOf(collection, step, at), open.why, at.span);
}

/** `of[index]` */
export function getIndex(of: Datum, index: Datum, at: Reading): Datum {
  return inherit(
    of,
    overChoices([of, index], at, ([one = of, key = index]) => elementOf(one, key, at)),
  );
}

/** What belongs to something that may be missing may be missing. */
const inherit = (of: Datum, datum: Datum): Datum => (of.conditional ? conditionally(datum) : datum);

function elementOf(of: Datum, index: Datum, at: Reading): Datum {
  if (isFailure(of)) return of;
  if (isFailure(index)) return index;
  if (of.type === "list") return itemOf(of, index, at);
  if (of.type === "object") return entryOfKey(of, index, at);
  if (of.type === "pattern" && isLoneReference(of)) return deeperIndex(of, index, at);
  if (of.type === "unknown") return gap(partOf(of, shownIndex(index), at), of.why, at.span);
  return failure(at.expression, `a ${of.type} has no elements`, at.span);
}

function deeperIndex(of: Pattern, index: Datum, at: Reading): Datum {
  if (index.type === "string") return deeper(of, index.text, at);
  if (index.type === "number") return deeper(of, String(index.value), at);
  const gone = gap(at.expression, "the index can't be known", at.span);
  return derived([of, index], ([list = "", position = ""]) => `${list}[${position}]`, at) ?? gone;
}

function entryOfKey(of: ObjectDatum, index: Datum, at: Reading): Datum {
  if (index.type === "string") return entryValue(of, index.text, at);
  if (index.type === "number" || index.type === "boolean") return entryValue(of, scalarText(index), at);
  if (index.type === "null") return failure(at.expression, "the key is null", at.span);
  return anyOf(of, index, at);
}

/** An unknown key: the very entry that has this key, else one of the values. */
function anyOf(of: ObjectDatum, index: Datum, at: Reading): Datum {
  const named = [...of.entries.values()].find(({ key }) => isVerySame(key, index));
  if (named) return certain(named.value);
  if (of.open && of.entries.size === 0) return elsewhere(of.open.value, "[*]", at);
  if (of.open || of.computed || of.entries.size === 0 || (of.form === "object" && of.entries.size > 16)) {
    return gap(at.expression, "the key can't be known", at.span);
  }
  const entries = sortedKeys(of).flatMap((key) => of.entries.get(key) ?? []);
  const values = entries.filter(({ key }) => same(key, index) !== false).map(({ value }) => value);
  if (values.length === 0) return failure(at.expression, "there is no such key", at.span);
  return joinBranches(values.map(certain), at, "the key can't be known");
}

/** Not known, but the same: a root's variable, or written at the same place and of the same parts. */
function isVerySame(key: Datum, index: Datum): boolean {
  if (key.type !== index.type) return false;
  const isSamePlace = key.span.start === index.span.start && key.span.path === index.span.path;
  if (key.type === "unknown" && index.type === "unknown") {
    return key.expression === index.expression && key.why === index.why && (isSamePlace || key.notNull === true);
  }
  const isPattern = key.type === "pattern" && index.type === "pattern";
  return isSamePlace && isPattern && JSON.stringify(key.parts) === JSON.stringify(index.parts);
}

function itemOf(of: ListDatum, index: Datum, at: Reading): Datum {
  const position = numberOf(index);
  if (position !== undefined) return itemAt(of, position, at);
  if (index.type === "string" || index.type === "null")
    return failure(at.expression, "the index is no number", at.span);
  if (of.open || of.items.length === 0) return gap(at.expression, "the index can't be known", at.span);
  return joinBranches(of.items.map(certain), at, "the index can't be known");
}

/** Where items before it may be missing, any of the later ones may stand there. */
function itemAt(of: ListDatum, position: number, at: Reading): Datum {
  if (!Number.isInteger(position) || position < 0) return failure(at.expression, "there is no such item", at.span);
  if (of.fixed && of.items[position]) return of.items[position];
  if (of.computed) return of.computed(position, at.span);
  if (of.open) return itemOfOpen(of, of.open, position, at);
  const item = of.items[position];
  if (!item) return failure(at.expression, `there is no item ${position}`, at.span);
  const firstUnsure = of.items.findIndex((one) => one.conditional);
  if (firstUnsure < 0 || firstUnsure > position) return item;
  const candidates = of.items.slice(position);
  const [only] = candidates;
  if (only && candidates.length === 1) return conditionally(only);
  return conditionally(joinBranches(candidates.map(certain), at, "items before it may be missing"));
}

/** Where the further items of a list stand among the others, and how many they are, can't be known. */
function itemOfOpen({ items }: ListDatum, open: Datum, position: number, at: Reading): Datum {
  const further = elsewhere(open, `[${position}]`, at);
  if (further.type === "unknown") return further;
  return conditionally(joinBranches([...items, further].map(certain), at, "how many items come before can't be known"));
}
