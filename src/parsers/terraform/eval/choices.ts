import type { Span } from "../../../model/source.ts";
import { conditionally, gap, list, object } from "../datum.ts";
import { same } from "../equality.ts";
import { alternatives, members, oneOf } from "../possible.ts";
import type { Datum, Entry, Gap, ListDatum, ObjectDatum } from "../datum.ts";
import type { Reading } from "./env.ts";

/** Combinations of choices that are tried; beyond, the result is unknown. */
const mostCombinations = 32;

/** Applies a function to every combination of what its arguments can be. */
export function overChoices(args: readonly Datum[], at: Reading, apply: (args: readonly Datum[]) => Datum): Datum {
  if (!args.some(hasChoices)) return apply(args);
  const combinations = combine(args);
  if (!combinations) return apply(args.map(withoutChoices));
  const results = combinations.map(apply);
  const possible = results.filter((result) => !isFailure(result));
  return possible.length === 0
    ? (results[0] ?? gap(at.expression, "can't be known", at.span))
    : joinBranches(possible, at);
}

export const hasChoices = (datum: Datum): boolean => datum.type === "unknown" && datum.choices !== undefined;

export const isFailure = (datum: Datum): boolean => datum.type === "unknown" && datum.failed === true;

function withoutChoices(datum: Datum): Datum {
  if (datum.type !== "unknown" || !datum.choices) return datum;
  const { choices: _, ...rest } = datum;
  return rest;
}

function combine(args: readonly Datum[]): readonly (readonly Datum[])[] | undefined {
  let rows: Datum[][] = [[]];
  for (const arg of args) {
    const choices = alternatives(arg);
    if (rows.length * choices.length > mostCombinations) return undefined;
    rows = rows.flatMap((row) => choices.map((choice) => row.concat(choice)));
  }
  return rows;
}

/**
 * What comes of a condition that can't be evaluated: lists and objects keep the items of each branch, marked as
 * conditional; other values become a gap with choices.
 */
export function joinBranches(
  branches: readonly Datum[],
  at: Reading,
  why = "depends on a condition that can't be known",
): Datum {
  const [only] = branches;
  if (only && branches.length === 1) return only;
  const flat = branches.flatMap(alternatives);
  if (flat.some(isList) && flat.every((branch) => isList(branch) || isBlank(branch))) return joinLists(flat, at);
  if (flat.some(isObject) && flat.every((branch) => isObject(branch) || isBlank(branch))) return joinObjects(flat, at);
  return oneOf(flat, at.expression, why, at.span);
}

const isList = (datum: Datum): datum is ListDatum => datum.type === "list";
const isObject = (datum: Datum): datum is ObjectDatum => datum.type === "object";
const isBlank = (datum: Datum): datum is Gap => datum.type === "unknown" && !datum.choices;

function joinLists(branches: readonly Datum[], at: Reading): Datum {
  const { items, open } = members({
    type: "unknown",
    expression: at.expression,
    why: "",
    span: at.span,
    choices: branches,
  });
  const forms = new Set(branches.filter(isList).map(({ form }) => form));
  const [form = "tuple"] = forms.size === 1 ? forms : [];
  const span = branches.find(isList)?.span ?? at.span;
  return list(items, span, form, open);
}

function joinObjects(branches: readonly Datum[], at: Reading): Datum {
  const objects = branches.filter(isObject);
  const entries = new Map<string, Entry>();
  for (const { entries: own } of objects) {
    for (const [name, entry] of own) if (!entries.has(name)) entries.set(name, joinEntries(name, entry, branches, at));
  }
  const blank = branches.find((branch) => !isObject(branch));
  const open = objects.find((one) => one.open)?.open ?? (blank && { key: gapOf(blank, at), value: blank });
  const [first] = objects;
  const joined = object(entries, first?.span ?? at.span, first?.form ?? "object", open);
  if (blank || !objects.some(({ computed }) => computed)) return joined;
  const computed = (name: string, span: Span): Datum | undefined =>
    joinComputed(objects, name, { expression: at.expression, span });
  return { ...joined, computed };
}

/** An attribute that each of them has, one way or the other. */
function joinComputed(objects: readonly ObjectDatum[], name: string, at: Reading): Datum | undefined {
  const values = objects.flatMap(
    (one): readonly Datum[] | Datum => one.computed?.(name, at.span) ?? one.entries.get(name)?.value ?? [],
  );
  return values.length === objects.length ? joinBranches(values, at) : undefined;
}

const gapOf = (datum: Datum, at: Reading): Gap =>
  datum.type === "unknown" ? datum : gap(at.expression, "can't be known", at.span);

function joinEntries(name: string, entry: Entry, branches: readonly Datum[], at: Reading): Entry {
  const values = branches.flatMap((branch) => {
    const own = isObject(branch) ? branch.entries.get(name) : undefined;
    return own ? [own.value] : [];
  });
  const everywhere = values.length === branches.length;
  const agreed = values.every((value) => value === entry.value || same(value, entry.value) === true);
  const value = agreed ? entry.value : joinBranches(values, at);
  return { key: entry.key, value: everywhere ? value : conditionally(value) };
}

/** The mark of a collection's item does not go with the item when it is taken out. */
export function certain(datum: Datum): Datum {
  if (!datum.conditional) return datum;
  const { conditional: _, ...rest } = datum;
  return rest as Datum;
}
