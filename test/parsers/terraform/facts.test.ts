import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
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
