import { gap, isLoneReference, text } from "../datum.ts";
import type { Datum, Entry, ListDatum, ObjectDatum } from "../datum.ts";
import { booleanFrom, numberFrom, stringFrom } from "./scalars.ts";
import { isUnread } from "./signature.ts";

/** Items of one list have one type: numbers and bools become strings where one of them is a string. `undefined`: no type fits. */
export function unify(items: readonly Datum[]): readonly Datum[] | undefined {
  const kinds = new Set(items.map(kindOf));
  kinds.delete("any");
  if (kinds.size <= 1) return kinds.has("list") || kinds.has("object") ? unifyInner(items) : items;
  const scalars = [...kinds].every((kind) => kind === "string" || kind === "number" || kind === "boolean");
  return scalars && kinds.has("string") ? items.map(asString) : undefined;
}

type KindOf = "string" | "number" | "boolean" | "list" | "object" | "any";

function kindOf(datum: Datum): KindOf {
  if (datum.type === "null" || datum.type === "unknown" || isLoneReference(datum)) return "any";
  return datum.type === "pattern" ? "string" : datum.type;
}

export const asString = (datum: Datum): Datum => {
  if (datum.type !== "number" && datum.type !== "boolean") return datum;
  const value = stringFrom(datum);
  const made = typeof value === "string" ? text(value, datum.span) : gap(String(datum.value), value.why, datum.span);
  return { ...withoutValue(datum), ...made };
};

const withoutValue = ({ sensitive, conditional }: Datum): Pick<Datum, "sensitive" | "conditional"> => ({
  ...(sensitive && { sensitive }),
  ...(conditional && { conditional }),
});

/** Inner lists and objects are brought to one type as well: `[["a"], [1]]` holds strings. */
function unifyInner(items: readonly Datum[]): readonly Datum[] | undefined {
  const lists = items.filter((item) => item.type === "list");
  return lists.length > 0 ? unifyLists(items, lists) : unifyObjects(items);
}

/** Attribute by attribute, where all have the same ones. */
function unifyObjects(items: readonly Datum[]): readonly Datum[] {
  const objects = items.filter((item) => item.type === "object");
  const names = [...(objects[0]?.entries.keys() ?? [])];
  const isAlike = objects.every(
    ({ entries, open }) => !open && entries.size === names.length && names.every((name) => entries.has(name)),
  );
  if (!isAlike || objects.length < 2) return items;
  const columns = new Map(
    names.map((name) => [name, unify(objects.flatMap(({ entries }) => entries.get(name)?.value ?? []))]),
  );
  return items.map((item) => (item.type === "object" ? withColumns(item, columns, objects.indexOf(item)) : item));
}

function withColumns(
  item: ObjectDatum,
  columns: ReadonlyMap<string, readonly Datum[] | undefined>,
  row: number,
): ObjectDatum {
  const entries = [...item.entries].map(([name, entry]): [string, Entry] => [
    name,
    { key: entry.key, value: columns.get(name)?.[row] ?? entry.value },
  ]);
  return { ...item, entries: new Map(entries) };
}

function unifyLists(items: readonly Datum[], lists: readonly ListDatum[]): readonly Datum[] | undefined {
  const inner = unify(lists.flatMap((one) => one.items));
  if (!inner) return items;
  let at = 0;
  return items.map((item) =>
    item.type === "list" ? { ...item, items: item.items.map((one) => inner[at++] ?? one) } : item,
  );
}

/** The values of a map, brought to one type. */
export function unifyMap(datum: ObjectDatum): ObjectDatum | undefined {
  const entries = [...datum.entries];
  const values = unify(entries.map(([, { value }]) => value));
  if (!values) return undefined;
  const made = entries.map(([name, entry], index): [string, Entry] => [
    name,
    { key: entry.key, value: values[index] ?? entry.value },
  ]);
  return { ...datum, form: "map", entries: new Map(made) };
}

export const toNumber = (datum: Datum): number | undefined => {
  const value = numberFrom(datum);
  return isUnread(value) ? undefined : value;
};

export const toBoolean = (datum: Datum): boolean | undefined => {
  const value = booleanFrom(datum);
  return isUnread(value) ? undefined : value;
};
