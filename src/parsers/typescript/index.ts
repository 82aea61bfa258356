import { configurations } from "../../gcp/configured-resources.ts";
import { distinctFacts } from "../../model/distinct-facts.ts";
import type { Embedded, Parsed, Parser, Workspace } from "../../model/parser.ts";
import type { Problem, Source } from "../../model/source.ts";
import { type Machine, callsItself, newMachine } from "./eval/machine.ts";
import { runFile, runMethods, runUncalled } from "./eval/run-file.ts";
import { mainFiles } from "./main-files.ts";
import { packages } from "./packages.ts";
import { accepts, glance } from "./recogniser.ts";
import { resourcesOf } from "./resources.ts";

/** TypeScript and JavaScript: what programs would configure and call if they ran. */
export const typescript: Parser = {
  name: "typescript",
  accepts,
  glance,
  parse,
  parseEmbedded: (embedded, workspace) =>
    parse(
      embedded.map(({ source }) => source),
      workspace,
    ),
};

function parse(sources: readonly Source[], workspace: Workspace): Parsed {
  const machine = newMachine(workspace, sources, packages);
  for (const path of mainFiles(sources, workspace)) runFile(machine, path);
  for (const { path } of sources) runFile(machine, path);
  runUncalled(machine);
  runMethods(machine);
  runUncalled(machine);
  const embedded = configurations(resourcesOf(machine), "typescript");
  return { facts: distinctFacts(machine.facts), problems: problemsOf(machine, embedded), embedded };
}

/** Two rounds of a recursion tell all of it, as a rule: worth a word only where access is at stake. */
function problemsOf({ facts, problems }: Machine, embedded: readonly Embedded[]): readonly Problem[] {
  const resources = embedded.flatMap(({ configuration }) => configuration?.resources ?? []);
  const paths = new Set([...facts, ...resources].map(({ span }) => span.path));
  return problems.filter(({ message, at }) => !message.endsWith(callsItself) || paths.has(at.path));
}
