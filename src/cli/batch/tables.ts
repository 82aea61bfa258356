import { show } from "../../model/value.ts";
import type { Binding } from "../../model/graph.ts";
import type { Finding } from "../../model/report.ts";
import type { Cell } from "../../reporters/text/csv.ts";
import type { Reduced } from "./reduce.ts";

/** A table of the report: the same columns as CSV and as Parquet. */
export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Column {
  readonly name: string;
  readonly type: "STRING" | "INT32" | "DOUBLE" | "BOOLEAN";
}

const text = (name: string): Column => ({ name, type: "STRING" });
const whole = (name: string): Column => ({ name, type: "INT32" });

/** Findings, bindings and coverage of all repositories, sorted: the same fact files give the same bytes. */
export const tablesOf = (reduced: Reduced): readonly Table[] => [
  findingsTable(reduced),
  bindingsTable(reduced),
  coverageTable(reduced),
];

function findingsTable({ report, repositoryOf, commitOf, locationIn }: Reduced): Table {
  const controls = new Map(report.rules.map((rule) => [rule.meta.id, controlsText(rule.controls)]));
  const row = (finding: Finding): readonly Cell[] => {
    const repository = repositoryOf(finding.location.path);
    return [
      repository,
      commitOf(repository),
      locationIn(finding.location.path),
      finding.location.line,
      finding.rule,
      finding.level,
      finding.severity,
      finding.certainty,
      finding.status,
      finding.id,
      finding.subjects.map((subject) => subject.join(" ")).join("; "),
      repositoriesOf(finding, repositoryOf).join("; "),
      finding.message,
      controls.get(finding.rule),
      finding.reason,
      report.tool.version,
      report.catalog.date,
    ];
  };
  return {
    name: "findings",
    columns: [
      ...["repo", "commit", "path"].map(text),
      whole("line"),
      ...["rule_id", "level"].map(text),
      { name: "severity", type: "DOUBLE" },
      ...["certainty", "status", "fingerprint", "subjects", "repos_involved", "message", "controls", "reason"].map(
        text,
      ),
      ...["tool_version", "catalog_date"].map(text),
    ],
    rows: report.findings.map(row),
  };
}

const controlsText = (controls: Readonly<Record<string, readonly string[]>>): string =>
  Object.entries(controls)
    .flatMap(([framework, ids]) => ids.map((id) => `${framework} ${id}`))
    .join("; ");

/** Every repository that the evidence of a finding stands in. */
export function repositoriesOf(
  { location, related, path }: Finding,
  repositoryOf: (path: string) => string,
): readonly string[] {
  const places = [location, ...related.map((one) => one.location), ...path.flatMap((step) => step.location ?? [])];
  return [...new Set(places.map((place) => repositoryOf(place.path)))].toSorted();
}

function bindingsTable({ graph, regionOf, repositoryOf, commitOf, locationIn }: Reduced): Table {
  const row = ({ principal, role, resource, grant, certainty }: Binding): readonly Cell[] => {
    const region = regionOf(grant.span);
    const repository = repositoryOf(region.path);
    return [
      repository,
      commitOf(repository),
      locationIn(region.path),
      region.line,
      resource.type,
      resource.name,
      resource.project?.name,
      role.name ?? role.shown,
      role.kind,
      principal.type,
      principal.id,
      grant.condition === undefined ? undefined : show(grant.condition.expression),
      grant.authority,
      certainty,
    ];
  };
  return {
    name: "bindings",
    columns: [
      ...["repo", "commit", "path"].map(text),
      whole("line"),
      ...["resource_type", "resource", "project", "role", "role_kind", "member_type", "member"].map(text),
      ...["condition", "authority", "certainty"].map(text),
    ],
    rows: graph.bindings.map(row),
  };
}

/** What was read, and what was not: a row a repository, a row a problem. */
function coverageTable({ files, report, repositoryOf, locationIn }: Reduced): Table {
  const repositories = files.map(({ header, facts }): readonly Cell[] => [
    header.repository,
    "repository",
    undefined,
    undefined,
    `${header.files} files read, ${facts.length} facts`,
  ]);
  const problems = report.problems.map(({ kind, message, location }): readonly Cell[] => [
    repositoryOf(location.path),
    kind,
    locationIn(location.path),
    location.line,
    message,
  ]);
  return {
    name: "coverage",
    columns: [...["repo", "kind", "path"].map(text), whole("line"), text("detail")],
    rows: [...repositories, ...problems],
  };
}
