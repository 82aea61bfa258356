import type { Finding, Report, Reporter } from "../model/report.ts";
import { printable } from "./text/printable.ts";

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
  const rows = report.findings.map((finding) => columns.map(([, value]) => cell(value(finding, report))));
  const lines = [columns.map(([name]) => name), ...rows].map((row) => `${row.join(",")}\r\n`);
  return `\ufeff${lines.join("")}`;
};

function controlsOf({ rule }: Finding, { rules }: Report): string {
  const controls = rules.find(({ meta }) => meta.id === rule)?.controls ?? {};
  return Object.entries(controls)
    .flatMap(([framework, ids]) => ids.map((id) => `${framework} ${id}`))
    .join("; ");
}

/** On one line; a text that a spreadsheet would take for a formula gets an apostrophe in front. */
function cell(value: string | number | undefined): string {
  if (typeof value !== "string") return String(value ?? "");
  const text = printable(value.replaceAll(/\s+/g, " "));
  const safe = /^\s*[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
