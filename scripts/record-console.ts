import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Records what the real thing makes of the expressions of the table. An expression is added by a row that has nothing
 * else: `{ "expression": "abs(-1)" }`. Rows that have results are left alone, but for `--all`.
 *
 *     tsx scripts/record-console.ts [--all] terraform tofu      binaries by name or path
 */
const table = "fixtures/parsers/terraform/console.json";
const folder = "fixtures/parsers/terraform/console";

interface Row {
  readonly expression: string;
  readonly results?: readonly Recorded[];
}

interface Recorded {
  /** Name and version of each tool that says so. */
  readonly tools: readonly string[];
  readonly error?: true;
  /** `(known after apply)` */
  readonly unknown?: true;
  readonly value?: unknown;
  readonly type?: string;
}

const isWanted = (row: Row): boolean => row.results === undefined || process.argv.includes("--all");
const tools = process.argv.slice(2).filter((argument) => argument !== "--all");
if (tools.length === 0) throw new Error("Name the binaries to ask: terraform, tofu");

const rows = JSON.parse(readFileSync(table, "utf8")) as readonly Row[];
const scratch = mkdtempSync(join(tmpdir(), "console-"));
cpSync(folder, scratch, { recursive: true });
const asked = tools.map((tool) => ({ tool, name: nameOf(tool) }));
for (const { tool } of asked) execFileSync(tool, ["init", "-input=false"], { cwd: scratch });
const lines = rows.map((row) =>
  JSON.stringify(isWanted(row) ? { expression: row.expression, results: resultsOf(row.expression) } : row),
);
writeFileSync(table, `[\n${lines.join(",\n")}\n]\n`);
rmSync(scratch, { recursive: true });

function nameOf(tool: string): string {
  const { product, version } = versionOf(tool);
  return `${product} ${version}`;
}

function versionOf(tool: string): { readonly product: string; readonly version: string } {
  const first = execFileSync(tool, ["version"], { encoding: "utf8" }).split("\n")[0] ?? "";
  const [product = "", version = ""] = first.split(" v");
  return { product: product.toLowerCase(), version };
}

/** Tools that agree share a result. */
function resultsOf(expression: string): readonly Recorded[] {
  const byResult = new Map<string, string[]>();
  for (const { tool, name } of asked) {
    const result = JSON.stringify(ask(tool, expression));
    byResult.set(result, [...(byResult.get(result) ?? []), name]);
  }
  return [...byResult].map(([result, names]) => Object.assign({ tools: names }, JSON.parse(result) as object));
}

function ask(tool: string, expression: string): object {
  const json = answer(tool, `nonsensitive(jsonencode([${expression}]))`) ?? answer(tool, `jsonencode([${expression}])`);
  if (json === undefined) return { error: true };
  if (!json.startsWith('"')) return { unknown: true };
  const type = answer(tool, `type(${expression})`);
  const [value] = JSON.parse(JSON.parse(json) as string) as readonly unknown[];
  return { value, ...(type !== undefined && { type: type.replaceAll(/\s+/gu, " ") }) };
}

function answer(tool: string, input: string): string | undefined {
  const { status, stdout } = spawnSync(tool, ["console"], { cwd: scratch, input: `${input}\n`, encoding: "utf8" });
  return status === 0 && stdout.trim() !== "" ? stdout.trim() : undefined;
}
