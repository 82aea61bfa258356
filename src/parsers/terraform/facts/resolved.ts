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
  if (isValue(thing)) return resolvedValue(thing, lookup, new Set()) as T & Value;
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

/** Outputs may refer to outputs of other modules; what an object says of itself stays a reference to it. */
function resolvedValue(value: Value, lookup: Lookup, done: Set<string>): Value {
  if (value.kind === "known") return value;
  const targets: string[] = [];
  let why = value.kind === "unknown" ? value.why : "";
  const parts = value.parts.flatMap((part): readonly (string | Reference | Hole)[] => {
    if (typeof part === "string" || !isReference(part) || done.has(part.target)) return [part];
    const found = lookup(part, value);
    const inner = found && stringParts(found);
    if (found === undefined || inner === undefined) return [part];
    targets.push(part.target);
    if ("why" in found) why ||= found.why;
    return inner;
  });
  if (targets.length === 0) return value;
  for (const target of targets) done.add(target);
  return resolvedValue(valueOf(parts, value.span, why === "" ? undefined : why), lookup, done);
}
