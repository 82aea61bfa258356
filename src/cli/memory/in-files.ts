import type { Extraction } from "../../lint.ts";
import type { Source, Span } from "../../model/source.ts";
import type { Outcome } from "./snapshot.ts";

/** What was found in embedded texts, with places in the files that hold them. */
export function inFiles({ facts, problems, sources }: Extraction): Outcome {
  const embedded = new Map(sources.map((source) => [source.path, source]));
  const place = (span: Span): Span => inFile(span, embedded);
  return { facts: mapSpans(facts, place), problems: mapSpans(problems, place) };
}

const deepestNesting = 16;

/** The end by its last character, since maps may jump behind it. */
function inFile(span: Span, embedded: ReadonlyMap<string, Source>): Span {
  let { path, start, end } = span;
  for (let depth = 0; depth < deepestNesting; depth++) {
    const host = embedded.get(path)?.host;
    if (host === undefined) break;
    const last = end > start ? host.toHost(end - 1) + 1 : undefined;
    start = host.toHost(start);
    end = Math.max(start, last ?? start);
    path = host.path;
  }
  return { path, start, end };
}

const isSpan = (value: object): value is Span => "path" in value && "start" in value && "end" in value;

function mapSpans<T>(value: T, place: (span: Span) => Span): T {
  if (Array.isArray(value)) return value.map((item) => mapSpans(item, place)) as T;
  if (typeof value !== "object" || value === null) return value;
  if (isSpan(value)) return place(value) as T;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapSpans(item, place)])) as T;
}
