import { readFileSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { extract } from "../../../src/lint.ts";
import type { Fact } from "../../../src/model/fact.ts";
import type { Workspace } from "../../../src/model/parser.ts";
import type { Problem, Source } from "../../../src/model/source.ts";
import { recogniseTerraform } from "../../../src/parsers/terraform/recognise.ts";
import { recogniser } from "../../../src/parsers/typescript/recogniser.ts";
import { compactFacts } from "../terraform/compact-facts.ts";

export const fixtures: string = fileURLToPath(new URL("../../../fixtures/parsers/typescript/", import.meta.url));

export interface Read {
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
}

/** What the parser makes of files, with the parser of Terraform for the resources that they configure. */
export async function readProgram(files: Readonly<Record<string, string>>): Promise<Read> {
  const sources: Source[] = Object.entries(files)
    .filter(([path, text]) => recogniser.accepts(path) && recogniser.glance(text, path))
    .map(([path, text]) => ({ path, text }));
  return extract(sources, workspaceOf(files), [recogniser, recogniseTerraform]);
}

const workspaceOf = (files: Readonly<Record<string, string>>): Workspace => ({
  read: (path) => files[path],
  list: (folder) =>
    Object.keys(files)
      .filter((path) => path.slice(0, Math.max(path.lastIndexOf("/"), 0)) === folder)
      .map((path) => path.slice(path.lastIndexOf("/") + 1)),
  options: { varFiles: [], variables: {}, profile: "default" },
});

/** The files of a folder, by path below it. */
export function filesIn(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(`${folder}/${path}`).isFile(),
  );
  return Object.fromEntries(paths.toSorted().map((path) => [path, readFileSync(`${folder}/${path}`, "utf8")]));
}

/** Facts and problems as readable JSON. */
export const shown = ({ facts, problems }: Read, files: Readonly<Record<string, string>>): string =>
  `${JSON.stringify(
    { facts: compactFacts(facts, (path) => files[path] ?? ""), ...(problems.length > 0 && { problems }) },
    undefined,
    2,
  )}\n`;
