import { type CelNode, parseCel } from "../gcp/cel.ts";
import { type CelValue, isKind, unknownValue } from "./cel-values.ts";
import { evaluateCel } from "./cel.ts";

/** How a condition on time ends: `over` from that day on, `endless`, or `ahead`; absent: it can't be told. */
export type End = "over" | "endless" | "ahead";

/** When a condition on `request.time` ends, seen from a day (`YYYY-MM-DD`). Working hours come round again. */
export function endOf(text: string, today: string): End | undefined {
  if (!text.includes("request.time") || recurring.test(text)) return undefined;
  const node = parseCel(text);
  if (node === undefined || node === "error") return undefined;
  if (holdsAt(node, Date.parse("9998-01-01T00:00:00Z")) !== false) return "endless";
  const now = holdsAt(node, Date.parse(`${today}T12:00:00Z`));
  return now === false && !startsLater(node, today) ? "over" : "ahead";
}

const recurring = /\.get(Hours|Minutes|Seconds|DayOfWeek|DayOfMonth|DayOfYear|Date|Month)\(/;

/** A window that is yet to come. */
const startsLater = (node: CelNode, today: string): boolean =>
  [...JSON.stringify(node, skipLong).matchAll(/"(\d{4}-\d\d-\d\dT[^"]*)"/g)].some(([, time = ""]) => {
    const at = Date.parse(time);
    return at >= Date.parse(today) && holdsAt(node, at + 1000) !== false;
  });

/** The tree's texts; its bookkeeping is of no interest. */
const skipLong = (key: string, value: unknown): unknown => (key === "input" || key === "parent" ? undefined : value);

/** Does it hold at that time, whatever else is asked? */
function holdsAt(node: CelNode, at: number): boolean | undefined {
  const value: CelValue = evaluateCel(node, {
    path: (path) => (path === "request.time" ? { kind: "moment", from: at, to: at } : undefined),
    attribute: () => unknownValue,
  });
  return isKind(value, "unknown") ? undefined : value === true;
}
