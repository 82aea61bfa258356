import type { CallContext, TerraformFunction } from "../call.ts";
import { boolean, gap, isLoneReference, nothing, number, sortedKeys, text } from "../datum.ts";
import { same } from "../equality.ts";
import { oneOf } from "../possible.ts";
import type { Datum, ListDatum, ObjectDatum } from "../datum.ts";
import { isClosed, isClosedObject, isOpenEnded, itemsOf, notThis } from "./collection-arguments.ts";
import { graphemesOf } from "./graphemes.ts";
import { holds } from "./sets.ts";
import { marked, refused, unknownOf } from "./signature.ts";
import { asString, toNumber, unify, unifyMap } from "./unify.ts";

const why = "depends on a condition that can't be known";

export const choosingFunctions: Readonly<Record<string, TerraformFunction>> = {
  coalesce,
  contains,
  element,
  index: indexOf,
  length: lengthOf,
  lookup,
  one,
};

/** A mark of the collection doesn't go with the item that is taken out. */
function takenOut(datum: Datum): Datum {
  if (!datum.conditional) return datum;
  const { conditional: _, ...rest } = datum;
  return rest as Datum;
}

/** The first argument that is neither null nor an empty string. */
function coalesce(args: readonly Datum[], call: CallContext): Datum {
  const unified = unify(args);
  if (!unified) return refused(call, "has arguments of different types");
  for (const arg of unified) {
    if (arg.type === "null" || (arg.type === "string" && arg.text === "")) continue;
    return isOpenEnded(arg) && !isNeverEmpty(arg) ? unknownOf([arg], call) : inOneType(arg, unified);
  }
  return refused(call, "has nothing but null and empty strings");
}

/** Objects of different attributes have nothing in common but to be maps. */
function inOneType(arg: Datum, all: readonly Datum[]): Datum {
  if (arg.type !== "object" || arg.form === "map") return arg;
  const differs = all.some((other) => other.type === "object" && !hasSameKeys(other, arg));
  return differs ? (unifyMap(arg) ?? arg) : arg;
}

const hasSameKeys = (left: ObjectDatum, right: ObjectDatum): boolean =>
  left.entries.size === right.entries.size && [...left.entries.keys()].every((name) => right.entries.has(name));

/** What a provider computes for an object that will exist. */
const isNeverEmpty = (datum: Datum): boolean => isLoneReference(datum);

function contains(args: readonly Datum[], call: CallContext): Datum {
  const [given, wanted] = args;
  if (!given || !wanted || args.length !== 2) return refused(call, "needs a list and a value");
  const own = itemsOf(given);
  if (!own) return notThis(given, "list", call);
  if (wanted.type === "null") return refused(call, "looks for null");
  const answer = holds(own.items, wanted);
  if (answer === true || (answer === false && !own.open)) return marked(args, boolean(answer, call.span));
  return unknownOf([own.open ?? wanted, ...own.items], call);
}

/** Counts on from the start after the end; negative numbers count from the end, as they do in OpenTofu. */
function element(args: readonly Datum[], call: CallContext): Datum {
  const [given, at] = args;
  if (!given || !at || args.length !== 2) return refused(call, "needs a list and a number");
  const place = toNumber(at);
  if (given.type === "list" && given.form === "set") return refused(call, "is a set, which has no order");
  if (given.type !== "list" || given.open) return notThis(given, "list", call);
  if (given.items.length === 0) return refused(call, "is an empty list");
  if (!isClosed(given)) return elementOfSome(given, place, call);
  if (place === undefined)
    return isOpenEnded(at) ? anyOf(given.items, call) : refused(call, "has an index that is no number");
  if (!Number.isInteger(place)) return refused(call, "needs a whole index");
  const { length } = given.items;
  return marked([given], given.items[((place % length) + length) % length] ?? nothing(call.span));
}

/** Some items may be missing: those before the first of them stand where they stand. */
function elementOfSome({ items }: ListDatum, place: number | undefined, call: CallContext): Datum {
  const sure = items.findIndex(({ conditional }) => conditional);
  const item = place !== undefined && place >= 0 && place < sure ? items[place] : undefined;
  return item ?? anyOf(items, call);
}

const anyOf = (datums: readonly Datum[], call: CallContext): Datum =>
  oneOf(datums.map(takenOut), call.expression, "has an index that can't be known", call.span);

function indexOf(args: readonly Datum[], call: CallContext): Datum {
  const [given, wanted] = args;
  if (!given || !wanted || args.length !== 2) return refused(call, "needs a list and a value");
  if (given.type !== "list") return notThis(given, "list", call);
  if (given.form === "set") return refused(call, "is a set, which has no order");
  for (const [place, item] of given.items.entries()) {
    const answer = item.conditional ? undefined : same(item, wanted);
    if (answer === undefined) return unknownOf([item, wanted], call);
    if (answer) return marked(args, number(place, call.span));
  }
  return given.open ? unknownOf([given.open], call) : refused(call, "is not in the list");
}

function lengthOf(args: readonly Datum[], call: CallContext): Datum {
  const [given] = args;
  if (!given || args.length !== 1) return refused(call, "needs one argument");
  const size = sizeOf(given);
  if (size !== undefined) return marked(args, number(size, call.span));
  const hasNone = given.type === "null" || given.type === "number" || given.type === "boolean";
  return hasNone ? refused(call, `is a ${given.type}`) : unknownOf([given], call);
}

function sizeOf(given: Datum): number | undefined {
  if (given.type === "string") return graphemesOf(given.text).length;
  if (given.type === "list" && isClosed(given)) {
    const mayCoincide = given.form === "set" && given.items.length > 1 && given.items.some(isUnknown);
    return mayCoincide ? undefined : given.items.length;
  }
  return given.type === "object" && isClosedObject(given) ? given.entries.size : undefined;
}

const isUnknown = (datum: Datum): boolean => datum.type === "unknown" || datum.type === "pattern";

function lookup(args: readonly Datum[], call: CallContext): Datum {
  const [map, key, fallback] = args;
  if (!map || !key || args.length > 3) return refused(call, "needs a map, a key and a default");
  if (map.type !== "object") return notThis(map, "map", call);
  const name = asString(key);
  const suited = fallback && map.form === "map" ? suitedTo(map, fallback) : fallback;
  if (fallback && !suited) return refused(call, "has a default of another type");
  if (name.type === "string") return marked([map, key], lookupKey(map, name.text, suited, call));
  if (name.type !== "pattern" && name.type !== "unknown") return refused(call, "has a key that is no string");
  if (map.open || map.computed) return unknownOf([key], call);
  const possible = sortedKeys(map).flatMap((known) => map.entries.get(known) ?? []);
  const values = possible.filter((entry) => same(entry.key, name) !== false).map(({ value }) => takenOut(value));
  return oneOf([...values, ...(fallback ? [fallback] : [])], call.expression, unknownOf([key], call).why, call.span);
}

/** The default as the values of the map are; `undefined` where it can't be. */
function suitedTo(map: ObjectDatum, fallback: Datum): Datum | undefined {
  const [first] = map.entries.values();
  if (!first || isUnknown(fallback)) return fallback;
  if (first.value.type === "number" && fallback.type !== "number") {
    const value = toNumber(fallback);
    return value === undefined ? undefined : number(value, fallback.span);
  }
  return unify([first.value, fallback])?.[1];
}

function lookupKey(map: ObjectDatum, name: string, fallback: Datum | undefined, call: CallContext): Datum {
  const computed = map.computed?.(name, call.span);
  if (computed) return computed;
  const value = map.entries.get(name)?.value;
  if (value && !value.conditional) return value;
  const absent = fallback ?? refused(call, `has no ${name}`);
  if (value) return fallback ? oneOf([takenOut(value), fallback], call.expression, why, call.span) : takenOut(value);
  const wanted = text(name, call.span);
  const mayBeThere = [...map.entries.values()].some(({ key }) => key.type !== "string" && same(key, wanted) !== false);
  if (map.open || mayBeThere) return gap(call.expression, unknownOf([map.open?.value ?? map], call).why, call.span);
  return absent;
}

/** Nothing, or the only item. */
function one(args: readonly Datum[], call: CallContext): Datum {
  const [given] = args;
  if (!given || args.length !== 1) return refused(call, "needs one list");
  const own = itemsOf(given);
  if (!own) return notThis(given, "list", call);
  const certain = own.items.filter((item) => !item.conditional);
  if (certain.length > 1) return refused(call, "has more than one item");
  if (own.open) return unknownOf([own.open], call);
  const [first] = own.items;
  if (!first) return nothing(call.span);
  if (own.items.length === 1 && !first.conditional) return marked([given], first);
  const possible = certain.length === 1 ? certain : own.items.map(takenOut).concat(nothing(call.span));
  return marked([given], oneOf(possible, call.expression, why, call.span));
}
