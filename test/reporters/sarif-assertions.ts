import { gzipSync } from "node:zlib";
import { computeRollingHashes } from "@microsoft/sarif";
import type { Location, Log, Message, Notification, ReportingDescriptor, Result, Run } from "sarif";
import { schemaErrors } from "./sarif-schema.ts";

/** The text of a scanned file by its path, decoded; `undefined` where there is none. */
export type Texts = (path: string) => string | undefined;

/**
 * What is wrong with a SARIF log by the schema and by GitHub's ingestion rules, among them those that no validator sees:
 * limits, fingerprints, relative paths of files that exist, links to related locations, suppressions, order.
 */
export function sarifFaults(log: Log, texts: Texts): readonly string[] {
  const schema = schemaErrors(log);
  const [run, ...others] = log.runs ?? [];
  if (run === undefined) return [...schema, "no run"];
  return [
    ...schema,
    ...unless(others.length === 0, "more than one run"),
    ...unless(log.version === "2.1.0" && Boolean(log.$schema), "no version or schema"),
    ...unless(gzipSync(JSON.stringify(log)).length < 10_000_000, "over 10 MB of gzip"),
    ...runFaults(run),
    ...(run.tool.driver.rules ?? []).flatMap(ruleFaults),
    ...(run.results ?? []).flatMap((result, at) =>
      resultFaults(result, run, texts).map((fault) => `result ${at}: ${fault}`),
    ),
    ...orderFaults(run),
    ...duplicates(run),
  ];
}

/** Throws with all faults of a log, if it has any. */
export function assertSarif(log: Log, texts: Texts): void {
  const faults = sarifFaults(log, texts);
  if (faults.length > 0)
    throw new Error(`the SARIF log is not fit for code scanning:\n${faults.slice(0, 50).join("\n")}`);
}

const unless = (holds: boolean, fault: string): readonly string[] => (holds ? [] : [fault]);

function runFaults(run: Run): readonly string[] {
  const { results, tool, automationDetails, columnKind, invocations = [], originalUriBaseIds } = run;
  const rules = tool.driver.rules ?? [];
  const suppressed = (results ?? []).filter((result) => result.suppressions !== undefined);
  const notifications = invocations.flatMap((one) => one.toolExecutionNotifications ?? []);
  return [
    ...unless(Array.isArray(results), "results are no list"),
    ...unless((results ?? []).length <= 5000, "more than 5,000 results"),
    ...unless(rules.length <= 25_000, "more than 25,000 rules"),
    ...unless(new Set(rules.map(({ id }) => id)).size === rules.length, "two rules of one id"),
    ...unless(automationDetails === undefined, "automationDetails is set, and so beats the user's category"),
    ...unless(columnKind === "utf16CodeUnits", "columnKind is not utf16CodeUnits"),
    ...unless(tool.driver.name !== "" && Boolean(tool.driver.semanticVersion), "the driver has no name or version"),
    ...unless(originalUriBaseIds?.["%SRCROOT%"]?.uri === undefined, "%SRCROOT% names a path of this machine"),
    ...unless(suppressed.length === 0, "suppressed results, which GitHub opens again"),
    ...unless(
      invocations.every(({ executionSuccessful }) => executionSuccessful) || (results ?? []).length === 0,
      "the run failed, yet has results",
    ),
    ...unless(
      invocations.every(({ startTimeUtc, endTimeUtc }) => startTimeUtc === undefined && endTimeUtc === undefined),
      "a time of day, which differs from run to run",
    ),
    ...unless(
      notifications.every(({ level }) => level !== "error") || invocations.some((one) => !one.executionSuccessful),
      "a notification of level error in a run that succeeded",
    ),
    ...notifications.flatMap(notificationFaults),
  ];
}

const notificationFaults = ({ message, locations = [], descriptor }: Notification): readonly string[] => [
  ...sentenceFaults(message, "notification"),
  ...unless(Boolean(descriptor?.id), "a notification without a descriptor"),
  ...locations.flatMap((location) => placeFaults(location).map((fault) => `notification: ${fault}`)),
];

function ruleFaults(rule: ReportingDescriptor): readonly string[] {
  const { id, name = "", shortDescription, fullDescription, help, properties = {} } = rule;
  const { tags = [], precision } = properties;
  const severity: unknown = properties["security-severity"];
  const faults = [
    ...unless(/^[a-z][a-z0-9-]*$/.test(id), "its id is not kebab case"),
    ...unless(name.length <= 255, "its name is over 255 characters"),
    ...unless(
      inLimit(shortDescription?.text) && inLimit(fullDescription?.text),
      "a description is missing or over 1,024 characters",
    ),
    ...unless(Boolean(help?.text) && Boolean(help?.markdown), "it has no help"),
    ...unless(["error", "warning", "note"].includes(rule.defaultConfiguration?.level ?? ""), "it has no level"),
    ...unless(tags.length <= 10, "more than 10 tags"),
    ...unless(!tags.includes("security") || tags[0] === "security", "the tag security is not the first"),
    ...unless(["very-high", "high", "medium", "low"].includes(String(precision)), "it has no precision"),
    ...unless(
      ["error", "warning", "recommendation"].includes(String(properties["problem.severity"])),
      "it has no problem.severity",
    ),
    ...unless(severity === undefined || isSeverity(severity), "its security-severity is no numeric string in range"),
  ];
  return faults.map((fault) => `rule ${id}: ${fault}`);
}

const inLimit = (text: string | undefined): boolean => text !== undefined && text !== "" && text.length <= 1024;

const isSeverity = (value: unknown): boolean =>
  typeof value === "string" && /^\d+(?:\.\d+)?$/.test(value) && Number(value) > 0 && Number(value) <= 10;

function resultFaults(result: Result, run: Run, texts: Texts): readonly string[] {
  const { ruleId, ruleIndex = -1, level, message, locations = [], relatedLocations = [], codeFlows = [] } = result;
  const [first] = locations;
  const steps = codeFlows.flatMap((flow) => flow.threadFlows.flatMap((thread) => thread.locations));
  const places = [...locations, ...relatedLocations, ...steps.flatMap(({ location }) => location ?? [])];
  return [
    ...unless(run.tool.driver.rules?.[ruleIndex]?.id === ruleId, "its rule is not the one at its index"),
    ...unless(["error", "warning", "note"].includes(level ?? ""), "it has no level"),
    ...unless(locations.length === 1, "it has not exactly one location"),
    ...unless(relatedLocations.length <= 100, "more than 100 related locations"),
    ...unless(steps.length <= 1000, "more than 1,000 steps"),
    ...unless(
      codeFlows.length === 0 || steps.every(({ location }) => Boolean(location?.message?.text)),
      "a step without a message",
    ),
    ...sentenceFaults(message, "message"),
    ...linkFaults(message, relatedLocations),
    ...places.flatMap(placeFaults),
    ...places.flatMap((location) => fileFaults(location, texts)),
    ...(first === undefined ? [] : fingerprintFaults(result, first, texts)),
  ];
}

const sentenceFaults = (message: Message, what: string): readonly string[] => [
  ...unless((message.text ?? "") !== "", `a ${what} without text`),
  ...unless(message.id === undefined && message.arguments === undefined, `a ${what} by id, which GitHub refuses`),
  ...unless(message.text?.endsWith(".") === true, `a ${what} that does not end with a period`),
];

/** GitHub shows only the related locations that the message links to. */
function linkFaults({ text = "" }: Message, related: readonly Location[]): readonly string[] {
  const linked = [...text.matchAll(/(?<!\\)\]\(([^)]*)\)/g)].map(([, target]) => target);
  const ids = related.map(({ id }) => String(id));
  return [
    ...unless(
      ids.every((id) => linked.includes(id)),
      "a related location that the message does not link to",
    ),
    ...unless(
      linked.every((target) => ids.includes(target ?? "")),
      "a link to no related location",
    ),
  ];
}

function placeFaults({ physicalLocation }: Location): readonly string[] {
  const { uri = "", uriBaseId } = physicalLocation?.artifactLocation ?? {};
  const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = physicalLocation?.region ?? {};
  return [
    ...unless(uri !== "", "a location without a file"),
    ...unless(uriBaseId === "%SRCROOT%", "a path that is not relative to %SRCROOT%"),
    ...unless(!uri.startsWith("/") && !/^[a-z][\w+.-]*:/i.test(uri), `the path '${uri}' is absolute`),
    ...unless(
      !uri.split("/").some((segment) => ["", ".", ".."].includes(segment)),
      `the path '${uri}' is not resolved`,
    ),
    ...unless(isEncoded(uri), `the path '${uri}' is not percent-encoded`),
    ...unless(startLine > 0 && startColumn > 0 && endColumn > 0, "a region without lines and columns"),
    ...unless(endLine === startLine, "a region of more than one line"),
    ...unless(endColumn >= startColumn, "a region that ends before it starts"),
  ];
}

function isEncoded(uri: string): boolean {
  try {
    return uri.split("/").every((segment) => encodeURIComponent(decodeURIComponent(segment)) === segment);
  } catch {
    return false;
  }
}

/** As GitHub and the fingerprint count them: CRLF, LF and lone CR end a line. */
const linesOf = (text: string): readonly string[] => text.split(/\r\n|\n|\r/);

const pathOf = (location: Location): string => {
  try {
    return decodeURIComponent(location.physicalLocation?.artifactLocation?.uri ?? "");
  } catch {
    return "";
  }
};

function fileFaults(location: Location, texts: Texts): readonly string[] {
  const text = texts(pathOf(location));
  if (text === undefined) return [`there is no file '${pathOf(location)}'`];
  const { startLine = 0, endColumn = 0 } = location.physicalLocation?.region ?? {};
  const line = linesOf(text)[startLine - 1];
  if (line === undefined) return [`'${pathOf(location)}' has no line ${startLine}`];
  return unless(endColumn <= line.length + 1, `line ${startLine} of '${pathOf(location)}' has no column ${endColumn}`);
}

const hashesOf = new Map<string, ReadonlyMap<number, string>>();

function githubHash(text: string, line: number): string | undefined {
  let hashes = hashesOf.get(text);
  if (hashes === undefined) {
    hashes = computeRollingHashes(text);
    hashesOf.clear();
    hashesOf.set(text, hashes);
  }
  return hashes.get(line);
}

function fingerprintFaults({ partialFingerprints = {} }: Result, location: Location, texts: Texts): readonly string[] {
  const text = texts(pathOf(location));
  const wanted = text === undefined ? undefined : githubHash(text, location.physicalLocation?.region?.startLine ?? 0);
  return [
    ...unless(/^[0-9a-f]{32}$/.test(partialFingerprints["iamLint/v1"] ?? ""), "it has no semantic fingerprint"),
    ...unless(
      partialFingerprints["primaryLocationLineHash"] === wanted,
      `its primaryLocationLineHash is not GitHub's '${wanted}'`,
    ),
  ];
}

const ranks: Readonly<Record<string, number>> = { error: 0, warning: 1, note: 2 };

function orderFaults({ results = [] }: Run): readonly string[] {
  const levels = results.map(({ level }) => ranks[level ?? ""] ?? 3);
  return unless(
    levels.every((rank, at) => rank >= (levels[at - 1] ?? 0)),
    "the results are not sorted by severity",
  );
}

function duplicates({ results = [] }: Run): readonly string[] {
  const seen = new Set<string>();
  return results.flatMap(({ ruleId, locations = [], partialFingerprints = {} }) => {
    const { physicalLocation } = locations[0] ?? {};
    const place = partialFingerprints["primaryLocationLineHash"] ?? physicalLocation?.region?.startLine;
    const key = JSON.stringify([ruleId, physicalLocation?.artifactLocation?.uri, place]);
    if (seen.has(key)) return [`two results of '${ruleId}' at one place: GitHub takes them for one alert`];
    seen.add(key);
    return [];
  });
}
