import type { CodeFlow, Fix as SarifFix, Location as SarifLocation, Result } from "sarif";
import type { Finding, Fix } from "../../model/report.ts";
import { place, sarifRegion } from "./places.ts";
import { uriOf, wellFormed } from "./uri.ts";

/** GitHub keeps 100 locations of a result and 1,000 steps of a flow. */
const relatedAtMost = 100;
const stepsAtMost = 1000;

export function resultOf(finding: Finding, ruleIndex: number, ruleSeverity: number | undefined): Result {
  const { rule, level, location, certainty, severity, fingerprint } = finding;
  const related = finding.related.slice(0, relatedAtMost);
  const own = severity === undefined || severity === ruleSeverity ? {} : { severity };
  return {
    ruleId: rule,
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    level,
    message: { text: messageOf(finding) },
    locations: [place(location)],
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map((one, at) => place(one.location, one.message, at + 1)) }),
    ...(finding.path.length === 0 ? {} : { codeFlows: [flowOf(finding)] }),
    partialFingerprints: {
      ...(location.lineHash === undefined ? {} : { primaryLocationLineHash: location.lineHash }),
      "iamLint/v1": fingerprint,
    },
    ...(finding.fix === undefined ? {} : { fixes: [fixOf(finding.fix)] }),
    properties: { certainty, ...own, ...(finding.cure === undefined ? {} : { cure: finding.cure }) },
  };
}

/** Code scanning shows related places only where the message links to them. */
function messageOf({ message, related }: Finding): string {
  const links = related.slice(0, relatedAtMost).map((one, at) => `[${linkText(one.message)}](${at + 1})`);
  const text = ended(withoutLinks(wellFormed(message)));
  return links.length === 0 ? text : `${text} Related: ${links.join(", ")}.`;
}

const ended = (text: string): string => (text.endsWith(".") ? text : `${text}.`);

const linkText = (text: string): string =>
  wellFormed(text)
    .replace(/\.$/, "")
    .replaceAll(/[[\]\\]/g, String.raw`\$&`);

/** What the scanned text says must not become a link. */
const withoutLinks = (text: string): string => text.replaceAll("](", String.raw`\](`);

function flowOf({ path, location, message }: Finding): CodeFlow {
  let last: SarifLocation = place(location);
  const locations = path.slice(0, stepsAtMost).map((step) => {
    const { physicalLocation } = step.location === undefined ? last : place(step.location);
    last = {
      ...(physicalLocation === undefined ? {} : { physicalLocation }),
      message: { text: wellFormed(step.text) },
    };
    return { location: last };
  });
  return { message: { text: ended(withoutLinks(wellFormed(message))) }, threadFlows: [{ locations }] };
}

function fixOf({ changes, safe }: Fix): SarifFix {
  const files = new Map<string, Fix["changes"][number][]>();
  for (const change of changes) files.set(change.region.path, [...(files.get(change.region.path) ?? []), change]);
  return {
    description: { text: safe ? "Apply the fix." : "Apply the fix and review what it changes." },
    artifactChanges: [...files].map(([path, own]) => ({
      artifactLocation: { uri: uriOf(path), uriBaseId: "%SRCROOT%" },
      replacements: own.map(({ region, text }) => ({
        deletedRegion: sarifRegion(region),
        insertedContent: { text: wellFormed(text) },
      })),
    })),
  };
}
