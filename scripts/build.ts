import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { writeLibrary, bundleProgram } from "./bundle.ts";
import { pruneDeclarations } from "./declarations.ts";

const top = fileURLToPath(new URL("../", import.meta.url));
const dist = `${top}dist`;

await bundleProgram(dist);
await writeLibrary(dist);
// What a commit hook runs is what is kept compiled.
const example = `${top}fixtures/projects/predictive-maintenance/terraform/iam.tf`;
const cached = existsSync(example) ? ["lint", "--fail-on", "never", example] : ["--version"];
execFileSync(process.execPath, [`${dist}/iam-lint.cjs`, "--write-code-cache", ...cached], {
  stdio: ["ignore", "ignore", "inherit"],
});
execFileSync(process.execPath, [`${top}node_modules/typescript/bin/tsc`, "-p", "tsconfig.build.json"], {
  cwd: top,
  stdio: "inherit",
});
pruneDeclarations(`${dist}/types`);
