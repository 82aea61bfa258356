import type { Fact } from "../../../model/fact.ts";
import { type Hole, type Reference, type Value, isReference, valueOf } from "../../../model/value.ts";
import { type Datum, stringParts } from "../datum.ts";

/** What a reference comes to, where facts know more than the evaluator. */
export type Lookup = (reference: Reference, at: Value) => Datum | undefined;

/** The facts with references replaced by what they come to. */
export const withReferences = (facts: readonly Fact[], lookup: Lookup): readonly Fact[] =>
  facts.map((fact) => resolved(fact, lookup));

/** The same thing where nothing in it is replaced. */
function resolved<T>(thing: T, lookup: Lookup): T {
  if (typeof thing !== "object" || thing === null) return thing;
  if (isValue(thing)) return resolvedValue(thing, lookup, 0) as T & Value;
  if (Array.isArray(thing)) {
    const items = thing.map((item) => resolved(item, lookup));
    return items.some((item, index) => item !== thing[index]) ? (items as T & unknown[]) : thing;
  }
  const entries = Object.entries(thing).map(([key, value]) => [key, resolved(value, lookup), value] as const);
  if (entries.every(([, now, before]) => now === before)) return thing;
  return Object.fromEntries(entries.map(([key, now]) => [key, now])) as T;
}

const kinds: ReadonlySet<unknown> = new Set(["known", "symbolic", "unknown"]);

const isValue = (thing: object): thing is Value => "kind" in thing && kinds.has(thing.kind) && "span" in thing;

const maxSteps = 8;

/** Outputs may refer to outputs of other modules. */
function resolvedValue(value: Value, lookup: Lookup, step: number): Value {
  if (value.kind === "known") return value;
  let why = value.kind === "unknown" ? value.why : "";
  let isNew = false;
  const parts = value.parts.flatMap((part): readonly (string | Reference | Hole)[] => {
    const found = typeof part === "string" || !isReference(part) ? undefined : lookup(part, value);
    const inner = found && stringParts(found);
    if (found === undefined || inner === undefined) return [part];
    isNew = true;
    if ("why" in found) why ||= found.why;
    return inner;
  });
  if (!isNew) return value;
  const next = valueOf(parts, value.span, why === "" ? undefined : why);
  return step < maxSteps ? resolvedValue(next, lookup, step + 1) : next;
}
