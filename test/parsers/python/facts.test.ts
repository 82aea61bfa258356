import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { show } from "../../../src/model/value.ts";
import { python } from "../../../src/parsers/python/index.ts";
import { fixtures, placeText, shownFact, workspaceOf } from "./parse-fixture.ts";

const cases = join(fixtures, "cases");
const read = (path: string): string => readFileSync(join(cases, path), "utf8");

const programs = [
  "values.py",
  "credentials.py",
  "policies.py",
  "pipeline.py",
  "infrastructure/__main__.py",
  "shell.py",
  "notebook.ipynb",
  "magics.ipynb",
  "rest.py",
  "discovery.py",
  "access.py",
  "clients.py",
  "flow.py",
  "grammar.py",
  "idioms.py",
  "messages.py",
  "rotation.py",
];

const files = (paths: readonly string[]): Record<string, string> =>
  Object.fromEntries(paths.map((path) => [path, read(path)]));
const beside = files(["settings/project.py", "settings/regions.py", "settings/__init__.py", "credentials-key.json"]);

test.each(programs)("%s", async (path) => {
  const text = read(path);
  const parsed = python.parse([{ path, text }], workspaceOf({ ...beside, [path]: text }));
  const textOf = (of: string): string => (of === path ? text : (beside[of] ?? ""));
  const lines = [
    ...parsed.facts.map((fact) => shownFact(fact, textOf)),
    ...parsed.problems.map(({ message, at, kind }) => `${placeText(at, textOf)} problem ${kind}: ${message}`),
    ...parsed.embedded.map(({ source, environment, configuration }) => {
      const variables = Object.entries(environment ?? {}).map(([name, value]) => `${name}=${show(value)}`);
      const at = placeText({ path: source.host?.path ?? "", start: source.host?.toHost(0) ?? 0, end: 0 }, textOf);
      const resources = configuration?.resources.map((resource) => JSON.stringify(resource, withoutSpans));
      return [
        at,
        "embedded",
        JSON.stringify(source.text),
        ...variables,
        ...(resources ?? []).map((one) => `\n  ${one}`),
      ].join(" ");
    }),
  ];
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(join(cases, `${path}.facts.txt`));
});

const withoutSpans = (key: string, value: unknown): unknown => (key === "span" ? undefined : value);
