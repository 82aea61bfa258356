import type { Finding, Reporter } from "../model/report.ts";
import { jsonText } from "./text/json-text.ts";
import { openFindings } from "./text/tally.ts";

/** GitLab Code Quality: an array; the fingerprint is unique and knows no line, else GitLab drops or reopens findings. */
export const gitlab: Reporter = (report) =>
  jsonText(
    openFindings(report).map((finding) => ({
      description: finding.message,
      check_name: finding.rule,
      fingerprint: finding.id,
      severity: severityOf(finding),
      location: { path: finding.location.path, lines: { begin: finding.location.line, end: finding.location.endLine } },
    })),
  );

/** The bounds of GitHub's critical and high. */
function severityOf({ level, severity = 0 }: Finding): "blocker" | "critical" | "major" | "minor" | "info" {
  if (level === "note") return "info";
  if (level === "warning") return severity >= 4 ? "major" : "minor";
  return severity > 9 ? "blocker" : "critical";
}
