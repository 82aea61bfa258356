import type { Finding, Region, Report, Reporter, ReportProblem, RuleInReport, View } from "../model/report.ts";
import type { Level } from "../model/rule.ts";
import { curesOf } from "./text/cure-text.ts";
import { docsLink } from "./text/docs-link.ts";
import { frame, type Mark, markOf } from "./text/frame.ts";
import { type Paint, paintFor } from "./text/paint.ts";
import { printable } from "./text/printable.ts";
import { catalogLine, count, openFindings, summaryLine } from "./text/tally.ts";

/** More than anybody reads in a terminal. */
const findingsAtMost = 50;
const problemsAtMost = 10;

/** For people in front of a terminal: code frames, the worst last and so next to the prompt, then what was not analysed. */
export const pretty: Reporter = (report, view) => {
  const open = openFindings(report);
  const shown = worstLast(open.slice(0, findingsAtMost));
  const rules = new Map(report.rules.map((rule) => [rule.meta.id, rule]));
  const blocks = shown.map((finding) => block(finding, rules.get(finding.rule), report, view));
  const more = open.length - shown.length;
  return [
    ...(more > 0 ? [`…and ${more} more, see --format json`] : []),
    ...blocks,
    ...problems(report, view),
    footer(report, view),
  ]
    .join("\n\n")
    .concat("\n");
};

const rank: Record<Level, number> = { note: 0, warning: 1, error: 2 };

/** Files stay together: the file of the worst finding comes last, and in it the worst finding. */
function worstLast(findings: readonly Finding[]): readonly Finding[] {
  const files = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { path } = finding.location;
    files.set(path, [...(files.get(path) ?? []), finding]);
  }
  return [...files.values()].toReversed().flatMap((list) => list.toSorted(byLevel));
}

const byLevel = (a: Finding, b: Finding): number => rank[a.level] - rank[b.level] || a.location.line - b.location.line;

function block(finding: Finding, rule: RuleInReport | undefined, report: Report, view: View): string {
  const paint = paintFor(view, finding.level);
  const files = byFile(marksOf(finding));
  const gutter = Math.max(...files.flat().map(({ region }) => String(region.line).length));
  const frames = files.flatMap((marks, at) => {
    const head = arrow(at === 0 ? "-->" : ":::", marks[0].region, gutter, paint);
    return [head].concat(frame(marks, gutter, view.width, paint));
  });
  const bar = `${" ".repeat(gutter)} ${paint.gutter("|")}`;
  const remarks = remarksOf(finding, rule, report, view).map((remark) => indented(remark, gutter, paint));
  return [title(finding, paint), ...frames, bar, ...remarks].join("\n");
}

function title({ level, rule, message }: Finding, paint: Paint): string {
  const sentence = printable(message).replace(/\.$/, "");
  return `${paint.level[level](`${level}[${rule}]`)}${paint.strong(`: ${sentence}`)}`;
}

const arrow = (sign: string, { path, line, column }: Region, gutter: number, paint: Paint): string =>
  `${" ".repeat(gutter)}${paint.gutter(sign)} ${printable(path)}:${line}:${column}`;

const marksOf = ({ location, also = [], related }: Finding): readonly [Mark, ...Mark[]] => {
  const first = markOf(location, "", true);
  return [
    first,
    ...also.map((region): Mark => ({ ...first, region })),
    ...related.map((one) => markOf(one.location, one.message.replace(/\.$/, ""), false)),
  ];
};

/** The marks by file, the file of the finding first. */
function byFile(marks: readonly Mark[]): readonly (readonly [Mark, ...Mark[]])[] {
  const files = new Map<string, [Mark, ...Mark[]]>();
  for (const mark of marks) {
    const file = files.get(mark.region.path);
    if (file === undefined) files.set(mark.region.path, [mark]);
    else file.push(mark);
  }
  return [...files.values()];
}

interface Remark {
  readonly head: string;
  readonly text: string;
  /** Lines below, indented. */
  readonly below?: readonly string[];
}

const indented = ({ head, text, below = [] }: Remark, gutter: number, paint: Paint): string => {
  const space = " ".repeat(gutter + 1);
  const first = `${space}${paint.gutter("=")} ${paint.strong(`${head}:`)} ${text}`.trimEnd();
  return [first, ...below.map((line) => `${space}    ${line}`.trimEnd())].join("\n");
};

const certainties: Partial<Record<Finding["certainty"], string>> = {
  likely: "likely; it depends on something that was not read or can't be known",
  unknown: "it can't be known from what was read",
};

function remarksOf(finding: Finding, rule: RuleInReport | undefined, report: Report, view: View): readonly Remark[] {
  const certainty = certainties[finding.certainty];
  return [
    certainty === undefined ? [] : { head: "note", text: certainty },
    pathRemark(finding, view.width),
    rule === undefined ? [] : { head: "help", text: rule.meta.fix },
    cureRemark(finding),
    finding.fix?.safe === true ? { head: "fix", text: "'iam-lint --fix' makes this change" } : [],
    docsRemark(finding, report, view),
  ].flat();
}

function pathRemark({ path }: Finding, width: number): readonly Remark[] {
  const steps = path.map(({ text }) => printable(text).replace(/\.$/, ""));
  if (steps.length === 0) return [];
  const inline = steps.join(" -> ");
  if (inline.length <= Math.max(width - 12, 60)) return [{ head: "path", text: inline }];
  return [{ head: "path", text: "", below: steps.map((step, at) => `${at === 0 ? "  " : "->"} ${step}`) }];
}

function cureRemark({ cure, location }: Finding): readonly Remark[] {
  const [first] = curesOf(cure, location.path);
  if (first === undefined) return [];
  return [
    { head: "cure", text: "", below: first.text.split(/\r?\n/).map((line) => printable(line.replaceAll("\t", "  "))) },
  ];
}

function docsRemark({ rule, level }: Finding, { tool }: Report, view: View): Remark {
  const url = docsLink(tool, rule);
  if (url === undefined) return { head: "docs", text: `iam-lint explain ${rule}` };
  return { head: "docs", text: paintFor(view, level).link(url, url) };
}

/** In the order of weight. */
const kinds: Record<ReportProblem["kind"], string> = {
  unread: "could not be read: ",
  limit: "a limit was reached: ",
  unanalysed: "",
};

/** What the findings do not speak of: silence must not pass for safety. */
function problems({ problems: all }: Report, view: View): readonly string[] {
  if (all.length === 0) return [];
  const paint = paintFor(view, "warning");
  const worst = [...all].toSorted((a, b) => Object.keys(kinds).indexOf(a.kind) - Object.keys(kinds).indexOf(b.kind));
  const lines = worst.slice(0, problemsAtMost).map(({ kind, message, location: { path, line } }) => {
    const place = `${printable(path)}:${line}`;
    return `  ${place}: ${kinds[kind]}${printable(message).replace(/\.$/, "")}`;
  });
  const more = all.length - lines.length;
  const tail = more > 0 ? [`  …and ${more} more, see --format json`] : [];
  return [[paint.level.warning(`Not analysed (${all.length}):`), ...lines, ...tail].join("\n")];
}

function footer(report: Report, { seconds }: View): string {
  const { elsewhere, stale = 0 } = report.stats;
  const time = seconds === undefined ? "" : `, ${seconds.toFixed(1)} s`;
  return [
    `${summaryLine(report)}${time}; ${catalogLine(report)}`,
    ...(elsewhere > 0 ? [`${count(elsewhere, "further finding")} elsewhere, not touched by this change`] : []),
    ...(stale > 0
      ? [`${count(stale, "baseline entry is", "baseline entries are")} stale: 'iam-lint baseline prune' drops them`]
      : []),
  ].join("\n");
}
