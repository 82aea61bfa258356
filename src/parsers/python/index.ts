import { configurations } from "../../gcp/configured-resources.ts";
import type { Fact } from "../../model/fact.ts";
import { distinctFacts } from "../../model/distinct-facts.ts";
import type { Embedded, Parsed, Parser, Workspace } from "../../model/parser.ts";
import type { Problem, Source } from "../../model/source.ts";
import { withRotation } from "./clients/accounts.ts";
import { withCallers } from "./clients/pipelines.ts";
import { newMachine } from "./eval/machine.ts";
import { runFile, runUncalled } from "./eval/run-file.ts";
import { isIllustration } from "./illustrations.ts";
import { isMockedTest } from "./mocked-tests.ts";
import { packages } from "./packages.ts";
import { resourcesOf } from "./pulumi/resources.ts";
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
  const facts: Fact[] = [];
  const problems = new Map<string, Problem>();
  const embedded: Embedded[] = [];
  for (const batch of batchesOf(sources)) {
    const machine = newMachine(workspace, batch, packages);
    for (const { path } of batch.filter((source) => !isMockedTest(source))) {
      machine.program = path;
      runFile(machine, path);
    }
    runUncalled(machine);
    const shown = new Set(batch.filter(isIllustration).map(({ path }) => path));
    for (const fact of withRotation(machine, withCallers(machine)))
      facts.push(shown.has(fact.span.path) ? { ...fact, conditional: true } : fact);
    for (const problem of machine.problems) problems.set(JSON.stringify(problem), problem);
    embedded.push(...machine.embedded, ...configurations(resourcesOf(machine), "python"));
  }
  return { facts: distinctFacts(facts), problems: [...problems.values()], embedded };
}

/** How much text is held as programs at one time. */
const batchLength = 4_000_000;

/** Files that stand together, a few megabytes of them: a batch may read files of others, but forgets them after it. */
function batchesOf(sources: readonly Source[]): readonly (readonly Source[])[] {
  const batches: Source[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const source of sources.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    if (length > batchLength) {
      batches.push([]);
      length = 0;
    }
    batches.at(-1)?.push(source);
    length += source.text.length;
  }
  return batches;
}
