import { expect, test } from "vitest";
import { matchesGlob, matchesPath } from "../src/suppress/glob.ts";
import { parseIgnoreFile } from "../src/suppress/ignore-file.ts";

const path = "iam-lint.ignores.yaml";

const text = `# reviewed every quarter
ignores:
  - rule: basic-role-owner
    match: { member: "user:jane@example.com", path: "policies/**" }
    reason: break-glass account
    owner: ops
    expires: 2027-03-31
  - rule: [basic-role-editor, basic-role-viewer]
    match:
      resource: "project:sandbox-*"
      role: roles/*
    reason: >
      sandboxes are
      thrown away
`;

test("reads entries", () => {
  const { ignores, problems } = parseIgnoreFile({ path, text });
  expect(problems).toEqual([]);
  expect(ignores).toMatchObject([
    {
      rules: ["basic-role-owner"],
      reason: "break-glass account",
      owner: "ops",
      until: "2027-03-31",
      scope: { kind: "match", member: "user:jane@example.com", path: "policies/**" },
    },
    {
      rules: ["basic-role-editor", "basic-role-viewer"],
      reason: "sandboxes are thrown away",
      scope: { kind: "match", resource: "project:sandbox-*", role: "roles/*" },
    },
  ]);
  expect(ignores.map(({ at }) => text.slice(at.start, at.end))).toEqual([
    "basic-role-owner",
    "[basic-role-editor, basic-role-viewer]",
  ]);
});

test.each(["", "# nothing yet\n", "ignores:\n", "[]\n", "ignores: []\n"])("'%s' ignores nothing", (empty) => {
  expect(parseIgnoreFile({ path, text: empty })).toEqual({ ignores: [], problems: [] });
});

test("a list without a head will do, entries without a rule or reason are left to the suppression", () => {
  const { ignores, problems } = parseIgnoreFile({ path, text: "- match: { path: a.json }\n" });
  expect(problems).toEqual([]);
  expect(ignores).toMatchObject([{ rules: [], reason: "", scope: { path: "a.json" } }]);
});

test.each([
  [
    "- rule: a\n  reason: b\n",
    "An entry of the ignore file has no `match`; an ignore names a resource, role, member or path",
  ],
  [
    "- rule: a\n  match: {}\n  reason: b\n",
    "An entry of the ignore file has no `match`; an ignore names a resource, role, member or path",
  ],
  [
    "- rule: a\n  match: { file: x }\n  reason: b\n",
    "An entry of the ignore file matches on 'file'; it can match on resource, role, member, path",
  ],
  ["- rule: a\n  match: { path: '' }\n  reason: b\n", "An entry of the ignore file has an empty `path`"],
  [
    "- rule: a\n  until: 2027-01-01\n",
    "An entry of the ignore file has a key 'until' that means nothing; the keys are rule, match, reason, owner, expires",
  ],
  ["- words\n", "An entry of the ignore file is not a map of `rule`, `match` and `reason`"],
  ["ignores: words\n", "The ignore file holds no list of ignores"],
])("%j is a problem, the rest is read", (broken, message) => {
  const { problems } = parseIgnoreFile({ path, text: broken });
  expect(problems.map((problem) => problem.message)).toEqual([message]);
  const good = "- rule: a\n  match: { path: b }\n  reason: c\n";
  if (broken.startsWith("- ")) expect(parseIgnoreFile({ path, text: broken + good }).ignores).toHaveLength(1);
});

test("what is no YAML is a problem with its place", () => {
  const { ignores, problems } = parseIgnoreFile({ path, text: "- rule: [a\n- b: {\n" });
  expect(ignores).toEqual([]);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.message).toMatch(/^The ignore file is not valid YAML: \S/);
});

test("anchors that would fill the memory are not expanded", () => {
  const bomb = `a: &a [x,x]\n${"bcdefgh"
    .split("")
    .map((name, at) => `${name}: &${name} [${`*${"abcdefg"[at]},`.repeat(20)}]`)
    .join("\n")}\nignores: *h\n`;
  expect(parseIgnoreFile({ path, text: bomb }).ignores).toEqual([]);
});

test.each([
  ["*", "", true],
  ["*", "anything", true],
  ["a*c", "abc", true],
  ["a*c", "ac", true],
  ["a*c", "acd", false],
  ["a?c", "abc", true],
  ["a?c", "ac", false],
  ["user:*@example.com", "user:jane@example.com", true],
  ["a.c", "abc", false],
  ["*a*b", "xaxbxb", true],
  ["**", "x", true],
])("the glob %s on %s: %s", (pattern, name, wanted) => {
  expect(matchesGlob(pattern, name)).toBe(wanted);
});

test.each([
  ["main.tf", "a/b/main.tf", true],
  ["*.json", "a/b/c.json", true],
  ["a/*.tf", "a/main.tf", true],
  ["a/*.tf", "a/b/main.tf", false],
  ["a/**", "a/b/main.tf", true],
  ["a/**", "ab/main.tf", false],
  ["**/b/*", "a/b/c", true],
  ["**/b/*", "b/c", true],
  ["a/**/c", "a/c", true],
  ["a/**/c", "a/b/b/c", true],
  ["./a/b", "a/b", true],
  ["a", "a/b", false],
])("the path glob %s on %s: %s", (pattern, name, wanted) => {
  expect(matchesPath(pattern, name)).toBe(wanted);
});

test("hostile globs take no longer than they are long", () => {
  expect(matchesGlob(`${"*a".repeat(500)}b`, "a".repeat(5000))).toBe(false);
  expect(matchesPath(`${"**/".repeat(200)}x`, `${"a/".repeat(200)}y`)).toBe(false);
});

test("a file that is nested too deeply is a problem", () => {
  expect(parseIgnoreFile({ path, text: "- ".repeat(2000) })).toEqual({
    ignores: [],
    problems: [
      { kind: "unread", message: "The ignore file is nested too deeply to be read", at: { path, start: 0, end: 0 } },
    ],
  });
});
