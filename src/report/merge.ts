import type { Step } from "../model/graph.ts";
import type { Judged, Pardon } from "../model/judged.ts";
import type { Finding, Fix, Location, Region } from "../model/report.ts";
import type { Cure, Edit, Level } from "../model/rule.ts";
import type { Span } from "../model/source.ts";
import { chainOf } from "./chain-of.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { joinMessages } from "./join-messages.ts";
import type { Locator } from "./locate.ts";
import { blankSecrets } from "./secrets.ts";

const rank: Record<Level, number> = { note: 0, warning: 1, error: 2 };
const sureness: Record<Judged["certainty"], number> = { unknown: 0, likely: 1, proven: 2 };

/** One finding of all violations of a rule at one anchor, without the number that tells equal ones apart. */
export function mergeFinding(
  violations: readonly [Judged, ...Judged[]],
  severityOf: (rule: string) => number | undefined,
  locator: Locator,
): Omit<Finding, "id"> {
  const [worst] = violations.toSorted(
    (a, b) => rank[b.level] - rank[a.level] || sureness[b.certainty] - sureness[a.certainty],
  );
  const [first] = violations;
  const { rule, level, certainty } = worst ?? first;
  const severity = highest(violations.map((one) => one.severity ?? severityOf(rule)));
  const subjects = distinct(violations.map(({ subject }) => subject));
  return {
    rule,
    level,
    ...(severity === undefined ? {} : { severity }),
    certainty,
    message: blankSecrets(joinMessages(violations.map(({ message }) => message))),
    ...placesOf(violations, locator),
    fingerprint: fingerprintOf(rule, subjects),
    subjects,
    ...cureOf(violations),
    ...editOf(violations, locator),
    status: first.ignored === undefined ? "open" : "ignored",
    ...pardonOf(first),
  };
}

const pardonOf = ({ ignored }: Judged): Pardon | undefined =>
  ignored && { ...ignored, reason: blankSecrets(ignored.reason) };

const highest = (numbers: readonly (number | undefined)[]): number | undefined => {
  const known = numbers.filter((one) => one !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
};

const distinct = <T>(items: readonly T[]): readonly T[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
];

/** A module that is called many times is shown by some of its calls. */
const chainAtMost = 8;

function placesOf(
  violations: readonly [Judged, ...Judged[]],
  locator: Locator,
): Pick<Finding, "location" | "also" | "related" | "path"> {
  const [first] = violations;
  const location = locator.location(first.at, true);
  const also = distinct(violations.map(({ at }) => locator.region(at))).filter((region) => !isSame(region, location));
  const chains = distinct(violations.flatMap((one) => chainOf(one, locator.region)));
  const related = [...violations.flatMap((one) => one.related ?? []), ...chains.slice(0, chainAtMost)];
  const path = violations.find((one) => (one.path?.length ?? 0) > 0)?.path ?? [];
  return {
    location,
    ...(also.length === 0 ? {} : { also }),
    related: distinct(
      related.map(({ span, message }) => ({ location: locator.location(span), message: blankSecrets(message) })),
    ),
    path: path.map((step) => stepOf(step, locator)),
  };
}

function stepOf({ text, at, conditional }: Step, locator: Locator): Finding["path"][number] {
  return {
    text: blankSecrets(text),
    ...(at === undefined ? {} : { location: locator.location(at) }),
    ...(conditional ? { conditional } : {}),
  };
}

const isSame = (a: Region, b: Location): boolean =>
  a.line === b.line && a.column === b.column && a.endColumn === b.endColumn;

const languages = ["hcl", "gcloud", "yaml", "pulumi"] as const satisfies readonly (keyof Cure)[];

/** Cures of one anchor differ by the member; more than a few say the same thing again. */
const curesAtMost = 5;

function cureOf(violations: readonly Judged[]): { readonly cure?: Cure } {
  const cures = violations.flatMap(({ cure }) => cure ?? []);
  const texts = languages.flatMap((language) => {
    const distinctTexts = [...new Set(cures.flatMap((cure) => cure[language] ?? []))];
    return distinctTexts.length === 0
      ? []
      : [[language, blankSecrets(distinctTexts.slice(0, curesAtMost).join(language === "yaml" ? "\n---\n" : "\n"))]];
  });
  return texts.length === 0 ? {} : { cure: Object.fromEntries(texts) };
}

/** All edits of the anchor as one; none where they meddle with each other or one is missing. */
function editOf(violations: readonly Judged[], locator: Locator): { readonly edit?: Edit; readonly fix?: Fix } {
  const edits = violations.flatMap(({ edit }) => edit ?? []);
  if (edits.length < violations.length) return {};
  const changes = distinct(edits.flatMap((edit) => edit.changes)).toSorted((a, b) =>
    a.span.path < b.span.path ? -1 : a.span.path > b.span.path ? 1 : a.span.start - b.span.start,
  );
  if (changes.some(({ span }, at) => overlaps(span, changes[at + 1]?.span))) return {};
  const safe = edits.every((edit) => edit.safe);
  const located = changes.map(({ span, text }) => ({ region: locator.stretch(span), text }));
  return { edit: { safe, changes }, fix: { safe, changes: located } };
}

const overlaps = (a: Span, b: Span | undefined): boolean => b !== undefined && a.path === b.path && a.end > b.start;
