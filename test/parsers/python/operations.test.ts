import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lineStartsOf, positionAt } from "../../../src/model/source.ts";
import { factsOf, fixtures, parseProgram, readFixture, shownFact } from "./parse-fixture.ts";

const text = readFixture("operations.py");
const key = JSON.stringify({ client_email: "deployer@acme-ml.iam.gserviceaccount.com" });
const operations = factsOf(parseProgram(text, { "deployer.json": key }, "operations.py"), "operation");
const starts = lineStartsOf(text);
const lines = text.split("\n");
const announced = lines.flatMap((line, index) => {
  const id = /^# ([a-z]+\.[a-z+]+)$/.exec(line)?.[1];
  return id === undefined ? [] : [{ id, line: index + 2, call: lines[index + 1] ?? "" }];
});

describe("every call is recognised", () => {
  test.each(announced)("$id: $call", ({ id, line }) => {
    const found = operations.filter(({ span }) => positionAt(starts, span.start).line === line);
    expect(found.map((operation) => operation.id).filter((one) => one !== "model.get" || id === "model.get")).toEqual([
      id,
    ]);
  });
});

test("nothing else is called", () => {
  const places = new Set(announced.map(({ line }) => line));
  expect(operations.filter(({ span }) => !places.has(positionAt(starts, span.start).line))).toEqual([]);
});

test("the operations", async () => {
  const rows = operations.map((operation) => shownFact(operation, () => text));
  await expect(`${rows.join("\n")}\n`).toMatchFileSnapshot(join(fixtures, "operations.py.facts.txt"));
});
