import type { Parsed, Workspace } from "../../../src/model/parser.ts";
import { yaml } from "../../../src/parsers/yaml/index.ts";
import { json } from "../../../src/parsers/yaml/json.ts";

export const emptyWorkspace: Workspace = {
  read: () => undefined,
  list: () => [],
  options: { varFiles: [], variables: {}, profile: "default" },
};

/** Both parsers on files by path, as `lint` runs them. */
export function parseFiles(files: Readonly<Record<string, string>>): Parsed {
  const parsed = [yaml, json].map((parser) =>
    parser.parse(
      Object.entries(files)
        .filter(([path, text]) => parser.accepts(path) && parser.glance(text, path))
        .map(([path, text]) => ({ path, text })),
      emptyWorkspace,
    ),
  );
  return {
    facts: parsed.flatMap(({ facts }) => facts),
    problems: parsed.flatMap(({ problems }) => problems),
    embedded: parsed.flatMap(({ embedded }) => embedded),
  };
}
