/**
 * `npm run bench [-- REPOSITORY]`: whole processes against `node -e 0` on this very machine, in one run. Ratios are what
 * the budget of docs/speed.md speaks of; milliseconds depend on the machine. Run `npm run build` first.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { showTimings, timeProcesses } from "./processes.ts";

const top = fileURLToPath(new URL("../", import.meta.url));
const program = `${top}dist/iam-lint.cjs`;
if (!existsSync(program)) {
  console.error("dist/iam-lint.cjs is missing: run 'npm run build' first.");
  process.exit(2);
}
const example = `${top}fixtures/projects/predictive-maintenance`;
const rounds = 15;

console.log("One file, cold (min, median, max; ratio of medians to node -e 0; budget 2.00):");
console.log(
  showTimings(
    timeProcesses(
      {
        "node -e 0": ["-e", "0"],
        "iam-lint --version": [program, "--version"],
        "iam-lint lint main.tf": [program, "lint", `${example}/main.tf`],
        "iam-lint lint predictive-maintenance/": [program, "lint", example],
      },
      rounds,
    ),
  ),
);

const repository = process.argv[2];
if (repository !== undefined) {
  console.log(`\nA repository, cold (ratio to reading its bytes and tokenising them; budget 3.00): ${repository}`);
  console.log(
    showTimings(
      timeProcesses(
        {
          "read and tokenise": ["--import", "tsx", `${top}bench/read-and-tokenise.ts`, repository],
          "iam-lint lint": [program, "lint", "--format", "json", repository],
        },
        5,
      ),
    ),
  );
}
