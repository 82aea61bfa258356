import type { Source } from "../../model/source.ts";
import type { Workspace } from "../../model/parser.ts";

/** What marks the folder of a program, and the files that it may start with. */
const programs: Readonly<Record<string, readonly string[]>> = {
  "Pulumi.yaml": ["index.ts", "index.js", "src/index.ts"],
  "cdktf.json": ["main.ts", "main.js", "src/main.ts"],
};

/** The main files of the programs that sources are part of: they may name nothing of ours themselves. */
export function mainFiles(sources: readonly Source[], workspace: Workspace): readonly string[] {
  const folders = new Set<string>();
  for (const { path } of sources) {
    for (let at = path.lastIndexOf("/"); ; at = path.lastIndexOf("/", at - 1)) {
      const folder = at < 0 ? "" : path.slice(0, at + 1);
      if (folders.has(folder)) break;
      folders.add(folder);
      if (at <= 0) break;
    }
  }
  return [...folders].flatMap((folder) =>
    Object.entries(programs).flatMap(([mark, names]) =>
      workspace.read(folder + mark) === undefined ? [] : mainFileIn(folder, names, workspace),
    ),
  );
}

function mainFileIn(folder: string, names: readonly string[], workspace: Workspace): readonly string[] {
  const found = names.find((name) => workspace.read(folder + name) !== undefined);
  return found === undefined ? [] : [folder + found];
}
