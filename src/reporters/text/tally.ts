import type { Finding, Report } from "../../model/report.ts";
import type { Level } from "../../model/rule.ts";

/** The findings that count: neither ignored nor baselined, worst first as in the report. */
export const openFindings = ({ findings }: Report): readonly Finding[] =>
  findings.filter(({ status }) => status === "open");

export type Tally = Readonly<Record<Level, number>>;

export function tallyOf(findings: readonly Finding[]): Tally {
  const tally = { error: 0, warning: 0, note: 0 };
  for (const { level } of findings) tally[level]++;
  return tally;
}

/** `1 error`, `2 errors` */
export const count = (number: number, noun: string, nouns = `${noun}s`): string =>
  `${number} ${number === 1 ? noun : nouns}`;

/** `3 errors, 2 warnings (4 ignored, 11 baselined) in 128 files, 412 bindings` */
export function summaryLine(report: Report): string {
  const { error, warning, note } = tallyOf(openFindings(report));
  const { ignored, baselined, filesRead, bindings } = report.stats;
  const found = [
    error > 0 ? count(error, "error") : [],
    warning > 0 ? count(warning, "warning") : [],
    note > 0 ? count(note, "note") : [],
  ].flat();
  const aside = [ignored > 0 ? `${ignored} ignored` : [], baselined > 0 ? `${baselined} baselined` : []].flat();
  const head = found.length === 0 ? "No findings" : found.join(", ");
  const middle = aside.length === 0 ? "" : ` (${aside.join(", ")})`;
  return `${head}${middle} in ${count(filesRead, "file")}, ${count(bindings, "binding")}`;
}

/** `The role table is of 2026-11-02 (2,390 roles).` Findings are as true as the table is new. */
export const catalogLine = ({ catalog }: Report): string =>
  `role table of ${catalog.date} (${String(catalog.roles).replaceAll(/\B(?=(?:\d{3})+$)/g, ",")} roles)`;
