import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { callsIn, linesOfCall, titleOf } from "./module-lines.ts";

const folder = "fixtures/parsers/terraform/module-calls";
const owners = ["terraform-google-modules", "GoogleCloudPlatform"];

/** `owner/terraform-google-name` to its folder: what a folder of checkouts has. */
function checkouts(folders: readonly string[]): ReadonlyMap<string, string> {
  const found = folders.flatMap((top) =>
    readdirSync(top)
      .filter((name) => /^(?:terraform-google-|cloud-foundation-fabric$)/.test(name))
      .flatMap((name) => owners.map((owner) => [`${owner}/${name}`, join(top, name)] as const)),
  );
  return new Map(found);
}

/** `=` both say it, `-` the module alone, `+` the table alone. */
function compared(call: string, folders: ReadonlyMap<string, string>): readonly string[] {
  const [table, real] = [linesOfCall(call, new Map()), linesOfCall(call, folders)];
  const all = [...new Set([...table, ...real])].toSorted();
  return all.map((line) => `  ${table.includes(line) ? (real.includes(line) ? "=" : "+") : "-"} ${line}`);
}

/**
 * Holds the tables of well-known modules to the modules themselves: evaluates the calls of the fixtures with both, and
 * records what each says. `npx tsx bench/module-tables.ts FOLDER…`: folders with checkouts of the repositories.
 */
const folders = checkouts(process.argv.slice(2));
const files = ["calls.tf", "calls-fabric.tf"];
const calls = files.flatMap((file) => callsIn(readFileSync(join(folder, file), "utf8")));
const lines = calls.flatMap((call) => [titleOf(call), ...compared(call, folders)]);
writeFileSync(join(folder, "recorded.txt"), `${lines.join("\n")}\n`);
const count = (mark: string): number => lines.filter((line) => line.startsWith(`  ${mark} `)).length;
console.log(
  `${calls.length} calls: ${count("=")} facts of both, ${count("-")} of the modules alone, ${count("+")} of the tables alone`,
);
