import type { Condition, Place } from "../../../model/fact.ts";
import type { Span } from "../../../model/source.ts";
import { type Value, partsOf, unknown, valueOf } from "../../../model/value.ts";
import { type Datum, type ObjectDatum, attribute, conditionally, stringParts, toValue } from "../datum.ts";
import { alternatives, members } from "../possible.ts";
import type { Placed } from "../instances.ts";

/** A value that a list holds, or may hold. */
export interface Possible {
  readonly value: Value;
  /** Where it came from, for callers that need more than its text. */
  readonly datum: Datum;
  readonly conditional?: true;
}

/** What every fact of a block carries. */
export function placeOf(block: Placed, conditional: true | undefined = block.conditional): Place {
  return {
    span: block.span,
    ...(block.via.length > 0 && { via: block.via }),
    ...((conditional ?? block.conditional) && { conditional: true as const }),
    dialect: "hcl",
  };
}

/** An argument as a value; `undefined` when absent, null or empty. */
export function valueAt(config: ObjectDatum, name: string): Value | undefined {
  const datum = attribute(config, name);
  return datum === undefined || (datum.type === "string" && datum.text === "") ? undefined : toValue(datum);
}

/** An argument that the provider demands: an unknown value says that it is missing. */
export const requiredAt = (config: ObjectDatum, name: string, span: Span): Value =>
  valueAt(config, name) ?? unknown(name, `${name} is not set`, span);

/** `true` and `false`, also as text; `undefined` for anything else. */
export function flagOf(datum: Datum | undefined): boolean | undefined {
  if (datum?.type === "boolean") return datum.value;
  if (datum?.type !== "string") return undefined;
  return flags[datum.text.toLowerCase()];
}

const flags: Readonly<Record<string, boolean>> = { true: true, false: false };

/**
 * Everything that a list holds, each alternative of each item by itself; where there may be more, one unknown value.
 * A single value is a list of one.
 */
export function possibilities(datum: Datum | undefined): readonly Possible[] {
  if (datum === undefined) return [];
  const choices = alternatives(datum);
  if (choices.length > 1 && choices.every(({ type }) => type !== "list")) return alternativesOf(datum);
  const { items, open } = members(datum);
  const found = items.flatMap(alternativesOf);
  if (open === undefined) return found;
  const mayBeNone = datum.type === "list" || choices.length > 1 || open.conditional || undefined;
  return [...found, ...alternatives(open).map((further) => possible(further, mayBeNone))];
}

/** The nested blocks of a name; those of a `dynamic` whose number can't be known stand there once, as conditional. */
export function blocksAt(config: ObjectDatum, name: string): readonly ObjectDatum[] {
  const value = attribute(config, name);
  if (value === undefined) return [];
  const { items, open } = members(value);
  const further = open?.type === "object" ? [conditionally(open)] : [];
  return [...items, ...further].flatMap((item) => (item.type === "object" ? [item] : []));
}

/** One value, each alternative by itself: both branches of a condition that can't be evaluated. */
export function alternativesOf(datum: Datum): readonly Possible[] {
  const choices = alternatives(datum);
  return choices
    .filter(({ type }) => type !== "null")
    .map((choice) => possible(choice, datum.conditional ?? choice.conditional ?? (choices.length > 1 || undefined)));
}

/** The same place, with another text. */
export const withValue = (entry: Possible, value: Value): Possible => ({ ...entry, value });

const possible = (datum: Datum, conditional: true | undefined): Possible => ({
  value: toValue(datum),
  datum,
  ...(conditional && { conditional }),
});

export const valuesOf = (datum: Datum | undefined): readonly Value[] => possibilities(datum).map(({ value }) => value);

/** Text around a value: `serviceAccount:` before an e-mail. */
export function joined(parts: readonly (string | Datum | Value)[], span: Span): Value {
  let why: string | undefined;
  const all = parts.flatMap((part) => {
    if (typeof part === "string") return [part];
    if ("kind" in part) {
      if (part.kind === "unknown") why = part.why;
      return partsOf(part);
    }
    if ("why" in part && part.why !== "") why = part.why;
    return stringParts(part) ?? [{ expression: part.type }];
  });
  return valueOf(all, span, why);
}

/** The condition of a binding: a block or an object; absent when none is there. */
export function conditionOf(config: ObjectDatum, name = "condition"): Condition | undefined {
  const [block] = blocksAt(config, name);
  if (block === undefined) {
    const datum = attribute(config, name);
    return datum?.type === "unknown" ? { expression: toValue(datum) } : undefined;
  }
  const title = valueAt(block, "title");
  const description = valueAt(block, "description");
  return {
    expression: requiredAt(block, "expression", block.span),
    ...(title && { title }),
    ...(description && { description }),
  };
}

/** The values at the end of a path of blocks: `template.containers.image`. */
export function datumsAt(config: ObjectDatum, path: string): readonly Datum[] {
  const whole = attribute(config, path);
  if (whole !== undefined) return [whole];
  const dot = path.indexOf(".");
  if (dot < 0) return [];
  return blocksAt(config, path.slice(0, dot)).flatMap((block) => datumsAt(block, path.slice(dot + 1)));
}
