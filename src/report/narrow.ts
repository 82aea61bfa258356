import type { Finding, Report } from "../model/report.ts";

/** The report of a hook: findings of which some place, path or related stretch lies in the files; the rest is counted. */
export const onlyTouching = (report: Report, paths: ReadonlySet<string>): Report =>
  narrow(report, (finding) => placesOf(finding).some((path) => paths.has(path)));

/** The findings that are not in the report of an earlier state; the rest is counted. */
export function onlyNew(report: Report, before: Report): Report {
  const old = new Set(before.findings.filter(({ status }) => status === "open").map(({ id }) => id));
  return narrow(report, ({ id }) => !old.has(id));
}

function narrow(report: Report, keep: (finding: Finding) => boolean): Report {
  const findings = report.findings.filter((finding) => finding.status !== "open" || keep(finding));
  const elsewhere = report.stats.elsewhere + report.findings.length - findings.length;
  return { ...report, findings, stats: { ...report.stats, elsewhere } };
}

const placesOf = ({ location, related, path }: Finding): readonly string[] => [
  location.path,
  ...related.map((one) => one.location.path),
  ...path.flatMap((step) => step.location?.path ?? []),
];
