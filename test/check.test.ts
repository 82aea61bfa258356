import { describe, expect, test } from "vitest";
import { check, judge, rulesInReport } from "../src/check.ts";
import type { Certainty, Graph } from "../src/model/graph.ts";
import type { Policy, RulePolicy } from "../src/model/policy.ts";
import type { Level, Rule, RuleOptions, Violation } from "../src/model/rule.ts";
import { emptyPolicy } from "../src/policy.ts";

const violation: Violation = { message: "It is so.", at: { path: "a", start: 0, end: 1 }, subject: ["x"] };

const policyWith = (rule: RulePolicy, profile: Policy["profile"] = "default"): Policy => ({
  ...emptyPolicy("2026-10-01"),
  rules: { "some-rule": rule },
  profile,
});

const ruleWith = (run: (options: RuleOptions) => readonly Violation[]): Rule => ({
  meta: { id: "some-rule", summary: "s", why: "w", fix: "f", references: [] },
  check: (_graph, options) => run(options),
});

/** No rule of these tests asks the graph. */
const graph: Graph = Object.freeze(Object.create(null) as Graph);

const levelOf = (own: Level, rule: RulePolicy): Level =>
  judge({ ...violation, level: own }, "some-rule", policyWith(rule)).level;

describe("levels", () => {
  const cases: readonly (readonly [Level, Certainty, Level])[] = [
    ["error", "proven", "error"],
    ["error", "likely", "warning"],
    ["warning", "likely", "note"],
    ["note", "likely", "note"],
    ["error", "unknown", "note"],
  ];
  test.each(cases)("%s, %s: %s", (level, certainty, wanted) => {
    expect(judge({ ...violation, certainty }, "some-rule", policyWith({ level }, "auditor"))).toMatchObject({
      rule: "some-rule",
      certainty,
      level: wanted,
    });
  });

  test("what says nothing of its certainty is proven; a rule without an entry warns", () => {
    expect(judge(violation, "other-rule", policyWith({ level: "error" }))).toMatchObject({
      certainty: "proven",
      level: "warning",
    });
  });

  test("a finding may ask for another level than its rule's", () => {
    expect(levelOf("note", { level: "error" })).toBe("note");
    expect(levelOf("error", { level: "warning" })).toBe("error");
    expect(levelOf("error", { level: "warning", ceiling: true })).toBe("warning");
    expect(levelOf("note", { level: "warning", ceiling: true })).toBe("note");
  });

  test("the default profile hides what can't be known", () => {
    const unknown = { ...violation, certainty: "unknown" } as const;
    expect(judge(unknown, "some-rule", policyWith({ level: "error" })).hidden).toBe(true);
    expect(judge(unknown, "some-rule", policyWith({ level: "error" }, "auditor")).hidden).toBeUndefined();
  });
});

test("rules that are off do not run", () => {
  const rule = ruleWith(() => {
    throw new Error("it ran");
  });
  expect(check(graph, [rule], policyWith({ level: "off" }))).toEqual([]);
});

test("rules get the lists of the policy, their own before them", () => {
  const seen: RuleOptions[] = [];
  const rule = ruleWith((options) => {
    seen.push(options);
    return [violation, violation];
  });
  const policy = policyWith({ level: "error", options: { breakGlass: ["user:own@example.com"] } });
  expect(check(graph, [rule], policy)).toHaveLength(2);
  expect(seen).toEqual([{ ...policy.options, breakGlass: ["user:own@example.com"] }]);
});

test("reports list the rules that are on, with what the policy says of them", () => {
  const { meta } = ruleWith(() => []);
  const other = { ...meta, id: "other-rule" };
  const policy = policyWith({
    level: "error",
    securitySeverity: 8,
    precision: "low",
    tags: ["security"],
    controls: { soc2: ["CC6.3"] },
  });
  expect(rulesInReport([meta, other], policy)).toEqual([
    { meta, level: "error", securitySeverity: 8, precision: "low", tags: ["security"], controls: { soc2: ["CC6.3"] } },
    { meta: other, level: "warning", precision: "high", tags: [], controls: {} },
  ]);
  expect(rulesInReport([meta], policyWith({ level: "off" }))).toEqual([]);
});

test("subjects know no file and no folder", () => {
  const subject = [
    "project:⟨?infra/prod#var.project⟩/⟨?main.tf#var.name⟩",
    "manifest/a/b#Kind/name",
    "roles/owner",
    "user:a#b@example.com",
  ];
  expect(judge({ ...violation, subject }, "some-rule", policyWith({ level: "error" })).subject).toEqual([
    "project:⟨?var.project⟩/⟨?var.name⟩",
    "Kind/name",
    "roles/owner",
    "user:a#b@example.com",
  ]);
});
