import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { catalogDate } from "../../gcp/role-table.ts";
import type { Arguments } from "../arguments.ts";
import { type Done, readDone, unwritable } from "../batch/outputs.ts";
import { createProgress } from "../batch/progress.ts";
import { isInShard, type Repository, type RepositoryList, readRepositoryList } from "../batch/repositories.ts";
import { shardOf } from "../batch/shard.ts";
import { createPool, type Scanned } from "../batch/pool.ts";
import type { Command } from "../command.ts";
import type { Streams } from "../streams.ts";
import { treeFlags } from "../tree-flags.ts";
import { UsageError } from "../usage-error.ts";
import { version } from "../version.ts";
import { todayOf } from "../today.ts";

export const scan: Command = {
  name: "scan",
  usage: "--repos LIST --out DIR",
  summary: "Scan many local checkouts: one SARIF, one fact file and one marker each",
  flags: {
    repos: {
      value: "LIST",
      help: 'lines such as {"name": "acme/train", "path": "../train"}, paths relative to the list',
    },
    out: { value: "DIR", help: "where <name>.sarif, <name>.ndjson and <name>.done go" },
    shard: {
      value: "I/N",
      help: "only this part of the list, counted from 0 (default: as the runner's variables say)",
    },
    threads: { value: "N", help: "how many repositories at once (default: one a core)" },
    force: { help: "scan again what is done" },
    ...treeFlags,
    select: { value: "RULE", multiple: true, help: "run only these rules" },
    ignore: { value: "RULE", multiple: true, help: "leave these rules out" },
    "no-ignores": { help: "show findings that comments and ignore files ignore" },
  },
  run: runScan,
};

async function runScan(args: Arguments, streams: Streams): Promise<number> {
  const list = readList(required(args, "repos"), streams);
  const out = resolve(streams.cwd, required(args, "out"));
  prepare(out);
  const { index, count } = shardOf(args.one("shard"), streams.env);
  const mine = list.repositories.filter((repository) => isInShard(repository, index, count));
  const settings = settingsOf(args, streams);
  const pending = mine.filter(({ name }) => args.has("force") || readDone(out, name, settings) === undefined);
  for (const { line, why } of list.bad) streams.err(`iam-lint: line ${line} of the list is left out: ${why}.\n`);
  const failed = await scanAll(pending, out, settings, args, streams);
  const done = mine.flatMap(({ name }) => readDone(out, name, settings) ?? []);
  streams.out(summaryOf(done, mine.length, pending.length, count === 1 ? "" : ` (shard ${index} of ${count})`));
  return failed + list.bad.length > 0 ? 2 : 0;
}

/** Gives the number of repositories that could not be scanned; what is wrong with each is said on standard error. */
async function scanAll(
  pending: readonly Repository[],
  out: string,
  settings: string,
  args: Arguments,
  streams: Streams,
): Promise<number> {
  const progress = createProgress(pending.length, streams);
  const pool = createPool({ size: threadsOf(args), out, settings, args, streams });
  let failed = 0;
  const report = (result: Scanned): void => {
    progress.advance(result);
    if (result.error === undefined) return;
    failed++;
    progress.interrupt(`iam-lint: ${result.name} could not be scanned: ${result.error}\n`);
  };
  try {
    await pool.run(pending, report);
  } finally {
    progress.close();
    await pool.close();
  }
  return failed;
}

function required(args: Arguments, flag: string): string {
  const value = args.one(flag);
  if (value !== undefined) return value;
  throw new UsageError(`scan needs --${flag}.`, "iam-lint scan --repos list.ndjson --out results");
}

function readList(file: string, streams: Streams): RepositoryList {
  const path = resolve(streams.cwd, file);
  try {
    return readRepositoryList(readFileSync(path, "utf8"), path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new UsageError(`the list '${file}' can't be read (${code}).`, "It holds one JSON object a line.");
  }
}

function prepare(out: string): void {
  try {
    mkdirSync(out, { recursive: true });
  } catch (error) {
    throw unwritable(out, error);
  }
}

function threadsOf(args: Arguments): number {
  const written = args.one("threads");
  if (written === undefined) return Math.min(availableParallelism(), 8);
  const threads = Number(written);
  if (Number.isInteger(threads) && threads >= 1 && threads <= 64) return threads;
  throw new UsageError(`'--threads ${written}' is no number from 1 to 64.`, "Leave it out for one a core.");
}

/** What a result depends on besides the repository: a change of it makes a finished repository pending again. */
function settingsOf(args: Arguments, streams: Streams): string {
  const flags = ["profile", "select", "ignore", "exclude", "var-file"].map((flag) => args.all(flag));
  const switches = ["no-ignores", "tf-var-env", "no-config"].map((flag) => args.has(flag));
  const config = args.one("config");
  const text = config === undefined ? "" : readFileSync(resolve(streams.cwd, config), "utf8");
  const parts = [version, catalogDate(), todayOf(streams), flags, switches, text];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}

function summaryOf(done: readonly Done[], total: number, scanned: number, shard: string): string {
  const sum = (pick: (one: Done) => number): number => done.reduce((so, one) => so + pick(one), 0);
  const findings = `${sum(({ findings: { error } }) => error)} errors, ${sum(({ findings: { warning } }) => warning)} warnings, ${sum(({ findings: { note } }) => note)} notes`;
  return `${done.length} of ${total} repositories done${shard}, ${scanned} scanned now: ${findings} in ${sum(({ files }) => files)} files, ${sum(({ bindings }) => bindings)} bindings\n`;
}
