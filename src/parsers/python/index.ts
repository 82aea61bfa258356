import type { Fact } from "../../model/fact.ts";
import type { Parsed, Parser, Workspace } from "../../model/parser.ts";
import type { Source } from "../../model/source.ts";
import { newMachine } from "./eval/machine.ts";
import { runFile, runUncalled } from "./eval/run-file.ts";
import { packages } from "./packages.ts";
import { configurations } from "./pulumi/resources.ts";
import { accepts, glance } from "./recogniser.ts";

/** Python and notebooks: what programs would call and configure if they ran. */
export const python: Parser = {
  name: "python",
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
  for (const { path } of sources) {
    machine.program = path;
    runFile(machine, path);
  }
  runUncalled(machine);
  return {
    facts: distinct(machine.facts),
    problems: machine.problems,
    embedded: [...machine.embedded, ...configurations(machine)],
  };
}

/** A loop that runs twice and a function that is called twice say the same thing twice. */
function distinct(facts: readonly Fact[]): readonly Fact[] {
  const found = new Map<string, Fact>();
  for (const fact of facts) {
    const key = JSON.stringify({ ...fact, via: undefined });
    if (!found.has(key)) found.set(key, fact);
  }
  return [...found.values()];
}
