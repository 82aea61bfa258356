import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readTable } from "../../../src/gcp/data-file.ts";
import type { Fact } from "../../../src/model/fact.ts";
import { lineStartsOf, positionAt } from "../../../src/model/source.ts";
import { type Value, show } from "../../../src/model/value.ts";
import { fixtures, readProgram } from "./read-program.ts";

const ids = Object.keys(readTable<Record<string, unknown>>("operations.json"));

/** Operations that no method of a Node client starts. */
const notInNode: ReadonlySet<string> = new Set([
  "ar.pull",
  "ar.push",
  "run.invoke",
  // Two calls: endpoint.create and endpoint.deploy.
  "endpoint.create+deploy",
]);

/** Operations that no resource of Pulumi starts. */
const notInPulumi: ReadonlySet<string> = new Set([
  "ar.pull",
  "ar.push",
  "gcs.read",
  "endpoint.deploy",
  "endpoint.create+deploy",
  "endpoint.undeploy",
  "endpoint.predict",
  "endpoint.explain",
  "publisher.generate",
  "model.upload",
  "model.get",
  "model.export",
  "model.copy",
  "model.delete",
  "customjob.create",
  "hptuning.create",
  "trainingpipeline.create",
  "tuning.create",
  "batchpredict.create",
  "monitoring.create",
  "index.query",
  "featureview.read",
  // A later run of the program calls them, on what a run before it created.
  "endpoint.update",
  "endpoint.delete",
  // Schedules of pipelines: schedule.create asks for the same permission.
  "pipelinejob.create",
  // The settings of the engine grant and run nothing.
  "rag.import",
]);

interface Announced {
  readonly kind: Fact["kind"];
  readonly ids: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly statement: string;
}

/** `// endpoint.create`, `// bqml.remote -> resource`: what the statement after it says. */
function announcedIn(text: string): readonly Announced[] {
  const lines = text.split("\n");
  const comments = lines.flatMap((line, index) => {
    const match = /^\s*\/\/ ((?:[a-z]+\.[a-z+]+ ?)+)(?:-> ([a-z]+))?$/.exec(line);
    return match === null ? [] : [{ index, ids: (match[1] ?? "").trim().split(" "), kind: match[2] }];
  });
  return comments.map(({ index, ids: named, kind }, at) => ({
    kind: (kind ?? "operation") as Fact["kind"],
    ids: named,
    from: index + 2,
    to: (comments[at + 1]?.index ?? lines.length) + 1,
    statement: (lines[index + 1] ?? "").trim(),
  }));
}

const brief = (facts: readonly Fact[]): string =>
  facts
    .flatMap((fact) => {
      if (fact.kind !== "operation") return [];
      const { id, surface, caller, project, location, runAs, targets } = fact;
      const named: Readonly<Record<string, Value | undefined>> = { caller, project, location, runAs, ...targets };
      const values = Object.entries(named).flatMap(([key, value]) =>
        value === undefined ? [] : [`${key}=${show(value)}`],
      );
      return [[id, surface, ...values].join(" ")];
    })
    .join("\n");

describe.each(["node.js", "rest.ts", "pulumi.ts"])("%s", async (name) => {
  const text = readFileSync(`${fixtures}operations/${name}`, "utf8");
  const { facts, problems } = await readProgram({ [name]: text });
  const starts = lineStartsOf(text);
  const announced = announcedIn(text);

  test.each(announced.filter(({ statement }) => !statement.includes("createAndDeploy")))(
    "$ids: $statement",
    ({ ids: expected, kind, from, to }) => {
      const found = facts.filter(({ span }) => {
        const { line } = positionAt(starts, span.start);
        return line >= from && line < to;
      });
      const wanted = found.filter((fact) => fact.kind === kind);
      if (kind === "operation")
        expect(wanted.flatMap((fact) => (fact.kind === "operation" ? [fact.id] : []))).toEqual(expected);
      else expect(wanted).toHaveLength(1);
    },
  );

  test("says all that the requests say", async () => {
    await expect(`${brief(facts)}\n`).toMatchFileSnapshot(`${fixtures}operations/${name}.facts.txt`);
    expect(problems).toEqual([]);
  });
});

test.each([
  ["node.js", notInNode],
  ["pulumi.ts", notInPulumi],
])("%s has a fixture for every operation of the table", (name, elsewhere) => {
  const known = new Set(announcedIn(readFileSync(`${fixtures}operations/${name}`, "utf8")).flatMap((one) => one.ids));
  expect(ids.filter((id) => !known.has(id) && !elsewhere.has(id))).toEqual([]);
});
