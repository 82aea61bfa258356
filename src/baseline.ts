import type { Finding, Report } from "./model/report.ts";
import type { Level } from "./model/rule.ts";

/** What was there when somebody drew the line. Matched by `id` alone; the rest is for people. */
export interface Baseline {
  readonly version: 1;
  /** Days after which an entry no longer counts, for all entries without a date of their own. */
  readonly expireDays?: number;
  readonly findings: readonly BaselineEntry[];
}

export interface BaselineEntry {
  readonly id: string;
  readonly rule: string;
  readonly level: Level;
  readonly resource: string;
  readonly role: string;
  readonly member: string;
  readonly path: string;
  readonly since: string;
  readonly reason: string | null;
  readonly expires: string | null;
}

export interface Baselined {
  readonly report: Report;
  /** Entries that no finding matches any more. */
  readonly stale: readonly BaselineEntry[];
  /** Entries whose finding is open again because their time is over or the finding is worse than it was. */
  readonly reopened: readonly BaselineEntry[];
}

/** Marks what the baseline holds. `today` is `YYYY-MM-DD`. */
export function applyBaseline(report: Report, baseline: Baseline, today: string): Baselined {
  const entries = new Map(baseline.findings.map((entry) => [entry.id, entry]));
  const seen = new Set(recordable(report).map(({ id }) => id));
  const stale = baseline.findings.filter(({ id }) => !seen.has(id));
  const reopened: BaselineEntry[] = [];
  const findings = report.findings.map((finding): Finding => {
    const entry = entries.get(finding.id);
    if (entry === undefined || finding.status !== "open") return finding;
    if (isOver(entry, baseline.expireDays, today) || isWorse(finding, entry)) {
      reopened.push(entry);
      return finding;
    }
    return Object.assign({}, finding, {
      status: "baselined",
      ...(entry.reason === null ? {} : { reason: entry.reason }),
    });
  });
  const baselined = findings.filter(({ status }) => status === "baselined").length;
  const stats = { ...report.stats, baselined, ...(stale.length === 0 ? {} : { stale: stale.length }) };
  return { report: { ...report, findings, stats }, stale, reopened };
}

/** All open findings of a report. */
export const createBaseline = (report: Report, today: string): Baseline => ({
  version: 1,
  findings: sorted(recordable(report).map((finding) => entryOf(finding, today))),
});

/** Drops what is gone and notes what became milder; adds what is new only when told so. */
export function updateBaseline(baseline: Baseline, report: Report, today: string, add = false): Baseline {
  const old = new Map(baseline.findings.map((entry) => [entry.id, entry]));
  const findings = recordable(report).flatMap((finding) => {
    const entry = old.get(finding.id);
    if (entry === undefined) return add ? [entryOf(finding, today)] : [];
    const { since, reason, expires, level } = entry;
    const milder = ranks[finding.level] < ranks[level] || add ? finding.level : level;
    return [{ ...entryOf(finding, since), level: milder, reason, expires }];
  });
  return { ...baseline, findings: sorted(findings) };
}

/** Drops what is gone, and nothing else. */
export function pruneBaseline(baseline: Baseline, report: Report): Baseline {
  const seen = new Set(recordable(report).map(({ id }) => id));
  return { ...baseline, findings: baseline.findings.filter(({ id }) => seen.has(id)) };
}

/** The file: sorted, one entry a line, so that git merges it. */
export function renderBaseline({ version, expireDays, findings }: Baseline): string {
  const entries = findings.map((entry) => `    ${JSON.stringify(entry)}`).join(",\n");
  const days = expireDays === undefined ? "" : `  "expireDays": ${expireDays},\n`;
  return `{\n  "version": ${version},\n${days}  "findings": [${entries === "" ? "" : `\n${entries}\n  `}]\n}\n`;
}

/** Reads the file; a sentence that says what is wrong with it where something is. */
export function parseBaseline(text: string): Baseline | string {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return "The baseline is not valid JSON; after a merge conflict, keep the lines of both sides.";
  }
  if (!isRecord(data) || data["version"] !== 1) return "The baseline is not of version 1.";
  const { expireDays, findings } = data;
  if (!Array.isArray(findings)) return "The baseline has no list of findings.";
  if (expireDays !== undefined && !(typeof expireDays === "number" && expireDays > 0))
    return "The baseline's `expireDays` is no number of days.";
  const bad = findings.findIndex((entry) => !isEntry(entry));
  if (bad !== -1)
    return `Entry ${bad + 1} of the baseline lacks \`id\`, \`rule\` or \`level\`, or has a date that is none.`;
  const entries = findings.filter((entry) => isEntry(entry)).map((entry) => Object.assign({}, blankEntry, entry));
  return { version: 1, ...(expireDays === undefined ? {} : { expireDays }), findings: sorted(entries) };
}

const recordable = ({ findings }: Report): readonly Finding[] => findings.filter(({ status }) => status !== "ignored");

const blankEntry = { resource: "", role: "", member: "", path: "", since: "", reason: null, expires: null };

function entryOf({ id, rule, level, subjects, location }: Finding, since: string): BaselineEntry {
  const names = [...new Set(subjects.flat())];
  const role = names.filter((name) => isRole.test(name));
  const member = names.filter((name) => isMember.test(name));
  const resource = names.filter((name) => !isRole.test(name) && !isMember.test(name));
  const [resources, roles, members] = [resource, role, member].map((list) => list.join(", "));
  return {
    id,
    rule,
    level,
    resource: resources ?? "",
    role: roles ?? "",
    member: members ?? "",
    path: location.path,
    since,
    reason: null,
    expires: null,
  };
}

const isRole = /^(?:(?:projects|organizations)\/[^/]+\/)?roles\//;
const isMember =
  /^(?:user|group|service-?account|domain|deleted|principal(?:Set)?|project(?:Owner|Editor|Viewer)s?|federated|all-?(?:authenticated-?)?users)(?::|$)/i;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const sorted = (entries: readonly BaselineEntry[]): readonly BaselineEntry[] =>
  [...new Map(entries.map((entry) => [entry.id, entry])).values()].toSorted(
    (a, b) => compare(a.rule, b.rule) || compare(a.id, b.id),
  );

const ranks: Record<Level, number> = { note: 0, warning: 1, error: 2 };

const isWorse = (finding: Finding, entry: BaselineEntry): boolean => ranks[finding.level] > ranks[entry.level];

const day = 86_400_000;

/** The last day counts. */
function isOver({ expires, since }: BaselineEntry, expireDays: number | undefined, today: string): boolean {
  if (expires !== null) return expires < today;
  return expireDays !== undefined && isDate(since) && Date.parse(today) - Date.parse(since) > expireDays * day;
}

const isRecord = (data: unknown): data is Readonly<Record<string, unknown>> =>
  typeof data === "object" && data !== null && !Array.isArray(data);

const isDate = (text: unknown): boolean =>
  typeof text === "string" && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

function isEntry(entry: unknown): entry is BaselineEntry {
  if (!isRecord(entry)) return false;
  const { id, rule, level, expires = null, reason = null } = entry;
  if (typeof id !== "string" || typeof rule !== "string") return false;
  if (typeof level !== "string" || !Object.hasOwn(ranks, level)) return false;
  return (expires === null || isDate(expires)) && (reason === null || typeof reason === "string");
}
