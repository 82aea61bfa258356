import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The licences of every package that went into a bundle, by the files that esbuild took: what has to ship with it. */
export function thirdPartyLicences(top: string, inputs: Iterable<string>): string {
  const folders = new Set([...inputs].flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []));
  const parts = [...folders].toSorted().map((folder) => licenceOf(join(top, folder)));
  return `Packages that are bundled into iam-lint, with their licences.\n\n${parts.join(`\n${"-".repeat(80)}\n\n`)}`;
}

function licenceOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined || !existsSync(join(folder, file)) ? "" : readFileSync(join(folder, file), "utf8");
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}
