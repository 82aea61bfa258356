import type { CallContext, TerraformFunction } from "../call.ts";
import { boolean, gap, list, number } from "../datum.ts";
import type { Datum } from "../datum.ts";
import { isOpenEnded, notThis } from "./collection-arguments.ts";
import { booleanFrom, numberFrom, stringFrom } from "./scalars.ts";
import { distinctSorted } from "./sets.ts";
import { isUnread, marked, refused } from "./signature.ts";
import { asString, unify, unifyMap } from "./unify.ts";

/** A conversion of one argument; null stays null. */
const convert =
  (to: (datum: Datum, call: CallContext) => Datum): TerraformFunction =>
  (args, call) => {
    const [datum] = args;
    if (!datum || args.length !== 1) return refused(call, "needs one argument");
    return datum.type === "null" ? datum : marked(args, to(datum, call));
  };

export const conversionFunctions: Readonly<Record<string, TerraformFunction>> = {
  ephemeralasnull: convert((datum) => datum),
  issensitive: convert((datum, call) => boolean(datum.sensitive === true, call.span)),
  nonsensitive: (args, call) => withoutMark(args, call),
  sensitive: convert((datum) => ({ ...datum, sensitive: true })),
  tobool: convert((datum, call) => scalar(datum, call, booleanFrom, (value) => boolean(value, datum.span))),
  tolist: convert((datum, call) => toList(datum, "list", call)),
  tomap: convert(toMap),
  tonumber: convert((datum, call) => scalar(datum, call, numberFrom, (value) => number(value, datum.span))),
  toset: convert((datum, call) => toList(datum, "set", call)),
  tostring: convert(toText),
};

function withoutMark(args: readonly Datum[], call: CallContext): Datum {
  const [datum] = args;
  if (!datum || args.length !== 1) return refused(call, "needs one argument");
  const { sensitive: _, ...rest } = datum;
  return rest as Datum;
}

function scalar<T>(
  datum: Datum,
  call: CallContext,
  from: (datum: Datum) => T | ReturnType<typeof stringFrom>,
  to: (value: T) => Datum,
): Datum {
  const value = from(datum);
  if (!isUnread(value)) return to(value as T);
  return value.unread === "wrong" ? refused(call, value.why) : gap(call.expression, value.why, call.span);
}

/** A string of which a part is unknown is a string all the same. */
function toText(datum: Datum, call: CallContext): Datum {
  if (datum.type === "pattern" || isOpenEnded(datum)) return datum;
  const value = asString(datum);
  if (value.type === "string" || value.type === "unknown") return value;
  return refused(call, `is a ${datum.type}, not a string`);
}

function toList(datum: Datum, form: "list" | "set", call: CallContext): Datum {
  if (datum.type !== "list") return isOpenEnded(datum) ? openList(datum, form) : notThis(datum, "list", call);
  const items = unify(datum.items);
  if (!items) return refused(call, "has items of different types");
  return list(form === "set" ? distinctSorted(items) : items, datum.span, form, datum.open);
}

/** A list of which no item is known. */
const openList = (datum: Datum, form: "list" | "set"): Datum => list([], datum.span, form, datum);

function toMap(datum: Datum, call: CallContext): Datum {
  if (datum.type !== "object") return isOpenEnded(datum) ? datum : notThis(datum, "map", call);
  return unifyMap(datum) ?? refused(call, "has values of different types");
}
