import { expect, test } from "vitest";
import type { Judged } from "../../src/model/judged.ts";
import type { Finding, Report } from "../../src/model/report.ts";
import type { Edit } from "../../src/model/rule.ts";
import { buildReport } from "../../src/report/build.ts";
import { input, madeReport, sources, span } from "../reporters/made-report.ts";

const main = "infra/main.tf";

const violation = (over: Partial<Judged> = {}): Judged => ({
  rule: "basic-role-owner",
  level: "error",
  certainty: "proven",
  message: "'user:jane@example.com' holds 'roles/owner' on project 'ml-prod'.",
  at: span(main, '"roles/owner"'),
  subject: ["user:jane@example.com", "roles/owner", "project:ml-prod"],
  ...over,
});

const reportOf = (...violations: readonly Judged[]): Report => buildReport({ ...input, violations });

function only({ findings }: Report): Finding {
  const [finding, ...others] = findings;
  if (finding === undefined || others.length > 0) throw new Error(`${findings.length} findings`);
  return finding;
}

test("several violations at one anchor are one finding that names them all, as bad and as sure as the worst", () => {
  const john = {
    message: "'user:john@example.com' holds 'roles/owner' on project 'ml-prod'.",
    subject: ["user:john@example.com"],
  };
  const finding = only(
    reportOf(violation({ level: "warning", certainty: "likely" }), violation(john), violation(john)),
  );
  expect(finding).toMatchObject({
    level: "error",
    certainty: "proven",
    message: "'user:jane@example.com' and 'user:john@example.com' hold 'roles/owner' on project 'ml-prod'.",
    subjects: [["user:jane@example.com", "roles/owner", "project:ml-prod"], ["user:john@example.com"]],
  });
});

test("the fingerprint knows subjects, not places, and not their order", () => {
  const a = violation({ subject: ["a"] });
  const b = violation({ subject: ["b"] });
  const elsewhere = { at: span(main, '"roles/editor"') };
  const { fingerprint } = only(reportOf(a, b));
  expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
  expect(only(reportOf(b, a)).fingerprint).toBe(fingerprint);
  expect(only(reportOf({ ...a, ...elsewhere }, { ...b, ...elsewhere })).fingerprint).toBe(fingerprint);
  expect(only(reportOf(a)).fingerprint).not.toBe(fingerprint);
  expect(only(reportOf({ ...a, rule: "basic-role-viewer" }, { ...b, rule: "basic-role-viewer" })).fingerprint).not.toBe(
    fingerprint,
  );
  expect(only(reportOf(violation({ subject: ["a,b"] }))).fingerprint).not.toBe(
    only(reportOf(violation({ subject: ["a", "b"] }))).fingerprint,
  );
});

test("places that say the same are told apart by a number", () => {
  const { findings } = reportOf(violation({ at: span(main, '"roles/editor"') }), violation());
  const [first, second] = findings;
  expect(findings.map(({ location }) => location.line)).toEqual([9, 15]);
  expect(first?.id).toBe(first?.fingerprint);
  expect(second?.id).toBe(`${first?.fingerprint}:2`);
});

test("what is ignored stays apart from what is open at the same anchor", () => {
  const ignored = violation({ subject: ["x"], ignored: { reason: "reviewed", owner: "ops", until: "2027-01-01" } });
  const report = reportOf(violation(), ignored);
  expect(report.findings.map(({ status }) => status).toSorted()).toEqual(["ignored", "open"]);
  expect(report.findings.find(({ status }) => status === "ignored")).toMatchObject({
    reason: "reviewed",
    owner: "ops",
    until: "2027-01-01",
  });
  expect(report.stats.ignored).toBe(1);
});

test("what the profile hides is not there", () => {
  expect(reportOf(violation({ hidden: true })).findings).toEqual([]);
});

test("the worst come first: level, severity, path, line", () => {
  const order = madeReport.findings.map(({ rule }) => rule);
  expect(order).toEqual([
    "public-member",
    "basic-role-owner",
    "basic-role-editor",
    "cross-project-model-get",
    "basic-role-viewer",
  ]);
});

test("a text inside a text is located in the file", () => {
  const finding = madeReport.findings.find(({ rule }) => rule === "cross-project-model-get");
  expect(finding?.location).toMatchObject({
    path: ".github/workflows/deploy.yml",
    line: 7,
    column: 13,
    endLine: 7,
    endColumn: 44,
    snippet: ["            --model=projects/other/models/7"],
  });
});

test("texts nest, and loops of hosts are not followed for ever", () => {
  const outer = { path: "outer.yml", text: "a: b: c: d\n" };
  const middle = {
    path: "outer.yml#1",
    text: "b: c: d",
    host: { path: "outer.yml", toHost: (offset: number) => offset + 3 },
  };
  const inner = {
    path: "outer.yml#1#1",
    text: "c: d",
    host: { path: "outer.yml#1", toHost: (offset: number) => offset + 3 },
  };
  const nested = new Map([outer, middle, inner].map((source) => [source.path, source]));
  const at = { path: inner.path, start: 3, end: 4 };
  const report = buildReport({ ...input, violations: [violation({ at })], sources: (path) => nested.get(path) });
  expect(only(report).location).toMatchObject({ path: "outer.yml", line: 1, column: 10, endColumn: 11 });
  const loop = { path: "loop", text: "x", host: { path: "loop", toHost: (offset: number) => offset } };
  const around = violation({ at: { path: "loop", start: 0, end: 1 } });
  expect(only(buildReport({ ...input, violations: [around], sources: () => loop })).location.path).toBe("loop");
});

test("a finding is on one line, whatever its span", () => {
  const at = { ...span(main, "resource"), end: 150 };
  expect(only(reportOf(violation({ at }))).location).toMatchObject({ line: 1, endLine: 1, column: 1, endColumn: 51 });
  const nothing = { ...span(main, "  project"), end: span(main, "  project").start };
  expect(only(reportOf(violation({ at: nothing }))).location).toMatchObject({
    line: 8,
    endLine: 8,
    column: 3,
    endColumn: 22,
  });
});

test("spans outside the text are brought back, unknown files are line 1", () => {
  const far = only(reportOf(violation({ at: { path: main, start: 9000, end: 9001 } }))).location;
  expect(far.line).toBe(sources(main)?.text.split("\n").length);
  expect(only(reportOf(violation({ at: { path: "gone.tf", start: 5, end: 9 } }))).location).toEqual({
    path: "gone.tf",
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1,
    snippet: [],
  });
});

test("long lines are cut around the place", () => {
  const text = `${"é".repeat(999)}OWNER${"🙈".repeat(2000)}\n`;
  const at = { path: "min.json", start: 999, end: 1004 };
  const { location } = only(
    buildReport({ ...input, violations: [violation({ at })], sources: () => ({ path: "min.json", text }) }),
  );
  const { snippet, snippetColumn = 1, column } = location;
  expect(snippet[0]?.length).toBeLessThanOrEqual(400);
  expect(snippet[0]?.slice(column - snippetColumn)).toMatch(/^OWNER/);
  expect(snippet[0]).not.toMatch(/\p{Surrogate}/u);
});

test("secrets are blanked in snippets, messages, cures and reasons", () => {
  const secret = `${"GOCSPX"}-abcdefghijklmnop_qrst`;
  const text = `a = "${secret}"\n`;
  const leaky = violation({
    at: { path: "s.tf", start: 0, end: 1 },
    message: `It is '${secret}'.`,
    cure: { hcl: `a = "${secret}"` },
    ignored: { reason: `because ${secret}` },
    related: [{ span: { path: "s.tf", start: 5, end: 9 }, message: `see ${secret}` }],
  });
  const report = buildReport({ ...input, violations: [leaky], sources: () => ({ path: "s.tf", text }) });
  expect(JSON.stringify(report)).not.toContain("abcdefghij");
});

const edit = (from: string, text: string): Edit => ({
  safe: true,
  changes: [{ span: span(main, from), text }],
});

test("edits of one anchor are made together or not at all", () => {
  const both = only(
    reportOf(violation({ edit: edit('"roles/owner"', '"a"') }), violation({ edit: edit('"roles/editor"', '"b"') })),
  );
  expect(both.fix?.changes.map(({ region, text }) => [region.line, text])).toEqual([
    [9, '"b"'],
    [15, '"a"'],
  ]);
  expect(only(reportOf(violation({ edit: edit('"roles/owner"', '"a"') }), violation())).fix).toBeUndefined();
  const clash = only(
    reportOf(violation({ edit: edit('"roles/owner"', '"a"') }), violation({ edit: edit("roles/owner", "b") })),
  );
  expect(clash.fix).toBeUndefined();
});

test("problems are sorted and said once", () => {
  const problem = { kind: "unread", message: "It is broken.", at: span(main, "resource") } as const;
  const later = { ...problem, at: span(main, '"roles/owner"') };
  const { problems } = buildReport({ ...input, problems: [later, problem, problem] });
  expect(problems.map(({ location }) => location.line)).toEqual([1, 15]);
});
