import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { operationIds } from "../../src/gcp/operations.ts";
import { extract } from "../../src/lint.ts";
import type { Fact, Operation } from "../../src/model/fact.ts";
import type { Workspace } from "../../src/model/parser.ts";
import { lineStartsOf, positionAt } from "../../src/model/source.ts";
import { show } from "../../src/model/value.ts";
import { recognisers } from "../../src/parsers/index.ts";

const fixtures = fileURLToPath(new URL("../../fixtures/", import.meta.url));
const deployer = "deployer@acme-ml.iam.gserviceaccount.com";

/** How each operation is written on each surface; two calls one after the other are two operations. */
type Listed = Readonly<Record<string, Readonly<Partial<Record<Surface, readonly string[]>>>>>;
type Surface = keyof typeof programs;

/** One program a surface, with a comment before each statement: the operations that it starts. */
const programs = {
  gcloud: { file: "parsers/gcloud/operations.sh" },
  terraform: { file: "parsers/terraform/operations.tf" },
  pulumi: {
    file: "parsers/typescript/operations/pulumi.ts",
    besides: {
      "Pulumi.yaml": "name: acme\nruntime: nodejs\n",
      "Pulumi.prod.yaml": `config:\n  gcp:impersonateServiceAccount: ${deployer}\n`,
    },
  },
  python: {
    file: "parsers/python/operations.py",
    besides: { "deployer.json": JSON.stringify({ client_email: deployer }) },
  },
  node: {
    file: "parsers/typescript/operations/node.js",
    besides: { "deployer.json": JSON.stringify({ client_email: deployer }) },
  },
} as const satisfies Readonly<Record<string, { file: string; besides?: Readonly<Record<string, string>> }>>;

const surfaces = Object.keys(programs) as readonly Surface[];
const listed = JSON.parse(readFileSync(`${fixtures}operations/listed.json`, "utf8")) as Listed;

interface Statement {
  readonly ids: readonly string[];
  /** A grant of what the operation needs, where the table lists one. */
  readonly isGrant: boolean;
  readonly text: string;
  readonly facts: readonly Fact[];
}

async function statementsOf(surface: Surface): Promise<readonly Statement[]> {
  const program: { readonly file: string; readonly besides?: Readonly<Record<string, string>> } = programs[surface];
  const path = program.file.slice(program.file.lastIndexOf("/") + 1);
  const text = readFileSync(fixtures + program.file, "utf8");
  const { facts } = await extract([{ path, text }], workspaceOf({ ...program.besides, [path]: text }), recognisers);
  const starts = lineStartsOf(text);
  const lines = text.split("\n");
  const comments = lines.flatMap((line, index) => {
    const match = /^\s*(?:\/\/|#) ((?:[a-z]+\.[a-z+]+ ?)+)(-> grant)?$/.exec(line);
    return match === null ? [] : [{ index, ids: (match[1] ?? "").trim().split(" "), isGrant: match[2] !== undefined }];
  });
  return comments.map(({ index, ids, isGrant }, at) => {
    const end = comments[at + 1]?.index ?? lines.length;
    const within = facts.filter(({ span }) => {
      const { line } = positionAt(starts, span.start);
      return line > index && line <= end;
    });
    return { ids, isGrant, text: lines.slice(index + 1, end).join("\n"), facts: within };
  });
}

const workspaceOf = (files: Readonly<Record<string, string>>): Workspace => ({
  read: (path) => files[path],
  list: (folder) => (folder === "" ? Object.keys(files).toSorted() : []),
  options: { varFiles: [], variables: {}, profile: "default" },
});

const operationsIn = ({ facts }: Statement): readonly Operation[] =>
  facts.filter((fact): fact is Operation => fact.kind === "operation");

/** Is this operation, written like this, recognised in a statement of the surface's program? */
const isRecognised = (statements: readonly Statement[], surface: Surface, id: string, word: string): boolean =>
  statements.some(
    (one) =>
      one.ids.includes(id) &&
      one.text.includes(word) &&
      (one.isGrant
        ? one.facts.some(({ kind }) => kind === "grant")
        : operationsIn(one).some((found) => found.id === id && found.surface === surface)),
  );

/** The rows of the table that no statement shows. */
const missing = (rows: Listed, surface: Surface, statements: readonly Statement[]): readonly string[] =>
  Object.entries(rows).flatMap(([id, { [surface]: words = [] }]) =>
    words.filter((word) => !isRecognised(statements, surface, id, word)).map((word) => `${id}: ${word}`),
  );

test("all operations of the table are listed", () => {
  expect(Object.keys(listed)).toEqual(operationIds());
});

describe.each(surfaces)("%s", async (surface) => {
  const statements = await statementsOf(surface);

  test("every operation that the table lists is recognised", () => {
    expect(missing(listed, surface, statements)).toEqual([]);
  });

  test("a row without a statement is noticed", () => {
    expect(missing({ "new.operation": { [surface]: ["start"] } }, surface, statements)).toEqual([
      "new.operation: start",
    ]);
    expect(missing({ "endpoint.create": { [surface]: ["another way"] } }, surface, statements)).toEqual([
      "endpoint.create: another way",
    ]);
  });

  test.each(statements.filter(({ isGrant }) => !isGrant))("$ids: $text", (statement) => {
    const operations = operationsIn(statement);
    expect(new Set(operations.map(({ id }) => id))).toEqual(new Set([...statement.ids, ...alsoCalled(statement)]));
    for (const { id, caller } of operations) expect([id, caller && show(caller)]).toEqual([id, callerOf(id, surface)]);
  });
});

/** A model that is named is read first. */
const alsoCalled = ({ text, ids }: Statement): readonly string[] =>
  /aiplatform\.Model\(/.test(text) && !ids.includes("model.get") ? ["model.get"] : [];

/** What a schedule or a trigger starts later, it starts itself. */
const callerOf = (id: string, surface: Surface): string | undefined => {
  if (surface !== "terraform" && surface !== "pulumi") return deployer;
  if (id === "run.invoke") return "runner@acme-ml.iam.gserviceaccount.com";
  return id === "pipelinejob.create" ? undefined : deployer;
};
