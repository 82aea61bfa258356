import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogDate, catalogSize } from "../../gcp/role-table.ts";
import { lint as lintAnalysis } from "../../lint.ts";
import type { Report } from "../../model/report.ts";
import type { Level } from "../../model/rule.ts";
import type { Problem } from "../../model/source.ts";
import type { Ignore } from "../../suppress.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { readOutputs, writeReport } from "../formats.ts";
import { policyInForce, rules } from "../rule-set.ts";
import { scanTree, type Tree } from "../scan-tree.ts";
import type { Streams } from "../streams.ts";
import { todayOf } from "../today.ts";
import { treeFlags } from "../tree-flags.ts";
import { homepage, version } from "../version.ts";

export const lint: Command = {
  name: "lint",
  usage: "[PATH…]",
  summary: "Find what is too much and what will fail (the default command)",
  flags: {
    format: { value: "FMT[:FILE]", short: "f", multiple: true, help: "pretty, json or sarif; repeatable with files" },
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
  const tree = await scanTree(args, args.positionals, streams);
  const report = await reportOf(args, tree, streams);
  if (report.stats.filesRead === 0) streams.err("iam-lint: no file with access configuration among the paths.\n");
  await writeReport(report, outputs, args.one("color"), (performance.now() - start) / 1000, streams);
  return exitCode(report, args);
}

async function reportOf(args: Arguments, tree: Tree, streams: Streams): Promise<Report> {
  const ignoreFile = args.has("no-ignores") ? undefined : await ignoresOf(tree);
  const report = lintAnalysis({
    tool: { name: "iam-lint", version, ...(homepage === undefined ? {} : { homepage }) },
    catalog: { date: catalogDate(), roles: catalogSize().roles },
    analysis: tree.analysis,
    sources: tree.sources,
    problems: [...tree.problems, ...(ignoreFile?.problems ?? [])],
    rules,
    policy: policyInForce(args, tree.config, todayOf(streams)),
    ignores: ignoreFile?.ignores,
  });
  return tree.asked === undefined ? report : onlyPaths(report, tree.asked);
}

/** The report of the files that were asked for: what their neighbours hold is not this run's matter. */
function onlyPaths(report: Report, asked: ReadonlySet<string>): Report {
  return {
    ...report,
    findings: report.findings.filter(({ location }) => asked.has(location.path)),
    problems: report.problems.filter(({ location }) => asked.has(location.path)),
  };
}

/** The entries of the ignore file at the base, for formats that have no comments. */
async function ignoresOf({ roots }: Tree): Promise<{ ignores: readonly Ignore[]; problems: readonly Problem[] }> {
  const { ignoreFileName, parseIgnoreFile } = await import("../../suppress/ignore-file.ts");
  const file = join(roots.base, ignoreFileName);
  if (!existsSync(file)) return { ignores: [], problems: [] };
  return parseIgnoreFile({ path: ignoreFileName, text: readFileSync(file, "utf8") });
}

const ranks: Readonly<Record<Level, number>> = { error: 3, warning: 2, note: 1 };

function exitCode(report: Report, args: Arguments): number {
  if (args.has("strict") && report.problems.some(({ kind }) => kind !== "unanalysed")) return 2;
  const failOn = args.one("fail-on") ?? "error";
  const threshold = failOn === "never" ? Number.POSITIVE_INFINITY : ranks[failOn as Level];
  const isFailing = report.findings.some(({ status, level }) => status === "open" && ranks[level] >= threshold);
  return isFailing ? 1 : 0;
}
