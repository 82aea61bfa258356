import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { callsIn, linesOfCall, titleOf } from "../../../bench/module-lines.ts";

const folder = "fixtures/parsers/terraform/module-calls";
const calls = ["calls.tf", "calls-fabric.tf"].flatMap((file) => callsIn(readFileSync(`${folder}/${file}`, "utf8")));

/** What the modules themselves come to, recorded by `bench/module-tables.ts`; `-`: a table does not say it. */
const recorded = new Map(
  readFileSync(`${folder}/recorded.txt`, "utf8")
    .split(/^(?=module\.)/m)
    .map((part) => part.trimEnd().split("\n"))
    .map(([title = "", ...lines]) => [title, lines.map((line) => line.trim())]),
);

test.each(calls.map((call) => [titleOf(call), call] as const))(
  "the table of %s says what the module does",
  (title, call) => {
    const lines = recorded.get(title);
    expect(linesOfCall(call, new Map())).toEqual(
      lines?.filter((line) => !line.startsWith("- ")).map((line) => line.slice(2)),
    );
  },
);
