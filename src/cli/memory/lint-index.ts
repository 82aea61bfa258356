import { withGraph } from "../../lint.ts";
import type { Report } from "../../model/report.ts";
import { recognisers } from "../../parsers/index.ts";
import type { Arguments } from "../arguments.ts";
import { ignoresOf, reportOf, stamp } from "../report-of.ts";
import { parseOptions, type Scope } from "../scan-tree.ts";
import type { Streams } from "../streams.ts";
import { todayOf } from "../today.ts";
import { UsageError } from "../usage-error.ts";
import { extractRemembered, type Remembered } from "./extract.ts";
import { readIndex } from "./index-tree.ts";
import { digest, readSnapshot, type Snapshot, snapshotFile, writeSnapshot } from "./snapshot.ts";
import { createTrace } from "./trace.ts";

/**
 * Judges the whole index of a repository. What the last run read is taken from its snapshot, unless something that it
 * depends on has changed; with `--no-cache` everything is read, by the same steps.
 */
export async function lintIndex(args: Arguments, scope: Scope, streams: Streams): Promise<Report> {
  const options = parseOptions(args, scope, streams);
  const key = digest(JSON.stringify([stamp(), options]));
  const file = args.has("no-cache") ? undefined : snapshotFile(scope.roots.base, streams.env);
  const earlier = file === undefined ? undefined : readSnapshot(file, key);
  const trace = createTrace();
  const tree = readIndex(scope.roots.base, earlier?.links ?? {}, trace.note);
  if (tree === undefined) throw new UsageError("git can't list the index.", "Check 'git status' here.");
  const found = await extractRemembered(tree, options, recognisers, earlier, key, trace);
  const judgedBy = await judgementKey(args, scope, streams);
  if (found.isSame && earlier?.report?.key === judgedBy) return earlier.report.report;
  tree.fetch(found.snapshot.shown);
  const shown = new Set<string>();
  const report = await trace.duringAsync(shown, () => judged(found, args, scope, streams));
  if (file !== undefined) writeSnapshot(file, remembering(found.snapshot, shown, { key: judgedBy, report }));
  return report;
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

const remembering = (
  snapshot: Snapshot,
  shown: ReadonlySet<string>,
  report: NonNullable<Snapshot["report"]>,
): Snapshot => ({
  ...snapshot,
  shown: [...shown].flatMap((name) => (name.startsWith("f ") ? [name.slice(2)] : [])),
  report,
});
