import { gap } from "../datum.ts";
import type { Datum } from "../datum.ts";
import { LazyEntry } from "./body.ts";
import type { Env, Reading } from "./env.ts";

/**
 * Values that a list or object may hold, counted as often as they are reached. A few lines that double each other would
 * come to more than any walk could see.
 */
const heaviest = 500_000;

/** Of what is heavy enough not to be weighed again. */
const weights = new WeakMap<Datum, number>();
const heavy = 32;

/** The datum, or a gap in place of one that holds too much. */
export function notTooHeavy(datum: Datum, env: Env, at: Reading): Datum {
  if (weightOf(datum) <= heaviest) return datum;
  env.scope.evaluation.report("limit", `This holds more than ${heaviest} values`, at.span);
  return gap(at.expression, `holds more than ${heaviest} values`, at.span);
}

function weightOf(datum: Datum): number {
  if (datum.type !== "list" && datum.type !== "object") return 1;
  const before = weights.get(datum);
  if (before !== undefined) return before;
  let weight = 1;
  if (datum.type === "list") for (const item of datum.items) weight += weightOf(item);
  else if (!datum.computed) {
    for (const entry of datum.entries.values()) weight += entry instanceof LazyEntry ? 1 : weightOf(entry.value);
  }
  if (weight > heavy) weights.set(datum, weight);
  return weight;
}
