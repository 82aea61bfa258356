import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";

const top = fileURLToPath(new URL("../", import.meta.url));
const dist = `${top}dist`;

/** Native or WebAssembly packages stay outside of the bundle: they are the run-time dependencies of `package.json`. */
const external = ["oxc-parser", "@typescript-eslint/typescript-estree"];

const options: BuildOptions = {
  absWorkingDir: top,
  bundle: true,
  platform: "node",
  target: "node20.19",
  external,
  mainFields: ["module", "main"],
  legalComments: "none",
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: "warning",
};

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
await build({
  ...options,
  entryPoints: ["src/bin.ts"],
  format: "cjs",
  outfile: "dist/main.cjs",
  banner: { js: 'const importMetaUrl=require("node:url").pathToFileURL(__filename).href;' },
  define: { "import.meta.url": "importMetaUrl" },
});
await build({
  ...options,
  entryPoints: ["src/index.ts"],
  format: "esm",
  outfile: "dist/index.js",
  banner: { js: 'import{createRequire as makeRequire}from"node:module";const require=makeRequire(import.meta.url);' },
});
cpSync(`${top}src/gcp/data`, `${dist}/data`, { recursive: true });
cpSync(`${top}scripts/launcher.cjs`, `${dist}/iam-lint.cjs`);
execFileSync(process.execPath, [`${dist}/iam-lint.cjs`, "--write-code-cache"], { stdio: "inherit" });
execFileSync(process.execPath, [`${top}node_modules/typescript/bin/tsc`, "-p", "tsconfig.build.json"], {
  cwd: top,
  stdio: "inherit",
});
writeFileSync(`${dist}/index.d.ts`, 'export * from "./types/index.d.ts";\n');
