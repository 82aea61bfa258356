import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { analyse } from "../src/lint.ts";
import type { Workspace } from "../src/model/parser.ts";
import type { Rule, RuleOptions, Violation } from "../src/model/rule.ts";
import { type Source, type Span, lineStartsOf, positionAt } from "../src/model/source.ts";
import { annotate, withoutExpectations } from "./expectations.ts";

const fixtures = fileURLToPath(new URL("../fixtures/rules/", import.meta.url));

/** The lists of a policy that says nothing, on a day that does not move. */
const plainOptions: RuleOptions = {
  breakGlass: [],
  allowedDomains: [],
  knownProjects: [],
  sandboxProjects: [],
  trustedDeployers: [],
  trustedRoleAdmins: [],
  auditors: [],
  publicResources: [],
  today: "2026-10-01",
};

/**
 * Runs one rule over its fixtures, each parsed alone (a folder: together). Every finding must be announced in the file by
 * carets under its text, and nothing else may be; `vitest -u` writes what was found.
 */
export function testRule(rule: Rule, options: Partial<RuleOptions> = {}): void {
  const folder = join(fixtures, rule.meta.id);
  describe(rule.meta.id, () => {
    for (const name of readdirSync(folder).toSorted()) {
      it(name, async () => {
        const files = filesOf(folder, name);
        const found = await findingsIn(files, rule, { ...plainOptions, ...options });
        if (name.startsWith("bad")) expect(found, "a bad fixture has findings").not.toEqual([]);
        else if (name.startsWith("good")) expect(found.map(({ message }) => message)).toEqual([]);
        else expect(name, "a fixture is bad, good or unknown").toMatch(/^unknown/);
        for (const [path, text] of files) {
          const here = found.filter(({ at }) => at.path === path);
          await expect(annotate(path, withoutExpectations(text), here)).toMatchFileSnapshot(
            join(folder, statSync(join(folder, name)).isDirectory() ? join(name, path) : name),
          );
        }
      });
    }
  });
}

/** What the rule says of these files, expectations taken out, after what must hold for every finding was checked. */
async function findingsIn(
  files: ReadonlyMap<string, string>,
  rule: Rule,
  options: RuleOptions,
): Promise<readonly Violation[]> {
  const sources = [...files].map(([path, text]): Source => ({ path, text: withoutExpectations(text) }));
  const analysis = await analyse(sources, workspaceOf(sources), { today: options.today });
  expect(analysis.problems.filter(({ kind }) => kind === "unread")).toEqual([]);
  const found: Violation[] = [];
  for (const violation of rule.check(analysis.graph, options)) {
    found.push({ ...violation, at: inHost(violation.at, analysis.sources) });
  }
  for (const violation of found) expectSound(violation, sources);
  return found;
}

/** The place in the file of a place in a text that stands inside it. */
function inHost(span: Span, sources: readonly Source[]): Span {
  const host = sources.find(({ path }) => path === span.path)?.host;
  if (host === undefined) return span;
  return inHost({ path: host.path, start: host.toHost(span.start), end: host.toHost(span.end - 1) + 1 }, sources);
}

function expectSound({ message, at, subject }: Violation, sources: readonly Source[]): void {
  const text = sources.find(({ path }) => path === at.path)?.text ?? "";
  const starts = lineStartsOf(text);
  expect(message).toMatch(/^\S.*\.$/);
  expect(subject.length, "a finding has a subject").toBeGreaterThan(0);
  expect(at.end, "the place is in the file and not empty").toBeGreaterThan(at.start);
  expect(at.end).toBeLessThanOrEqual(text.length);
  expect(positionAt(starts, at.start).line, "the place is on one line").toBe(positionAt(starts, at.end).line);
}

function filesOf(folder: string, name: string): ReadonlyMap<string, string> {
  const whole = join(folder, name);
  if (!statSync(whole).isDirectory()) return new Map([[name, readFileSync(whole, "utf8")]]);
  const paths = readdirSync(whole, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(whole, path)).isFile())
    .toSorted();
  return new Map(paths.map((path) => [path, readFileSync(join(whole, path), "utf8")]));
}

function workspaceOf(sources: readonly Source[]): Workspace {
  return {
    read: (path) => sources.find((source) => source.path === path)?.text,
    list: (folder) => namesIn(folder === "" || folder === "." ? "" : `${folder.replace(/\/$/, "")}/`, sources),
    options: { varFiles: [], variables: {}, profile: "default" },
  };
}

const namesIn = (prefix: string, sources: readonly Source[]): readonly string[] => {
  const below = sources.filter(({ path }) => path.startsWith(prefix)).map(({ path }) => path.slice(prefix.length));
  return [...new Set(below.map((path) => path.replace(/\/.*/s, "")))].toSorted();
};
