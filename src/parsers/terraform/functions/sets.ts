import { same } from "../equality.ts";
import type { Datum } from "../datum.ts";

/** Items that differ, in the order in which Terraform walks a set; equal ones once, the certain one of them. */
export function distinctSorted(items: readonly Datum[]): readonly Datum[] {
  return distinct(items, isOneInASet).toSorted(inSetOrder);
}

/** Items that differ, in the order of their first places. */
export function distinct(items: readonly Datum[], isOne: typeof isEqual = isEqual): readonly Datum[] {
  const texts = new Map<string, number>();
  const kept: Datum[] = [];
  for (const item of items) {
    const place = item.type === "string" ? texts.get(item.text) : placeOf(kept, item, isOne);
    if (place === undefined) {
      if (item.type === "string") texts.set(item.text, kept.length);
      kept.push(item);
    } else if (kept[place]?.conditional && !item.conditional) kept[place] = item;
  }
  return kept;
}

const isEqual = (one: Datum, other: Datum): boolean => same(one, other) === true;

/** A set has a number by its text, and a zero may have a sign. */
const isOneInASet = (one: Datum, other: Datum): boolean =>
  one.type === "number" && other.type === "number" ? Object.is(one.value, other.value) : isEqual(one, other);

function placeOf(kept: readonly Datum[], item: Datum, isOne: typeof isEqual): number | undefined {
  const place = kept.findIndex((other) => other.type !== "string" && isOne(other, item));
  return place < 0 ? undefined : place;
}

/** Strings by their letters, numbers by size, false before true; the rest as it came, behind them. */
function inSetOrder(a: Datum, b: Datum): number {
  if (a.type === "string" && b.type === "string") return byText(a.text, b.text);
  if (a.type === "number" && b.type === "number") return a.value - b.value;
  if (a.type === "boolean" && b.type === "boolean") return Number(a.value) - Number(b.value);
  return Number(isSorted(b)) - Number(isSorted(a));
}

const isSorted = (datum: Datum): boolean => ["string", "number", "boolean"].includes(datum.type);

/** As Go compares strings, for all but characters beyond the basic plane. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Does it hold the item? `undefined`: it can't be known. */
export function holds(items: readonly Datum[], wanted: Datum): boolean | undefined {
  let isPossible = false;
  for (const item of items) {
    const answer = same(item, wanted);
    if (answer === true && !item.conditional) return true;
    if (answer !== false) isPossible = true;
  }
  return isPossible ? undefined : false;
}
