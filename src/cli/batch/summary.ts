import type { Finding } from "../../model/report.ts";
import type { Reduced } from "./reduce.ts";
import { repositoriesOf } from "./tables.ts";

const shownFindings = 50;

/** The whole scan as Markdown: what was read, what was found, what crosses repositories, what was not analysed. */
export function summaryOf(reduced: Reduced): string {
  const { report, files, repositoryOf } = reduced;
  const open = report.findings.filter(({ status }) => status === "open");
  const crossing = open.filter((finding) => repositoriesOf(finding, repositoryOf).length > 1);
  return [
    "# Access of all repositories",
    `iam-lint ${report.tool.version}, role table of ${report.catalog.date}: ${files.length} repositories, ${sum(files.map(({ header }) => header.files))} files, ${reduced.graph.bindings.length} bindings, ${open.length} open findings, ${report.stats.ignored} ignored.`,
    "## Repositories",
    table(["repository", "files", "errors", "warnings", "notes", "not analysed"], repositoryRows(reduced, open)),
    "## Rules",
    table(["rule", "level", "findings", "repositories"], ruleRows(open, repositoryOf)),
    `## Findings that cross repositories (${crossing.length})`,
    crossing.length === 0 ? "None." : list(crossing, reduced),
    `## Worst findings (${Math.min(open.length, shownFindings)} of ${open.length})`,
    open.length === 0 ? "None." : list(open, reduced),
    "",
  ].join("\n\n");
}

const sum = (values: readonly number[]): number => values.reduce((so, value) => so + value, 0);

function repositoryRows({ files, report, repositoryOf }: Reduced, open: readonly Finding[]): readonly string[][] {
  return files.map(({ header }) => {
    const own = open.filter(({ location }) => repositoryOf(location.path) === header.repository);
    const count = (level: string): string => String(own.filter((finding) => finding.level === level).length);
    const problems = report.problems.filter(({ location }) => repositoryOf(location.path) === header.repository);
    const counts = [count("error"), count("warning"), count("note"), String(problems.length)];
    return [header.repository, String(header.files), ...counts];
  });
}

function ruleRows(open: readonly Finding[], repositoryOf: (path: string) => string): readonly string[][] {
  const rules = [...new Set(open.map(({ rule }) => rule))].toSorted();
  return rules.map((rule) => {
    const own = open.filter((finding) => finding.rule === rule);
    const repositories = new Set(own.map(({ location }) => repositoryOf(location.path)));
    return [rule, own[0]?.level ?? "", String(own.length), String(repositories.size)];
  });
}

const list = (findings: readonly Finding[], { repositoryOf }: Reduced): string =>
  findings
    .slice(0, shownFindings)
    .map((finding) => {
      const others = repositoriesOf(finding, repositoryOf).filter(
        (name) => name !== repositoryOf(finding.location.path),
      );
      const also = others.length === 0 ? "" : ` (also ${others.map(escape).join(", ")})`;
      const { path, line } = finding.location;
      return `- **${finding.level}** \`${finding.rule}\` ${escape(path)}:${line}${also}: ${escape(finding.message)}`;
    })
    .join("\n");

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows.map((row) => row.map(escape))]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");

/** What a repository says is shown as text, never as markup. */
const escape = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, "�")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/[\\`*_[\]|#!~@]/g, String.raw`\$&`);
