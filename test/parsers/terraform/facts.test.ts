import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { factsOfFixture } from "./facts-of-fixture.ts";

const folder = fileURLToPath(new URL("../../../fixtures/parsers/terraform/facts/", import.meta.url));

test.each(readdirSync(folder).filter((name) => name.endsWith(".tf")))("%s says what its facts file lists", (name) => {
  const expected: unknown = JSON.parse(readFileSync(folder + name.replace(/\.tf$/, ".facts.json"), "utf8"));
  expect(factsOfFixture(name)).toEqual(expected);
});
