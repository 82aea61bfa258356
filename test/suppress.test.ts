import { describe, expect, test } from "vitest";
import { judgeComplaints } from "../src/check.ts";
import type { Judged } from "../src/model/judged.ts";
import { lineStartsOf, positionAt, type Source } from "../src/model/source.ts";
import { emptyPolicy } from "../src/policy.ts";
import { createLocator } from "../src/report/locate.ts";
import { type Ignore, ignoreComments, ignoreRules, type Suppressed, suppress } from "../src/suppress.ts";

/** The lines that the only ignore of a text covers. */
function covered(path: string, text: string): string {
  const [ignore, ...others] = ignoreComments({ path, text });
  if (ignore === undefined || others.length > 0) throw new Error("not one ignore");
  const { scope } = ignore;
  if (scope.kind !== "lines") throw new Error("a comment covers lines");
  return text
    .split("\n")
    .slice(scope.from - 1, scope.to)
    .join("\n");
}

const forms: Readonly<Record<string, string>> = {
  hash: "# iam-lint-ignore some-rule: why",
  "more hashes": "## iam-lint-ignore some-rule: why",
  slashes: "// iam-lint-ignore some-rule: why",
  "a block": "/* iam-lint-ignore some-rule: why */",
  "a line of a block": " * iam-lint-ignore some-rule: why",
  SQL: "-- iam-lint-ignore some-rule: why",
  markup: "<!-- iam-lint-ignore some-rule: why -->",
  batch: "REM iam-lint-ignore some-rule: why",
  "batch, short": ":: iam-lint-ignore some-rule: why",
  indented: "      #iam-lint-ignore some-rule: why",
};

test.each(Object.entries(forms))("reads the comment form %s", (_name, comment) => {
  const [ignore] = ignoreComments({ path: "a", text: `x\n${comment}\ny\n` });
  expect(ignore).toMatchObject({ rules: ["some-rule"], reason: "why", scope: { from: 3, to: 3 } });
});

test.each([
  ["a, b ,c: it is so", { rules: ["a", "b", "c"], reason: "it is so" }],
  [
    "a,b until=2027-03-31 owner=team:ops: see https://x.y/z: fine",
    { rules: ["a", "b"], until: "2027-03-31", owner: "team:ops", reason: "see https://x.y/z: fine" },
  ],
  ['a owner="ML platform": x', { rules: ["a"], owner: "ML platform", reason: "x" }],
  ["a", { rules: ["a"], reason: "" }],
  ["a:", { rules: ["a"], reason: "" }],
  [": x", { rules: [], reason: "x" }],
  ["a until=: x", { rules: ["a"], until: "", reason: "x" }],
])("reads the words '%s'", (words, wanted) => {
  const [ignore] = ignoreComments({ path: "a", text: `# iam-lint-ignore ${words}\nx` });
  expect(ignore).toMatchObject(wanted);
});

test.each(["iam-lint-ignore a: b", "# iam-lint-ignored a: b", "# iam-lint-ignore-file a: b", "x-iam-lint-ignore"])(
  "'%s' is no ignore",
  (text) => {
    expect(ignoreComments({ path: "a", text: `${text}\nx` })).toEqual([]);
  },
);

const statements: readonly (readonly [name: string, path: string, before: string, statement: string, after: string])[] =
  [
    [
      "a Terraform block",
      "a.tf",
      "",
      'resource "a" "b" {\n  role = "x" # }\n\n  text = <<-EOT\n    }}}\n  EOT\n}',
      '\nresource "c" "d" {}',
    ],
    ["an attribute", "a.tf", 'resource "a" "b" {\n', '  role = "x"', '\n  member = "y"\n}'],
    ["a list", "a.tf", "", '  members = [\n    "a",\n\n    "b",\n  ]', "\n  role = 1"],
    ["an element", "a.tf", "  members = [\n", '    "a",', '\n    "b",\n  ]'],
    ["a block behind blank lines and comments", "a.tf", "", "\n# more\n// words\nlocals {\n  a = 1\n}", "\nlocals {}"],
    [
      "a YAML item",
      "a.yaml",
      "bindings:\n",
      "- role: roles/owner\n  members:\n  - user:a\n  - user:b",
      "\n- role: roles/viewer\n  members: []",
    ],
    ["a YAML key", "a.yaml", "", "bindings:\n- role: x\n  members: [a]\n- role: y", "\netag: z"],
    ["a deeper YAML key", "a.yaml", "spec:\n", "  bindings:\n    - role: x\n\n    - role: y", "\n  other: 1"],
    [
      "a Kubernetes resource",
      "a.yaml",
      "",
      "apiVersion: iam.cnrm.cloud.google.com/v1beta1\nkind: IAMPolicyMember\nspec:\n  role: roles/owner",
      "\n---\napiVersion: v1",
    ],
    ["a resource behind the mark of a document", "a.yaml", "", "---\napiVersion: v1\nkind: X", "\n---\nkind: Y"],
    [
      "a shell command",
      "a.sh",
      "",
      "gcloud projects add-iam-policy-binding p \\\n  --member=user:a \\\n  --role=roles/owner",
      "\ngcloud x",
    ],
    [
      "a here-document",
      "a.sh",
      "",
      "gcloud projects set-iam-policy p /dev/stdin <<'EOF'\nbindings:\n- role: roles/owner\nEOF",
      "\ngcloud x",
    ],
    ["a loop", "a.sh", "", "for p in a b; do\n  gcloud x $p\n  gcloud y $p", "\ndone\ngcloud z"],
    ["a function", "a.sh", "", "grant() {\ngcloud x\n}", "\ngcloud z"],
    ["a PowerShell command", "a.ps1", "", "gcloud x `\n  --role=y", "\ngcloud z"],
    ["a batch command", "a.cmd", "", "gcloud x ^\n--role=y", "\ngcloud z"],
    ["a call", "a.ts", "", 'new gcp.projects.IAMMember("x", {\n  role: "roles/owner", // }\n});', "\nfoo();"],
    ["a Python call", "a.py", "", "projects.IAMMember(\n    'x',\n    role='roles/owner (',\n)", "\nfoo()"],
    [
      "a Python function with decorators",
      "a.py",
      "",
      "@dsl.component(\n    base_image='x',\n)\ndef train():\n    run()\n\n    stop()",
      "\n\ndef other():\n    pass",
    ],
    [
      "a workflow's script",
      "a.yml",
      "steps:\n",
      "  - name: x\n    run: |\n      gcloud x\n\n      gcloud y",
      "\n  - name: y",
    ],
    ["a block of code in Markdown", "a.md", "# Title\n\n", "```sh\ngcloud x\n\ngcloud y\n```", "\n\ngcloud z"],
    ["a fence that does not end", "a.md", "", "```sh", "\ngcloud x"],
    ["the last line", "a.tf", "", 'role = "x"', ""],
  ];

describe("covers", () => {
  test.each(statements)("%s", (_name, path, before, statement, after) => {
    const skipped = /^(?:\n|# more\n|\/\/ words\n|---\n)+/.exec(statement)?.[0].length ?? 0;
    const text = `${before}# iam-lint-ignore r: why\n${statement}${after}`;
    expect(covered(path, text)).toBe(statement.slice(skipped));
  });
});

test("a notebook's cells hold comments as JSON strings", () => {
  const text =
    '{"cells": [{"source": [\n  "# iam-lint-ignore r until=2027-01-01: why\\n",\n  "run(\\n",\n  "  1)\\n",\n  "stop()"\n]}]}';
  const [ignore] = ignoreComments({ path: "a.ipynb", text });
  expect(ignore).toMatchObject({ rules: ["r"], until: "2027-01-01", reason: "why", scope: { from: 3, to: 4 } });
  expect(ignore?.line).toBeUndefined();
  expect(text.slice(ignore?.at.start, ignore?.at.end)).toBe("iam-lint-ignore r until=2027-01-01: why");
});

test("texts inside texts are read once, with their file", () => {
  expect(
    ignoreComments({ path: "a#1", text: "# iam-lint-ignore r: x\ny", host: { path: "a", toHost: (at) => at } }),
  ).toEqual([]);
});

const main = `# iam-lint-ignore owner until=2027-03-31 owner=ops: break-glass
resource "x" "y" {
  role = "roles/owner"
}

resource "x" "z" {
  role = "roles/owner"
}
`;

const at = (text: string, needle: string, nth = 0): { path: string; start: number; end: number } => {
  let start = text.indexOf(needle);
  for (let left = nth; left > 0; left--) start = text.indexOf(needle, start + 1);
  return { path: "main.tf", start, end: start + needle.length };
};

const owner = (text: string, nth: number, over: Partial<Judged> = {}): Judged => ({
  rule: "owner",
  level: "error",
  certainty: "proven",
  message: "It is so.",
  at: at(text, "roles/owner", nth),
  subject: ["user:jane@example.com", "roles/owner", "project:p"],
  ...over,
});

function run(
  text: string,
  violations: readonly Judged[],
  over: { today?: string; ignores?: readonly Ignore[]; ran?: readonly string[]; partial?: boolean } = {},
): Suppressed {
  const source: Source = { path: "main.tf", text };
  return suppress({
    violations,
    ignores: over.ignores ?? ignoreComments(source),
    locate: createLocator(() => source).region,
    ran: new Set(over.ran ?? ["owner", "editor"]),
    known: new Set(["owner", "editor", "viewer"]),
    today: over.today ?? "2026-10-01",
    partial: over.partial ?? false,
  });
}

const complaintsOf = ({ complaints }: Suppressed): readonly string[] =>
  complaints.map(({ rule, violation }) => `${rule}: ${violation.message}`);

test("the statement below is ignored, the next one is not", () => {
  const { violations, complaints } = run(main, [owner(main, 0), owner(main, 1)]);
  expect(violations.map(({ ignored }) => ignored)).toEqual([
    { reason: "break-glass", owner: "ops", until: "2027-03-31" },
    undefined,
  ]);
  expect(complaints).toEqual([]);
});

test("another rule in the statement is not ignored", () => {
  const result = run(main, [owner(main, 0), owner(main, 0, { rule: "editor" })]);
  expect(result.violations.map(({ ignored }) => ignored !== undefined)).toEqual([true, false]);
});

test("an ignore whose day has passed ignores nothing, and says so", () => {
  expect(run(main, [owner(main, 0)], { today: "2027-03-31" }).complaints).toEqual([]);
  const late = run(main, [owner(main, 0)], { today: "2027-04-01" });
  expect(late.violations[0]?.ignored).toBeUndefined();
  expect(complaintsOf(late)).toEqual(["expired-ignore: The ignore of 'owner' ended on '2027-03-31'."]);
});

test.each([
  ["owner", "ignore-without-reason: The ignore of 'owner' gives no reason, so it ignores nothing."],
  [": why", "unused-ignore: This ignore names no rule, so it ignores nothing."],
  [
    "owner until=soon: why",
    "expired-ignore: The ignore of 'owner' ends at 'soon', which is no date of the form 'YYYY-MM-DD'.",
  ],
  [
    "owner until=2027-13-01: why",
    "expired-ignore: The ignore of 'owner' ends at '2027-13-01', which is no date of the form 'YYYY-MM-DD'.",
  ],
])("'%s' ignores nothing, and says so", (words, wanted) => {
  const text = `# iam-lint-ignore ${words}\nrole = "roles/owner"\n`;
  const result = run(text, [owner(text, 0)]);
  expect(result.violations[0]?.ignored).toBeUndefined();
  expect(complaintsOf(result)).toEqual([wanted]);
});

test("unused ignores are named rule by rule", () => {
  const text = '# iam-lint-ignore owner, editor, viewer, onwer: why\nrole = "roles/owner"\n';
  expect(complaintsOf(run(text, [owner(text, 0)]))).toEqual([
    "unused-ignore: The statement below has no finding of 'editor' to ignore.",
    "unused-ignore: There is no rule 'onwer' to ignore.",
  ]);
});

test("where single files were asked for, only slips are complained of", () => {
  const text = '# iam-lint-ignore owner, onwer: why\nrole = "roles/owner"\n';
  expect(complaintsOf(run(text, [], { partial: true }))).toEqual([
    "unused-ignore: There is no rule 'onwer' to ignore.",
  ]);
});

test("a finding that the profile hides uses its ignore", () => {
  expect(run(main, [owner(main, 0, { hidden: true })]).complaints).toEqual([]);
});

test("a comment behind code works on nothing, and says so", () => {
  const text = 'role = "roles/owner" # iam-lint-ignore owner: why\nrole = "roles/owner"\n';
  const result = run(text, [owner(text, 0), owner(text, 1)]);
  expect(result.violations.every(({ ignored }) => ignored === undefined)).toBe(true);
  expect(complaintsOf(result)).toEqual([
    "unused-ignore: The ignore of 'owner' stands behind code; it works on the line before the statement.",
  ]);
});

test("an unused comment can be deleted with its line", () => {
  const text = `a = 1\r\n  # iam-lint-ignore owner: why\r\n${main.slice(main.indexOf("resource"))}`;
  const [complaint] = run(text, []).complaints;
  const [change] = complaint?.violation.edit?.changes ?? [];
  expect(text.slice(change?.span.start, change?.span.end)).toBe("  # iam-lint-ignore owner: why\r\n");
  expect(text.slice(complaint?.violation.at.start, complaint?.violation.at.end)).toBe("iam-lint-ignore owner: why");
  expect(positionAt(lineStartsOf(text), complaint?.violation.at.start ?? 0)).toEqual({ line: 2, column: 5 });
});

test("a comment that is used in part, or has a slip, is not deleted", () => {
  const text = '# iam-lint-ignore owner, editor: why\nrole = "roles/owner"\n';
  expect(run(text, [owner(text, 0)]).complaints.map(({ violation }) => violation.edit)).toEqual([undefined]);
  const slip = '# iam-lint-ignore onwer: why\nrole = "roles/owner"\n';
  expect(run(slip, []).complaints.map(({ violation }) => violation.edit)).toEqual([undefined]);
});

const entry = (scope: Omit<Extract<Ignore["scope"], { kind: "match" }>, "kind">): Ignore => ({
  rules: ["owner"],
  reason: "why",
  at: { path: "iam-lint.ignores.yaml", start: 0, end: 5 },
  scope: { kind: "match", ...scope },
});

test.each([
  [{ member: "user:jane@*" }, true],
  [{ member: "user:john@*" }, false],
  [{ role: "roles/owner", resource: "project:*", member: "user:*", path: "*.tf" }, true],
  [{ role: "roles/owner", resource: "folder:*" }, false],
  [{ path: "**/main.tf" }, true],
  [{ path: "infra/**" }, false],
])("an entry of the ignore file with %j matches: %s", (scope, matched) => {
  const text = 'role = "roles/owner"\n';
  const result = run(text, [owner(text, 0)], { ignores: [entry(scope)] });
  expect(result.violations[0]?.ignored !== undefined).toBe(matched);
  expect(complaintsOf(result)).toEqual(matched ? [] : ["unused-ignore: No finding of 'owner' matches this ignore."]);
});

test("complaints are warnings unless the policy says otherwise", () => {
  const text = '# iam-lint-ignore owner\n# iam-lint-ignore viewer: x\nrole = "roles/owner"\n';
  const { complaints } = run(text, [], { ran: ["owner", "viewer"] });
  const policy = emptyPolicy("2026-10-01");
  expect(judgeComplaints(complaints, policy).map(({ rule, level }) => [rule, level])).toEqual([
    ["ignore-without-reason", "warning"],
    ["unused-ignore", "warning"],
  ]);
  const off = {
    ...policy,
    rules: { "unused-ignore": { level: "off" as const }, "ignore-without-reason": { level: "error" as const } },
  };
  expect(judgeComplaints(complaints, off).map(({ rule, level }) => [rule, level])).toEqual([
    ["ignore-without-reason", "error"],
  ]);
});

test("every complaint is of a rule that is told", () => {
  expect(ignoreRules.map(({ id }) => id)).toEqual(["unused-ignore", "expired-ignore", "ignore-without-reason"]);
});
