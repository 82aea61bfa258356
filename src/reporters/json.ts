import type { Reporter } from "../model/report.ts";
import { jsonText } from "./text/json-text.ts";
import { openFindings, tallyOf } from "./text/tally.ts";

/** For programs: the whole report, ignored and baselined findings among it (`docs/json.md`). */
export const json: Reporter = (report) => {
  const { error, warning, note } = tallyOf(openFindings(report));
  const { ignored, baselined, elsewhere } = report.stats;
  const { schemaVersion, tool, catalog, repository, findings, problems, rules, stats } = report;
  const summary = { errors: error, warnings: warning, notes: note, ignored, baselined, elsewhere };
  const shown = findings.map(({ edit: _offsets, ...finding }) => finding);
  return jsonText({ schemaVersion, tool, catalog, repository, summary, findings: shown, problems, rules, stats });
};
