import type { CallContext, TerraformFunction } from "../call.ts";
import { boolean, failure, gap, number, text } from "../datum.ts";
import type { Datum, Gap } from "../datum.ts";
import { booleanFrom, numberFrom, stringFrom, stringsFrom } from "./scalars.ts";

/** What an argument is turned into before a function sees it. */
interface Kinds {
  readonly string: string;
  readonly number: number;
  readonly bool: boolean;
  /** Strings of a list or set; null is refused. */
  readonly strings: readonly string[];
  /** Left as it is. */
  readonly any: Datum;
}

type Kind = keyof Kinds;
type Values<K extends readonly Kind[]> = { [I in keyof K]: Kinds[K[I]] };

/** What a function may give: a value, a datum of its own making, or why Terraform would stop. */
export type Result = string | number | boolean | Datum | Refusal;

export interface Refusal {
  readonly refused: string;
}

export const refuse = (why: string): Refusal => ({ refused: why });

/** A function of arguments that must all be known. */
export function known<K extends readonly Kind[]>(
  kinds: readonly [...K],
  compute: (values: Values<K>, call: CallContext) => Result,
): TerraformFunction {
  return (args, call) => {
    if (args.length !== kinds.length) return wrongNumber(args, call);
    const values = readAll(kinds, args, call);
    return "type" in values ? values : finished(compute(values.read as unknown as Values<K>, call), args, call);
  };
}

/** A function of any number of arguments of one kind after the first ones. */
export function knownMany<K extends readonly Kind[], R extends Kind>(
  kinds: readonly [...K],
  rest: R,
  compute: (values: Values<K>, rest: readonly Kinds[R][], call: CallContext) => Result,
): TerraformFunction {
  return (args, call) => {
    if (args.length < kinds.length) return wrongNumber(args, call);
    const all = args.map((_, index) => kinds[index] ?? rest);
    const values = readAll(all, args, call);
    if ("type" in values) return values;
    const first = values.read.slice(0, kinds.length) as unknown as Values<K>;
    return finished(compute(first, values.read.slice(kinds.length) as Kinds[R][], call), args, call);
  };
}

const wrongNumber = (args: readonly Datum[], call: CallContext): Gap =>
  failure(call.expression, `can't have ${args.length} arguments`, call.span);

const readers: { readonly [K in Kind]: (datum: Datum) => Kinds[K] | Unread } = {
  string: stringFrom,
  number: numberFrom,
  bool: booleanFrom,
  strings: stringsFrom,
  any: (datum) => datum,
};

/** `unknown`: it can't be known; `wrong`: Terraform would refuse it. */
export type Unread = { readonly unread: "unknown" | "wrong"; readonly why: string };

export const isUnread = (value: unknown): value is Unread =>
  typeof value === "object" && value !== null && "unread" in value;

function readAll(kinds: readonly Kind[], args: readonly Datum[], call: CallContext): { read: unknown[] } | Gap {
  const read: unknown[] = [];
  let unknown: Unread | undefined;
  for (const [index, arg] of args.entries()) {
    const value = readers[kinds[index] ?? "any"](arg);
    if (!isUnread(value)) read.push(value);
    else if (value.unread === "wrong") return failure(call.expression, value.why, call.span);
    else unknown ??= value;
  }
  return unknown ? gap(call.expression, unknown.why, call.span) : { read };
}

function finished(result: Result, args: readonly Datum[], call: CallContext): Datum {
  return marked(args, datumOf(result, args, call));
}

function datumOf(result: Result, args: readonly Datum[], call: CallContext): Datum {
  if (typeof result === "string") return text(result, placeOf(args, call));
  if (typeof result === "number") return numberOrGap(result, call);
  if (typeof result === "boolean") return boolean(result, call.span);
  return "refused" in result ? failure(call.expression, result.refused, call.span) : result;
}

/** A number that JavaScript holds exactly enough; Terraform counts on where JavaScript can't. */
function numberOrGap(value: number, call: CallContext): Datum {
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return gap(call.expression, "is too large a number", call.span);
  }
  return Number.isFinite(value) ? number(value, call.span) : failure(call.expression, "is no number", call.span);
}

/** What is made of one text stands where that text stands. */
function placeOf(args: readonly Datum[], call: CallContext): CallContext["span"] {
  const [only] = args;
  return args.length === 1 && only?.type === "string" ? only.span : call.span;
}

/** What is made of something sensitive is sensitive. */
export function marked<D extends Datum>(args: readonly Datum[], result: D): D {
  return result.sensitive || !args.some(isSensitive) ? result : { ...result, sensitive: true };
}

const isSensitive = (datum: Datum): boolean =>
  datum.sensitive === true || (datum.type === "list" && datum.items.some((item) => item.sensitive));

/** What can't be known because an argument can't. */
export function unknownOf(args: readonly Datum[], call: CallContext): Gap {
  const culprit = args.find((arg) => arg.type === "unknown") ?? args.find((arg) => arg.type === "pattern");
  return gap(call.expression, culprit ? whyOf(culprit) : (reasonIn(args, 3) ?? "is not wholly known"), call.span);
}

/** Why something inside a list or object can't be known: the first reason that is more than "after apply". */
function reasonIn(datums: readonly Datum[], depth: number): string | undefined {
  for (const datum of depth > 0 ? datums.slice(0, mostAsked) : []) {
    const own = datum.type === "unknown" || datum.type === "pattern" ? datum.why : "";
    const reason = own === "" ? reasonIn(insideOf(datum), depth - 1) : own;
    if (reason !== undefined) return reason;
  }
  return undefined;
}

const mostAsked = 100;

function insideOf(datum: Datum): readonly Datum[] {
  if (datum.type === "list") return datum.open ? [datum.open, ...datum.items] : datum.items;
  if (datum.type !== "object" || datum.computed) return [];
  const entries = [...datum.entries.values(), ...(datum.open ? [datum.open] : [])];
  return entries.flatMap((entry) => (entry.key.type === "string" ? [] : [entry.key]));
}

export function whyOf(datum: Datum): string {
  const why = datum.type === "unknown" || datum.type === "pattern" ? datum.why : "";
  return why === "" ? "is known after apply" : why;
}

export const refused = (call: CallContext, why: string): Gap => failure(call.expression, why, call.span);
