import type {
  ArtifactLocation,
  Location,
  Log,
  Notification,
  PhysicalLocation,
  Region,
  ReportingDescriptor,
  Result,
  Run,
} from "sarif";
import { expect, test } from "vitest";
import { buildReport } from "../../src/report/build.ts";
import { sarif } from "../../src/reporters/sarif.ts";
import { emptyReport, files, input, madeReport } from "./made-report.ts";
import { hasMultitool, multitoolComplaints } from "./multitool.ts";
import { assertSarif, sarifFaults } from "./sarif-assertions.ts";

const view = { color: false, hyperlinks: false, width: 100 };
const texts = (path: string): string | undefined => files[path] ?? (path === "infra/gone.tf" ? "" : undefined);
const parse = (text: string): Log => JSON.parse(text) as Log;

test("the made report as SARIF", async () => {
  await expect(sarif(madeReport, view)).toMatchFileSnapshot("../../fixtures/reporters/made.sarif");
});

test("is fit for code scanning", () => {
  assertSarif(parse(sarif(madeReport, view)), texts);
  assertSarif(parse(sarif(emptyReport, view)), texts);
});

test.skipIf(!hasMultitool)("Microsoft's validator has nothing against it under GitHub's rules", () => {
  const logs = { made: sarif(madeReport, view), empty: sarif(emptyReport, view) };
  expect(multitoolComplaints(logs)).toEqual([]);
});

test.skipIf(!hasMultitool)("and would have: all of GitHub's rules are on", () => {
  const log = parse(sarif(madeReport, view));
  const [noPlace, noRegion, absolute, byId] = runOf(log).results ?? [];
  Object.assign(defined(noPlace), { locations: [] });
  Object.assign(defined(noRegion), { locations: [place("infra/main.tf")] });
  Object.assign(defined(absolute), { locations: [place("https://example.com/main.tf")] });
  Object.assign(defined(byId), { message: { id: "default" }, locations: [place("file:///infra/main.tf")] });
  const complaints = multitoolComplaints({ bad: JSON.stringify(log) }).map((line) => line.split(": ")[1]);
  expect(complaints).toEqual(expect.arrayContaining(["GH1001", "GH1003", "GH1005", "GH1006", "GH1007"]));
});

/** Each breaks the good log in one way; the assertions must see it. */
const breakages: Readonly<Record<string, (run: Run, log: Log) => void>> = {
  "more than one run": (run, log) => log.runs.push(run),
  "no results": (run) => delete run.results,
  "a category": (run) => (run.automationDetails = { id: "x/" }),
  "no columnKind": (run) => delete run.columnKind,
  "a raw blank in a path": (run) => (artifact(run).uri = "a b.tf"),
  "a climbing path": (run) => (artifact(run).uri = "infra/../infra/main.tf"),
  "an absolute path": (run) => (artifact(run).uri = "/infra/main.tf"),
  "a file URI": (run) => (artifact(run).uri = "file:///infra/main.tf"),
  "a colon in the first segment": (run) => (artifact(run).uri = "a:b/main.tf"),
  "a path that does not exist": (run) => (artifact(run).uri = "infra/other.tf"),
  "no base": (run) => delete artifact(run).uriBaseId,
  "the hash of another line": (run) => (region(run).startLine = region(run).endLine = 5),
  "a line that does not exist": (run) => (region(run).startLine = region(run).endLine = 500),
  "a column behind the line": (run) => (region(run).endColumn = 500),
  "a region of two lines": (run) => (region(run).endLine = 5),
  "no end": (run) => delete region(run).endColumn,
  "no line hash": (run) => delete first(run).partialFingerprints?.["primaryLocationLineHash"],
  "no fingerprint": (run) => delete first(run).partialFingerprints?.["iamLint/v1"],
  "a line number in the fingerprint": (run) => (first(run).partialFingerprints = { "iamLint/v1": "main.tf:4" }),
  "no locations": (run) => (first(run).locations = []),
  "no period": (run) => (first(run).message.text = "'allUsers' is public"),
  "a message by id": (run) => (first(run).message = { id: "default", arguments: ["x"] }),
  "a related location without a link": (run) => (first(run).message.text = "'allUsers' is public."),
  "a link that leads nowhere": (run) => (first(run).message.text = "'allUsers' is [public](1), [here](9)."),
  "a suppressed result": (run) => (first(run).suppressions = [{ kind: "inSource" }]),
  "two results at one place": (run) => run.results?.unshift(first(run)),
  "the worst last": (run) => (run.results = run.results?.toReversed() ?? []),
  "the wrong rule index": (run) => (first(run).ruleIndex = 0),
  "no level": (run) => delete first(run).level,
  "a number as severity": (run) => (properties(run)["security-severity"] = 8),
  "a word as severity": (run) => (properties(run)["security-severity"] = "high"),
  "too many tags": (run) => (properties(run)["tags"] = Array.from({ length: 11 }, (_, at) => `t${at}`)),
  "no precision": (run) => delete properties(run)["precision"],
  "a long description": (run) => (rule(run).fullDescription = { text: "x".repeat(1025) }),
  "no help": (run) => delete rule(run).help,
  "an error in a run that succeeded": (run) => (notification(run).level = "error"),
  "a clock": (run) => (run.invocations = [{ executionSuccessful: true, startTimeUtc: "2026-01-01T00:00:00Z" }]),
  "a failed run": (run) => (run.invocations = [{ executionSuccessful: false }]),
  "a root on this machine": (run) => (run.originalUriBaseIds = { "%SRCROOT%": { uri: "file:///home/me/" } }),
  "a property that SARIF lacks": (run) => Object.assign(run, { fingerprints: {} }),
  "too many results": (run) => (run.results = Array.from({ length: 5001 }, () => first(run))),
};

test.each(Object.entries(breakages))("the assertions see %s", (_name, harm) => {
  const log = parse(sarif(madeReport, view));
  expect(sarifFaults(log, texts)).toEqual([]);
  harm(runOf(log), log);
  expect(sarifFaults(log, texts)).not.toEqual([]);
});

test("only the worst 5,000 results go in, and a notice says so", () => {
  const [finding] = madeReport.findings;
  const findings = Array.from({ length: 5003 }, () => finding).flatMap((one) => one ?? []);
  const run = runOf(parse(sarif({ ...madeReport, findings }, view)));
  expect(run.results).toHaveLength(5000);
  expect(notification(run).message.text).toBe("3 further results of the lowest severity are left out of this file.");
});

test("findings that are ignored or baselined stay out", () => {
  const findings = madeReport.findings.map((finding) => Object.assign({}, finding, { status: "baselined" as const }));
  expect(runOf(parse(sarif({ ...madeReport, findings }, view))).results).toEqual([]);
});

test("the same report gives the same bytes", () => {
  const again = buildReport({ ...input, violations: input.violations.toReversed(), rules: input.rules.toReversed() });
  expect(sarif(again, view)).toBe(sarif(madeReport, view));
});

test("a home page gives absolute links", () => {
  const tool = { ...madeReport.tool, homepage: "https://github.com/acme/iam-lint#readme" };
  const log = parse(sarif({ ...madeReport, tool }, view));
  assertSarif(log, texts);
  expect(rule(runOf(log)).helpUri).toBe("https://github.com/acme/iam-lint/blob/main/docs/rules/basic-role-editor.md");
});

test("a batch scan says which revision it read", () => {
  const repository = { uri: "https://github.com/acme/train", revision: "0123abcd", branch: "main" };
  const log = parse(sarif({ ...madeReport, repository }, view));
  assertSarif(log, texts);
  expect(runOf(log).versionControlProvenance).toEqual([
    { repositoryUri: repository.uri, revisionId: "0123abcd", branch: "main", mappedTo: { uriBaseId: "%SRCROOT%" } },
  ]);
});

const place = (uri: string): Location => ({ physicalLocation: { artifactLocation: { uri } } });

function defined<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the log lacks what the test is about");
  return value;
}

const runOf = (log: Log): Run => defined(log.runs[0]);
const first = (run: Run): Result => defined(run.results?.[0]);
const physical = (run: Run): PhysicalLocation => defined(first(run).locations?.[0]?.physicalLocation);
const artifact = (run: Run): ArtifactLocation => defined(physical(run).artifactLocation);
const region = (run: Run): Region => defined(physical(run).region);
const rule = (run: Run): ReportingDescriptor => defined(run.tool.driver.rules?.[0]);
const properties = (run: Run): Record<string, unknown> => defined(rule(run).properties);
const notification = (run: Run): Notification => defined(run.invocations?.[0]?.toolExecutionNotifications?.[0]);
