import type { Span } from "../../model/source.ts";
import { atHome, away, known, unknown, valueOf } from "../../model/value.ts";
import { plainNumber } from "./functions/decimals.ts";
import type { Hole, Reference, Value } from "../../model/value.ts";

/**
 * What a Terraform expression evaluates to. Every datum has its place: where the text was written that gave it its value,
 * even if it came through variables, locals and modules.
 */
export type Datum = Text | Pattern | NumberDatum | BooleanDatum | NullDatum | ListDatum | ObjectDatum | Gap;

interface Marks {
  readonly span: Span;
  readonly sensitive?: true;
  /** It is there only if a condition holds that can't be evaluated (an item that may be missing, a value that may differ). */
  readonly conditional?: true;
}

/** A string that is known. */
export interface Text extends Marks {
  readonly type: "string";
  readonly text: string;
}

export type Part = string | Reference | Hole;

/**
 * A string with at least one reference or hole: `serviceAccount:${google_service_account.ci.email}`. A lone reference is
 * what an attribute of another object gives: it may turn out to be anything (see `isLoneReference`).
 */
export interface Pattern extends Marks {
  readonly type: "pattern";
  readonly parts: readonly Part[];
  /** Why the holes can't be known; empty when there are only references. */
  readonly why: string;
  /** A template of several pieces made it, though one alone is left: no null, no list. */
  readonly isText?: true;
}

export interface NumberDatum extends Marks {
  readonly type: "number";
  readonly value: number;
}

export interface BooleanDatum extends Marks {
  readonly type: "boolean";
  readonly value: boolean;
}

export interface NullDatum extends Marks {
  readonly type: "null";
}

/** A list, tuple or set. Items of a set are distinct as far as they are known. */
export interface ListDatum extends Marks {
  readonly type: "list";
  readonly form: "tuple" | "list" | "set";
  /** An item with `conditional` may be missing. */
  readonly items: readonly Datum[];
  /** There may be any number of further items, at any place; each looks like this, as far as that is known. */
  readonly open?: Datum;
  /** The instances of a resource: each stands at its index; where one is missing, so are those after it. */
  readonly fixed?: true;
  /** Further items by index, where `open` ones can be told apart: instances whose number can't be known. */
  readonly computed?: (index: number, span: Span) => Datum;
}

/** A map or object, in the order of Terraform (by key) where it matters: see `sortedKeys`. */
export interface ObjectDatum extends Marks {
  readonly type: "object";
  readonly form: "object" | "map";
  /** By the key's text; for a key that is not known, by the text that shows it. */
  readonly entries: ReadonlyMap<string, Entry>;
  /**
   * There may be any number of further entries; each looks like this, as far as that is known. An entry with a
   * `conditional` value may then be missing or have another value.
   */
  readonly open?: Entry;
  /** Attributes as others see them, asked before `entries`: what a provider computes for a resource (`email`, `id`). */
  readonly computed?: (name: string, span: Span) => Datum | undefined;
}

/** `key` has the place where the key stands: the role in `iam = { "roles/editor" = [...] }`. */
export interface Entry {
  readonly key: Text | Pattern | Gap;
  readonly value: Datum;
}

/** Nothing, or not enough, is known. */
export interface Gap extends Marks {
  readonly type: "unknown";
  /** The expression as written: `var.role`. */
  readonly expression: string;
  /** `var.role has no default` */
  readonly why: string;
  /** All values it can take, where that is a finite set. None of them has choices itself. */
  readonly choices?: readonly Datum[];
  /** What is known of the string around the gaps, where it is a string. */
  readonly parts?: readonly Part[];
  /** Terraform would stop with an error here: what `try` and `can` look for. */
  readonly failed?: true;
  /** Not even `try` goes on: a name that nobody declares. */
  readonly fatal?: true;
  /** It is somebody's value, not null: a required variable. */
  readonly notNull?: true;
}

export const text = (value: string, span: Span): Text => ({ type: "string", text: value, span });
export const number = (value: number, span: Span): NumberDatum => ({ type: "number", value, span });
export const boolean = (value: boolean, span: Span): BooleanDatum => ({ type: "boolean", value, span });
export const nothing = (span: Span): NullDatum => ({ type: "null", span });

export const gap = (expression: string, why: string, span: Span): Gap => ({ type: "unknown", expression, why, span });

/** What Terraform refuses: `try` goes on to its next argument. */
export const failure = (expression: string, why: string, span: Span): Gap => ({
  type: "unknown",
  expression,
  why,
  span,
  failed: true,
});

export const list = (
  items: readonly Datum[],
  span: Span,
  form: ListDatum["form"] = "tuple",
  open?: Datum,
): ListDatum => ({
  type: "list",
  form,
  items,
  span,
  ...(open && { open }),
});

export const object = (
  entries: ReadonlyMap<string, Entry>,
  span: Span,
  form: ObjectDatum["form"] = "object",
  open?: Entry,
): ObjectDatum => ({ type: "object", form, entries, span, ...(open && { open }) });

/** A string from its parts: known, or a pattern. */
export function stringOf(parts: readonly Part[], span: Span, why = ""): Text | Pattern {
  const value = valueOf(parts, span, why);
  if (value.kind === "known") return text(value.text, span);
  return { type: "pattern", parts: value.parts, why: value.kind === "unknown" ? value.why : "", span };
}

/** The parts of anything that can stand in a string; `undefined` for lists, objects and null. */
export function stringParts(datum: Datum): readonly Part[] | undefined {
  switch (datum.type) {
    case "string":
      return [datum.text];
    case "pattern":
      return away(datum.parts, datum.span);
    case "number":
    case "boolean":
      return [scalarText(datum)];
    case "unknown":
      return away(datum.parts ?? [{ expression: datum.expression }], datum.span);
    default:
      return undefined;
  }
}

/** A number or boolean as Terraform turns it into a string. */
export function scalarText(datum: NumberDatum | BooleanDatum): string {
  if (datum.type === "boolean") return String(datum.value);
  return plainNumber(datum.value);
}

/** What the model knows of it. Lists, objects and null have no string value: unknown, saying so. */
export function toValue(datum: Datum): Value {
  switch (datum.type) {
    case "string":
      return known(datum.text, datum.span);
    case "number":
    case "boolean":
      return known(scalarText(datum), datum.span);
    case "pattern":
      return valueOf(datum.parts, datum.span, datum.why);
    case "unknown":
      return gapValue(datum);
    case "null":
      return unknown("null", "is null", datum.span);
    case "list":
      return unknown("[…]", "is a list", datum.span);
    case "object":
      return unknown("{…}", "is an object", datum.span);
  }
}

function gapValue(datum: Gap): Value {
  const parts = atHome(datum.parts ?? [{ expression: datum.expression }], datum.span);
  const choices = datum.choices?.map(toValue);
  const texts = choices?.flatMap((choice) => (choice.kind === "known" ? [choice.text] : []));
  return {
    kind: "unknown",
    why: datum.why,
    parts,
    span: datum.span,
    ...(texts && texts.length === choices?.length && { choices: texts }),
  };
}

/** Is it known to the last part, itself and all that it holds? References do not count as known. */
export function isWhollyKnown(datum: Datum): boolean {
  switch (datum.type) {
    case "pattern":
    case "unknown":
      return false;
    case "list":
      return !datum.open && datum.items.every((item) => !item.conditional && isWhollyKnown(item));
    case "object":
      return (
        !datum.open &&
        [...datum.entries.values()].every(
          ({ key, value }) => key.type === "string" && !value.conditional && isWhollyKnown(value),
        )
      );
    default:
      return true;
  }
}

/** The text under which an object has an entry: the key's own, or what shows a key that is not known. */
export function keyText(key: Entry["key"]): string {
  if (key.type === "string") return key.text;
  const parts = stringParts(key) ?? [];
  return parts
    .map((part) => {
      if (typeof part === "string") return part;
      return "target" in part ? `\${${part.target}.${part.attribute}}` : `\${${part.expression}}`;
    })
    .join("");
}

/** A datum as a key; `undefined` for what can't be one. */
export function asKey(datum: Datum): Entry["key"] | undefined {
  if (datum.type === "number" || datum.type === "boolean") return text(scalarText(datum), datum.span);
  return datum.type === "string" || datum.type === "pattern" || datum.type === "unknown" ? datum : undefined;
}

/** Keys in the order in which Terraform walks a map. */
export const sortedKeys = (datum: ObjectDatum): readonly string[] =>
  [...datum.entries.keys()].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** The same datum, marked: it may be missing or differ. */
export const conditionally = <D extends Datum>(datum: D): D =>
  datum.conditional ? datum : { ...datum, conditional: true };

/** An attribute of a resource's configuration or of a nested block; `undefined` when absent or null. */
export function attribute(of: ObjectDatum, name: string): Datum | undefined {
  const value = of.entries.get(name)?.value;
  return value?.type === "null" ? undefined : value;
}

/** Is it an attribute of another object and nothing else? It may be a list or an object as well. */
export const isLoneReference = (datum: Datum): boolean =>
  datum.type === "pattern" && datum.isText !== true && datum.parts.length === 1 && typeof datum.parts[0] === "object";
