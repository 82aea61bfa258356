import { check, judgeComplaints, rulesInReport } from "./check.ts";
import type { Fact } from "./model/fact.ts";
import type { Graph } from "./model/graph.ts";
import type { Judged } from "./model/judged.ts";
import type { Embedded, Parsed, Recogniser, Workspace } from "./model/parser.ts";
import { type Policy, policyOf } from "./model/policy.ts";
import type { Report } from "./model/report.ts";
import type { Rule } from "./model/rule.ts";
import type { Problem, Source } from "./model/source.ts";
import { recognisers as allRecognisers } from "./parsers/index.ts";
import { buildReport, type ReportInput } from "./report/build.ts";
import { createLocator } from "./report/locate.ts";
import { type Ignore, ignoreComments, ignoreRules, suppress } from "./suppress.ts";

/** Everything that was read, as facts, and what could not be. */
export interface Extraction {
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
  /** Sources that some parser read: files and the texts embedded in them. */
  readonly sources: readonly Source[];
}

export interface Analysis extends Extraction {
  readonly graph: Graph;
  /** The ignore comments of the sources, where they are known already. */
  readonly comments?: readonly Ignore[];
}

/** Languages nest: a workflow's shell may hold a heredoc of YAML. Deeper than this is nobody's real file. */
const deepestNesting = 4;

/** Source → facts, by every parser whose files are among the sources. Parsers are loaded when the first one is found. */
export async function extract(
  sources: readonly Source[],
  workspace: Workspace,
  recognisers: readonly Recogniser[] = allRecognisers,
): Promise<Extraction> {
  const parsed: Parsed[] = [];
  const read = new Set<Source>();
  const scanned = { ...workspace, scanned: new Set(sources.map(({ path }) => path)) };
  for (const recogniser of recognisers) {
    if (recogniser.profile !== undefined && recogniser.profile !== workspace.options.profile) continue;
    const own = sources.filter(({ path, text }) => recogniser.accepts(path) && recogniser.glance(text, path));
    if (own.length === 0) continue;
    for (const source of own) read.add(source);
    const parser = await recogniser.load();
    parsed.push(parser.parse(own, scanned));
  }
  const inner = await extractEmbedded(
    parsed.flatMap((one) => one.embedded),
    scanned,
    recognisers,
  );
  for (const source of inner.sources) read.add(source);
  const paths = new Set([...read].map(({ path }) => path));
  const others = parsed.flatMap((one) => one.sources ?? []).filter(({ path }) => !paths.has(path));
  return {
    facts: [...parsed.flatMap((one) => one.facts), ...inner.facts],
    problems: [...parsed.flatMap((one) => one.problems), ...inner.problems],
    sources: [...read, ...others],
  };
}

/** The facts of texts inside others, of the texts inside those, and so on. */
export async function extractEmbedded(
  outermost: readonly Embedded[],
  workspace: Workspace,
  recognisers: readonly Recogniser[],
): Promise<Extraction> {
  const parsed: Parsed[] = [];
  const sources: Source[] = [];
  let embedded = outermost;
  for (let depth = 0; embedded.length > 0 && depth < deepestNesting; depth++) {
    sources.push(...sourcesOf(embedded));
    const inner = await parseEmbedded(embedded, workspace, recognisers);
    parsed.push(...inner);
    embedded = inner.flatMap((one) => one.embedded);
  }
  return {
    facts: parsed.flatMap((one) => one.facts),
    problems: parsed.flatMap((one) => one.problems),
    sources: [...sources, ...parsed.flatMap((one) => one.sources ?? [])],
  };
}

async function parseEmbedded(
  embedded: readonly Embedded[],
  workspace: Workspace,
  recognisers: readonly Recogniser[],
): Promise<readonly Parsed[]> {
  const parsed: Parsed[] = [];
  for (const recogniser of recognisers) {
    const own = embedded.filter(({ language }) => recogniser.languages?.includes(language) === true);
    if (own.length === 0) continue;
    const parser = await recogniser.load();
    parsed.push(parser.parseEmbedded?.(own, workspace) ?? parser.parse(sourcesOf(own), workspace));
  }
  return parsed;
}

const sourcesOf = (embedded: readonly Embedded[]): readonly Source[] => embedded.map(({ source }) => source);

export interface AnalysisOptions {
  /** The day that conditions on time are judged by, `YYYY-MM-DD`; absent: they are not. */
  readonly today?: string;
  readonly recognisers?: readonly Recogniser[];
}

/** Source → facts → graph. */
export async function analyse(
  sources: readonly Source[],
  workspace: Workspace,
  { today, recognisers = allRecognisers }: AnalysisOptions = {},
): Promise<Analysis> {
  return withGraph(await extract(sources, workspace, recognisers), today);
}

/** Facts → graph. */
export async function withGraph(extraction: Extraction, today: string | undefined): Promise<Analysis> {
  const { openGraph } = await import("./graph/build.ts");
  return { ...extraction, graph: await openGraph(extraction.facts, today === undefined ? {} : { today }) };
}

export interface LintInput extends Pick<ReportInput, "tool" | "catalog" | "repository"> {
  readonly analysis: Analysis;
  /** All files that were found, whether or not a parser took them: their comments may ignore findings. */
  readonly sources: readonly Source[];
  /** Problems from before the analysis: files that could not be read. */
  readonly problems: readonly Problem[];
  readonly rules: readonly Rule[];
  readonly policy: Policy;
  /** Entries of ignore files; `undefined`: `--no-ignores`. */
  readonly ignores: readonly Ignore[] | undefined;
  /** Single files were asked for: an ignore that seems unused may serve a finding that needs the rest. */
  readonly partial?: boolean;
}

/** Graph → findings → report. */
export function lint(input: LintInput): Report {
  const { analysis, policy, rules, tool, catalog, repository } = input;
  const sources = new Map([...input.sources, ...analysis.sources].map((source) => [source.path, source]));
  const sourceOf = (path: string): Source | undefined => sources.get(path);
  const violations = check(analysis.graph, rules, policy);
  return buildReport({
    tool,
    catalog,
    ...(repository === undefined ? {} : { repository }),
    rules: rulesInReport([...rules.map(({ meta }) => meta), ...ignoreRules], policy),
    violations: input.ignores === undefined ? violations : withIgnores(input, violations, sourceOf),
    problems: [...input.problems, ...analysis.problems],
    sources: sourceOf,
    paths: input.sources.map(({ path }) => path),
    stats: {
      files: input.sources.length,
      filesRead: analysis.sources.filter(({ host }) => host === undefined).length,
      bindings: analysis.graph.bindings.length,
      facts: analysis.facts.length,
    },
  });
}

function withIgnores(
  { analysis, policy, rules, ignores = [], partial = false }: LintInput,
  violations: readonly Judged[],
  sourceOf: (path: string) => Source | undefined,
): readonly Judged[] {
  const ran = rules.map(({ meta }) => meta.id).filter((id) => policyOf(policy, id).level !== "off");
  const { violations: marked, complaints } = suppress({
    violations,
    ignores: [...(analysis.comments ?? analysis.sources.flatMap(ignoreComments)), ...ignores],
    locate: createLocator(sourceOf).region,
    ran: new Set(ran),
    known: new Set([...rules.map(({ meta }) => meta), ...ignoreRules].map(({ id }) => id)),
    partial,
    today: policy.options.today,
  });
  return [...marked, ...judgeComplaints(complaints, policy)];
}
