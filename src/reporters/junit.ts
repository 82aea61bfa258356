import type { Finding, Report, Reporter } from "../model/report.ts";
import { printable } from "./text/printable.ts";
import { openFindings } from "./text/tally.ts";

/** JUnit: a suite per file, a failed case per finding, a passed one per clean file so that trends work. */
export const junit: Reporter = (report) => {
  const open = openFindings(report);
  const suites = new Map<string, Finding[]>((report.paths ?? []).map((path) => [path, []]));
  for (const finding of open) {
    const { path } = finding.location;
    suites.set(path, [...(suites.get(path) ?? []), finding]);
  }
  const paths = [...suites.keys()].toSorted((a, b) => (a < b ? -1 : 1));
  const cases = open.length + paths.filter((path) => suites.get(path)?.length === 0).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="iam-lint" tests="${cases}" failures="${open.length}" errors="0">`,
    ...paths.map((path) => suite(path, suites.get(path) ?? [], report)),
    "</testsuites>\n",
  ].join("\n");
};

function suite(path: string, findings: readonly Finding[], report: Report): string {
  const failures = findings.length;
  const cases = findings.map((finding) => failedCase(finding, report));
  const passed = `    <testcase name="iam-lint" classname="${xml(path)}"/>`;
  return [
    `  <testsuite name="${xml(path)}" tests="${Math.max(1, failures)}" failures="${failures}" errors="0">`,
    ...(failures === 0 ? [passed] : cases),
    "  </testsuite>",
  ].join("\n");
}

function failedCase({ rule, level, message, location }: Finding, { rules }: Report): string {
  const { path, line, column } = location;
  const fix = rules.find(({ meta }) => meta.id === rule)?.meta.fix ?? "";
  return [
    `    <testcase name="${xml(`${rule} at line ${line}`)}" classname="${xml(path)}" file="${xml(path)}" line="${line}">`,
    `      <failure type="${level}" message="${xml(message)}">${xml(`${path}:${line}:${column}: ${message} ${fix}`)}</failure>`,
    "    </testcase>",
  ].join("\n");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** XML has no form for control characters and halves of surrogate pairs. */
const xml = (text: string): string =>
  printable(text.replaceAll(/\s+/g, " "))
    .replaceAll(/[\p{Surrogate}\ufffe\uffff]/gu, "\ufffd")
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
