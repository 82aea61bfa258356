import type { Fact } from "../../model/fact.ts";
import type { Embedded, Parsed, Parser, Workspace } from "../../model/parser.ts";
import type { Problem, Source } from "../../model/source.ts";
import { factsOfConfiguration } from "./configured.ts";
import { evaluate } from "./evaluate.ts";
import { factsOf } from "./facts/index.ts";
import { type MissingModule, missingModules } from "./facts/modules/index.ts";
import { placedIn } from "./facts/script-places.ts";
import { parseInParts } from "./in-parts.ts";
import { isTerraformName, mayMatter } from "./recognise.ts";

/** Terraform and OpenTofu: whole modules, evaluated from their roots. */
export const terraform: Parser = {
  name: "terraform",
  accepts: isTerraformName,
  glance: mayMatter,
  parse: (sources, workspace) =>
    workspace.memory === undefined ? parse(sources, workspace) : parseInParts(sources, workspace, workspace.memory),
  parseEmbedded: (embedded, { options }) => {
    const parsed = embedded.map(({ source, configuration }) =>
      configuration === undefined ? parse([source], alone(options), true) : factsOfConfiguration(configuration),
    );
    return {
      facts: parsed.flatMap(({ facts }) => facts),
      problems: parsed.flatMap(({ problems }) => problems),
      embedded: parsed.flatMap((one) => one.embedded),
    };
  },
};

/** A text inside another has no folder around it. */
const alone = (options: Workspace["options"]): Workspace => ({ options, read: () => undefined, list: () => [] });

function parse(sources: readonly Source[], workspace: Workspace, anyName = false): Parsed {
  const facts: Fact[] = [];
  const problems: Problem[] = [];
  const embedded: Embedded[] = [];
  const missing: MissingModule[] = [];
  const others = new Map<string, Source>();
  const scanned = new Map(sources.map(({ path, text }) => [path, text]));
  const textOf = (path: string): string | undefined => scanned.get(path) ?? others.get(path)?.text;
  const evaluated = evaluate(sources, noting(workspace, others), anyName);
  for (const root of evaluated.roots) {
    const found = factsOf(root);
    for (const fact of found.facts) facts.push(fact);
    missing.push(...found.missing);
    problems.push(...root.problems);
    embedded.push(...placedIn(found.embedded, textOf));
  }
  for (const { path } of sources) others.delete(path);
  return {
    facts,
    problems: [...evaluated.problems(), ...missingModules(missing), ...problems],
    embedded,
    sources: [...others.values()],
  };
}

/** The same, keeping what is read, once: files beside a scanned one, called modules, files that functions read. */
const noting = (workspace: Workspace, others: Map<string, Source>): Workspace => ({
  options: workspace.options,
  list: workspace.list,
  read: (path) => {
    const before = others.get(path);
    if (before !== undefined) return before.text;
    const text = workspace.read(path);
    if (text !== undefined) others.set(path, { path, text });
    return text;
  },
});
