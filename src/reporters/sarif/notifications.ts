import type { Location, Notification, ReportingDescriptor } from "sarif";
import type { ReportProblem } from "../../model/report.ts";
import { place } from "./places.ts";
import { wellFormed } from "./uri.ts";

type Kind = ReportProblem["kind"] | "truncated";

const kinds: Readonly<Record<Kind, { readonly level: "warning" | "note"; readonly meaning: string }>> = {
  unread: { level: "warning", meaning: "Something could not be read; the results say nothing of it." },
  limit: { level: "warning", meaning: "A limit was reached; the results say nothing of what lies behind it." },
  unanalysed: { level: "note", meaning: "Something is known not to be analysed; the results say nothing of it." },
  truncated: { level: "warning", meaning: "The list was cut because code scanning keeps no more." },
};

export const notificationDescriptors: readonly ReportingDescriptor[] = Object.entries(kinds).map(([id, kind]) => ({
  id,
  shortDescription: { text: kind.meaning },
  fullDescription: { text: kind.meaning },
  help: { text: kind.meaning },
  defaultConfiguration: { level: kind.level },
}));

/** A repository of generated files may have tens of thousands of problems of one kind. */
const problemsAtMost = 1000;

export function notificationsOf(problems: readonly ReportProblem[], cutResults: number): Notification[] {
  const shown = problems
    .toSorted((a, b) => weight(a.kind) - weight(b.kind))
    .slice(0, problemsAtMost)
    .map(({ kind, message, location }) => notification(kind, message, [place(location)]));
  const cut = [
    cutResults > 0 ? [`${cutResults} further results of the lowest severity are left out of this file.`] : [],
    problems.length > problemsAtMost
      ? [`${problems.length - problemsAtMost} further notifications are left out of this file.`]
      : [],
  ];
  return [...cut.flat().map((text) => notification("truncated", text)), ...shown];
}

/** The gravest first, in the order of the descriptors. */
const weight = (kind: Kind): number => Object.keys(kinds).indexOf(kind);

const notification = (kind: Kind, message: string, locations?: Location[]): Notification => ({
  descriptor: { id: kind, index: weight(kind) },
  level: kinds[kind].level,
  message: { text: wellFormed(/[.!?]$/.test(message) ? message : `${message}.`) },
  ...(locations === undefined ? {} : { locations }),
});
