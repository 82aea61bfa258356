import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { withGraph } from "../../lint.ts";
import type { Report } from "../../model/report.ts";
import { recognisers } from "../../parsers/index.ts";
import type { Arguments } from "../arguments.ts";
import { ignoresOf, reportOf, stamp } from "../report-of.ts";
import { givenSources, parseOptions, type Scope } from "../scan-tree.ts";
import type { Streams } from "../streams.ts";
import { todayOf } from "../today.ts";
import { UsageError } from "../usage-error.ts";
import { changesSince } from "./changes.ts";
import { extractRemembered, type Remembered } from "./extract.ts";
import { readIndex } from "./index-tree.ts";
import { digest, readSnapshot, snapshotFile, writeSnapshot } from "./snapshot.ts";
import { createTrace } from "./trace.ts";

/**
 * Judges the whole index of a repository. What the last run read is taken from its snapshot, unless something that it
 * depends on has changed; with `--no-cache` everything is read, by the same steps.
 */
export async function lintIndex(args: Arguments, scope: Scope, streams: Streams): Promise<Report> {
  const options = parseOptions(args, scope, streams);
  const key = digest(JSON.stringify([stamp(), build(), options]));
  const file = args.has("no-cache") ? undefined : snapshotFile(scope.roots.base, streams.env);
  const before = file === undefined ? undefined : readSnapshot(file, key);
  const trace = createTrace();
  const tree = readIndex(scope.roots.base, before?.index.links ?? {}, trace.note, givenSources(args, scope));
  if (tree === undefined) throw new UsageError("git can't list the index.", "Check 'git status' here.");
  const changes = changesSince(before?.index, tree, recognisers);
  const judgedBy = await judgementKey(args, scope, streams);
  const known = changes.none ? before?.report() : undefined;
  if (known?.key === judgedBy) return known.report;
  const earlier = { reads: before?.index.reads ?? [], parts: new Map(Object.entries(before?.parts() ?? {})) };
  const found = await extractRemembered({ tree, changes, options, recognisers, earlier, trace });
  tree.fetch(before?.index.shown ?? []);
  const texts = new Set<string>();
  const report = await trace.duringAsync(texts, () => judged(found, args, scope, streams));
  if (file !== undefined) {
    const shown = [...texts].flatMap((name) => (name.startsWith("f ") ? [name.slice(2)] : []));
    const index = { files: changes.files, reads: found.reads, links: tree.links, shown };
    writeSnapshot(file, { key, index, parts: found.parts, report: { key: judgedBy, report } });
  }
  return report;
}

/** Which build this is, where two have the same version: the program's file is another one. */
function build(): string {
  const { size, mtimeMs } = statSync(fileURLToPath(import.meta.url));
  return `${size} ${mtimeMs}`;
}

async function judged(found: Remembered, args: Arguments, scope: Scope, streams: Streams): Promise<Report> {
  const graphed = await withGraph(found.extraction, todayOf(streams));
  const analysis = { ...graphed, comments: found.comments };
  const workspace = { read: () => undefined, list: () => [], options: parseOptions(args, scope, streams) };
  return reportOf(args, scope, { workspace, analysis, sources: found.sources, problems: found.problems }, streams);
}

/** Everything besides the files that decides what is reported of them. */
async function judgementKey(args: Arguments, { roots, config }: Scope, streams: Streams): Promise<string> {
  const ignores = args.has("no-ignores") ? undefined : await ignoresOf(roots);
  const flags = [args.all("select"), args.all("ignore"), args.one("profile"), roots.targets.map(({ kind }) => kind)];
  return digest(JSON.stringify([flags, config, ignores, todayOf(streams)]));
}
