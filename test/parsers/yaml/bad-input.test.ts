import { expect, test } from "vitest";
import type { Problem } from "../../../src/model/source.ts";
import { parseFiles } from "./workspace.ts";

const policy = "bindings:\n- role: roles/owner\n  members:\n  - user:kim@acme.com\netag: x\n";

/** What was found and what was not, each in a few words. */
function outcome(path: string, text: string): { readonly grants: number; readonly problems: readonly string[] } {
  const { facts, problems } = parseFiles({ [path]: text });
  return {
    grants: facts.filter(({ kind }) => kind === "grant").length,
    problems: problems.filter(isOfText).map(shown),
  };
}

/** That nobody says which resource a policy belongs to is another matter. */
const isOfText = ({ message }: Problem): boolean => !message.startsWith("nothing says which resource");

const shown = ({ kind, message }: Problem): string => `${kind}: ${message.slice(0, 60)}`;

test("a broken document does not cost its neighbours", () => {
  const text = `bindings: [roles/x\n---\n${policy}---\n${policy}`;
  const { grants, problems } = outcome("p.yaml", text);
  expect(grants).toBe(2);
  expect(problems[0]).toMatch(/^unread: YAML: /u);
});

test("an alias bomb is shared, not expanded", () => {
  const levels = Array.from({ length: 40 }, (_, n) => `l${n + 1}: &l${n + 1} [${Array(10).fill(`*l${n}`).join(", ")}]`);
  const text = `${policy}l0: &l0 [roles/owner]\n${levels.join("\n")}\n`;
  expect(outcome("bomb.yaml", text)).toEqual({ grants: 1, problems: [] });
});

test("an anchor that holds itself, and one that nobody defined", () => {
  expect(outcome("self.yaml", `${policy}x: &x [*x]\n`).grants).toBe(1);
  expect(outcome("self.yaml", `${policy}x: &x [*x]\n`).problems).toEqual(["limit: the anchor 'x' holds itself"]);
  expect(outcome("none.yaml", `${policy}x: *y\n`).grants).toBe(1);
  expect(outcome("none.yaml", `${policy}x: *y\n`).problems).toHaveLength(1);
});

test.each([
  ["json", "[".repeat(100_000)],
  ["json", '{"roles/owner":'.repeat(50_000)],
  ["yaml", `bindings: ${"[".repeat(50_000)}`],
  ["yaml", `${"- ".repeat(2000)}roles/owner`],
  ["yaml", Array.from({ length: 900 }, (_, n) => `${" ".repeat(n)}roles/owner:`).join("\n")],
])("deep nesting in %s is a limit", (extension, nested) => {
  const { problems } = outcome(`deep.${extension}`, `${nested}${extension === "json" ? ' "roles/owner"' : ""}`);
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.length).toBeLessThan(8);
});

test("what stands beside a deep nest is read", () => {
  const text = `{"policy": {"bindings": [{"role": "roles/owner", "members": ["user:kim@acme.com"]}]}, "x": ${"[".repeat(9000)}${"]".repeat(9000)}}`;
  expect(outcome("p.json", text)).toEqual({
    grants: 1,
    problems: ["limit: nested deeper than 200 levels: what is inside is not read"],
  });
});

test("a truncated policy yields what stood before the cut", () => {
  const whole =
    '{"etag": "x", "bindings": [{"role": "roles/owner", "members": ["user:kim@acme.com"]}, {"role": "roles/edi';
  const { grants, problems } = outcome("cut.json", whole);
  expect(grants).toBe(1);
  expect(problems).toEqual(["unread: a string that does not end", "unread: the text ends before its brackets close"]);
});

test("a document of many megabytes is read up to a limit", () => {
  const member = "  - user:somebody-with-a-long-name@acme.com\n";
  const text = `# projects/acme-ml-1\netag: x\nbindings:\n- role: roles/owner\n  members:\n${member.repeat(120_000)}`;
  const { grants, problems } = outcome("big.yaml", text);
  expect(grants).toBeGreaterThan(80_000);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^limit: a YAML document of \d+ characters/u);
});

test("duplicate keys are a problem, and the last one counts", () => {
  const { facts, problems } = parseFiles({
    "p.yaml":
      "# projects/acme-ml-1\nbindings:\n- {role: roles/viewer, role: roles/owner, members: [user:a@acme.com]}\n",
  });
  expect(facts.flatMap((fact) => (fact.kind === "grant" && fact.role.kind === "known" ? fact.role.text : []))).toEqual([
    "roles/owner",
  ]);
  expect(problems.map(({ message }) => message)).toEqual([
    "the key 'role' stands twice in one mapping: the last one is read",
  ]);
});

test.each([
  ["empty.yaml", ""],
  ["comment.yaml", "# roles/owner\n"],
  ["binary.yaml", "\uFFFD\u0000\uFFFDroles/owner\u0001"],
  ["scalar.json", '"roles/owner"'],
  [
    "wrong.yaml",
    "bindings: roles/owner\nmembers: {a: [b]}\nspec: [1]\nkind: IAMPolicy\napiVersion: iam.cnrm.cloud.google.com/v1beta1\n",
  ],
  ["odd.yaml", "? [complex, key]\n: roles/owner\n? {a: b}\n: x\n"],
  ["null.yaml", "bindings: null\nauditConfigs: ~\nserviceAccount:\nsteps:\n- name:\n  args:\njobs:\non: push\n"],
  ["tags.yaml", "bindings: !Ref x\nroles/owner: !!set {a, b}\nx: !!binary |\n  R0lG\n"],
  ["not-json.json", "roles/owner = 1; bindings()"],
])("%s is not worth a crash", (path, text) => {
  expect(() => parseFiles({ [path]: text })).not.toThrow();
});

test.each([
  ["braces that nothing closes", `${policy}# ${"{{ ".repeat(60_000)}`],
  ["dollars that nothing closes", `${policy}x: "${"${".repeat(60_000)}"\n`],
  ["directives that nothing closes", `${policy}${"{% x\n".repeat(20_000)}`],
  ["thousands of aliases", `x: &x [roles/owner]\ny: [${"*x, ".repeat(30_000)}]\n`],
  ["key markers that nothing ends", `${policy}# ${"-----BEGIN PRIVATE KEY-----".repeat(2000)}\n`],
])("%s do not hang", (_name, text) => {
  const { facts } = parseFiles({
    "p.yaml": `# projects/acme-ml-1\n${text}`,
    ".env": `GOOGLE_X=${text.replaceAll("\n", " ")}`,
  });
  expect(facts.every(({ kind }) => kind === "grant" || kind === "policy-read")).toBe(true);
});

const schema = (examples: string): string =>
  JSON.stringify({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    properties: { bindings: [{ role: "roles/owner", members: ["user:kim@acme.com"] }] },
    examples: [examples],
  });

test("a JSON schema grants nothing", () => {
  expect(outcome("policy.schema.json", schema("").replace('"$schema"', '"$id"')).grants).toBe(1);
  expect(outcome("policy.schema.json", schema(""))).toEqual({ grants: 0, problems: [] });
});

test("but may give away a token", () => {
  const { facts } = parseFiles({
    "policy.schema.json": schema(`AIza${"Sy3bK9dQ2mX7pL4wR8tV1nZ6cF0gH5jJA_e".slice(0, 35)}`),
  });
  expect(facts).toMatchObject([{ kind: "credential" }]);
});
