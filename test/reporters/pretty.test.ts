import { describe, expect, test } from "vitest";
import type { Finding, Report, View } from "../../src/model/report.ts";
import { pretty } from "../../src/reporters/pretty.ts";
import { emptyReport, madeReport } from "./made-report.ts";

const view: View = { color: false, hyperlinks: false, width: 100 };

const [worst] = madeReport.findings;
if (worst === undefined) throw new Error("the made report has findings");

const withFindings = (...findings: readonly Finding[]): Report => ({ ...madeReport, problems: [], findings });

/** One finding on a line of its own. */
const onLine = (text: string, column: number, endColumn: number, over: Partial<Finding["location"]> = {}): Finding => {
  const { also: _also, cure: _cure, ...rest } = worst;
  const location = { path: "a.tf", line: 1, column, endLine: 1, endColumn, snippet: [text], ...over };
  return { ...rest, location, related: [], path: [] };
};

const frameOf = (finding: Finding, width = 100): readonly string[] =>
  pretty(withFindings(finding), { ...view, width })
    .split("\n")
    .slice(3, 5)
    .map((row) => row.slice(4));

describe("the frame", () => {
  test.each([
    ["plain text", "role = x", 8, 9, ["role = x", "       ^"]],
    ["tabs", "\trole\t= x", 9, 10, ["  role  = x", "          ^"]],
    ["wide letters", "日本 = x", 6, 7, ["日本 = x", "       ^"]],
    ["marks that take no room", "e\u0301 = x", 6, 7, ["e\u0301 = x", "    ^"]],
    ["a wide letter itself", "a 🙈 b", 3, 5, ["a 🙈 b", "  ^^"]],
    ["control characters", "\u001b[31m x", 7, 8, ["␛[31m x", "      ^"]],
    ["an empty place", "role", 5, 5, ["role", "    ^"]],
  ] as const)("is straight under %s", (_name, text, column, endColumn, wanted) => {
    expect(frameOf(onLine(text, column, endColumn))).toEqual(wanted);
  });

  test("long lines are cut around the place", () => {
    const rows = frameOf(onLine(`${"x".repeat(300)}HERE${"y".repeat(300)}`, 301, 305), 60);
    const [code = "", marks = ""] = rows;
    expect(code).toMatch(/^…x+HEREy+…$/);
    expect(code.length).toBeLessThanOrEqual(60);
    expect(marks.indexOf("^")).toBe(code.indexOf("HERE"));
    expect(marks.trim()).toBe("^^^^");
  });

  test("a line that the report has cut already keeps its columns", () => {
    expect(frameOf(onLine("xxHERE", 1003, 1007, { snippetColumn: 1001 }))).toEqual(["xxHERE", "  ^^^^"]);
  });

  test("a file that is not there has no frame", () => {
    const text = pretty(withFindings(onLine("", 1, 1, { snippet: [] })), view);
    expect(text).toContain("--> a.tf:1:1\n  |\n  |\n  = help");
  });
});

test("a terminal gets colours and links, all of which end", () => {
  const report = { ...madeReport, tool: { ...madeReport.tool, homepage: "https://iam-lint.example/" } };
  const text = pretty(report, { ...view, color: true, hyperlinks: true });
  expect(text).toContain("\u001b[1;31merror[public-member]\u001b[0m");
  const url = "https://iam-lint.example/rules/public-member";
  expect(text).toContain(`\u001b]8;;${url}\u001b\\${url}\u001b]8;;\u001b\\`);
  const codes = text.split("\u001b[").slice(1);
  expect(codes.filter((code) => code.startsWith("0m"))).toHaveLength(codes.length / 2);
  expect(pretty(report, view)).not.toContain("\u001b");
});

test("more than fifty are counted, the best left out", () => {
  const notes = Array.from({ length: 60 }, () => ({ ...onLine("x", 1, 2), level: "note" as const }));
  const text = pretty(withFindings(worst, ...notes), view);
  expect(text.split("\n")[0]).toBe("…and 11 more, see --format json");
  expect(text.match(/^note\[/gm)).toHaveLength(49);
  expect(text.match(/^error\[/gm)).toHaveLength(1);
});

test("the worst finding is the last, files stay together", () => {
  const order = [...pretty(madeReport, view).matchAll(/^\w+\[([\w-]+)\]/gm)].map(([, rule]) => rule);
  expect(order).toEqual(["basic-role-viewer", "cross-project-model-get", "public-member", "basic-role-editor"]);
});

test("a long path has a line a step", () => {
  const path = Array.from({ length: 6 }, (_, at) => ({ text: `the account number ${at} acts as the next one.` }));
  expect(pretty(withFindings({ ...onLine("x", 1, 2), path }), view)).toContain(
    "  = path:\n         the account number 0 acts as the next one\n      -> the account number 1 acts as the next one\n",
  );
});

test("the last lines say what was set aside", () => {
  const stats = {
    ...emptyReport.stats,
    files: 9,
    filesRead: 1,
    bindings: 1,
    ignored: 2,
    baselined: 3,
    elsewhere: 1,
    stale: 2,
  };
  expect(pretty({ ...emptyReport, stats }, { ...view, seconds: 0.84 })).toBe(
    [
      "No findings (2 ignored, 3 baselined) in 1 file, 1 binding, 0.8 s; role table of 2026-11-02 (2,390 roles)",
      "1 further finding elsewhere, not touched by this change",
      "2 baseline entries are stale: 'iam-lint baseline prune' drops them",
      "",
    ].join("\n"),
  );
});

test("what was not analysed is told, the gravest first, and counted", () => {
  const [problem] = madeReport.problems;
  const gaps = Array.from({ length: 12 }, () => problem).flatMap((one) => one ?? []);
  const text = pretty({ ...emptyReport, problems: [...gaps, ...madeReport.problems] }, view);
  expect(text.split("\n").slice(0, 2)).toEqual([
    "Not analysed (14):",
    "  infra/main.tf:1: could not be read: The block has no closing brace",
  ]);
  expect(text).toContain("  …and 4 more, see --format json");
});
