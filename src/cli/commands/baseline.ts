import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Baseline, createBaseline, pruneBaseline, renderBaseline, updateBaseline } from "../../baseline.ts";
import type { Report } from "../../model/report.ts";
import type { Arguments } from "../arguments.ts";
import { baselineName, readBaseline } from "../baseline-file.ts";
import type { Command } from "../command.ts";
import { reportOf } from "../report-of.ts";
import { scanTree, scopeOf } from "../scan-tree.ts";
import type { Streams } from "../streams.ts";
import { todayOf } from "../today.ts";
import { treeFlags } from "../tree-flags.ts";
import { UsageError } from "../usage-error.ts";

export const baseline: Command = {
  name: "baseline",
  usage: "create|update|prune [PATH…]",
  summary: "Draw a line under today's findings, and keep it true",
  flags: {
    file: { value: "FILE", help: `the baseline (default: ${baselineName})` },
    add: { help: "update: also add what is new" },
    ...treeFlags,
  },
  run: async (args, streams) => {
    const [verb = "", ...paths] = args.positionals;
    const act = verbs[verb];
    if (act === undefined) {
      throw new UsageError("baseline needs create, update or prune.", "iam-lint baseline create [PATH…]");
    }
    const scope = await scopeOf(args, paths, streams);
    if (scope.roots.targets.some(({ kind }) => kind === "file")) {
      throw new UsageError("a baseline is drawn under whole folders.", "Give folders, or none for the current one.");
    }
    const file = args.one("file") ?? baselineName;
    const report = await reportOf(args, scope, await scanTree(args, scope, streams), streams);
    const drawn = act({ args, report, file, streams, today: todayOf(streams) });
    writeFileSync(resolve(streams.cwd, file), renderBaseline(drawn));
    streams.err(`iam-lint: ${file} holds ${drawn.findings.length} findings.\n`);
    return 0;
  },
};

interface Act {
  readonly args: Arguments;
  readonly report: Report;
  readonly file: string;
  readonly streams: Streams;
  readonly today: string;
}

const verbs: Readonly<Record<string, (act: Act) => Baseline>> = {
  create: ({ report, file, streams, today }) => {
    if (!existsSync(resolve(streams.cwd, file))) return createBaseline(report, today);
    throw new UsageError(`'${file}' is there already.`, "'iam-lint baseline update' keeps its reasons and dates.");
  },
  update: ({ args, report, file, streams, today }) =>
    updateBaseline(readBaseline(file, streams.cwd), report, today, args.has("add")),
  prune: ({ report, file, streams }) => pruneBaseline(readBaseline(file, streams.cwd), report),
};
