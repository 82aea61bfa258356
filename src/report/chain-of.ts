import type { Region } from "../model/report.ts";
import type { Related, Violation } from "../model/rule.ts";
import type { Span } from "../model/source.ts";

/**
 * Of what came through module calls: where the modules are called, and where the module says it, unless the finding stands
 * there already.
 */
export function chainOf({ from, at }: Violation, region: (span: Span) => Region): readonly Related[] {
  const calls = (from?.via ?? []).filter(({ label }) => label.startsWith("module."));
  if (from === undefined || calls.length === 0) return [];
  const here = region(at);
  const places = [
    ...calls.map(({ label, span }) => ({ span, message: `${label} is called here.` })),
    { span: from.span, message: `${calls.at(-1)?.label ?? "The module"} says it here.` },
  ];
  return places.filter(({ span }) => {
    const { path, line } = region(span);
    return path !== here.path || line !== here.line;
  });
}
