import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type FactFile, parseFactFile } from "../../facts-file.ts";
import { openGraph } from "../../graph/build.ts";
import { lint } from "../../lint.ts";
import type { Graph } from "../../model/graph.ts";
import type { Policy } from "../../model/policy.ts";
import type { Region, Report } from "../../model/report.ts";
import type { Span } from "../../model/source.ts";
import { createLocator } from "../../report/locate.ts";
import { stamp } from "../report-of.ts";
import { rules } from "../rule-set.ts";

/** All fact files of a folder as one graph, judged. */
export interface Reduced {
  readonly files: readonly FactFile[];
  readonly graph: Graph;
  readonly report: Report;
  readonly regionOf: (span: Span) => Region;
  /** The repository of a reported path, and the path within it. */
  readonly repositoryOf: (path: string) => string;
  readonly locationIn: (path: string) => string;
  readonly commitOf: (repository: string) => string | undefined;
  /** Fact files that can't be used, and why. */
  readonly bad: readonly { readonly file: string; readonly why: string }[];
}

/** Reads every finished fact file below a folder, in the order of their names. */
export async function reduce(folder: string, policy: Policy, withIgnores: boolean): Promise<Reduced> {
  const { files, bad } = readFactFiles(folder);
  const facts = files.flatMap((file) => file.facts);
  const sources = files.flatMap((file) => file.sources);
  const sourceOf = (path: string) => byPath.get(path);
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const graph = await openGraph(facts, { today: policy.options.today });
  const report = lint({
    ...stamp(),
    analysis: { facts, problems: files.flatMap((file) => file.problems), sources, graph },
    sources,
    problems: [],
    rules,
    policy,
    ignores: withIgnores ? files.flatMap((file) => file.ignores) : undefined,
  });
  const names = files.map(({ header }) => header.repository).toSorted((a, b) => b.length - a.length);
  const repositoryOf = (path: string): string => names.find((name) => path.startsWith(`${name}/`)) ?? "";
  const commits = new Map(files.map(({ header }) => [header.repository, header.commit]));
  return {
    files,
    graph,
    report,
    bad,
    regionOf: createLocator(sourceOf).region,
    repositoryOf,
    locationIn: (path) => path.slice(repositoryOf(path).length + 1),
    commitOf: (repository) => commits.get(repository),
  };
}

function readFactFiles(folder: string): Pick<Reduced, "files" | "bad"> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => name.replaceAll("\\", "/"));
  const done = new Set(names.filter((name) => name.endsWith(".done")).map((name) => name.slice(0, -".done".length)));
  const files: FactFile[] = [];
  const bad: { file: string; why: string }[] = [];
  for (const file of names.filter((name) => name.endsWith(".ndjson")).toSorted()) {
    const name = file.slice(0, -".ndjson".length);
    try {
      if (done.has(name)) files.push(parseFactFile(readFileSync(join(folder, file), "utf8"), `${name}/`));
      else bad.push({ file, why: "its scan did not finish: run the scan again" });
    } catch (error) {
      bad.push({ file, why: error instanceof Error ? error.message : String(error) });
    }
  }
  return { files, bad };
}
