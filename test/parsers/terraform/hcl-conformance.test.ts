import { readFileSync } from "node:fs";
import fastGlob from "fast-glob";
import { expect, it } from "vitest";
import { readHcl } from "../../../src/parsers/terraform/hcl/read-hcl.ts";
import { inOracleShape, oracle } from "./hcl2json.ts";
import { generatedFile } from "./hcl-generator.ts";

/** The oracle is of 2021: it refuses the functions of providers. */
const fixtures = fastGlob
  .sync("fixtures/**/*.{tf,tofu,tfvars}")
  .filter((path) => !readFileSync(path, "utf8").includes("provider::"))
  .toSorted();

it.each(fixtures)("reads %s as hcl2-parser does", (path) => {
  const text = readFileSync(path, "utf8");
  const { body, problems } = readHcl(text);
  const expected = oracle(text);
  expect(problems.length === 0, problems[0]?.message).toBe(expected !== undefined);
  if (expected !== undefined) expect(inOracleShape(body, text)).toEqual(expected);
});

it("reads generated files as hcl2-parser does", () => {
  for (let seed = 1; seed <= 150; seed++) {
    const text = generatedFile(seed);
    const { body, problems } = readHcl(text);
    expect(problems, text).toEqual([]);
    expect(inOracleShape(body, text), text).toEqual(oracle(text));
  }
});
