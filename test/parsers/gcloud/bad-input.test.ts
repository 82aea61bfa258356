import { describe, expect, test } from "vitest";
import { gcloud } from "../../../src/parsers/gcloud/index.ts";
import { factsOf, grantsOf, parseScript, workspaceOf } from "./parse-fixture.ts";

const bind = "gcloud projects add-iam-policy-binding p --member=user:a@example.com --role=roles/viewer";

/** Scripts that are wrong, huge or without end: each still gives what can be read of it. */
const bad: Readonly<Record<string, string>> = {
  "an open quote": `${bind}\necho "open`,
  "an open loop": `${bind}\nfor x in a b; do`,
  "an open substitution": `${bind}\necho $(`,
  "a stray brace": `${bind}\n}\n`,
  binary: `${bind}\n\u0000\u0001\uFFFD\u0000`,
  "nested substitutions": `${bind}\necho ${"$(echo ".repeat(3000)}`,
  "nested conditions": `${bind}\n${"if true; then ".repeat(2000)}`,
  "nested quotes": `${bind}\n${'"$('.repeat(3000)}`,
  "nested functions": `${bind}\n${"f() { ".repeat(500)}`,
  backticks: `${bind}\n${"`".repeat(2001)}`,
  "patterns that could match in countless ways": `${bind}\nX=${"a".repeat(1500)}; case $X in ${"*a".repeat(60)}b) :;; esac; [[ $X == ${"*a".repeat(60)}b ]]; Y=\${X%%${"*a".repeat(60)}b}; Y=\${X//${"*a".repeat(60)}b/}`,
  "a long line": `${bind}\necho ${"x".repeat(1_000_000)}`,
};

describe("bad input", () => {
  test.each(Object.entries(bad))("%s", (_, script) => {
    expect(grantsOf(parseScript(script))).toContain("roles/viewer user:a@example.com project p");
  });
});

describe("what follows something that can't be read", () => {
  test.each([
    `for k v in x; do :; done\n${bind}`,
    `echo a (b)\n${bind}`,
    `f() {\n for k v in x; do :; done\n}\n${bind}`,
    `echo b (\n)\n${bind}`,
  ])("%s", (script) => {
    const parsed = parseScript(script);
    expect(factsOf(parsed, "grant")).toMatchObject([{ conditional: true, span: { start: script.indexOf("gcloud") } }]);
    expect(parsed.problems.map(({ kind }) => kind)).toContain("unread");
  });

  test("is tried a few times", () => {
    expect(parseScript(`${"echo a (b)\n".repeat(100)}${bind}`).facts).toEqual([]);
  });

  test.each([`if true; then\n${bind}`, `)\n)\n)\n${bind}`])("%s is read once", (script) => {
    expect(grantsOf(parseScript(script))).toEqual(["roles/viewer user:a@example.com project p"]);
  });
});

/** Scripts that would never end, or grow for ever: bounded, with a problem at a place. */
const endless: Readonly<Record<string, string>> = {
  "a loop that counts": "i=0; while [ $i -ge 0 ]; do i=$((i + 1)); gcloud services enable s$i; done",
  "a function that calls itself": "f() { gcloud services enable s$1; f $(($1 + 1)); }; f 1",
  "loops in loops": `${"for x in {1..100}; do ".repeat(4)} : ${"; done".repeat(4)}`,
  "a brace expansion": "gcloud services enable {1..100000}",
  "a text that doubles": `X=aaaaaaaaaa; for i in {1..40}; do X="$X$X"; done; gcloud services enable $X`,
};

describe("without end", () => {
  test.each(Object.entries(endless))("%s", (_, script) => {
    const { problems } = parseScript(script);
    expect(problems.map(({ kind }) => kind)).toContain("limit");
    for (const { at } of problems) expect(at.path).toBe("script.sh");
  });
});

test("flags of a Dockerfile that could end in countless places", () => {
  const text = `FROM x\nRUN --a${"=--a".repeat(2000)}\nRUN ${bind}\n`;
  expect(grantsOf(parseScript(text, {}, "Dockerfile"))).toEqual(["roles/viewer user:a@example.com project p"]);
});

// Squares of these lengths would take minutes, and the runner's own limit ends the test.
test.each([
  ["script.sh", `a=${"$a".repeat(100_000)}\n${bind}\n`],
  ["Jenkinsfile", `sh${" ".repeat(100_000)}x\nsh '${bind}'\n`],
  [
    "Makefile",
    `a${" ".repeat(100_000)}b\nc: d${" ".repeat(100_000)}e\nifeq (${"a,".repeat(100_000)}\nendif\nall:\n\t${bind}\n`,
  ],
])("long lines of a %s cost what they are long", (path, text) => {
  const { facts } = gcloud.parse([{ path, text }], workspaceOf({}));
  expect(facts.map(({ kind }) => kind)).toContain("grant");
});

test("a problem has its place", () => {
  const { problems } = parseScript(`${bind}\nif true; then\n  echo\n`);
  expect(problems).toEqual([
    {
      kind: "unread",
      message: expect.stringContaining("Shell syntax"),
      at: expect.objectContaining({ path: "script.sh" }),
    },
  ]);
});

test("a script of megabytes is not read", () => {
  const { facts, problems } = parseScript(`${bind}\n${"# comment\n".repeat(500_000)}`);
  expect(facts).toEqual([]);
  expect(problems.map(({ kind }) => kind)).toEqual(["limit"]);
});

test("names of objects are no commands and no variables", () => {
  const script = `constructor; toString gcloud; X=$constructor; echo \${__proto__}; gcloud constructor toString; bq __proto__; gsutil constructor`;
  expect(parseScript(script)).toMatchObject({ facts: [], problems: [] });
});

test("keys are never repeated", () => {
  const key =
    '{"type":"service_account","private_key":"-----BEGIN PRIVATE KEY-----\\nMII\\n","client_email":"a@p.iam.gserviceaccount.com"}';
  const parsed = parseScript("gcloud auth activate-service-account --key-file=k.json; gcloud ai models list", {
    "k.json": key,
  });
  expect(JSON.stringify(parsed)).not.toContain("PRIVATE KEY");
  expect(factsOf(parsed, "operation")[0]?.caller).toMatchObject({ kind: "known", text: "a@p.iam.gserviceaccount.com" });
});

test("the same input gives the same facts", () => {
  const sources = [
    { path: "a.sh", text: `f() { ${bind}; }` },
    { path: "b.sh", text: "source a.sh; f" },
  ];
  const run = () =>
    JSON.stringify(
      gcloud.parse(sources, workspaceOf(Object.fromEntries(sources.map(({ path, text }) => [path, text])))),
    );
  expect(run()).toBe(run());
});

test("a policy that is nested too deeply is a problem of the command that reads it", () => {
  const script = `gcloud projects set-iam-policy p deep.yaml\n${bind}\n`;
  const parsed = parseScript(script, { "deep.yaml": "- ".repeat(2000) });
  expect(parsed.problems).toContainEqual(
    expect.objectContaining({ kind: "limit", message: "what the command reads is nested too deeply" }),
  );
  expect(grantsOf(parsed)).toContain("roles/viewer user:a@example.com project p");
});
