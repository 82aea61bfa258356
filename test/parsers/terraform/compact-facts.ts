import type { Fact } from "../../../src/model/fact.ts";
import { lineStartsOf, positionAt } from "../../../src/model/source.ts";
import { type Value, partsOf, show } from "../../../src/model/value.ts";

/** Facts as short JSON: values as a person would write them, unknown ones behind `?`, places as `file:line:column`. */
export const compactFacts = (facts: readonly Fact[], textOf: (path: string) => string): unknown =>
  facts.map((fact) => compact(fact, textOf));

function compact(thing: unknown, textOf: (path: string) => string): unknown {
  if (Array.isArray(thing)) return thing.map((item) => compact(item, textOf));
  if (typeof thing !== "object" || thing === null) return thing;
  if (isValue(thing)) return compactValue(thing);
  if (isSpan(thing)) return placeText(thing, textOf);
  const entries = Object.entries(thing).filter(([key]) => key !== "dialect");
  return Object.fromEntries(entries.map(([key, value]) => [key, compact(value, textOf)]));
}

const kinds: ReadonlySet<unknown> = new Set(["known", "symbolic", "unknown"]);

const isValue = (thing: object): thing is Value => "kind" in thing && kinds.has(thing.kind);

function compactValue(value: Value): string {
  const text = value.kind === "unknown" ? `?${show(value)} (${value.why})` : show(value);
  return value.kind === "symbolic" && partsOf(value).length > 1 ? `~${text}` : text;
}

interface SpanLike {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

const isSpan = (thing: object): thing is SpanLike => "path" in thing && "start" in thing && "end" in thing;

function placeText({ path, start, end }: SpanLike, textOf: (path: string) => string): string {
  const starts = lineStartsOf(textOf(path));
  const from = positionAt(starts, start);
  const to = positionAt(starts, end);
  const until = from.line === to.line ? `${to.column}` : `${to.line}:${to.column}`;
  return `${path.slice(path.lastIndexOf("/") + 1)}:${from.line}:${from.column}-${until}`;
}
