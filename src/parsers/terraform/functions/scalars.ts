import { isLoneReference } from "../datum.ts";
import type { Datum } from "../datum.ts";
import { decimalOf } from "./decimals.ts";
import { plainNumber } from "./decimals.ts";
import { whyOf } from "./signature.ts";
import type { Unread } from "./signature.ts";

const wrong = (why: string): Unread => ({ unread: "wrong", why });
const unknown = (datum: Datum): Unread => ({ unread: "unknown", why: whyOf(datum) });

/** A string, or what Terraform turns into one. */
export function stringFrom(datum: Datum): string | Unread {
  if (datum.type === "string") return datum.text;
  if (datum.type === "number") return numberText(datum.value);
  return datum.type === "boolean" ? String(datum.value) : misfit(datum, "string");
}

/** Terraform counts exactly; a number that JavaScript has no exact form of has lost something. */
function numberText(value: number): string | Unread {
  const isExact = Number.isSafeInteger(value) || decimalOf(value).digits.length <= exactDigits;
  return isExact ? plainNumber(value) : { unread: "unknown", why: "is a number with too many digits" };
}

const exactDigits = 15;

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu;

/** The number that a text stands for. */
const numberIn = (text: string): number | undefined => (decimal.test(text) ? Number(text) : undefined);

export function numberFrom(datum: Datum): number | Unread {
  if (datum.type === "number") return datum.value;
  if (datum.type === "string") return numberOf(datum.text);
  return misfit(datum, "number");
}

function numberOf(text: string): number | Unread {
  const value = numberIn(text);
  if (value === undefined) return wrong(`${JSON.stringify(text)} is no number`);
  const isHeld = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  return isHeld ? value : { unread: "unknown", why: "is too large a number" };
}

const truths: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

export function booleanFrom(datum: Datum): boolean | Unread {
  if (datum.type === "boolean") return datum.value;
  if (datum.type === "string") return truths.get(datum.text) ?? wrong(`${JSON.stringify(datum.text)} is no bool`);
  return misfit(datum, "bool");
}

export function stringsFrom(datum: Datum): readonly string[] | Unread {
  if (datum.type !== "list") return misfit(datum, "list of strings");
  if (datum.open) return unknown(datum.open);
  const texts: string[] = [];
  for (const item of datum.items) {
    if (item.conditional) return { unread: "unknown", why: "depends on a condition that can't be known" };
    const value = stringFrom(item);
    if (typeof value !== "string") return value;
    texts.push(value);
  }
  return texts;
}

/** A lone reference may turn out to be anything; any other pattern is a string. */
function misfit(datum: Datum, wanted: string): Unread {
  if (datum.type === "unknown" || isLoneReference(datum)) return unknown(datum);
  if (datum.type === "pattern" && !wanted.startsWith("list")) return unknown(datum);
  return wrong(datum.type === "null" ? "is null" : `is a ${datum.type} where a ${wanted} is needed`);
}
