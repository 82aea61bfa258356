import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { accepts, glance } from "../../../src/parsers/gcloud/recogniser.ts";
import { gcloud } from "../../../src/parsers/gcloud/index.ts";
import { fixtures, shown, workspaceOf } from "./parse-fixture.ts";

const cases = readdirSync(fixtures, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.startsWith("cases/") && accepts(path) && !path.endsWith(".facts.json"))
  .toSorted();

test("there are cases", () => expect(cases.length).toBeGreaterThan(10));

for (const path of cases) {
  test(path, async () => {
    const text = readFileSync(join(fixtures, path), "utf8");
    expect(glance(text, path)).toBe(true);
    const workspace = workspaceOf({}, path.endsWith(".md") ? "auditor" : "default");
    const parsed = gcloud.parse([{ path, text }], workspace);
    const actual = shown(parsed, (file) => workspace.read(file) ?? "");
    await expect(actual).toMatchFileSnapshot(join(fixtures, `${path}.facts.json`));
  });
}
