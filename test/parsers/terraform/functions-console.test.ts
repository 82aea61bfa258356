import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isWhollyKnown } from "../../../src/parsers/terraform/datum.ts";
import type { Datum } from "../../../src/parsers/terraform/datum.ts";
import { evaluate } from "../../../src/parsers/terraform/evaluate.ts";
import { functions } from "../../../src/parsers/terraform/functions/index.ts";
import { openFolder } from "./evaluated-text.ts";

const folder = "fixtures/parsers/terraform/console";

/** What a console said; see `scripts/record-console.ts`. */
interface Recorded {
  readonly tools: readonly string[];
  readonly error?: true;
  readonly unknown?: true;
  readonly value?: unknown;
  readonly type?: string;
}

interface Row {
  readonly expression: string;
  readonly results: readonly Recorded[];
}

const rows = JSON.parse(readFileSync("fixtures/parsers/terraform/console.json", "utf8")) as readonly Row[];

/** Where the real thing gives an answer and we say that we don't know. */
const unanswered: ReadonlySet<string> = new Set([
  '(true ? [] : ["a"]) == []',
  "(true ? {} : { a = 1 }) == {}",
  '["a"] == tolist(["a"])',
  "[var.roles...]",
  'format("%03.1f", 2.55)',
  'base64gzip("test")',
  'textencodebase64("é", "nope")',
  'templatefile("greeting.tftpl", { name = "Ann" })',
  'cidrsubnet("10.0.0.0/8", 8, -1)',
  "nosuchfunction(1)",
  'list("a")',
  'map("a", "b")',
  'rsadecrypt("a", "b")',
  'type("a")',
  "uuid() == uuid()",
  'yamlencode("\\n")',
  'yamlencode(" a\\nb")',
  'yamlencode("a \\nb")',
  'yamlencode("a\\tb\\nc")',
  'regex("\\\\C", "a")',
  'regex("\\\\07", "a")',
  'tonumber("1e400")',
  'jsondecode("[1e400]")',
  "tostring(12345678901234567890)",
  'cidrhost("::ffff:10.0.0.0/120", 1)',
  "pow(10, 20)",
  'jsonencode({ a = null, "b<" = "\\u007f\\b\\f" })',
]);

const evaluated = evaluateAll();

function evaluateAll(): ReadonlyMap<string, Datum> {
  const { sources, workspace } = openFolder(folder);
  const outputs = rows.map(({ expression }, index) => `output "o${index}" {\n  value = ${expression}\n}\n`);
  const all = sources.concat({ path: "outputs.tf", text: outputs.join("\n") });
  const [root] = evaluate(all, workspace).roots;
  if (!root) throw new Error("The folder is no root module");
  return new Map(rows.map(({ expression }, index) => [expression, root.outputs.get(`o${index}`) ?? absent]));
}

const absent: Datum = {
  type: "unknown",
  expression: "",
  why: "was not evaluated",
  span: { path: "", start: 0, end: 0 },
};

/** The datum as JSON has it: no negative zero. */
function plain(datum: Datum): unknown {
  switch (datum.type) {
    case "string":
      return datum.text;
    case "number":
      return datum.value + 0;
    case "boolean":
      return datum.value;
    case "null":
      return null;
    case "list":
      return datum.items.map(plain);
    case "object":
      return Object.fromEntries([...datum.entries].map(([name, { value }]) => [name, plain(value)]));
    default:
      throw new Error("is not known");
  }
}

const typeOf = (datum: Datum): string =>
  datum.type === "list" || datum.type === "object" ? datum.form : datum.type === "boolean" ? "bool" : datum.type;

/** What we say in the words of the record; `undefined` where we don't know. */
function said(datum: Datum): Omit<Recorded, "tools"> | undefined {
  if (datum.type === "unknown" && datum.failed) return { error: true };
  if (!isWhollyKnown(datum)) return undefined;
  return datum.type === "null" ? { value: null } : { value: plain(datum), type: typeOf(datum) };
}

function recorded({ value, type, error }: Recorded): Omit<Recorded, "tools"> {
  if (error) return { error };
  return value === null || type === undefined
    ? { value }
    : { value: withoutNegativeZeros(value), type: outerType(type) };
}

/** JSON as it is written has none. */
const withoutNegativeZeros = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const outerType = (type: string): string => type.replace(/[({].*/u, "");

describe("says what Terraform's or OpenTofu's console says, or nothing", () => {
  it.each(rows.map(({ expression, results }) => [expression, results] as const))("%s", (expression, results) => {
    const ours = said(evaluated.get(expression) ?? absent);
    if (ours === undefined) expect(unanswered).toContain(expression);
    else expect(results.filter(({ unknown }) => !unknown).map(recorded)).toContainEqual(ours);
  });
});

it("has an expression for every function", () => {
  const missing = [...functions.keys()].filter(
    (name) => !rows.some(({ expression }) => expression.includes(`${name}(`)),
  );
  expect(missing).toEqual([]);
});

for (const tool of ["terraform", "tofu"]) {
  const [version = ""] = (spawnSync(tool, ["version"], { encoding: "utf8" }).stdout ?? "").split("\n");
  const product = version.split(" ")[0]?.toLowerCase() ?? "";
  if (product !== "") it(`${version} still says what is recorded`, () => expectRecorded(tool, product));
}

function expectRecorded(tool: string, product: string): void {
  const scratch = mkdtempSync(join(tmpdir(), "console-"));
  cpSync(folder, scratch, { recursive: true });
  execFileSync(tool, ["init", "-input=false"], { cwd: scratch, stdio: "ignore" });
  const known = rows.flatMap(({ expression, results }) => {
    const result = results.find(({ tools, error, unknown }) => !error && !unknown && isBy(tools, product));
    return result && !expression.startsWith("uuid") ? [{ expression, value: result.value }] : [];
  });
  for (let at = 0; at < known.length; at += 100) {
    const batch = known.slice(at, at + 100);
    const expressions = batch.map(({ expression }) => expression);
    expect(askAll(tool, scratch, expressions)).toEqual(batch.map(({ value }) => withoutNegativeZeros(value)));
  }
  rmSync(scratch, { recursive: true });
}

const isBy = (tools: readonly string[], product: string): boolean =>
  tools.some((tool) => tool.startsWith(`${product} `));

function askAll(tool: string, cwd: string, expressions: readonly string[]): unknown {
  const input = `nonsensitive(jsonencode([${expressions.join(", ")}]))\n`;
  const { stdout } = spawnSync(tool, ["console"], { cwd, input, encoding: "utf8", maxBuffer: 2 ** 26 });
  return withoutNegativeZeros(JSON.parse(JSON.parse(stdout) as string));
}
