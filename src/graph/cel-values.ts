/** What a part of a condition comes to, as far as it can be known before anything is applied. */
export type CelValue =
  | Unknown
  | Failed
  | string
  | number
  | boolean
  | null
  | Prefix
  | Moment
  | Duration
  | readonly CelValue[];

export interface Unknown {
  readonly kind: "unknown";
}

/** An expression that can't be evaluated at all: a condition that fails so grants nothing. */
export interface Failed {
  readonly kind: "failed";
}

/** A text of which the beginning alone is known. */
interface Prefix {
  readonly kind: "prefix";
  readonly text: string;
}

/** A time, in milliseconds, at least `from` and at most `to`. */
export interface Moment {
  readonly kind: "moment";
  readonly from: number;
  readonly to: number;
}

interface Duration {
  readonly kind: "duration";
  readonly milliseconds: number;
}

export const unknownValue: Unknown = { kind: "unknown" };
export const failed: Failed = { kind: "failed" };

export const isKind = <K extends "unknown" | "failed" | "prefix" | "moment" | "duration">(
  value: CelValue,
  kind: K,
): value is Extract<CelValue, { kind: K }> =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === kind;

export function timestamp(text: CelValue): CelValue {
  if (typeof text !== "string") return isKind(text, "moment") ? text : unknownValue;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i.test(text)) return failed;
  const at = Date.parse(text);
  return Number.isNaN(at) ? failed : { kind: "moment", from: at, to: at };
}

export function duration(text: CelValue): CelValue {
  if (typeof text !== "string") return unknownValue;
  const parts = [...text.matchAll(/(-?\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) return failed;
  const milliseconds = parts.reduce((sum, [, amount, unit = ""]) => sum + Number(amount) * (units[unit] ?? 0), 0);
  return { kind: "duration", milliseconds };
}

const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** Any operand that fails makes the whole fail, any that is not known makes it unknown. */
export function strict(values: readonly CelValue[], compute: () => CelValue): CelValue {
  if (values.some((value) => isKind(value, "failed"))) return failed;
  return values.some((value) => isKind(value, "unknown")) ? unknownValue : compute();
}

export function isEqual(a: CelValue, b: CelValue): CelValue {
  if (a === null || b === null) return a === b;
  if (isKind(a, "prefix")) return typeof b === "string" && !b.startsWith(a.text) ? false : unknownValue;
  if (isKind(b, "prefix")) return isEqual(b, a);
  if (isKind(a, "moment") && isKind(b, "moment")) {
    if (a.from === a.to && b.from === b.to) return a.from === b.from;
    return a.to < b.from || b.to < a.from ? false : unknownValue;
  }
  if (isKind(a, "duration") && isKind(b, "duration")) return a.milliseconds === b.milliseconds;
  if (Array.isArray(a) && Array.isArray(b)) return areEqualLists(a, b);
  return typeof a === "object" || typeof b === "object" ? unknownValue : a === b;
}

function areEqualLists(a: readonly CelValue[], b: readonly CelValue[]): CelValue {
  if (a.length !== b.length) return false;
  const pairs = a.map((item, index) => isEqual(item, b[index] ?? null));
  if (pairs.includes(false)) return false;
  return pairs.every((pair) => pair === true) ? true : unknownValue;
}

/** `a < b`, for numbers, texts, times and durations. */
export function isLess(a: CelValue, b: CelValue, orEqual: boolean): CelValue {
  if (isKind(a, "moment") && isKind(b, "moment")) {
    if (orEqual ? a.to <= b.from : a.to < b.from) return true;
    return (orEqual ? a.from > b.to : a.from >= b.to) ? false : unknownValue;
  }
  if (isKind(a, "duration") && isKind(b, "duration")) return isLess(a.milliseconds, b.milliseconds, orEqual);
  if (typeof a === "number" && typeof b === "number") return orEqual ? a <= b : a < b;
  if (typeof a === "string" && typeof b === "string") return orEqual ? a <= b : a < b;
  return unknownValue;
}

export function add(a: CelValue, b: CelValue, sign: 1 | -1): CelValue {
  if (typeof a === "number" && typeof b === "number") return a + sign * b;
  if (typeof a === "string" && typeof b === "string" && sign === 1) return a + b;
  if (isKind(a, "moment") && isKind(b, "duration")) {
    return { kind: "moment", from: a.from + sign * b.milliseconds, to: a.to + sign * b.milliseconds };
  }
  if (isKind(a, "duration") && isKind(b, "duration")) {
    return { kind: "duration", milliseconds: a.milliseconds + sign * b.milliseconds };
  }
  return unknownValue;
}
