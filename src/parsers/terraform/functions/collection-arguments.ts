import type { CallContext } from "../call.ts";
import { isLoneReference } from "../datum.ts";
import { members } from "../possible.ts";
import type { Datum, Gap, ListDatum, ObjectDatum } from "../datum.ts";
import type { Members } from "../possible.ts";
import { refused, unknownOf } from "./signature.ts";

/** The items of a list, set or tuple as far as they are known; `undefined` when it is none. */
export const itemsOf = (datum: Datum): Members | undefined => (isListLike(datum) ? members(datum) : undefined);

const isListLike = (datum: Datum): boolean => datum.type === "list" || isOpenEnded(datum);

/** It may turn out to be a collection. */
export const isOpenEnded = (datum: Datum): boolean => datum.type === "unknown" || isLoneReference(datum);

/** A list of which every item is there for certain: places and number count. */
export const isClosed = (datum: Datum): datum is ListDatum =>
  datum.type === "list" && !datum.open && !datum.items.some((item) => item.conditional);

/** Why it isn't the collection that is needed: unknown, or of another type. */
export const notThis = (datum: Datum, wanted: string, call: CallContext): Gap =>
  datum.type === "list" || datum.type === "object" || isOpenEnded(datum) || datum.type === "pattern"
    ? fitsLater(datum, wanted, call)
    : refused(call, datum.type === "null" ? "is null" : `is a ${datum.type}, not a ${wanted}`);

const fitsLater = (datum: Datum, wanted: string, call: CallContext): Gap => {
  const isOther = (wanted === "map" && datum.type === "list") || (wanted === "list" && datum.type === "object");
  const isString = datum.type === "pattern" && !isLoneReference(datum);
  return isOther || isString ? refused(call, `is a ${datum.type}, not a ${wanted}`) : unknownOf([datum], call);
};

/** A map or object with nothing unknown about its keys. */
export const isClosedObject = (datum: Datum): datum is ObjectDatum =>
  datum.type === "object" &&
  !datum.open &&
  [...datum.entries.values()].every(({ key, value }) => key.type === "string" && !value.conditional);
