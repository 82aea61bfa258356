import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { filesIn, fixtures, readProgram, shown } from "./read-program.ts";

const names = readdirSync(`${fixtures}cases`).filter((name) => !name.endsWith(".json"));

test.each(names)("%s says what its facts file lists", async (name) => {
  const files = { [name]: readFileSync(`${fixtures}cases/${name}`, "utf8") };
  await expect(shown(await readProgram(files), files)).toMatchFileSnapshot(`${fixtures}cases/${name}.facts.json`);
});

describe("programs of several files", () => {
  test.each(readdirSync(`${fixtures}projects`).filter((name) => !name.endsWith(".json")))("%s", async (name) => {
    const files = filesIn(`${fixtures}projects/${name}`);
    await expect(shown(await readProgram(files), files)).toMatchFileSnapshot(`${fixtures}projects/${name}.facts.json`);
  });
});
