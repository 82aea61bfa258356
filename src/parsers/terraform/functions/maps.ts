import type { CallContext, TerraformFunction } from "../call.ts";
import { asKey, conditionally, gap, keyText, list, object, sortedKeys, text } from "../datum.ts";
import { likeEither, oneOf } from "../possible.ts";
import type { Datum, Entry, Gap } from "../datum.ts";
import { isClosed, isClosedObject, isOpenEnded, notThis } from "./collection-arguments.ts";
import { stringsFrom } from "./scalars.ts";
import { byText } from "./sets.ts";
import { isUnread, marked, refused, unknownOf } from "./signature.ts";
import { unify } from "./unify.ts";

export const mapFunctions: Readonly<Record<string, TerraformFunction>> = {
  keys: (args, call) => side(args, call, ({ key, value }) => (value.conditional ? conditionally(key) : key)),
  merge,
  transpose,
  values: (args, call) => side(args, call, ({ value }) => value),
  zipmap,
};

/** Keys or values, in the order of the keys. */
function side(args: readonly Datum[], call: CallContext, of: (entry: Entry) => Datum): Datum {
  const [map] = args;
  if (!map || args.length !== 1) return refused(call, "needs one map");
  if (map.type !== "object" || map.computed) return notThis(map, "map", call);
  const items = sortedKeys(map).flatMap((name): readonly Datum[] => {
    const entry = map.entries.get(name);
    return entry ? [of(entry)] : [];
  });
  return marked([map], list(items, map.span, map.form === "map" ? "list" : "tuple", map.open && of(map.open)));
}

/** What comes later wins; an unknown map may hold anything, also what others hold. */
function merge(args: readonly Datum[], call: CallContext): Datum {
  const maps = args.filter((arg) => arg.type !== "null");
  const wrong = maps.find((map) => map.type !== "object" && !isOpenEnded(map));
  if (wrong) return refused(call, `is a ${wrong.type}, not a map`);
  const merged: Merged = { entries: new Map() };
  for (const map of maps) add(merged, map, call);
  const isMap = maps.length > 0 && maps.every((map) => map.type === "object" && map.form === "map") && areAlike(maps);
  const span = maps.find((map) => map.type === "object")?.span ?? call.span;
  return marked(maps, object(merged.entries, span, isMap ? "map" : "object", merged.open));
}

/** Do all values have one type? */
function areAlike(maps: readonly Datum[]): boolean {
  const values = maps.flatMap((map) =>
    map.type === "object" ? [...map.entries.values()].map(({ value }) => value) : [],
  );
  return new Set(values.map(({ type }) => (type === "pattern" ? "string" : type))).size <= 1;
}

interface Merged {
  readonly entries: Map<string, Entry>;
  open?: Entry;
}

function add(merged: Merged, map: Datum, call: CallContext): void {
  const open = openOf(map, call);
  if (open) {
    for (const [name, entry] of merged.entries) {
      merged.entries.set(name, { key: entry.key, value: conditionally(entry.value) });
    }
    merged.open = merged.open ? eitherEntry(merged.open, open, call) : open;
  }
  if (map.type !== "object") return;
  for (const [name, entry] of map.entries) merged.entries.set(name, over(merged.entries.get(name), entry, call));
}

function eitherEntry(one: Entry, other: Entry, call: CallContext): Entry {
  const key = likeEither(one.key, other.key);
  const hole = gap(call.expression, "the key can't be known", call.span);
  const isKey = key?.type === "string" || key?.type === "pattern" || key?.type === "unknown";
  return { key: isKey ? key : hole, value: likeEither(one.value, other.value) ?? hole };
}

function openOf(map: Datum, call: CallContext): Entry | undefined {
  if (map.type === "object" && !map.computed) return map.open;
  const hole = map.type === "unknown" ? map : unknownOf([map], call);
  return { key: keyGap(hole), value: hole };
}

const keyGap = ({ expression, why, span }: Gap): Gap => gap(expression, why, span);

/** An entry that may be missing leaves the earlier one where it is missing. */
function over(before: Entry | undefined, entry: Entry, call: CallContext): Entry {
  if (!before || !entry.value.conditional) return entry;
  const { conditional: _, ...certain } = entry.value;
  const value = oneOf(
    [before.value, certain as Datum],
    call.expression,
    "depends on a condition that can't be known",
    call.span,
  );
  return { key: entry.key, value: before.value.conditional ? conditionally(value) : value };
}

/** Lists of strings by key become lists of keys by string. */
function transpose(args: readonly Datum[], call: CallContext): Datum {
  const [map] = args;
  if (!map || args.length !== 1) return refused(call, "needs one map");
  if (map.type !== "object" || !isClosedObject(map)) return notThis(map, "map", call);
  const turned = new Map<string, Datum[]>();
  for (const name of sortedKeys(map)) {
    const entry = map.entries.get(name);
    const texts = entry ? stringsFrom(entry.value) : [];
    if (isUnread(texts)) return texts.unread === "wrong" ? refused(call, texts.why) : unknownOf([map], call);
    for (const one of texts) turned.set(one, [...(turned.get(one) ?? []), text(name, entry?.key.span ?? map.span)]);
  }
  const entries = [...turned]
    .toSorted(([a], [b]) => byText(a, b))
    .map(([name, keys]): [string, Entry] => [name, { key: text(name, map.span), value: list(keys, map.span, "list") }]);
  return marked([map], object(new Map(entries), map.span, "map"));
}

function zipmap(args: readonly Datum[], call: CallContext): Datum {
  const [keys, values] = args;
  if (!keys || !values || args.length !== 2) return refused(call, "needs keys and values");
  if (!isClosed(keys) || !isClosed(values)) return notThis(isClosed(keys) ? values : keys, "list", call);
  if (keys.items.length !== values.items.length) return refused(call, "needs as many keys as values");
  const isMap = values.form !== "tuple";
  const items = (isMap && unify(values.items)) || values.items;
  const entries = new Map<string, Entry>();
  for (const [place, item] of keys.items.entries()) {
    const key = asKey(item);
    const value = items[place];
    if (!key || !value) return refused(call, "has a key that is no string");
    entries.set(keyText(key), { key, value });
  }
  return marked(args, object(entries, keys.span, isMap ? "map" : "object"));
}
