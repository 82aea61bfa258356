import { describe, expect, test } from "vitest";
import { factsOf, parseProgram } from "./parse-fixture.ts";

const deploying = `from google.cloud import aiplatform
aiplatform.Endpoint.create(project="acme-ml", location="europe-west4", display_name="churn")
`;

test("after what is no Python, the rest is read", () => {
  const parsed = parseProgram(`x = = 3 )\n\n${deploying}`);
  expect(parsed.problems.map(({ kind }) => kind)).toEqual(["unread"]);
  expect(factsOf(parsed, "operation").map(({ id }) => id)).toEqual(["endpoint.create"]);
});

describe("programs without an end, or without a bound, come to an end", () => {
  test.each([
    ["recursion", "def f(n):\n    return f(n + 1)\nf(0)\n"],
    ["mutual recursion", "def f():\n    g()\ndef g():\n    f()\nf()\n"],
    ["an endless loop", "while True:\n    x = 1\n"],
    [
      "loops in loops",
      `${Array.from({ length: 8 }, (_, depth) => `${"    ".repeat(depth)}for a${depth} in range(100):`).join("\n")}\n${"    ".repeat(8)}x = 1\n`,
    ],
    ["a growing string", `x = "a"\n${"x = x + x\n".repeat(60)}`],
    ["a growing list", `x = [1]\n${"x = x + x\n".repeat(60)}`],
    ["a growing format", `x = "{0}{0}"\n${"x = x.format(x)\n".repeat(40)}`],
    ["a list in itself", "x = []\nx.append(x)\ny = f'{x}'\n"],
    ["a dict in itself", "x = {}\nx['x'] = x\nimport pulumi_gcp as gcp\ngcp.projects.IAMMember('m', role=x)\n"],
    ["a class above itself", "class A(A):\n    pass\nA().x()\n"],
    ["an import of itself", "from program import x\nimport program\n"],
  ])("%s", (_, text) => {
    const parsed = parseProgram(`${text}${deploying}`);
    expect(parsed.problems.filter(({ kind }) => kind === "unread")).toEqual([]);
  });
});

test.each([
  ["blank lines between", "some_name = 12\n\n"],
  ["blocks and comments", "if True:\n    a = 1\n# comment comment\nb = 2\n# comment"],
])("hundreds of statements in a row are Python: %s", (_, statement) => {
  const parsed = parseProgram(`${statement.repeat(450)}\n${deploying}`);
  expect(parsed.problems).toEqual([]);
  expect(factsOf(parsed, "operation").map(({ id }) => id)).toEqual(["endpoint.create"]);
});

test.each([
  ["a sum of thousands", `x = ${Array.from({ length: 60_000 }, () => '"a"').join("+")}`],
  ["brackets without an end", "(".repeat(60_000)],
  ["negations of negations", `x = ${"not ".repeat(100_000)}1`],
])("an expression nested too deeply for a tree is left out: %s", (_, text) => {
  const parsed = parseProgram(`${deploying}${text}\n`);
  expect(parsed.problems.map(({ kind }) => kind)).toEqual(["unread"]);
  expect(factsOf(parsed, "operation").map(({ id }) => id)).toEqual(["endpoint.create"]);
});

// Squares of these lengths would take minutes, and the runner's own limit ends the test.
test.each([
  ["blanks before a comment", `x = 1${" ".repeat(400_000)}#`],
  ["a line like a pattern", `case x${"( )".repeat(200_000)}`],
])("long lines cost what they are long: %s", (_, text) => {
  expect(factsOf(parseProgram(`${deploying}${text}\n`), "operation").map(({ id }) => id)).toEqual(["endpoint.create"]);
});

test.each([
  ["a byte order mark", `\uFEFF${deploying}`],
  ["a form feed", `import os\n\f\n\fx = 1\n${deploying}`],
])("marks at the start are no fault: %s", (_, text) => {
  const parsed = parseProgram(text);
  expect(parsed.problems).toEqual([]);
  expect(factsOf(parsed, "operation").map(({ id }) => id)).toEqual(["endpoint.create"]);
});

test("past the bound of what is followed, nothing is claimed of arguments", () => {
  const loops = ["for a in range(100):", "    for b in range(100):", "        for c in range(100):"].join("\n");
  const call = 'aiplatform.Endpoint.create(project="acme-ml", location="europe-west4", display_name=str(c))';
  const parsed = parseProgram(`from google.cloud import aiplatform\n${loops}\n            ${call}\n`);
  expect(parsed.problems.map(({ kind }) => kind)).toEqual(["limit"]);
  expect(factsOf(parsed, "operation").map(({ project }) => project?.kind)).toEqual(["known"]);
});

test.each([
  ["deep brackets", `x = ${"(".repeat(5000)}1${")".repeat(5000)}\n`],
  ["a long sum", `x = ${"1 + ".repeat(20_000)}1\n`],
])("what CPython refuses too: %s", (_, text) => {
  expect(factsOf(parseProgram(`${deploying}${text}`), "operation").map(({ id }) => id)).toEqual(["endpoint.create"]);
});

test("a notebook that breaks off is read up to there", () => {
  const text = `{"cells": [{"cell_type": "code", "source": ${JSON.stringify(deploying)}}, {"cell_type": `;
  const parsed = parseProgram(text, {}, "broken.ipynb");
  expect(parsed.problems.map(({ message }) => message)).toEqual(["The notebook is no JSON from here on"]);
  expect(factsOf(parsed, "operation").map(({ id }) => id)).toEqual(["endpoint.create"]);
});

test("keys in the text are not repeated", () => {
  const key = "-----BEGIN PRIVATE KEY-----\\\\nMIIE\\\\n-----END PRIVATE KEY-----";
  const parsed = parseProgram(
    `from google.oauth2 import service_account\nservice_account.Credentials.from_service_account_info({"client_email": "ci@acme-ml.iam.gserviceaccount.com", "private_key": "${key}"})\n`,
  );
  expect(factsOf(parsed, "credential").map(({ account }) => account)).toEqual(["ci@acme-ml.iam.gserviceaccount.com"]);
  expect(JSON.stringify(parsed)).not.toContain("MIIE");
});
