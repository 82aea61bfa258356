import type { Fact } from "./model/fact.ts";
import type { Graph } from "./model/graph.ts";
import type { Embedded, Parsed, Recogniser, Workspace } from "./model/parser.ts";
import type { Problem, Source } from "./model/source.ts";

/** Everything that was read, as facts, and what could not be. */
export interface Extraction {
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
  /** Sources that some parser read: files and the texts embedded in them. */
  readonly sources: readonly Source[];
}

export interface Analysis extends Extraction {
  readonly graph: Graph;
}

/** Languages nest: a workflow's shell may hold a heredoc of YAML. Deeper than this is nobody's real file. */
const deepestNesting = 4;

/** Source → facts, by every parser whose files are among the sources. Parsers are loaded when the first one is found. */
export async function extract(
  sources: readonly Source[],
  workspace: Workspace,
  recognisers: readonly Recogniser[],
): Promise<Extraction> {
  const parsed: Parsed[] = [];
  const read = new Set<Source>();
  for (const recogniser of recognisers) {
    const own = sources.filter(({ path, text }) => recogniser.accepts(path) && recogniser.glance(text, path));
    if (own.length === 0) continue;
    for (const source of own) read.add(source);
    const parser = await recogniser.load();
    parsed.push(parser.parse(own, workspace));
  }
  let embedded = parsed.flatMap((one) => one.embedded);
  for (let depth = 0; embedded.length > 0 && depth < deepestNesting; depth++) {
    for (const { source } of embedded) read.add(source);
    const inner = await extractEmbedded(embedded, workspace, recognisers);
    parsed.push(...inner);
    embedded = inner.flatMap((one) => one.embedded);
  }
  return {
    facts: parsed.flatMap((one) => one.facts),
    problems: parsed.flatMap((one) => one.problems),
    sources: [...read],
  };
}

async function extractEmbedded(
  embedded: readonly Embedded[],
  workspace: Workspace,
  recognisers: readonly Recogniser[],
): Promise<readonly Parsed[]> {
  const parsed: Parsed[] = [];
  for (const recogniser of recognisers) {
    const own = embedded.filter(({ language }) => recogniser.languages?.includes(language) === true);
    if (own.length === 0) continue;
    const parser = await recogniser.load();
    parsed.push(parser.parseEmbedded?.(own, workspace) ?? parser.parse(own.map(({ source }) => source), workspace));
  }
  return parsed;
}

/** Source → facts → graph. */
export async function analyse(
  sources: readonly Source[],
  workspace: Workspace,
  recognisers: readonly Recogniser[],
): Promise<Analysis> {
  const extraction = await extract(sources, workspace, recognisers);
  const { buildGraph } = await import("./graph/build.ts");
  return { ...extraction, graph: buildGraph(extraction.facts) };
}
