import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { csvOf } from "../../reporters/text/csv.ts";
import type { Arguments } from "../arguments.ts";
import { unwritable, writeWhole } from "../batch/outputs.ts";
import { parquetOf } from "../batch/parquet.ts";
import { type Reduced, reduce } from "../batch/reduce.ts";
import { summaryOf } from "../batch/summary.ts";
import { type Table, tablesOf } from "../batch/tables.ts";
import type { Command } from "../command.ts";
import { findConfig } from "../config.ts";
import { policyInForce } from "../rule-set.ts";
import type { Streams } from "../streams.ts";
import { todayOf } from "../today.ts";
import { UsageError } from "../usage-error.ts";

const formats = ["csv", "parquet", "markdown"] as const;

export const report: Command = {
  name: "report",
  usage: "DIR",
  summary: "One graph over all fact files of a scan: tables, a summary, findings that cross repositories",
  flags: {
    out: { value: "DIR", help: "where the report goes (default: DIR/report)" },
    format: { value: "FMT", multiple: true, choices: formats, help: "csv, parquet, markdown (default: all)" },
    config: { value: "FILE", help: "the auditor's configuration" },
    profile: { value: "NAME", choices: ["default", "auditor"], help: "auditor: also what can't be known, as notes" },
    select: { value: "RULE", multiple: true, help: "run only these rules" },
    ignore: { value: "RULE", multiple: true, help: "leave these rules out" },
    "no-ignores": { help: "count findings that the repositories ignore" },
  },
  run: runReport,
};

async function runReport(args: Arguments, streams: Streams): Promise<number> {
  const folder = folderOf(args, streams);
  const config =
    args.one("config") === undefined
      ? {}
      : await findConfig(args, { base: folder, git: false, targets: [] }, streams.cwd);
  const reduced = await reduce(folder, policyInForce(args, config, todayOf(streams)), !args.has("no-ignores"));
  for (const { file, why } of reduced.bad) streams.err(`iam-lint: ${file} is left out: ${why}.\n`);
  if (reduced.files.length === 0) {
    throw new UsageError(`there is no finished fact file below '${folder}'.`, "'iam-lint scan' writes them.");
  }
  const out = resolve(streams.cwd, args.one("out") ?? join(folder, "report"));
  const written = await writeAll(reduced, out, args.all("format"));
  streams.out(`${written.length} files in ${out}: ${written.join(", ")}\n`);
  return reduced.bad.length > 0 ? 2 : 0;
}

function folderOf(args: Arguments, streams: Streams): string {
  const [given, ...rest] = args.positionals;
  if (given === undefined || rest.length > 0) {
    throw new UsageError("report takes one folder.", "Give the --out folder of 'iam-lint scan'.");
  }
  const folder = resolve(streams.cwd, given);
  if (existsSync(folder) && statSync(folder).isDirectory()) return folder;
  throw new UsageError(`'${given}' is no folder.`, "Give the --out folder of 'iam-lint scan'.");
}

async function writeAll(reduced: Reduced, out: string, chosen: readonly string[]): Promise<readonly string[]> {
  const isWanted = (format: string): boolean => chosen.length === 0 || chosen.includes(format);
  const written: string[] = [];
  const write = (name: string, content: string | Uint8Array): void => {
    writeWhole(join(out, name), content);
    written.push(name);
  };
  try {
    for (const table of tablesOf(reduced)) {
      if (isWanted("csv")) write(`${table.name}.csv`, csvText(table));
      if (isWanted("parquet")) write(`${table.name}.parquet`, await parquetOf(table));
    }
    if (isWanted("markdown")) write("summary.md", summaryOf(reduced));
  } catch (error) {
    throw unwritable(out, error);
  }
  return written;
}

const csvText = ({ columns, rows }: Table): string =>
  csvOf(
    columns.map(({ name }) => name),
    rows,
  );
