import type { Finding, Location, Region, Report, Reporter } from "../model/report.ts";
import type { Level } from "../model/rule.ts";
import { docsLink } from "./text/docs-link.ts";
import { jsonText } from "./text/json-text.ts";
import { openFindings } from "./text/tally.ts";

const severities: Readonly<Record<Level, string>> = { error: "ERROR", warning: "WARNING", note: "INFO" };

/** reviewdog's Diagnostic Format, where fixes become suggestions. */
export const rdjson: Reporter = (report) => {
  const { name, homepage } = report.tool;
  return jsonText({
    source: { name, ...(homepage === undefined ? {} : { url: homepage }) },
    diagnostics: openFindings(report).map((finding) => diagnostic(finding, report)),
  });
};

function diagnostic(finding: Finding, { tool }: Report): object {
  const { rule, level, message, location, fix } = finding;
  const url = docsLink(tool, rule);
  const own = fix?.changes.filter(({ region }) => isOnLine(region, location)) ?? [];
  const isWhole = own.length > 0 && own.length === fix?.changes.length;
  return {
    message,
    location: { path: location.path, range: range(location, location) },
    severity: severities[level],
    code: { value: rule, ...(url === undefined ? {} : { url }) },
    ...(isWhole ? { suggestions: own.map(({ region, text }) => ({ range: range(region, location), text })) } : {}),
  };
}

/** Columns are bytes of UTF-8 and so need the text of the line, which the report has for the finding's own alone. */
const isOnLine = (region: Region, { path, line }: Location): boolean =>
  region.path === path && region.line === line && region.endLine === line;

function range(region: Region, { snippet, snippetColumn }: Location): object {
  const [text] = snippet;
  if (text === undefined || snippetColumn !== undefined) {
    return { start: { line: region.line }, end: { line: region.endLine } };
  }
  const bytes = (column: number): number => Buffer.byteLength(text.slice(0, column - 1)) + 1;
  return {
    start: { line: region.line, column: bytes(region.column) },
    end: { line: region.endLine, column: bytes(region.endColumn) },
  };
}
