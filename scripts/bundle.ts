import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type BuildOptions, type Plugin, build } from "esbuild";
import { thirdPartyLicences } from "./third-party.ts";

const top = fileURLToPath(new URL("../", import.meta.url));

/** Native packages stay outside of the bundle: they are the run-time dependencies of `package.json`. */
const external = ["oxc-parser", "@typescript-eslint/typescript-estree"];

/**
 * Libraries that most runs do without: a file each beside the bundle, read when something of theirs is asked for, so that
 * the bundle and its code cache hold what every run needs.
 */
const apart = ["@lezer/python", "@marcbachmann/cel-js", "fast-glob", "hyparquet-writer", "unbash", "yaml"];

const fileOfLibrary = (name: string): string => `./lib/${name.replaceAll(/\W+/g, "-").replace(/^-/, "")}.cjs`;

/** What the launcher runs has no loader for `import()`; `require` does the same there. */
const noImports = { "dynamic-import": false };

const keepApart: Plugin = {
  name: "libraries-apart",
  setup: ({ onResolve }) => {
    for (const name of apart) {
      onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: fileOfLibrary(name), external: true }));
    }
  },
};

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
  minifyIdentifiers: true,
  logLevel: "warning",
};

/** How whatever a bare node is to start is bundled. */
export const bundling: BuildOptions = {
  ...options,
  format: "cjs",
  banner: { js: 'const importMetaUrl=require("node:url").pathToFileURL(__filename).href;' },
  define: { "import.meta.url": "importMetaUrl" },
};

/** Writes the program to a folder: the launcher, the bundle that it starts, the data files. */
export async function bundleProgram(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const bundled = [
    await bundle("src/program.ts", `${folder}/main.cjs`, { plugins: [keepApart], supported: noImports }),
  ];
  for (const name of apart) bundled.push(await bundle(name, `${folder}/${fileOfLibrary(name)}`, {}));
  writeFileSync(`${folder}/THIRD-PARTY-LICENSES.txt`, thirdPartyLicences(top, bundled.flat()));
  cpSync(`${top}src/gcp/data`, `${folder}/data`, { recursive: true });
  cpSync(`${top}scripts/launcher.cjs`, `${folder}/iam-lint.cjs`);
}

/** Bundles into one file; gives what went into it. */
async function bundle(entry: string, outfile: string, more: BuildOptions): Promise<readonly string[]> {
  const { metafile } = await build({ ...bundling, ...more, metafile: true, entryPoints: [entry], outfile });
  writeFileSync(outfile, asciiOnly(readFileSync(outfile, "utf8")));
  return Object.keys(metafile.inputs);
}

/**
 * esbuild escapes strings; what is left stands in regular expressions, or in raw strings that become ones, where an escape
 * means the same. Plain ASCII is read in half the time.
 */
const asciiOnly = (code: string): string =>
  code.replaceAll(/[^\0-\x7F]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Writes the library's entry beside the program: the same bundle, as an ECMAScript module. */
export async function writeLibrary(folder: string): Promise<void> {
  const { library } = await import("../src/program.ts");
  const names = Object.keys(library).toSorted();
  const text = [
    'import { createRequire } from "node:module";',
    'const { library } = createRequire(import.meta.url)("./main.cjs");',
    `export const { ${names.join(", ")} } = library;`,
    "",
  ].join("\n");
  writeFileSync(`${folder}/index.js`, text);
}
