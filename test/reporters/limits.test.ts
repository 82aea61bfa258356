import { expect, test } from "vitest";
import type { Finding, Report, Reporter } from "../../src/model/report.ts";
import { csv } from "../../src/reporters/csv.ts";
import { github } from "../../src/reporters/github.ts";
import { gitlab } from "../../src/reporters/gitlab.ts";
import { json } from "../../src/reporters/json.ts";
import { junit } from "../../src/reporters/junit.ts";
import { markdown } from "../../src/reporters/markdown.ts";
import { rdjson } from "../../src/reporters/rdjson.ts";
import { madeReport } from "./made-report.ts";

const show = (reporter: Reporter, report: Report): string =>
  reporter(report, { color: false, hyperlinks: false, width: 100 });

const [worst] = madeReport.findings;
if (worst === undefined) throw new Error("the made report has findings");

const many = (count: number, over: (at: number) => Partial<Finding>): Report => ({
  ...madeReport,
  problems: [],
  findings: Array.from({ length: count }, (_, at): Finding => Object.assign({}, worst, { id: `f${at}` }, over(at))),
});

const evil = 'x\n::error::y\r\n<img src=x onerror=alert(1)> | `code` ]]> & "q" @team \u001b[31m =1+1';

const annotationsOf = (text: string, kind: string): number =>
  text.split("\n").filter((line) => line.startsWith(`::${kind} `)).length;

test("github: within the caps of a step, the rest is counted in a notice", () => {
  const levels = ["error", "warning", "note"] as const;
  const text = show(
    github,
    many(60, (at) => ({ level: levels[at % 3] ?? "note" })),
  );
  expect(["error", "warning", "notice"].map((kind) => annotationsOf(text, kind))).toEqual([10, 10, 10]);
  expect(text.trimEnd().split("\n").at(-1)).toBe(
    "::notice title=iam-lint::31 further findings are not shown here; GitHub shows ten of a kind.",
  );
});

test("github: scanned text can't start a command of its own", () => {
  const text = show(
    github,
    many(1, () => ({ message: evil, location: { ...worst.location, path: "a,b:c%d\n::error::z.tf" } })),
  );
  const lines = text.trimEnd().split("\n");
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("file=a%2Cb%3Ac%25d%0A%3A%3Aerror%3A%3Az.tf,line=4");
  expect(lines[0]).not.toContain("\u001b");
});

test("github: nothing to say, nothing said", () => {
  expect(
    show(
      github,
      many(0, () => ({})),
    ),
  ).toBe("");
});

test("markdown: fifty rows, and under the size of a job summary whatever the findings say", () => {
  const rows = show(
    markdown,
    many(70, () => ({})),
  ).match(/^\| 🔴/gmu);
  expect(rows).toHaveLength(50);
  const long = show(
    markdown,
    many(70, () => ({ cure: { hcl: "é".repeat(50_000) } })),
  );
  expect(Buffer.byteLength(long)).toBeLessThan(900_000);
  expect(long).toContain("…and 20 more");
  expect(long.match(/<details>/g)?.length).toBe(long.match(/<\/details>/g)?.length);
});

test("markdown: scanned text is no markup", () => {
  const text = show(
    markdown,
    many(1, () => ({
      message: evil,
      cure: { hcl: "````\n</details>" },
      location: { ...worst.location, path: "a|b.tf" },
    })),
  );
  expect(text).not.toContain("<img");
  expect(text).not.toContain("@team");
  expect(
    text
      .split("\n")
      .find((line) => line.startsWith("| 🔴"))
      ?.match(/\|/g),
  ).toHaveLength(5);
  expect(text).toContain("`````hcl\n````\n</details>\n`````");
});

test("junit: well-formed whatever the findings say", () => {
  const text = show(
    junit,
    many(1, () => ({ message: evil })),
  );
  expect(text).toContain("&lt;img src=x onerror=alert(1)&gt; | `code` ]]&gt; &amp; &quot;q&quot;");
  expect(text).not.toContain("\u001b");
});

test("csv: no formula, one line a finding", () => {
  const text = show(
    csv,
    many(2, (at) => ({ message: at === 0 ? "=1+1" : evil, owner: "@ops", reason: "-1", until: "+1" })),
  );
  const lines = text.split("\r\n");
  expect(lines).toHaveLength(4);
  expect(lines[1]).toContain(",'=1+1,");
  expect(lines[1]).toContain(",'-1,'@ops,'+1,");
  expect(lines[2]).toContain('""q""');
});

test("gitlab: unique fingerprints, paths as they are", () => {
  const issues = JSON.parse(
    show(
      gitlab,
      many(3, (at) => ({ severity: at === 0 ? 9.1 : 8, level: at === 2 ? "warning" : "error" })),
    ),
  ) as Record<string, unknown>[];
  expect(issues.map((issue) => [issue["fingerprint"], issue["severity"]])).toEqual([
    ["f0", "blocker"],
    ["f1", "critical"],
    ["f2", "major"],
  ]);
  expect(issues[0]).toMatchObject({
    check_name: "public-member",
    location: { path: "infra/main.tf", lines: { begin: 4 } },
  });
});

test("rdjson: columns are bytes of UTF-8", () => {
  const location = { path: "a.tf", line: 1, column: 4, endLine: 1, endColumn: 5, snippet: ["é日=x"] };
  const change = { region: location, text: "y" };
  const text = show(
    rdjson,
    many(1, () => ({ location, fix: { safe: true, changes: [change] } })),
  );
  const range = { start: { line: 1, column: 7 }, end: { line: 1, column: 8 } };
  expect(JSON.parse(text)).toMatchObject({
    diagnostics: [{ location: { path: "a.tf", range }, suggestions: [{ range, text: "y" }] }],
  });
});

test("rdjson: half a fix is no suggestion, an unknown column none", () => {
  const other = { region: { ...worst.location, path: "other.tf" }, text: "" };
  const own = { region: worst.location, text: "" };
  const cut = { ...worst.location, snippetColumn: 3 };
  const text = show(
    rdjson,
    many(1, () => ({ location: cut, fix: { safe: true, changes: [own, other] } })),
  );
  const { diagnostics } = JSON.parse(text) as { diagnostics: Record<string, unknown>[] };
  expect(diagnostics[0]).not.toHaveProperty("suggestions");
  expect(diagnostics[0]).toHaveProperty("location.range", { start: { line: 4 }, end: { line: 4 } });
});

test("json: complete, versioned, ignored and baselined findings marked", () => {
  const report = JSON.parse(show(json, madeReport)) as Record<string, unknown> & {
    findings: Record<string, unknown>[];
  };
  expect(report).toMatchObject({
    schemaVersion: 1,
    tool: { name: "iam-lint", version: "1.2.3" },
    catalog: { date: "2026-11-02" },
    summary: { errors: 2, warnings: 1, notes: 1, ignored: 1, baselined: 0, elsewhere: 0 },
  });
  expect(report.findings.map((finding) => finding["status"])).toContain("ignored");
  expect(report["problems"]).toHaveLength(2);
  expect(report["rules"]).toHaveLength(6);
});
