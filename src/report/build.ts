import type { Judged } from "../model/judged.ts";
import type { Finding, Region, Report, ReportProblem, ReportStats, RuleInReport } from "../model/report.ts";
import type { Level } from "../model/rule.ts";
import type { Problem, Source } from "../model/source.ts";
import { createLocator, type Locator } from "./locate.ts";
import { mergeFinding } from "./merge.ts";
import { blankSecrets } from "./secrets.ts";

export interface ReportInput extends Pick<Report, "tool" | "catalog" | "rules" | "repository" | "paths"> {
  readonly violations: readonly Judged[];
  readonly problems: readonly Problem[];
  /** Files and embedded texts by their path. */
  readonly sources: (path: string) => Source | undefined;
  readonly stats: Pick<ReportStats, "files" | "filesRead" | "bindings" | "facts">;
}

/** What was found and what could not be read, located, merged and sorted: the same input gives the same report. */
export function buildReport(input: ReportInput): Report {
  const locator = createLocator(input.sources);
  const findings = findingsOf(input.violations, input.rules, locator);
  const { tool, catalog, rules, repository, paths } = input;
  return {
    schemaVersion: 1,
    tool,
    catalog,
    rules: rules.toSorted((a, b) => compare(a.meta.id, b.meta.id)),
    findings,
    problems: problemsOf(input.problems, locator),
    stats: {
      ...input.stats,
      ignored: findings.filter(({ status }) => status === "ignored").length,
      baselined: 0,
      elsewhere: 0,
    },
    ...(repository === undefined ? {} : { repository }),
    ...(paths === undefined ? {} : { paths: paths.toSorted(compare) }),
  };
}

function findingsOf(
  violations: readonly Judged[],
  rules: readonly RuleInReport[],
  locator: Locator,
): readonly Finding[] {
  const severities = new Map(rules.map(({ meta, securitySeverity }) => [meta.id, securitySeverity]));
  const merged = groupByAnchor(violations, locator).map((group) =>
    mergeFinding(group, (rule) => severities.get(rule), locator),
  );
  return numbered(merged.toSorted(byPlace)).toSorted(bySeverity);
}

type Group = readonly [Judged, ...Judged[]];

/**
 * The anchor is the line, since code scanning takes two results of a rule on one line for one alert. What is ignored
 * stays apart from what is open.
 */
function groupByAnchor(violations: readonly Judged[], locator: Locator): readonly Group[] {
  const groups = new Map<string, { violation: Judged; region: Region }[]>();
  for (const violation of violations) {
    if (violation.hidden) continue;
    const region = locator.region(violation.at);
    const key = JSON.stringify([violation.rule, region.path, region.line, violation.ignored]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [{ violation, region }]);
    else group.push({ violation, region });
  }
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group.toSorted((a, b) => a.region.column - b.region.column).map((one) => one.violation);
    return first === undefined ? [] : [[first, ...others] satisfies Group];
  });
}

/** Equal fingerprints are told apart by their order in the tree. */
function numbered(findings: readonly Omit<Finding, "id">[]): readonly Finding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const { fingerprint } = finding;
    const count = (seen.get(fingerprint) ?? 0) + 1;
    seen.set(fingerprint, count);
    return { id: count === 1 ? fingerprint : `${fingerprint}:${count}`, ...finding };
  });
}

type Ordered = Pick<Finding, "location" | "rule" | "message" | "level" | "severity">;

const rank: Record<Level, number> = { error: 0, warning: 1, note: 2 };

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byRegion = (a: Region, b: Region): number =>
  compare(a.path, b.path) || a.line - b.line || a.column - b.column || a.endColumn - b.endColumn;

const byPlace = (a: Ordered, b: Ordered): number =>
  byRegion(a.location, b.location) || compare(a.rule, b.rule) || compare(a.message, b.message);

/** Worst first: the order in which code scanning and capped lists cut. */
const bySeverity = (a: Ordered, b: Ordered): number =>
  rank[a.level] - rank[b.level] || (b.severity ?? 0) - (a.severity ?? 0) || byPlace(a, b);

function problemsOf(problems: readonly Problem[], locator: Locator): readonly ReportProblem[] {
  const located = problems.map(({ kind, message, at }) => ({
    kind,
    message: blankSecrets(message),
    location: locator.location(at),
  }));
  const distinct = new Map(located.map((one) => [JSON.stringify([one.kind, one.message, one.location]), one]));
  return [...distinct.values()].toSorted(
    (a, b) => byRegion(a.location, b.location) || compare(a.kind, b.kind) || compare(a.message, b.message),
  );
}
