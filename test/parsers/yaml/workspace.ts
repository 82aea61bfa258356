import type { Parsed, Workspace } from "../../../src/model/parser.ts";
import { yaml } from "../../../src/parsers/yaml/index.ts";
import { json } from "../../../src/parsers/yaml/json.ts";

export const emptyWorkspace: Workspace = {
  read: () => undefined,
  list: () => [],
  options: { varFiles: [], variables: {}, profile: "default" },
};

/** Of these files, and no others. */
export const workspaceOf = (files: Readonly<Record<string, string>>): Workspace => ({
  ...emptyWorkspace,
  read: (path) => files[path],
  list: (folder) => [
    ...new Set(
      Object.keys(files)
        .filter((path) => folder === "" || path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder === "" ? 0 : folder.length + 1).split("/")[0] ?? ""),
    ),
  ],
});

/** Both parsers on files by path, as `lint` runs them. */
export function parseFiles(files: Readonly<Record<string, string>>): Parsed {
  const parsed = [yaml, json].map((parser) =>
    parser.parse(
      Object.entries(files)
        .filter(([path, text]) => parser.accepts(path) && parser.glance(text, path))
        .map(([path, text]) => ({ path, text })),
      workspaceOf(files),
    ),
  );
  return {
    facts: parsed.flatMap(({ facts }) => facts),
    problems: parsed.flatMap(({ problems }) => problems),
    embedded: parsed.flatMap(({ embedded }) => embedded),
  };
}
