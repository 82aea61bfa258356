import { renderFactFile } from "../../facts-file.ts";
import type { Report } from "../../model/report.ts";
import { blankSecrets } from "../../report/secrets.ts";
import { sarif } from "../../reporters/sarif.ts";
import { type Ignore, ignoreComments } from "../../suppress.ts";
import type { Arguments } from "../arguments.ts";
import type { Config } from "../config.ts";
import { git } from "../git.ts";
import { ignoresOf, reportOf } from "../report-of.ts";
import { resolveRoots } from "../roots.ts";
import { scanTree } from "../scan-tree.ts";
import type { Streams } from "../streams.ts";
import { type Done, writeOutputs } from "./outputs.ts";
import type { Repository } from "./repositories.ts";

/** Scans one local checkout and writes its SARIF, its fact file and its marker. */
export async function scanRepository(
  repository: Repository,
  out: string,
  settings: string,
  args: Arguments,
  config: Config,
  streams: Streams,
): Promise<Done> {
  // The repository's own configuration is not followed: what is audited does not say how.
  const scope = { roots: resolveRoots([repository.path], streams.cwd), config };
  const tree = await scanTree(args, scope, streams);
  const commit = scope.roots.git ? commitOf(scope.roots.base) : undefined;
  const provenance = scope.roots.git ? provenanceOf(scope.roots.base, commit) : undefined;
  const bare = await reportOf(args, scope, tree, streams);
  const report: Report = provenance === undefined ? bare : { ...bare, repository: provenance };
  const sources = new Map([...tree.sources, ...tree.analysis.sources].map((source) => [source.path, source]));
  const ignores: readonly Ignore[] = args.has("no-ignores")
    ? []
    : [...tree.analysis.sources.flatMap(ignoreComments), ...(await ignoresOf(scope.roots)).ignores];
  const facts = renderFactFile(
    {
      schemaVersion: 1,
      repository: repository.name,
      tool: report.tool.version,
      catalog: report.catalog.date,
      files: report.stats.filesRead,
      ...(commit === undefined ? {} : { commit }),
    },
    { facts: tree.analysis.facts, problems: [...tree.problems, ...tree.analysis.problems], ignores },
    (path) => sources.get(path),
    blankSecrets,
  );
  const done = doneOf(repository, settings, report);
  writeOutputs(out, done, sarif(report, { color: false, hyperlinks: false, width: 100 }), facts);
  return done;
}

function doneOf({ name }: Repository, settings: string, report: Report): Done {
  const open = report.findings.filter(({ status }) => status === "open");
  const count = (level: string): number => open.filter((finding) => finding.level === level).length;
  return {
    schemaVersion: 1,
    name,
    settings,
    files: report.stats.files,
    facts: report.stats.facts,
    bindings: report.stats.bindings,
    findings: { error: count("error"), warning: count("warning"), note: count("note") },
    problems: report.problems.length,
  };
}

const commitOf = (top: string): string | undefined =>
  git(top, ["rev-parse", "--verify", "--quiet", "HEAD"])?.toString("utf8").trim();

/** Where a checkout comes from, without what a remote's address may hold of secrets. */
function provenanceOf(top: string, revision: string | undefined): Report["repository"] {
  const remote = git(top, ["config", "--get", "remote.origin.url"])?.toString("utf8").trim();
  const uri = remote === undefined ? undefined : publicAddress(remote);
  return uri === undefined ? undefined : { uri, ...(revision === undefined ? {} : { revision }) };
}

/** `https://host/path` of an https or ssh remote; nothing of a local path. */
function publicAddress(remote: string): string | undefined {
  const [, host, path] =
    /^(?:[a-z+]+:\/\/)?(?:[^@/]+@)?([\w.-]+\.[a-z]+)(?::\d+)?[:/](.+?)(?:\.git)?$/i.exec(remote) ?? [];
  return host === undefined || path === undefined ? undefined : `https://${host}/${path}`;
}
