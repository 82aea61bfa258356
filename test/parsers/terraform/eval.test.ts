import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { evaluatedText, openFolder, openTexts } from "./evaluated-text.ts";

const fixtures = fileURLToPath(new URL("../../../fixtures/parsers/terraform/eval/", import.meta.url));

/** Every folder is a case: its configuration beside what it evaluates to. */
test.each(readdirSync(fixtures))("%s", async (name) => {
  const text = evaluatedText(openFolder(`${fixtures}${name}`));
  await expect(text).toMatchFileSnapshot(`${fixtures}${name}/expected.txt`);
});

const grant = `
variable "role" {}
resource "google_project_iam_member" "m" { role = var.role }
`;

test("variables from files and from the environment, the later one wins", () => {
  const texts = new Map([
    ["main.tf", grant],
    ["a.tfvars", `role = "roles/a"`],
    ["b.tfvars", `role = "roles/b"`],
  ]);
  const fromEnvironment = evaluatedText(openTexts(texts, { variables: { role: "roles/env" } }));
  expect(fromEnvironment).toContain(`role = "roles/env"  @main.tf:2:1`);
  const fromFiles = openTexts(texts, { variables: { role: "roles/env" }, varFiles: ["a.tfvars", "b.tfvars"] });
  expect(evaluatedText(fromFiles)).toContain(`role = "roles/b"  @b.tfvars:1:9`);
});

test("a variable of the environment may be an expression", () => {
  const texts = new Map([
    ["main.tf", `variable "n" { type = list(string) }\nresource "google_x" "m" { count = length(var.n) }`],
  ]);
  const text = evaluatedText(openTexts(texts, { variables: { n: `["a", "b"]` } }));
  expect(text).toContain("google_x.m[1]");
  expect(text).not.toContain("google_x.m[2]");
});

test("a single file sees the other files of its folder", () => {
  const texts = new Map([
    ["main.tf", `resource "google_project_iam_member" "m" { role = var.role }`],
    ["variables.tf", `variable "role" { default = "roles/viewer" }`],
  ]);
  const { sources, workspace } = openTexts(texts);
  const one = { sources: sources.filter(({ path }) => path === "main.tf"), workspace };
  expect(evaluatedText(one)).toContain(`role = "roles/viewer"  @variables.tf:1:30`);
});

test("a module whose path leaves the scanned folder is not there", () => {
  const texts = new Map([["main.tf", `module "m" { source = "../../outside" }`]]);
  expect(evaluatedText(openTexts(texts))).toContain("elsewhere ../../outside module.m");
});

test("what git calls the repository is a source's name for it", () => {
  const texts = new Map([
    ["prod/main.tf", `module "m" { source = "git::ssh://git@git.example.com/acme/infra.git//modules/grant" }`],
    ["old/main.tf", `module "m" { source = "git@git.example.com:acme/infra.git//modules/grant?ref=v1" }`],
    ["modules/grant/main.tf", `resource "google_x" "m" {}`],
  ]);
  const elsewhere = "elsewhere git@git.example.com:acme/infra.git//modules/grant?ref=v1 module.m";
  for (const remote of ["https://kim:secret@git.example.com/acme/infra", "git@git.example.com:acme/infra.git"]) {
    const shown = evaluatedText(openTexts(texts, { remotes: ["/somewhere/else", remote] }));
    expect(shown).toContain("module.m.google_x.m");
    expect(shown).toContain(elsewhere);
    expect(shown).not.toContain("root modules/grant");
  }
  expect(evaluatedText(openTexts(texts, { remotes: ["https://git.example.com/acme/other"] }))).toContain(
    "root modules/grant",
  );
});

test("a chain of locals that is too long is a problem, and the rest is evaluated", () => {
  const links = Array.from({ length: 5000 }, (_, index) => `  l${index} = local.l${index + 1}`);
  const text = `locals {\n${links.join("\n")}\n  l5000 = "end"\n}\nresource "google_x" "m" {\n  a = local.l0\n  b = local.l4990\n}`;
  const shown = evaluatedText(openTexts(new Map([["main.tf", text]])));
  expect(shown).toContain("! limit: ");
  expect(shown).toContain(`b = "end"`);
});

test("nested loops that take too long are a problem, and the rest is evaluated", () => {
  const text = `
locals {
  ten  = [for i in ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] : i]
  huge = [for a in local.ten : [for b in local.ten : [for c in local.ten : [for d in local.ten : [for e in local.ten : [
    for f in local.ten : [for g in local.ten : "\${a}\${b}\${c}\${d}\${e}\${f}\${g}"]]]]]]]
}
resource "google_x" "m" {
  a = local.huge
  b = local.ten[3]
}`;
  const shown = evaluatedText(openTexts(new Map([["main.tf", text]])));
  expect(shown).toContain("! limit: local.huge takes too many steps to evaluate");
  expect(shown).toContain(`b = "3"`);
});

const call = (name: string, source: string): string => `module "${name}" {\n  source = "${source}"\n  count = 300\n}\n`;

test("copies of a module that multiply beyond all bounds are a problem, and the rest is evaluated", () => {
  const texts = new Map([
    ["main.tf", `${call("a", "./a")}${call("z", "./b")}`],
    ["a/main.tf", call("b", "../b")],
    ["b/main.tf", `resource "google_x" "m" {}\nresource "google_x" "n" {}`],
  ]);
  const shown = evaluatedText(openTexts(texts));
  expect(shown.match(/^module\S+/gm)?.length).toBeLessThan(21_000);
  expect(shown).toContain("! limit: ");
  expect(shown).toContain("module.z[0].google_x.m");
});

const doubled = (name: string, first: string, next: (before: string) => string): string => {
  const lines = Array.from({ length: 60 }, (_, index) => `  ${name}${index + 1} = ${next(`local.${name}${index}`)}`);
  return `locals {\n  ${name}0 = ${first}\n${lines.join("\n")}\n}\n`;
};

test("values that double each other are bounded, and the rest is evaluated", () => {
  const text = [
    doubled("object", "{}", (before) => `{ a = ${before}, b = ${before} }`),
    doubled("tuple", "[1]", (before) => `[${before}, ${before}]`),
    doubled("text", `"ab"`, (before) => `"\${${before}}\${${before}}"`),
    `resource "google_x" "m" {\n  a = jsonencode(local.object60)\n  b = local.tuple60 == local.tuple59\n  c = local.text60\n  d = local.text1\n}`,
  ].join("\n");
  const shown = evaluatedText(openTexts(new Map([["main.tf", text]])));
  expect(shown).toContain("! limit: This holds more than 500000 values");
  expect(shown).toMatch(/^ {2}c = .{1,200000} parts\)/m);
  expect(shown).toContain(`d = "abab"`);
});

test("functions that compare every item with every other, and texts that grow, are bounded", () => {
  const text = `
locals {
  ten    = range(1000)
  many   = flatten([for i in local.ten : [for j in range(50) : { k = "\${i}-\${j}" }]])
  set    = toset(local.many)
  long   = join("", [for i in local.ten : local.short])
  longer = replace(local.short, "a", local.short)
  short  = join("", [for i in local.ten : "aaaaaaaaaa"])
}
resource "google_x" "m" {
  a = local.set
  b = local.long
  c = local.longer
  d = setsubtract(["a", "b"], ["a"])
}`;
  const shown = evaluatedText(openTexts(new Map([["main.tf", text]])));
  expect(shown).toContain("! limit: local.set takes too many steps to evaluate");
  expect(shown.match(/! limit: This would be a text of more than 4000000 letters/g)?.length).toBe(2);
  expect(shown).toContain(`d = ["b"]`);
});
