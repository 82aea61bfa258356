import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Part } from "../../../src/model/parser.ts";
import { terraform } from "../../../src/parsers/terraform/index.ts";
import { factsOfFixture, parseText } from "./facts-of-fixture.ts";

const folder = fileURLToPath(new URL("../../../fixtures/parsers/terraform/facts/", import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith(".tf"));

test.each(names)("%s says what its facts file lists", (name) => {
  const expected: unknown = JSON.parse(readFileSync(folder + name.replace(/\.tf$/, ".facts.json"), "utf8"));
  expect(factsOfFixture(name)).toEqual(expected);
});

describe("values of the wrong kind break nothing", () => {
  const garbage = ["5", "null", "true", "{}", "[]", '{ a = ["b"] }', "[[{}]]", "var.nowhere", '"a/b/c//"', '""'];
  test.each(garbage)("%s in place of every text", (value) => {
    for (const name of names) {
      const text = readFileSync(folder + name, "utf8").replaceAll(/(?<== )"[^"\n]*"$/gm, value);
      expect(parseText(name, text).facts).toBeInstanceOf(Array);
    }
  });
});

describe("what callers may give is not known to be absent", () => {
  const vm = `variable "account" {
  default = null
}
resource "google_container_node_pool" "p" {
  node_config { service_account = var.account }
}`;
  const provider = `variable "condition" {
  default = null
}
resource "google_iam_workload_identity_pool_provider" "p" {
  workload_identity_pool_id          = "ci"
  workload_identity_pool_provider_id = "gitlab"
  attribute_condition                = var.condition
  oidc { issuer_uri = "https://gitlab.com" }
}`;
  const places = [
    ["modules/part/main.tf", true],
    ["infra/modules/part/main.tf", true],
    ["infra/main.tf", undefined],
  ] as const;
  test.each(places)("%s: %s", (path, conditional) => {
    for (const [text, kind] of [
      [vm, "workload"],
      [provider, "pool-provider"],
    ] as const) {
      const fact = parseText(path, text).facts.find((one) => one.kind === kind);
      expect(fact && "conditional" in fact ? fact.conditional : undefined).toBe(conditional);
      expect(fact).toBeDefined();
    }
  });

  test("what a module never sets, nobody can give", () => {
    const text = 'resource "google_container_node_pool" "p" {\n  node_config {}\n}';
    const fact = parseText("modules/part/main.tf", text).facts.find((one) => one.kind === "workload");
    expect(fact).toMatchObject({ defaultAccount: "compute-default" });
    expect(fact).not.toHaveProperty("conditional");
  });
});

test("a text of several pieces is no null, whichever text it is", () => {
  const text = `variable "name" {}
locals {
  prefix = ""
  id     = strcontains("\${local.prefix}\${var.name}", ":") ? "\${local.prefix}\${var.name}" : "p-\${var.name}"
}
resource "google_project_iam_member" "m" {
  project = "p"
  role    = "roles/viewer"
  member  = local.id == null ? "serviceAccount:ci" : "serviceAccount:ci@p.iam.gserviceaccount.com"
}`;
  expect(parseText("main.tf", text).facts.map((fact) => fact.kind === "grant" && fact.principal)).toMatchObject([
    { kind: "known", text: "serviceAccount:ci@p.iam.gserviceaccount.com" },
  ]);
});

describe("a module that is not on disk is one note, wherever it is called", () => {
  const vpc = (...calls: readonly string[]): string =>
    calls.map((name) => `module "${name}" { source = "example/vpc/google" }\n`).join("");
  const notes = (texts: Readonly<Record<string, string>>): readonly string[] => {
    const sources = Object.entries(texts).map(([path, text]) => ({ path, text }));
    const workspace = {
      read: () => undefined,
      list: () => [],
      options: { varFiles: [], variables: {}, profile: "default" },
    } as const;
    const recall = (_name: string, make: () => Part): Part => make();
    const [whole, inParts] = [workspace, { ...workspace, memory: { recall } }].map((one) =>
      terraform.parse(sources, one).problems.map(({ message, at }) => `${at.path}: ${message}`),
    );
    expect(inParts).toEqual(whole);
    return whole ?? [];
  };

  test("called once", () => {
    expect(notes({ "a/main.tf": vpc("vpc") })).toEqual([
      'a/main.tf: module.vpc was not analysed: its source "example/vpc/google" is not on disk',
    ]);
  });

  test("called in one file, in several roots, and by a module that several roots call", () => {
    const shared = { "m/main.tf": vpc("inner"), "a/main.tf": `module "m" { source = "../m" }\n${vpc("x", "y")}` };
    expect(notes(shared)).toEqual([
      'a/main.tf: module.x and 2 more calls (m/main.tf) were not analysed: their source "example/vpc/google" is not on disk',
    ]);
    const roots = ["b", "c", "d", "e"].map((name) => [`${name}/main.tf`, vpc("vpc")] as const);
    expect(notes({ ...shared, ...Object.fromEntries(roots) })).toEqual([
      'a/main.tf: module.x and 6 more calls (b/main.tf, c/main.tf, d/main.tf and 2 more files) were not analysed: their source "example/vpc/google" is not on disk',
    ]);
  });
});

test("a policy of many members is many grants", () => {
  const members = Array.from({ length: 5000 }, (_, index) => `"user:${index}@example.com"`).join(", ");
  const text = `resource "google_project_iam_binding" "b" {
  project = "p"
  role    = "roles/viewer"
  members = [${members}]
}`;
  expect(parseText("main.tf", text).facts).toHaveLength(5000);
});

test("policies that are nested too deeply are not read", () => {
  const deep = `${"[".repeat(5000)}${"]".repeat(5000)}`;
  const text = `resource "google_project_iam_policy" "p" {
  project     = "p"
  policy_data = "${deep}"
}`;
  expect(parseText("main.tf", text).facts).toMatchObject([{ kind: "grant", principal: { kind: "unknown" } }]);
});
