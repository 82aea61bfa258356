import type { Finding, Report, Reporter } from "../model/report.ts";
import { csvOf } from "./text/csv.ts";

type Column = readonly [name: string, value: (finding: Finding, report: Report) => string | number | undefined];

const columns: readonly Column[] = [
  ["rule_id", ({ rule }) => rule],
  ["level", ({ level }) => level],
  ["severity", ({ severity }) => severity],
  ["certainty", ({ certainty }) => certainty],
  ["status", ({ status }) => status],
  ["path", ({ location }) => location.path],
  ["line", ({ location }) => location.line],
  ["column", ({ location }) => location.column],
  ["message", ({ message }) => message],
  ["subjects", ({ subjects }) => subjects.map((subject) => subject.join(" ")).join("; ")],
  ["fingerprint", ({ id }) => id],
  ["controls", controlsOf],
  ["reason", ({ reason }) => reason],
  ["owner", ({ owner }) => owner],
  ["until", ({ until }) => until],
  ["tool_version", (_finding, { tool }) => tool.version],
  ["catalog_date", (_finding, { catalog }) => catalog.date],
];

/** A table for spreadsheets, ignored and baselined findings among it: RFC 4180 with a byte-order mark. */
export const csv: Reporter = (report) => {
  const rows = report.findings.map((finding) => columns.map(([, value]) => value(finding, report)));
  return csvOf(
    columns.map(([name]) => name),
    rows,
  );
};

function controlsOf({ rule }: Finding, { rules }: Report): string {
  const controls = rules.find(({ meta }) => meta.id === rule)?.controls ?? {};
  return Object.entries(controls)
    .flatMap(([framework, ids]) => ids.map((id) => `${framework} ${id}`))
    .join("; ");
}
