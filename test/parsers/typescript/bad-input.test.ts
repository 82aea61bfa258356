import { describe, expect, test } from "vitest";
import { recogniser } from "../../../src/parsers/typescript/recogniser.ts";
import { type Read, readProgram } from "./read-program.ts";

const head = 'import * as gcp from "@pulumi/gcp";\n';
const grant =
  'new gcp.projects.IAMMember("x", { project: "p", role: "roles/viewer", member: "user:a@example.com" });\n';

const messagesOf = ({ problems }: Read): readonly string[] => problems.map(({ message }) => message);
const grantsOf = ({ facts }: Read): number => facts.filter(({ kind }) => kind === "grant").length;

test("a file that can't be read is a problem with its place; the others are read", async () => {
  const read = await readProgram({ "a.ts": `${head}const = 1;`, "b.ts": head + grant });
  expect(read.problems).toMatchObject([{ kind: "unread", at: { path: "a.ts", start: 42 } }]);
  expect(grantsOf(read)).toBe(1);
});

describe("bundles and giants are left out, and it is said", () => {
  test.each([
    ["minified", `${head}${"var a=1;".repeat(10_000)}`],
    ["larger", `${head}${"// filler\n".repeat(200_000)}`],
    ["too deeply", `${head}x = ${"[".repeat(3000)}${"]".repeat(3000)}`],
    ["too deeply", `${head}if (a) b;\n${"else if (a) b;\n".repeat(20_000)}`],
  ])("%s", async (why, text) => {
    const read = await readProgram({ "a.ts": text, "b.ts": head + grant });
    expect(messagesOf(read)).toEqual([expect.stringContaining(why)]);
    expect(grantsOf(read)).toBe(1);
  });
});

describe("programs that never end", () => {
  test.each([
    ["a loop", `for (let i = 0; i < 1e9; i++) { ${grant} }`],
    ["an endless loop", `let n = 0; while (true) { n++; ${grant} }`],
    ["a recursion", `function f(n) { ${grant} f(n + 1); } f(0);`],
    ["two functions", `function f() { g(); } function g() { ${grant} f(); } f();`],
    ["a class that makes itself", `class A { constructor() { ${grant} new A(); } } new A();`],
    ["a list that grows", `const l = [1]; for (const x of l) { l.push(x); } ${grant}`],
    ["a text that doubles", `let s = "ab"; for (let i = 0; i < 900; i++) { s = s + s; } ${grant}`],
    ["a list that doubles", `let l = [1, 2]; for (let i = 0; i < 900; i++) { l = [...l, ...l]; } ${grant}`],
    ["a tree of calls", `const f = (n) => n > 30 ? 0 : f(n + 1) + f(n + 1); f(0); ${grant}`],
    ["callbacks", `const l = Array.from({ length: 1e9 }); l.map((a) => l.map((b) => l.map((c) => c))); ${grant}`],
    ["a chain of branches", `if (a) b;\n${"else if (process.env.A) b;\n".repeat(390)} ${grant}`],
    ["branches", `let x = 0; ${"if (process.env.A) x = x + 1; else x = x + 2;\n".repeat(300)} ${grant}`],
    ["getters", `class A { get b() { return this.b; } } new A().b; ${grant}`],
    [
      "prototypes",
      `const a = { __proto__: null, constructor: 1, toString() {} }; a.toString(); a["hasOwnProperty"]("x"); ${grant}`,
    ],
    ["an endless generator", `function* g() { while (true) yield 1; } for (const x of g()) { x; } ${grant}`],
    ["a generator of itself", `function* g() { yield* g(); yield 1; } for (const x of g()) { x; } ${grant}`],
    [
      "a function that is bound",
      `let f = (...a) => a; for (let i = 0; i < 900; i++) f = f.bind(null, i); f(); ${grant}`,
    ],
    [
      "methods above themselves",
      `class A { m() { return super.m(); } } class B extends A { m() { return super.m(); } } new B().m(); ${grant}`,
    ],
    ["texts that are filled", `"x".repeat(1e12); "x".padEnd(1e12, "y"); "".repeat(1e9); "x".padStart(NaN); ${grant}`],
    [
      "lists that are filled",
      `Array.from({ length: -1 }); Array.from({ length: NaN }); Array.from({ length: 1e400 }); ${grant}`,
    ],
    [
      "choices that are spread",
      `let o = {}; for (let i = 0; i < 200; i++) o = { ...o, ...(process.env.A ? { ["k" + i]: i } : { a: i }) }; ${grant}`,
    ],
    [
      "odd callback functions",
      `new gcp.cloudfunctions.HttpCallbackFunction(); new gcp.pubsub.Topic("t").onMessagePublished(); ${grant}`,
    ],
    ["eval", `eval("new gcp.projects.IAMMember('y', {})"); new Function("return 1")(); ${grant}`],
  ])("%s", async (_name, text) => {
    const read = await readProgram({ "a.ts": head + text });
    expect(grantsOf(read)).toBeGreaterThan(0);
    for (const problem of read.problems) expect(problem.kind).toBe("limit");
  });

  test("files that import each other, and themselves", async () => {
    const read = await readProgram({
      "a.ts": `${head}import { b } from "./b"; import "./a"; export const a = "roles/viewer"; ${grant}`,
      "b.ts": `${head}import { a } from "./a"; export const b = a; ${grant}`,
    });
    expect(grantsOf(read)).toBe(2);
    expect(read.problems).toEqual([]);
  });

  test("a file outside of what is scanned is not asked for", async () => {
    const read = await readProgram({
      "a.ts": `${head}import { x } from "../../../etc/passwd"; require("/etc/passwd"); ${grant}`,
    });
    expect(grantsOf(read)).toBe(1);
  });
});

test("a private key never comes out", async () => {
  const key = "-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQ\\n-----END PRIVATE KEY-----\\n";
  const files = {
    "a.ts": `import { Storage } from "@google-cloud/storage"; import key from "./key.json";
new Storage({ credentials: { client_email: "ci@acme.iam.gserviceaccount.com", private_key: "${key}" } });
new Storage({ credentials: key });
new Storage({ keyFilename: "key.json" }).bucket("b").file("f").download();`,
    "key.json": `{"type": "service_account", "client_email": "ci@acme.iam.gserviceaccount.com", "private_key": "${key}"}`,
  };
  const { facts } = await readProgram(files);
  expect(JSON.stringify(facts)).not.toContain("MIIEvQ");
  expect(facts).toMatchObject([
    { kind: "credential", form: "service-account-key", account: "ci@acme.iam.gserviceaccount.com" },
    {
      kind: "key-reference",
      how: "credentials",
      file: { text: "key.json" },
      account: { text: "ci@acme.iam.gserviceaccount.com" },
    },
    { kind: "key-reference", how: "keyFilename", file: { text: "key.json" } },
    { kind: "operation", id: "gcs.read", caller: { text: "ci@acme.iam.gserviceaccount.com" } },
  ]);
});

describe("arguments of the wrong kind break nothing", () => {
  const garbage = [
    "5",
    "null",
    "undefined",
    "true",
    "{}",
    "[]",
    "[[{}]]",
    "nowhere",
    "() => 1",
    "class {}",
    "/x/",
    "1n",
    "this",
    "new Date()",
    "Symbol()",
  ];
  const calls = [
    grant,
    'new gcp.projects.IAMBinding("x", { project: "p", role: "roles/viewer", members: ["user:a@example.com"] });',
    'new gcp.storage.BucketIAMPolicy("x", { bucket: "b", policyData: "{}" });',
    'new gcp.bigquery.Dataset("x", { datasetId: "d", accesses: [{ role: "READER", specialGroup: "projectReaders" }] });',
    'new EndpointServiceClient({ apiEndpoint: "a" }).deployModel({ endpoint: "projects/p", deployedModel: "x" });',
    'new Storage({ keyFilename: "k", credentials: "c" }).bucket("b").file("f").copy("g");',
    'new BigQuery({ projectId: "p" }).createQueryJob({ query: "SELECT", location: "EU" });',
    'fetch("https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/l/endpoints/e:predict", { method: "POST" });',
    'client.setIamPolicy({ resource: "projects/p", policy: "x" });',
  ];
  const imports = `${head}import { EndpointServiceClient } from "@google-cloud/aiplatform"; import { Storage } from "@google-cloud/storage";
import { BigQuery } from "@google-cloud/bigquery"; import { ProjectsClient } from "@google-cloud/resource-manager"; const client = new ProjectsClient();\n`;
  test.each(garbage)("%s in place of every text", async (value) => {
    const text = calls.map((call) => call.replaceAll(/"[^"]*"/g, value)).join("\n");
    const { problems } = await readProgram({ "a.ts": imports + text });
    expect(problems.filter(({ kind }) => kind === "unread")).toEqual([]);
  });
});

test("names that are read, and those that are not", () => {
  const read = ["a.ts", "b.tsx", "c.mts", "d.cts", "e.js", "f.jsx", "g.mjs", "dir/h.cjs"];
  const unread = [
    "a.d.ts",
    "b.min.js",
    "node_modules/x/index.js",
    "a/node_modules/x.ts",
    "c.json",
    "d.d.mts",
    "e.ts.snap",
  ];
  expect(read.filter((path) => !recogniser.accepts(path))).toEqual([]);
  expect(unread.filter((path) => recogniser.accepts(path))).toEqual([]);
});

test("settings of a stack that are nested too deeply are a problem", async () => {
  const program = `${head}const config = new pulumi.Config();\nconfig.get("x");\n${grant}`;
  const settings = { "Pulumi.yaml": "name: p\n", "Pulumi.dev.yaml": "- ".repeat(2000) };
  const text = `import * as pulumi from "@pulumi/pulumi";\n${program}`;
  const read = await readProgram({ "index.ts": text, ...settings });
  expect(read.problems).toMatchObject([{ kind: "limit", at: { path: "Pulumi.dev.yaml" } }]);
  expect(grantsOf(read)).toBe(1);
});

describe("aliases that lead nowhere", () => {
  const configs = [
    "{",
    "null",
    '{"compilerOptions": {"paths": null, "baseUrl": 5}}',
    '{"compilerOptions": {"paths": {"*": ["*", 7, null], "@lib": "x", "__proto__": ["y"]}, "baseUrl": "../../.."}}',
    '{"extends": "./tsconfig.json"}',
  ];
  test.each(configs)("%s", async (config) => {
    const text = `import a from "@lib/a"; import b from "#b"; import "__proto__"; ${head}${grant}`;
    const imports = '{"imports": {"#b": {"import": 5, "default": "./b.js"}, "c": 1}}';
    const read = await readProgram({ "src/a.ts": text, "src/tsconfig.json": config, "package.json": imports });
    expect(grantsOf(read)).toBeGreaterThan(0);
    expect(read.problems).toEqual([]);
  });
});
