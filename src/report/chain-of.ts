import type { Place } from "../model/fact.ts";
import type { Region } from "../model/report.ts";
import type { Related, Violation } from "../model/rule.ts";
import type { Span } from "../model/source.ts";

/**
 * Of what came through module calls: where the modules are called, and where the module says it; of a value that stands in
 * another file (a default, a data file): what uses it. Unless the finding stands there already.
 */
export function chainOf({ from, at }: Violation, region: (span: Span) => Region): readonly Related[] {
  const calls = (from?.via ?? []).filter(({ label }) => label.startsWith("module."));
  if (from === undefined) return [];
  const lineOf = (span: Span): string => `${region(span).path}:${region(span).line}`;
  const seen = new Set([lineOf(at)]);
  if (calls.length === 0) {
    const isThere = region(from.span).path === region(at).path;
    return isThere ? [] : [{ span: from.span, message: usedText(from) }];
  }
  const places = [
    ...calls.map(({ label, span }) => ({ span, message: `${label} is called here.` })),
    { span: from.span, message: `${calls.at(-1)?.label ?? "The module"} says it here.` },
  ];
  return places.filter(({ span }) => {
    const isNew = !seen.has(lineOf(span));
    seen.add(lineOf(span));
    return isNew;
  });
}

/** A grant has a writer, as Terraform calls it. */
const usedText = (from: Place): string =>
  "writer" in from && typeof from.writer === "string" ? `${from.writer} uses it.` : "It is used here.";
