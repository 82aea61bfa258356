import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lineStartsOf, positionAt } from "../../../src/model/source.ts";
import { show } from "../../../src/model/value.ts";
import { factsOf, fixtures, parseScript } from "./parse-fixture.ts";

const text = readFileSync(join(fixtures, "operations.sh"), "utf8");
const operations = factsOf(parseScript(text), "operation");
const starts = lineStartsOf(text);
const lines = text.split("\n");
const announced = lines.flatMap((line, index) => {
  const ids = /^# ((?:[a-z]+\.[a-z]+ ?)+)$/.exec(line)?.[1];
  return ids === undefined ? [] : [{ ids: ids.split(" "), line: index + 2, command: lines[index + 1] ?? "" }];
});

describe("every command is recognised", () => {
  test.each(announced)("$command", ({ ids, line }) => {
    const found = operations.filter(({ span }) => positionAt(starts, span.start).line === line);
    expect(found.map(({ id }) => id)).toEqual(ids);
    for (const { caller } of found) expect(caller && show(caller)).toBe("deployer@acme-ml.iam.gserviceaccount.com");
  });
});

test("the operations", async () => {
  const rows = operations.map(({ id, project, location, runAs, targets }) =>
    [
      id,
      ...Object.entries({ project, location, runAs, ...targets }).flatMap(([key, value]) =>
        value === undefined ? [] : [`${key}=${show(value)}`],
      ),
    ].join(" "),
  );
  await expect(`${rows.join("\n")}\n`).toMatchFileSnapshot(join(fixtures, "operations.sh.facts.txt"));
});
