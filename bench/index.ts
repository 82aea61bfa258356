/**
 * `npm run bench [-- REPOSITORY]`: whole processes against `node -e 0` on this very machine, in one run. Ratios are what
 * the budget of docs/speed.md speaks of; milliseconds depend on the machine. Run `npm run build` first.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundling } from "../scripts/bundle.ts";
import { timeHooks } from "./hooks.ts";
import { showTimings, timeProcesses } from "./processes.ts";

const top = fileURLToPath(new URL("../", import.meta.url));
const program = `${top}dist/iam-lint.cjs`;
if (!existsSync(program)) {
  console.error("dist/iam-lint.cjs is missing: run 'npm run build' first.");
  process.exit(2);
}

function benchOneFile(): void {
  const example = `${top}fixtures/projects/predictive-maintenance`;
  const timings = timeProcesses(
    {
      "node -e 0": { args: ["-e", "0"] },
      "iam-lint --version": { args: [program, "--version"] },
      "iam-lint lint iam.tf": { args: [program, "lint", `${example}/terraform/iam.tf`] },
      "iam-lint lint predictive-maintenance/": { args: [program, "lint", example] },
    },
    15,
  );
  console.log("One file, cold (min, median, max; ratio of medians to node -e 0; budget 2.00):");
  console.log(showTimings(timings));
}

/** The yardstick runs as the program does: bundled, by a bare node. */
async function benchRepository(repository: string, scratch: string): Promise<void> {
  const outfile = join(scratch, "read-and-tokenise.cjs");
  await build({ ...bundling, entryPoints: ["bench/read-and-tokenise.ts"], outfile });
  const timings = timeProcesses(
    {
      "read and tokenise": { args: [outfile, repository] },
      "iam-lint lint": { args: [program, "lint", "--format", "json", repository] },
    },
    5,
  );
  console.log(`\nA repository, cold (ratio to reading its bytes and tokenising them; budget 3.00): ${repository}`);
  console.log(showTimings(timings));
}

benchOneFile();
const [given] = process.argv.slice(2);
if (given !== undefined) {
  const scratch = mkdtempSync(join(tmpdir(), "iam-lint-bench-"));
  try {
    const repository = resolve(given);
    await benchRepository(repository, scratch);
    console.log("\nA hook on one staged file of it (ratio to node -e 0; budget of a warm one 3.00):");
    console.log(showTimings(timeHooks(program, repository, scratch)));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
