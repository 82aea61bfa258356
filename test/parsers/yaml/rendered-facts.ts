import type { Embedded, Parsed } from "../../../src/model/parser.ts";
import { type Span, lineStartsOf, positionAt } from "../../../src/model/source.ts";
import { type Value, partsOf, isReference } from "../../../src/model/value.ts";

type TextOf = (path: string) => string;

/** What a parser found as short JSON: values with their places, `line:column`; holes in `{{}}`, references in `${}`. */
export function renderedFacts({ facts, problems, embedded }: Parsed, textOf: TextOf): string {
  const rendered = {
    facts: facts.map((fact) => render(fact, textOf)),
    ...(problems.length === 0 ? {} : { problems: problems.map((problem) => render(problem, textOf)) }),
    ...(embedded.length === 0 ? {} : { embedded: embedded.map((inner) => renderEmbedded(inner, textOf)) }),
  };
  return `${JSON.stringify(rendered, null, 1)}\n`;
}

function render(thing: unknown, textOf: TextOf): unknown {
  if (Array.isArray(thing)) return thing.map((item) => render(item, textOf));
  if (typeof thing !== "object" || thing === null) return thing;
  if (isValue(thing)) return `${shownValue(thing)} @${placeText(thing.span, textOf)}`;
  if (isSpan(thing)) return `${placeText(thing, textOf)} ${textOf(thing.path).slice(thing.start, thing.end)}`;
  const entries = Object.entries(thing).filter(([key]) => key !== "dialect");
  return Object.fromEntries(entries.map(([key, value]) => [key, render(value, textOf)]));
}

const kinds: ReadonlySet<unknown> = new Set(["known", "symbolic", "unknown"]);

const isValue = (thing: object): thing is Value => "kind" in thing && kinds.has(thing.kind);

const isSpan = (thing: object): thing is Span => "path" in thing && "start" in thing && "end" in thing;

function shownValue(value: Value): string {
  const text = partsOf(value)
    .map((part) => {
      if (typeof part === "string") return part;
      return isReference(part) ? `\${${part.target}.${part.attribute}}` : `{{${part.expression}}}`;
    })
    .join("");
  return value.kind === "unknown" ? `${text} (${value.why})` : text;
}

function placeText({ path, start }: Span, textOf: TextOf): string {
  const { line, column } = positionAt(lineStartsOf(textOf(path)), start);
  return `${path.slice(path.lastIndexOf("/") + 1)}:${line}:${column}`;
}

/** Every line of the inner text with the place of its first word. */
function renderEmbedded(inner: Embedded, textOf: TextOf): unknown {
  const { text, host } = inner.source;
  let offset = 0;
  const lines = text.split("\n").map((line) => {
    const at = host?.toHost(offset + Math.max(0, line.search(/\S/u))) ?? 0;
    offset += line.length + 1;
    return `${placeText({ path: host?.path ?? "", start: at, end: at }, textOf)} ${line}`;
  });
  const { source: _source, ...rest } = inner;
  return { path: inner.source.path, ...(render(rest, textOf) as object), lines };
}

/** Every value in the facts. */
export function* valuesIn(thing: unknown): Generator<Value> {
  if (typeof thing !== "object" || thing === null) return;
  if (isValue(thing)) yield thing;
  else for (const inner of Object.values(thing)) yield* valuesIn(inner);
}
