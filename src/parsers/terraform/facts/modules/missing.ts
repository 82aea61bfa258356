import type { Problem, Span } from "../../../../model/source.ts";

/** A call of a module whose source is not on disk, and that the tables don't know. */
export interface MissingModule {
  readonly source: string;
  /** The name of the call. */
  readonly name: string;
  readonly span: Span;
}

/** One problem for each source, wherever it is called, at the first call. */
export function missingModules(calls: readonly MissingModule[]): readonly Problem[] {
  const bySource = new Map<string, Map<string, MissingModule>>();
  for (const call of calls) {
    const places = bySource.get(call.source) ?? new Map<string, MissingModule>();
    const place = `${call.span.path}:${call.span.start}`;
    if (!places.has(place)) bySource.set(call.source, places.set(place, call));
  }
  return [...bySource.values()].flatMap((places) => problemOf([...places.values()].toSorted(byPlace)) ?? []);
}

const byPlace = (a: MissingModule, b: MissingModule): number =>
  a.span.path < b.span.path ? -1 : a.span.path > b.span.path ? 1 : a.span.start - b.span.start;

function problemOf([first, ...others]: readonly MissingModule[]): Problem | undefined {
  if (first === undefined) return undefined;
  const { source, name, span } = first;
  const reason = source === "" ? "source can't be known" : `source "${source}" is not on disk`;
  const subject =
    others.length === 0
      ? `module.${name} was not analysed: its`
      : `module.${name} and ${others.length} more ${others.length === 1 ? "call" : "calls"}${whereOf(first, others)} were not analysed: their`;
  return { message: `${subject} ${reason}`, at: span, kind: "unanalysed" };
}

const mostShown = 3;

/** The other files: ` (a/main.tf, b/main.tf and 2 more files)`. */
function whereOf({ span }: MissingModule, others: readonly MissingModule[]): string {
  const files = [...new Set(others.map((other) => other.span.path))].filter((path) => path !== span.path);
  if (files.length === 0) return "";
  const left = files.length - mostShown;
  if (left <= 0) return ` (${files.join(", ")})`;
  return ` (${files.slice(0, mostShown).join(", ")} and ${left} more ${left === 1 ? "file" : "files"})`;
}
