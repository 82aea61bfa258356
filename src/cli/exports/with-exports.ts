import type { Policy } from "../../model/policy.ts";
import type { Finding, Report, ReportProblem } from "../../model/report.ts";
import type { Level, Rule } from "../../model/rule.ts";
import type { LargeExport } from "../trees/read-sources.ts";
import { type Judged, judgeExport } from "./judge-export.ts";

/** A report with what exports show that are too large to be held, and a word on what was not asked of them. */
export async function withExports(
  report: Report,
  exports: readonly LargeExport[],
  rules: readonly Rule[],
  policy: Policy,
): Promise<Report> {
  const judged: (Judged & { readonly path: string })[] = [];
  for (const { file, path } of exports) judged.push({ path, ...(await judgeExport(file, path, rules, policy)) });
  const sum = (pick: (one: Judged) => number): number => judged.reduce((so, one) => so + pick(one), 0);
  const { stats } = report;
  return {
    ...report,
    findings: [...report.findings, ...judged.flatMap(({ findings }) => findings)].toSorted(byLevel),
    problems: [...report.problems, ...judged.flatMap(problemsOf)],
    stats: {
      ...stats,
      files: stats.files + exports.length,
      filesRead: stats.filesRead + exports.length,
      bindings: stats.bindings + sum(({ bindings }) => bindings),
      facts: stats.facts + sum(({ facts }) => facts),
      elsewhere: stats.elsewhere + sum(({ cut }) => cut),
    },
  };
}

const ranks: Readonly<Record<Level, number>> = { error: 0, warning: 1, note: 2 };

const byLevel = (a: Finding, b: Finding): number =>
  ranks[a.level] - ranks[b.level] || (b.severity ?? 0) - (a.severity ?? 0);

function problemsOf({ path, problems, cut }: Judged & { readonly path: string }): readonly ReportProblem[] {
  const location = { path, line: 1, column: 1, endLine: 1, endColumn: 1, snippet: [] };
  const note = (kind: ReportProblem["kind"], message: string): ReportProblem => ({ kind, message, location });
  return [
    note("unanalysed", "the export is too large to be held: only what a binding shows by itself was judged"),
    ...(cut > 0 ? [note("limit", `${cut} further findings of the export are counted, not shown`)] : []),
    ...problems,
  ];
}
