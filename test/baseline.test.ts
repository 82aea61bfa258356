import { expect, test } from "vitest";
import {
  applyBaseline,
  type Baseline,
  createBaseline,
  parseBaseline,
  pruneBaseline,
  renderBaseline,
  updateBaseline,
} from "../src/baseline.ts";
import type { Finding, Report } from "../src/model/report.ts";
import { emptyReport, madeReport } from "./reporters/made-report.ts";

const today = "2026-10-01";
const baseline = createBaseline(madeReport, today);

const without = (rule: string): Report => ({
  ...madeReport,
  findings: madeReport.findings.filter((one) => one.rule !== rule),
});

const changed = (rule: string, over: Partial<Finding>): Report => ({
  ...madeReport,
  findings: madeReport.findings.map((one) => (one.rule === rule ? Object.assign({}, one, over) : one)),
});

const open = ({ findings }: Report): readonly string[] =>
  findings.filter(({ status }) => status === "open").map(({ rule }) => rule);

test("a new baseline holds what is open and says what it is", () => {
  expect(baseline.findings.map(({ rule }) => rule)).toEqual([
    "basic-role-editor",
    "basic-role-viewer",
    "cross-project-model-get",
    "public-member",
  ]);
  expect(baseline.findings[0]).toEqual({
    id: madeReport.findings.find(({ rule }) => rule === "basic-role-editor")?.id,
    rule: "basic-role-editor",
    level: "error",
    resource: "project:ml-prod",
    role: "roles/editor",
    member: "serviceAccount:ci@ml-prod.iam.gserviceaccount.com",
    path: "infra/main.tf",
    since: today,
    reason: null,
    expires: null,
  });
});

test("the file has an entry a line and reads back", () => {
  const text = renderBaseline(baseline);
  expect(text.split("\n")).toHaveLength(baseline.findings.length + 6);
  expect(parseBaseline(text)).toEqual(baseline);
  expect(renderBaseline({ version: 1, findings: [] })).toBe('{\n  "version": 1,\n  "findings": []\n}\n');
  const dated = { ...baseline, expireDays: 180 };
  expect(parseBaseline(renderBaseline(dated))).toEqual(dated);
});

test("what it holds is baselined, whatever the file and the line; what is new is open", () => {
  const { report, stale } = applyBaseline(
    changed("public-member", {
      location: { ...madeReport.findings[0]?.location, path: "moved.tf" } as Finding["location"],
    }),
    baseline,
    today,
  );
  expect(open(report)).toEqual([]);
  expect(report.stats).toMatchObject({ baselined: 4, ignored: 1 });
  expect(stale).toEqual([]);
  expect(open(applyBaseline(changed("public-member", { id: "another" }), baseline, today).report)).toEqual([
    "public-member",
  ]);
});

test("what is gone is stale until it is pruned; pruning adds nothing", () => {
  const report = without("basic-role-editor");
  const applied = applyBaseline(report, baseline, today);
  expect(applied.stale.map(({ rule }) => rule)).toEqual(["basic-role-editor"]);
  expect(applied.report.stats.stale).toBe(1);
  const pruned = pruneBaseline(baseline, changed("basic-role-editor", { id: "another" }));
  expect(pruned.findings.map(({ rule }) => rule)).toEqual([
    "basic-role-viewer",
    "cross-project-model-get",
    "public-member",
  ]);
});

test("a finding that became worse is open again", () => {
  const { report, reopened } = applyBaseline(changed("cross-project-model-get", { level: "error" }), baseline, today);
  expect(open(report)).toEqual(["cross-project-model-get"]);
  expect(reopened.map(({ rule }) => rule)).toEqual(["cross-project-model-get"]);
  expect(applyBaseline(changed("cross-project-model-get", { level: "note" }), baseline, today).reopened).toEqual([]);
});

test("entries end at their date, or days after they were made", () => {
  const ending: Baseline = {
    ...baseline,
    findings: baseline.findings.map((one) => Object.assign({}, one, { expires: "2026-12-31" })),
  };
  expect(open(applyBaseline(madeReport, ending, "2026-12-31").report)).toEqual([]);
  expect(open(applyBaseline(madeReport, ending, "2027-01-01").report)).toHaveLength(4);
  const rolling = { ...baseline, expireDays: 30 };
  expect(open(applyBaseline(madeReport, rolling, "2026-10-31").report)).toEqual([]);
  expect(open(applyBaseline(madeReport, rolling, "2026-11-01").report)).toHaveLength(4);
});

test("updating drops what is gone, never adds unless told, and keeps what people wrote", () => {
  const [first, ...others] = baseline.findings;
  if (first === undefined) throw new Error("an empty baseline");
  const known: Baseline = {
    ...baseline,
    findings: [{ ...first, since: "2026-01-10", reason: "being replaced", expires: "2027-01-01" }],
  };
  expect(updateBaseline(known, madeReport, today).findings).toEqual(known.findings);
  expect(updateBaseline(known, emptyReport, today).findings).toEqual([]);
  expect(updateBaseline(known, madeReport, today, true).findings).toEqual([...known.findings, ...others]);
  expect(applyBaseline(madeReport, known, today).report.findings.find(({ rule }) => rule === first.rule)?.reason).toBe(
    "being replaced",
  );
});

const levelIn = (one: Baseline): string | undefined =>
  one.findings.find(({ rule }) => rule === "cross-project-model-get")?.level;

test("updating is a ratchet: milder is noted, worse only when told", () => {
  const milder = changed("cross-project-model-get", { level: "note" });
  const worse = changed("cross-project-model-get", { level: "error" });
  expect(levelIn(updateBaseline(baseline, milder, today))).toBe("note");
  expect(levelIn(updateBaseline(baseline, worse, today))).toBe("warning");
  expect(levelIn(updateBaseline(baseline, worse, today, true))).toBe("error");
});

test("an ignored finding is not baselined too", () => {
  const ignored = changed("basic-role-editor", { status: "ignored", reason: "x" });
  const { report, stale } = applyBaseline(ignored, baseline, today);
  expect(report.findings.find(({ rule }) => rule === "basic-role-editor")?.status).toBe("ignored");
  expect(stale.map(({ rule }) => rule)).toEqual(["basic-role-editor"]);
});

test.each([
  ["{", /not valid JSON/],
  ["[]", /not of version 1/],
  ['{"version": 2, "findings": []}', /not of version 1/],
  ['{"version": 1}', /no list/],
  ['{"version": 1, "findings": [], "expireDays": "x"}', /expireDays/],
  ['{"version": 1, "findings": [{"id": "a", "rule": "r", "level": "error"}, {"id": 1}]}', /^Entry 2 /],
  ['{"version": 1, "findings": [{"id": "a", "rule": "r", "level": "toString"}]}', /^Entry 1 /],
  ['{"version": 1, "findings": [{"id": "a", "rule": "r", "level": "note", "expires": "soon"}]}', /^Entry 1 /],
])("%s is refused in words", (text, words) => {
  expect(parseBaseline(text)).toMatch(words);
});

test("an entry needs no more than id, rule and level", () => {
  expect(parseBaseline('{"version": 1, "findings": [{"id": "a", "rule": "r", "level": "note"}]}')).toMatchObject({
    findings: [{ id: "a", reason: null, expires: null, path: "" }],
  });
});
