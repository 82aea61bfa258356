import type { Report } from "../../model/report.ts";
import type { Level } from "../../model/rule.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { reporters } from "../../reporters/index.ts";
import { readOutputs, writeReport } from "../formats.ts";
import { reportOf } from "../report-of.ts";
import { accepts, analyseTree, type Scope, scanTree, scopeOf } from "../scan-tree.ts";
import { onlyAsked, onlyNew, onlyTouching } from "../scopes.ts";
import type { Roots } from "../roots.ts";
import type { Streams } from "../streams.ts";
import { todayOf } from "../today.ts";
import { treeFlags } from "../tree-flags.ts";
import { UsageError } from "../usage-error.ts";

export const lint: Command = {
  name: "lint",
  usage: "[PATH…]",
  summary: "Find what is too much and what will fail (the default command)",
  flags: {
    format: {
      value: "FMT[:FILE]",
      short: "f",
      multiple: true,
      help: `${[...reporters.keys()].join(", ")}; repeatable with files`,
    },
    select: {
      value: "RULE",
      multiple: true,
      help: "run only these rules; 'missing-*' names several (repeatable, commas)",
    },
    ignore: { value: "RULE", multiple: true, help: "leave these rules out (repeatable, commas)" },
    "fail-on": {
      value: "LEVEL",
      choices: ["error", "warning", "note", "never"],
      help: "exit 1 from this level on (default error)",
    },
    ...treeFlags,
    baseline: { value: "FILE", help: "findings of this file are known; they do not fail the run" },
    hook: { help: "in a pre-commit hook: judge the index, show what touches staged files; silent when clean" },
    "no-cache": { help: "with --hook: neither use nor keep what earlier runs have read" },
    since: { value: "REF", help: "show only findings that are absent at this revision" },
    "no-ignores": { help: "show findings that comments and ignore files ignore" },
    strict: { help: "exit 2 when something could not be read" },
    "stdin-filename": { value: "FILE", help: "read standard input in place of this file" },
    color: { value: "WHEN", choices: ["auto", "always", "never"], help: "colour of the pretty format (default auto)" },
  },
  run: runLint,
};

async function runLint(args: Arguments, streams: Streams): Promise<number> {
  const start = performance.now();
  const outputs = readOutputs(args.all("format"));
  const run = args.has("hook") ? lintStaged : args.has("since") ? lintSince : lintPaths;
  const found = await run(args, streams);
  if (found === undefined) return 0;
  const report = await withBaseline(found, args, streams);
  const isClean = report.findings.length + report.problems.length === 0;
  if (args.has("hook") && isClean && args.all("format").length === 0) return 0;
  await writeReport(report, outputs, args.one("color"), (performance.now() - start) / 1000, streams);
  return exitCode(report, args);
}

async function withBaseline(report: Report, args: Arguments, streams: Streams): Promise<Report> {
  const file = args.one("baseline");
  if (file === undefined) return report;
  const [{ applyBaseline }, { readBaseline }] = [
    await import("../../baseline.ts"),
    await import("../baseline-file.ts"),
  ];
  return applyBaseline(report, readBaseline(file, streams.cwd), todayOf(streams)).report;
}

async function lintPaths(args: Arguments, streams: Streams): Promise<Report> {
  const scope = await scopeOf(args, args.positionals, streams);
  const tree = await scanTree(args, scope, streams);
  const report = await reportOf(args, scope, tree, streams);
  if (report.stats.filesRead === 0) streams.err("iam-lint: no file with access configuration among the paths.\n");
  return onlyAsked(report, scope.roots, tree.sources);
}

/** `--hook`: the graph is the whole index's, the findings are those that touch what is staged. */
async function lintStaged(args: Arguments, streams: Streams): Promise<Report | undefined> {
  const scope = await scopeOf(args, args.positionals, streams);
  const { changedInIndex } = await import("../trees/staged.ts");
  const changed = scope.roots.git ? changedInIndex(scope.roots) : undefined;
  if (changed === undefined) {
    throw new UsageError(
      "--hook reads a git repository, and here git finds none.",
      "Run it in a work tree, or lint paths.",
    );
  }
  if (![...changed].some(accepts)) return undefined;
  const { lintIndex } = await import("../memory/lint-index.ts");
  return onlyTouching(await lintIndex(args, scope, streams), changed);
}

/** `--since REF`: the findings that are absent at a revision. */
async function lintSince(args: Arguments, streams: Streams): Promise<Report> {
  const scope = await scopeOf(args, args.positionals, streams);
  const { readRevisionInScope } = await import("../trees/revision-in-scope.ts");
  const files = await readRevisionInScope({ ...scope, roots: rootsOf(scope) }, args, args.one("since") ?? "HEAD");
  const before = await reportOf(args, scope, await analyseTree(files, args, scope, streams), streams);
  const tree = await scanTree(args, scope, streams);
  return onlyNew(onlyAsked(await reportOf(args, scope, tree, streams), scope.roots, tree.sources), before);
}

function rootsOf({ roots }: Scope): Roots {
  if (roots.git) return roots;
  throw new UsageError("--since compares revisions, and here git finds no repository.", "Run it in a work tree.");
}

const ranks: Readonly<Record<Level, number>> = { error: 3, warning: 2, note: 1 };

function exitCode(report: Report, args: Arguments): number {
  if (args.has("strict") && report.problems.some(({ kind }) => kind !== "unanalysed")) return 2;
  const failOn = args.one("fail-on") ?? "error";
  const threshold = failOn === "never" ? Number.POSITIVE_INFINITY : ranks[failOn as Level];
  const isFailing = report.findings.some(({ status, level }) => status === "open" && ranks[level] >= threshold);
  return isFailing ? 1 : 0;
}
