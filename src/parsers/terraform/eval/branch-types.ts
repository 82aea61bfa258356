import { scalarText, text } from "../datum.ts";
import type { Datum, Entry, ListDatum, ObjectDatum } from "../datum.ts";
import { distinctSorted } from "../functions/sets.ts";
import { LazyEntry } from "./body.ts";
import type { Type } from "./type-constraints.ts";

const any: Type = { kind: "any" };

/** A value of one branch in the type that both have in common; `undefined`: they have none. */
export function inCommonType(taken: Datum, other: Datum): Datum | undefined {
  const [own, its] = [shapeOf(taken), shapeOf(other)];
  if (own === its) return taken;
  const wanted = unifyTypes([own, its]);
  return wanted && as(taken, wanted);
}

/** The type of a value as far as it shows; `any` where it can't be told. */
function shapeOf(datum: Datum): Type {
  if (datum.type !== "list" && datum.type !== "object") return scalars[datum.type] ?? any;
  const before = shapes.get(datum);
  if (before) return before;
  const made = datum.type === "list" ? shapeOfList(datum) : shapeOfObject(datum);
  shapes.set(datum, made);
  return made;
}

/** Large values are asked for often. */
const shapes = new WeakMap<Datum, Type>();

const scalars: Readonly<Partial<Record<Datum["type"], Type>>> = {
  string: { kind: "string" },
  number: { kind: "number" },
  boolean: { kind: "bool" },
};

function shapeOfList({ form, items, open }: ListDatum): Type {
  if (form !== "tuple") return { kind: form, of: unifyTypes(items.map(shapeOf)) ?? any };
  if (open || items.some(({ conditional }) => conditional)) return any;
  return { kind: "tuple", items: items.map(shapeOf) };
}

/** What a provider computes has more attributes than are written. */
function shapeOfObject({ form, entries, open, computed }: ObjectDatum): Type {
  const all = [...entries.values()];
  if (computed || all.some((entry) => entry instanceof LazyEntry)) return any;
  if (form === "map") return { kind: "map", of: unifyTypes(all.map(({ value }) => shapeOf(value))) ?? any };
  if (open || all.some(({ key, value }) => key.type !== "string" || value.conditional)) return any;
  const attributes = new Map([...entries].map(([name, { value }]) => [name, attributeOf(shapeOf(value))]));
  return { kind: "object", attributes };
}

const attributeOf = (type: Type): { readonly type: Type; readonly optional: false } => ({ type, optional: false });

type OfKind<K> = Extract<Type, { kind: K }>;
const isA =
  <K extends Type["kind"]>(...kinds: readonly K[]) =>
  (type: Type): type is OfKind<K> =>
    (kinds as readonly string[]).includes(type.kind);

/** As `convert.UnifyUnsafe` of go-cty does it, which Terraform's conditional calls; `any` fits wherever it stands. */
function unifyTypes(all: readonly Type[]): Type | undefined {
  const types = [...new Set(all)].filter(({ kind }) => kind !== "any");
  const [first] = types;
  if (!first) return any;
  if (types.length === 1) return first;
  if (types.every(isA("string", "number", "bool"))) return unifyScalars(types);
  if (types.every(isA("object"))) return unifyObjects(types);
  if (types.every(isA("tuple"))) return unifyTuples(types);
  if (types.every(isA("map", "object"))) return collection("map", types.flatMap(elementsOf));
  if (types.every(isA("list", "tuple"))) return collection("list", types.flatMap(elementsOf));
  if (types.every(isA("set"))) return collection("set", types.flatMap(elementsOf));
  if (types.every(isA("list", "set"))) return collection("list", types.flatMap(elementsOf));
  return types.every(isA("set", "tuple")) ? types.find(isA("set")) : undefined;
}

const unifyScalars = (types: readonly Type[]): Type | undefined =>
  new Set(types.map(({ kind }) => kind)).size === 1 ? types[0] : types.find(isA("string"));

const elementsOf = (type: OfKind<"list" | "set" | "map" | "tuple" | "object">): readonly Type[] => {
  if (type.kind === "tuple") return type.items;
  return type.kind === "object" ? [...type.attributes.values()].map((one) => one.type) : [type.of];
};

function collection(kind: "list" | "set" | "map", elements: readonly Type[]): Type | undefined {
  const of = unifyTypes(elements);
  return of && { kind, of };
}

/** Objects of other attributes have nothing in common but to be maps. */
function unifyObjects(types: readonly OfKind<"object">[]): Type | undefined {
  const [first] = types;
  const names = [...(first?.attributes.keys() ?? [])];
  const isSame = types.every(
    ({ attributes }) => attributes.size === names.length && names.every((name) => attributes.has(name)),
  );
  if (!isSame) return collection("map", types.flatMap(elementsOf));
  const unified = names.map((name) => [name, unifyTypes(types.map((type) => attributeIn(type, name)))] as const);
  const attributes = unified.flatMap(([name, type]) => (type ? [[name, attributeOf(type)] as const] : []));
  return attributes.length === names.length ? { kind: "object", attributes: new Map(attributes) } : undefined;
}

const attributeIn = ({ attributes }: OfKind<"object">, name: string): Type => attributes.get(name)?.type ?? any;

/** Tuples of other lengths have nothing in common but to be lists. */
function unifyTuples(types: readonly OfKind<"tuple">[]): Type | undefined {
  const length = types[0]?.items.length ?? 0;
  if (types.some(({ items }) => items.length !== length)) return collection("list", types.flatMap(elementsOf));
  const places = Array.from({ length }, (_, at) => unifyTypes(types.map(({ items }) => items[at] ?? any)));
  const items = places.flatMap((type) => type ?? []);
  return items.length === length ? { kind: "tuple", items } : undefined;
}

/** The same value in a type that it fits. */
function as(datum: Datum, type: Type): Datum {
  if (type.kind === "string" && (datum.type === "number" || datum.type === "boolean")) {
    return { ...text(scalarText(datum), datum.span), ...(datum.sensitive && { sensitive: true }) };
  }
  if (datum.type === "list") return asList(datum, type);
  return datum.type === "object" ? asObject(datum, type) : datum;
}

function asList(datum: ListDatum, type: Type): Datum {
  if (type.kind !== "list" && type.kind !== "set" && type.kind !== "tuple") return datum;
  const typeAt = (index: number): Type => (type.kind === "tuple" ? (type.items[index] ?? any) : type.of);
  const items = datum.items.map((item, index) => marked(item, as(item, typeAt(index))));
  return { ...datum, form: type.kind, items: type.kind === "set" ? distinctSorted(items) : items };
}

function asObject(datum: ObjectDatum, type: Type): Datum {
  if (type.kind !== "map" && type.kind !== "object") return datum;
  const typeAt = (name: string): Type => (type.kind === "object" ? attributeIn(type, name) : type.of);
  const entries = [...datum.entries].map(([name, { key, value }]): [string, Entry] => {
    const wanted = typeAt(name);
    return [name, { key, value: marked(value, as(value, wanted)) }];
  });
  return { ...datum, form: type.kind, entries: new Map(entries) };
}

const marked = (from: Datum, to: Datum): Datum =>
  from.conditional && !to.conditional ? { ...to, conditional: true } : to;
