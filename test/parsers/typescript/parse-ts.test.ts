import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadReference, parseTs } from "../../../src/parsers/typescript/parse-ts.ts";

const folder = fileURLToPath(new URL("../../../fixtures/parsers/typescript/", import.meta.url));
const ownSources = fileURLToPath(new URL("../../../src/parsers/typescript/", import.meta.url));

const programsIn = (of: string): readonly string[] =>
  readdirSync(of, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.[mc]?[tj]sx?$/.test(name))
    .map((name) => of + name);

/** Types, places, names and literals; what the two trees say of a place in words of their own is left out. */
function skeleton(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(skeleton);
  if (typeof node !== "object" || node === null) return node;
  const { type, start, end, ...rest } = node as Record<string, unknown>;
  if (typeof type !== "string") return undefined;
  const own = Object.entries(rest).filter(([key, value]) => (compared.has(key) && value !== false) || isNode(value));
  return {
    type,
    start,
    end,
    ...Object.fromEntries(
      own.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, skeleton(value) ?? null]),
    ),
  };
}

const compared: ReadonlySet<string> = new Set(["name", "value", "operator", "kind", "computed", "optional", "static"]);

const isNode = (value: unknown): boolean =>
  (Array.isArray(value) && typeof value[0] === "object") ||
  (typeof value === "object" && value !== null && "type" in value);

describe("the native tree is that of typescript-estree", () => {
  const reference = loadReference();
  test.each([...programsIn(folder), ...programsIn(ownSources)])("%s", (path) => {
    const text = readFileSync(path, "utf8");
    const own = parseTs(text, path);
    if ("error" in own) {
      expect(reference(text, path, "ts")).toHaveProperty("error");
      return;
    }
    const other = reference(text, path, path.endsWith("x") || path.endsWith("js") ? "tsx" : "ts");
    if ("error" in other) throw new Error(other.error);
    expect(skeleton(own.program.body)).toEqual(skeleton(other.program.body));
  });
});

test("places are UTF-16 code units", () => {
  const text = 'const a = "😀é"; const role = "roles/editor";';
  const parsed = parseTs(text, "a.ts");
  const [, second] = "program" in parsed ? parsed.program.body : [];
  expect(text.slice(second?.start, second?.end)).toBe('const role = "roles/editor";');
});

describe("what the native parser can't be given", () => {
  const deep = 60_000;
  const wide: Readonly<Record<string, string>> = {
    parentheses: `x = ${"(".repeat(deep)}1${")".repeat(deep)}`,
    lists: `x = ${"[".repeat(deep)}${"]".repeat(deep)}`,
    functions: `x = ${"function(){return ".repeat(deep)}1${"}".repeat(deep)}`,
    templates: `x = ${"`${".repeat(deep)}1${"}`".repeat(deep)}`,
    sums: `x = ${"1+".repeat(deep)}1`,
    chains: `x = a${".b()".repeat(deep)}`,
    negations: `x = ${"!".repeat(deep)}1`,
    choices: `x = ${"a?b:".repeat(deep)}1`,
    arrows: `x = ${"a=>".repeat(deep)}1`,
    assignments: `${"a=".repeat(deep)}1`,
    "else if": `if (a) {} ${"else if (b) {} ".repeat(deep)}`,
    "if without braces": `${"if(a)\n".repeat(deep)};`,
    labels: `${Array.from({ length: deep }, (_, index) => `l${index}:`).join("")};`,
    generics: `let x: ${"A<".repeat(deep)}B${">".repeat(deep)}`,
    unions: `type T = ${"A|".repeat(deep)}B`,
    conditions: `type T = ${"A extends B?C:".repeat(deep)}D`,
    news: `x = ${"new ".repeat(deep)}a`,
    typeofs: `x = ${"typeof ".repeat(deep)}1`,
    powers: `x = ${"a**".repeat(deep)}1`,
  };
  test.each(Object.entries(wide))("%s", (_name, text) => {
    expect(parseTs(text, "a.ts")).toMatchObject({ error: expect.stringMatching(/too deeply|minified/) });
  });
});

describe("files of every kind are read", () => {
  test.each([
    ["a.js", "const x = <div>{name}</div>;"],
    ["a.jsx", "export default () => <a href={x} />;"],
    ["a.tsx", "const x = <T,>(y: T) => <div>{y}</div>;"],
    ["a.mts", "const x = <T>y;"],
    ["a.cjs", "var x = require('y'); return x;"],
    ["a.js", "const x: string = 'flow';"],
    ["a.ts", "let x; let x;"],
    ["a.mjs", "#!/usr/bin/env node\nawait import('x');"],
    ["a.ts", "@decorated class A { accessor b = 1; #c; static { this.d = 1; } }"],
  ])("%s: %s", (path, text) => {
    expect(parseTs(text, path)).toHaveProperty("program");
  });
});

test("a byte order mark counts as one", () => {
  const parsed = parseTs('\uFEFFconst a = "b";', "a.ts");
  expect("program" in parsed && parsed.program.body[0]).toMatchObject({ start: 1, end: 15 });
});

test("an error has its place", () => {
  expect(parseTs("const a = 1;\nconst = 2;", "a.ts")).toMatchObject({ at: 19 });
});
