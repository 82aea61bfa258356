import type { Span } from "../../model/source.ts";
import { known, unknown, valueOf } from "../../model/value.ts";
import type { Hole, Reference, Value } from "../../model/value.ts";

/**
 * What a Terraform expression evaluates to. Every datum has its place: where the text was written that gave it its value,
 * even if it came through variables, locals and modules.
 */
export type Datum = Text | Pattern | NumberDatum | BooleanDatum | NullDatum | ListDatum | ObjectDatum | Gap;

export interface Marks {
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

/** One of a few values: the only one, or a gap that names them. Choices of choices are flattened, equal ones merged. */
export function oneOf(datums: readonly Datum[], expression: string, why: string, span: Span): Datum {
  const [first] = datums;
  if (first && datums.every((datum) => isAlike(first, datum))) return first;
  const choices: Datum[] = [];
  for (const datum of datums) {
    for (const choice of alternatives(datum)) {
      if (isOpenGap(choice)) return gap(expression, why, span);
      if (!choices.some((other) => isAlike(other, choice))) choices.push(choice);
    }
  }
  const [only] = choices;
  if (only && choices.length === 1) return only;
  if (choices.length > maxChoices) return gap(expression, why, span);
  return { type: "unknown", expression, why, span, choices };
}

/** Equal, or not to be told apart: written with the same holes. */
function isAlike(one: Datum, other: Datum): boolean {
  if (one === other || same(one, other) === true) return true;
  if (!isOpen(one) || !isOpen(other) || one.choices || other.choices) return false;
  const [a, b] = [stringParts(one), stringParts(other)];
  return a !== undefined && b !== undefined && a.length === b.length && a.every((part, at) => isSameText(part, b[at]));
}

const isOpen = (datum: Datum): datum is (Pattern | Gap) & { readonly choices?: unknown } =>
  datum.type === "pattern" || datum.type === "unknown";

function isSameText(part: Part, other: Part | undefined): boolean {
  if (typeof part === "string" || "target" in part) return isSamePart(part, other);
  return typeof other === "object" && "expression" in other && other.expression === part.expression;
}

const maxChoices = 64;
const isOpenGap = (datum: Datum): boolean => datum.type === "unknown" && datum.parts === undefined;

/** What `open` says if further items look like the one or like the other. */
export function likeEither(one: Datum | undefined, other: Datum | undefined): Datum | undefined {
  if (!one || !other || one === other) return one ?? other;
  const why = "why" in one && one.why !== "" ? one.why : "why" in other ? other.why : "depends on what can't be known";
  return oneOf([one, other], "expression" in one ? one.expression : "…", why, one.span);
}

/** All values that a datum can take: its choices, or itself. */
export const alternatives = (datum: Datum): readonly Datum[] =>
  datum.type === "unknown" && datum.choices ? datum.choices : [datum];

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
      return datum.parts;
    case "number":
    case "boolean":
      return [scalarText(datum)];
    case "unknown":
      return datum.parts ?? [{ expression: datum.expression }];
    default:
      return undefined;
  }
}

/** A number or boolean as Terraform turns it into a string. */
export function scalarText(datum: NumberDatum | BooleanDatum): string {
  if (datum.type === "boolean") return String(datum.value);
  return Number.isInteger(datum.value) ? BigInt(datum.value).toString() : String(datum.value);
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
  const parts = datum.parts ?? [{ expression: datum.expression }];
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

/** Are they equal, as `==` says? `undefined`: it can't be known. */
export function same(left: Datum, right: Datum): boolean | undefined {
  if (left === right && isWhollyKnown(left)) return true;
  if (left.type === "unknown" || right.type === "unknown") return undefined;
  if (left.type === "pattern" || right.type === "pattern") return sameStrings(left, right);
  if (left.type === "list" && right.type === "list") return sameLists(left, right);
  if (left.type === "object" && right.type === "object") return sameObjects(left, right);
  if (left.type !== right.type) return false;
  if (left.type === "null") return true;
  if (left.type === "string" && right.type === "string") return left.text === right.text;
  return "value" in left && "value" in right && left.value === right.value;
}

/** Equal if all their parts are; different if their literal ends can't meet, or one is null. */
function sameStrings(left: Datum, right: Datum): boolean | undefined {
  const a = stringParts(left);
  const b = stringParts(right);
  if (!a || !b) return isUnclear(left, right) || isUnclear(right, left) ? undefined : false;
  if (a.length === b.length && a.every((part, index) => isSamePart(part, b[index])))
    return hasHole(a) ? undefined : true;
  return canMeet(a, b) ? undefined : false;
}

/** An attribute of an object that may be a list, or null: any but those that name the object. */
const isUnclear = (reference: Datum, other: Datum): boolean =>
  isLoneReference(reference) && !(other.type === "null" && namesObject(stringParts(reference)?.[0]));

const namesObject = (part: Part | undefined): boolean =>
  typeof part === "object" &&
  "target" in part &&
  /^(?:id|name|email|member|number|unique_id|self_link|\w+_id)$/.test(part.attribute) &&
  !/[.#]module\.[\w-]+(?:\[[^\]]*\])?$/.test(part.target);

const hasHole = (parts: readonly Part[]): boolean =>
  parts.some((part) => typeof part === "object" && !("target" in part));

function canMeet(a: readonly Part[], b: readonly Part[]): boolean {
  if (isText(a)) return fits(a.join(""), b);
  if (isText(b)) return fits(b.join(""), a);
  const [first, last] = [literal(a[0]), literal(a.at(-1))];
  const [otherFirst, otherLast] = [literal(b[0]), literal(b.at(-1))];
  const starts = first.startsWith(otherFirst) || otherFirst.startsWith(first);
  return starts && (last.endsWith(otherLast) || otherLast.endsWith(last));
}

function fits(whole: string, pattern: readonly Part[]): boolean {
  if (isText(pattern)) return whole === pattern.join("");
  const first = literal(pattern[0]);
  const last = literal(pattern.at(-1));
  if (whole.startsWith("$") && isOfGoogle(pattern[0])) return false;
  if (whole === "" && pattern.some(namesObject)) return false;
  return whole.length >= first.length + last.length && whole.startsWith(first) && whole.endsWith(last);
}

/** No name, id or e-mail that Google gives begins with `$`, as the keys of contexts do (`$folder_ids:prod`). */
const isOfGoogle = (part: Part | undefined): boolean =>
  typeof part === "object" && "target" in part && /[#.]google_\w+\.[^#]*$/.test(part.target);

const literal = (part: Part | undefined): string => (typeof part === "string" ? part : "");
const isText = (parts: readonly Part[]): boolean => parts.every((part) => typeof part === "string");

function isSamePart(left: Part, right: Part | undefined): boolean {
  if (typeof left === "string" || typeof right === "string" || !right) return left === right;
  return "target" in left && "target" in right && left.target === right.target && left.attribute === right.attribute;
}

function sameLists(left: ListDatum, right: ListDatum): boolean | undefined {
  if (left.open || right.open || [...left.items, ...right.items].some((item) => item.conditional)) return undefined;
  if (left.items.length !== right.items.length) return false;
  return every(left.items.map((item, index) => same(item, right.items[index] ?? item)));
}

function sameObjects(left: ObjectDatum, right: ObjectDatum): boolean | undefined {
  if (left.open || right.open) return undefined;
  if (left.entries.size !== right.entries.size) return false;
  return every(
    [...left.entries].map(([key, { value }]) => {
      const other = right.entries.get(key);
      return other ? same(value, other.value) : false;
    }),
  );
}

function every(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
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

/** The nested blocks of a name, dynamic ones expanded (also objects given as an attribute of the same shape). */
export function blocks(of: ObjectDatum, name: string): readonly ObjectDatum[] {
  const value = attribute(of, name);
  if (!value) return [];
  return members(value).items.flatMap((item) => (item.type === "object" ? [item] : []));
}

/** Is it an attribute of another object and nothing else? It may be a list or an object as well. */
export const isLoneReference = (datum: Datum): boolean =>
  datum.type === "pattern" && datum.parts.length === 1 && typeof datum.parts[0] === "object";

/**
 * The items of a list as far as they are known, those that may be missing marked `conditional`; `open` when there may be
 * more: what each of them looks like. A gap with choices gives the items of all of them; a single value is a list of one.
 */
export function members(datum: Datum): Members {
  if (datum.type === "null") return { items: [] };
  if (datum.type === "list") {
    const items = datum.conditional ? datum.items.map((item) => conditionally(item)) : datum.items;
    return { items, ...(datum.open && { open: datum.open }) };
  }
  if (isLoneReference(datum)) return { items: [], open: datum };
  if (datum.type !== "unknown") return { items: [datum] };
  if (!datum.choices) return { items: [], open: datum };
  return unite(datum.choices.map(members));
}

export interface Members {
  readonly items: readonly Datum[];
  readonly open?: Datum;
}

/** An item that stands in every alternative is certain. */
function unite(branches: readonly Members[]): Members {
  const open = branches.find((one) => one.open)?.open;
  const items: Datum[] = [];
  for (const branch of branches) {
    for (const item of branch.items) {
      if (items.some((other) => same(other, item) === true)) continue;
      const everywhere = branches.every((other) =>
        other.items.some((it) => !it.conditional && same(it, item) === true),
      );
      items.push(everywhere ? item : conditionally(item));
    }
  }
  return { items, ...(open && { open }) };
}
