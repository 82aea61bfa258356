import type { Judged } from "./model/judged.ts";
import type { Region } from "./model/report.ts";
import type { RuleMeta, Violation } from "./model/rule.ts";
import type { Span } from "./model/source.ts";
import { matchesGlob, matchesPath } from "./suppress/glob.ts";
import type { Ignore, Match } from "./suppress/ignore.ts";

export type { Ignore } from "./suppress/ignore.ts";
export { ignoreComments } from "./suppress/comments.ts";

/** What the ignores themselves are judged by. */
export const ignoreRules: readonly RuleMeta[] = [
  {
    id: "unused-ignore",
    summary: "An ignore that ignores nothing",
    why: "An ignore that outlives its finding hides the next one, which nobody has reviewed.",
    fix: "Delete the ignore, or correct its rule or place: it stands on the line before the statement.",
    references: [],
  },
  {
    id: "expired-ignore",
    summary: "An ignore whose date has passed",
    why: "The exception was granted until that day; since then the finding counts again.",
    fix: "Cure the finding, or have the exception reviewed and set a new date.",
    references: [],
  },
  {
    id: "ignore-without-reason",
    summary: "An ignore that gives no reason",
    why: "Nobody can review an exception that does not say why it is one; it ignores nothing until it does.",
    fix: "Write the reason behind a colon: `iam-lint-ignore RULE: reason`.",
    references: [],
  },
];

export interface Suppression {
  readonly violations: readonly Judged[];
  readonly ignores: readonly Ignore[];
  readonly locate: (span: Span) => Region;
  /** The rules that ran: an ignore of another one may well be needed when that runs. */
  readonly ran: ReadonlySet<string>;
  /** All rules there are: an ignore of another one is a slip. */
  readonly known: ReadonlySet<string>;
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** Single files were asked for: an ignore that seems unused may serve a finding that needs the rest of the repository. */
  readonly partial?: boolean;
}

export interface Suppressed {
  /** All violations, the ignored ones marked. */
  readonly violations: readonly Judged[];
  /** What is wrong with the ignores, to be judged as any other violation. */
  readonly complaints: readonly Complaint[];
}

interface Complaint {
  readonly rule: string;
  readonly violation: Violation;
}

/** Marks what is ignored, and says which ignores are unused, expired or without a reason. */
export function suppress({ violations, ignores, locate, ran, known, today, partial }: Suppression): Suppressed {
  const complaints: Complaint[] = [];
  const used = new Map<Ignore, Set<string>>(ignores.map((ignore) => [ignore, new Set()]));
  const valid: Ignore[] = [];
  for (const ignore of ignores) {
    const fault = faultOf(ignore, today);
    if (fault === undefined) valid.push(ignore);
    else complaints.push(fault);
  }
  const find = finderOf(valid);
  const marked = violations.map((violation): Judged => {
    const found = find(violation, locate(violation.at));
    for (const ignore of found) used.get(ignore)?.add(violation.rule);
    const [first] = found;
    return first === undefined ? violation : Object.assign({}, violation, { ignored: pardonOf(first) });
  });
  const judgeable = partial === true ? new Set<string>() : ran;
  for (const ignore of valid) complaints.push(...unusedOf(ignore, used.get(ignore) ?? new Set(), judgeable, known));
  return { violations: marked, complaints };
}

const pardonOf = ({ reason, owner, until }: Ignore): NonNullable<Judged["ignored"]> => ({
  reason,
  ...(owner === undefined ? {} : { owner }),
  ...(until === undefined ? {} : { until }),
});

/** Comments by file and rule, entries by rule: the ignores that speak of a violation. */
function finderOf(ignores: readonly Ignore[]): (violation: Judged, region: Region) => readonly Ignore[] {
  const byKey = new Map<string, Ignore[]>();
  for (const ignore of ignores) {
    for (const rule of ignore.rules) {
      const key = ignore.scope.kind === "lines" ? `${rule} ${ignore.scope.path}` : rule;
      byKey.set(key, [...(byKey.get(key) ?? []), ignore]);
    }
  }
  return (violation, region) => {
    const near = [...(byKey.get(`${violation.rule} ${region.path}`) ?? []), ...(byKey.get(violation.rule) ?? [])];
    return near.filter(({ scope }) =>
      scope.kind === "lines" ? scope.from <= region.line && region.line <= scope.to : matches(scope, violation, region),
    );
  };
}

function matches({ resource, role, member, path }: Match, { subject }: Judged, region: Region): boolean {
  const names = [resource, role, member].filter((glob) => glob !== undefined);
  if (path !== undefined && !matchesPath(path, region.path)) return false;
  return names.every((glob) => subject.some((name) => matchesGlob(glob, name)));
}

const complain = (
  rule: string,
  { at, rules, reason, line }: Ignore,
  message: string,
  removable = false,
): Complaint => ({
  rule,
  violation: {
    message,
    at,
    subject: [...rules, reason],
    ...(removable && line !== undefined ? { edit: { safe: true, changes: [{ span: line, text: "" }] } } : {}),
  },
});

const date = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** Why an ignore does not count at all. */
function faultOf(ignore: Ignore, today: string): Complaint | undefined {
  const { rules, reason, until } = ignore;
  if (rules.length === 0) return complain("unused-ignore", ignore, "This ignore names no rule, so it ignores nothing.");
  const names = quoted(rules);
  if (reason === "")
    return complain("ignore-without-reason", ignore, `The ignore of ${names} gives no reason, so it ignores nothing.`);
  if (until === undefined) return undefined;
  if (!date.test(until))
    return complain(
      "expired-ignore",
      ignore,
      `The ignore of ${names} ends at '${until}', which is no date of the form 'YYYY-MM-DD'.`,
    );
  if (until < today) return complain("expired-ignore", ignore, `The ignore of ${names} ended on '${until}'.`);
  return undefined;
}

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(", ");

function unusedOf(
  ignore: Ignore,
  used: ReadonlySet<string>,
  ran: ReadonlySet<string>,
  known: ReadonlySet<string>,
): readonly Complaint[] {
  const idle = ignore.rules.filter((rule) => !used.has(rule) && (ran.has(rule) || !known.has(rule)));
  const removable = idle.length === ignore.rules.length;
  return idle.map((rule) => {
    const message = known.has(rule) ? idleMessage(ignore, rule) : `There is no rule '${rule}' to ignore.`;
    return complain(
      "unused-ignore",
      Object.assign({}, ignore, { rules: [rule] }),
      message,
      removable && known.has(rule),
    );
  });
}

function idleMessage({ scope }: Ignore, rule: string): string {
  if (scope.kind === "match") return `No finding of '${rule}' matches this ignore.`;
  if (scope.to < 1) return `The ignore of '${rule}' stands behind code; it works on the line before the statement.`;
  return `The statement below has no finding of '${rule}' to ignore.`;
}
