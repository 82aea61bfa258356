import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Fact } from "../../../src/model/fact.ts";
import { lineStartsOf, positionAt } from "../../../src/model/source.ts";
import { type Value, show } from "../../../src/model/value.ts";
import { fixtures, readProgram } from "./read-program.ts";

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

/** What else the programs read: who calls, and who applies. */
const besides = {
  "deployer.json": JSON.stringify({ client_email: "deployer@acme-ml.iam.gserviceaccount.com" }),
  "Pulumi.yaml": "name: acme\nruntime: nodejs\n",
  "Pulumi.prod.yaml": "config:\n  gcp:impersonateServiceAccount: deployer@acme-ml.iam.gserviceaccount.com\n",
};

describe.each(["node.js", "rest.ts", "pulumi.ts"])("%s", async (name) => {
  const text = readFileSync(`${fixtures}operations/${name}`, "utf8");
  const { facts, problems } = await readProgram({ [name]: text, ...besides });
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
