import { cpSync, mkdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";

const top = fileURLToPath(new URL("../", import.meta.url));

/** Native packages stay outside of the bundle: they are the run-time dependencies of `package.json`. */
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

/** Writes the program to a folder: the launcher, the bundle that it starts, the data files. */
export async function bundleProgram(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await build({
    ...options,
    entryPoints: ["src/bin.ts"],
    format: "cjs",
    outfile: `${folder}/main.cjs`,
    banner: { js: 'const importMetaUrl=require("node:url").pathToFileURL(__filename).href;' },
    define: { "import.meta.url": "importMetaUrl" },
  });
  cpSync(`${top}src/gcp/data`, `${folder}/data`, { recursive: true });
  cpSync(`${top}scripts/launcher.cjs`, `${folder}/iam-lint.cjs`);
}

/** Writes the library beside the program. */
export async function bundleLibrary(folder: string): Promise<void> {
  await build({
    ...options,
    entryPoints: ["src/index.ts"],
    format: "esm",
    outfile: `${folder}/index.js`,
    banner: { js: 'import{createRequire as makeRequire}from"node:module";const require=makeRequire(import.meta.url);' },
  });
}
