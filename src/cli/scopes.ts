import type { Finding, Report } from "../model/report.ts";
import type { Source } from "../model/source.ts";
import { type Roots, shownPath } from "./roots.ts";

/**
 * Where single files are asked for, their neighbours are read for their values only: what those hold is not this run's
 * matter, unless a file that is asked for has a part in it (a module that it calls, a data file that it reads).
 */
export function onlyAsked(report: Report, roots: Roots, sources: readonly Source[]): Report {
  if (roots.targets.some(({ kind }) => kind === "folder")) return report;
  const given = new Set(roots.targets.map(({ path }) => shownPath(path, roots.base)));
  const asked = new Set([
    ...given,
    ...sources.flatMap(({ path, host }) => (given.has(path) && host ? [host.path] : [])),
  ]);
  const findings = report.findings.filter((finding) => placesOf(finding).some((path) => asked.has(path)));
  return {
    ...report,
    findings,
    problems: report.problems.filter(({ location }) => asked.has(location.path)),
    stats: { ...report.stats, ignored: findings.filter(({ status }) => status === "ignored").length },
  };
}

/** The findings whose evidence touches what is staged; the rest is counted as elsewhere. */
export function onlyTouching(report: Report, changed: ReadonlySet<string>): Report {
  const findings = report.findings.filter((finding) => placesOf(finding).some((path) => changed.has(path)));
  return {
    ...report,
    findings,
    problems: report.problems.filter(({ location }) => changed.has(location.path)),
    stats: { ...report.stats, elsewhere: openOf(report.findings) - openOf(findings) },
  };
}

const openOf = (findings: readonly Finding[]): number => findings.filter(({ status }) => status === "open").length;

const placesOf = ({ location, related, path }: Finding): readonly string[] => [
  location.path,
  ...related.map((one) => one.location.path),
  ...path.flatMap((step) => (step.location === undefined ? [] : [step.location.path])),
];

/** The findings that an older report does not have, by their identity. */
export function onlyNew(report: Report, before: Report): Report {
  const known = new Set(before.findings.filter(({ status }) => status === "open").map(({ id }) => id));
  const findings = report.findings.filter(({ id }) => !known.has(id));
  return {
    ...report,
    findings,
    stats: { ...report.stats, elsewhere: openOf(report.findings) - openOf(findings) },
  };
}
