import type { Log, Run } from "sarif";
import type { Report, Reporter } from "../model/report.ts";
import { notificationDescriptors, notificationsOf } from "./sarif/notifications.ts";
import { resultOf } from "./sarif/results.ts";
import { descriptorOf } from "./sarif/rules.ts";
import { docsLink } from "./text/docs-link.ts";
import { jsonText } from "./text/json-text.ts";
import { openFindings } from "./text/tally.ts";

/** What GitHub code scanning keeps of one run. */
export const resultsAtMost = 5000;

/**
 * SARIF 2.1.0 for GitHub code scanning: one run without a category, results worst first, no suppressed ones (GitHub would
 * open them again), an empty list where there is nothing, which closes old alerts.
 */
export const sarif: Reporter = (report) => jsonText(logOf(report));

const logOf = (report: Report): Log => ({
  $schema: "https://json.schemastore.org/sarif-2.1.0.json",
  version: "2.1.0",
  runs: [runOf(report)],
});

function runOf(report: Report): Run {
  const { rules, problems, repository } = report;
  const open = openFindings(report);
  const positions = new Map(rules.map(({ meta }, at) => [meta.id, at]));
  const results = open.slice(0, resultsAtMost).map((finding) => {
    const at = positions.get(finding.rule) ?? -1;
    return resultOf(finding, at, rules[at]?.securitySeverity);
  });
  return {
    tool: { driver: driverOf(report) },
    columnKind: "utf16CodeUnits",
    originalUriBaseIds: { "%SRCROOT%": { description: { text: "The root of the scanned repository." } } },
    ...(repository === undefined ? {} : { versionControlProvenance: [provenanceOf(repository)] }),
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: notificationsOf(problems, open.length - results.length),
      },
    ],
    results,
    properties: { roleTable: report.catalog.date, stats: report.stats },
  };
}

function driverOf({ tool, rules }: Report): Run["tool"]["driver"] {
  const { name, version, homepage } = tool;
  return {
    name,
    version,
    semanticVersion: version,
    // Validators want an address; a package URL names the tool where it has no page yet.
    informationUri: homepage ?? `pkg:npm/${name}@${version}`,
    rules: rules.map((rule) => descriptorOf(rule, docsLink(tool, rule.meta.id))),
    notifications: [...notificationDescriptors],
  };
}

type Repository = NonNullable<Report["repository"]>;

const provenanceOf = ({ uri, revision, branch }: Repository): NonNullable<Run["versionControlProvenance"]>[number] => ({
  repositoryUri: uri,
  ...(revision === undefined ? {} : { revisionId: revision }),
  ...(branch === undefined ? {} : { branch }),
  mappedTo: { uriBaseId: "%SRCROOT%" },
});
