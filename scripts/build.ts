import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { writeLibrary, bundleProgram } from "./bundle.ts";

const top = fileURLToPath(new URL("../", import.meta.url));
const dist = `${top}dist`;

await bundleProgram(dist);
await writeLibrary(dist);
execFileSync(process.execPath, [`${dist}/iam-lint.cjs`, "--write-code-cache"], {
  stdio: ["ignore", "ignore", "inherit"],
});
execFileSync(process.execPath, [`${top}node_modules/typescript/bin/tsc`, "-p", "tsconfig.build.json"], {
  cwd: top,
  stdio: "inherit",
});
