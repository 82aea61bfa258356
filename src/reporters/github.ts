import type { Finding, Report, Reporter } from "../model/report.ts";
import type { Level } from "../model/rule.ts";
import { printable } from "./text/printable.ts";
import { count, openFindings } from "./text/tally.ts";

/** GitHub shows ten annotations of each kind a step and drops the rest without a word; one notice is kept for the count. */
const shownAtMost: Readonly<Record<Level, number>> = { error: 10, warning: 10, note: 9 };

const commands: Readonly<Record<Level, string>> = { error: "error", warning: "warning", note: "notice" };

/** Workflow commands for GitHub Actions: the worst findings as annotations, then what is not shown. */
export const github: Reporter = (report) => {
  const left = { ...shownAtMost };
  const open = openFindings(report);
  const shown = open.filter(({ level }) => left[level]-- > 0);
  const fixes = new Map(report.rules.map(({ meta }) => [meta.id, meta.fix]));
  const lines = shown.map((finding) => annotation(finding, fixes.get(finding.rule)));
  const rest = restOf(report, open.length - shown.length);
  if (rest !== "") lines.push(`::notice title=iam-lint::${data(rest)}`);
  return lines.map((line) => `${line}\n`).join("");
};

function annotation({ rule, level, message, location }: Finding, fix: string | undefined): string {
  const { path, line, endLine, column, endColumn } = location;
  const place = `file=${property(path)},line=${line},endLine=${endLine},col=${column},endColumn=${endColumn}`;
  const text = fix === undefined ? message : `${message}\n${fix}`;
  return `::${commands[level]} ${place},title=${property(rule)}::${data(text)}`;
}

function restOf({ problems }: Report, hidden: number): string {
  const unread = problems.filter(({ kind }) => kind === "unread").length;
  return [
    hidden > 0
      ? `${count(hidden, "further finding is", "further findings are")} not shown here; GitHub shows ten of a kind.`
      : [],
    unread > 0 ? `${count(unread, "place")} could not be read, so the findings are not complete.` : [],
  ]
    .flat()
    .join(" ");
}

/** One line of the log each, whatever the scanned text holds. */
const data = (text: string): string =>
  text.split(/\r?\n/).map(printable).join("\n").replaceAll("%", "%25").replaceAll("\n", "%0A");

const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
