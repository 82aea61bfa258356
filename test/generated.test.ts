import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { rulePages } from "../scripts/rule-page.ts";

const folder = fileURLToPath(new URL("../docs/rules/", import.meta.url));

describe("docs/rules is what npm run generate writes", () => {
  const pages = rulePages();

  it("has no other pages", () => {
    expect(readdirSync(folder).toSorted()).toEqual([...pages.keys()].toSorted());
  });

  it.each([...pages])("%s", async (name, text) => {
    await expect(text).toMatchFileSnapshot(folder + name);
  });
});
