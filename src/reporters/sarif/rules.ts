import type { ReportingDescriptor } from "sarif";
import type { RuleInReport } from "../../model/report.ts";
import type { Level } from "../../model/rule.ts";

/** GitHub's limits: descriptions of 1,024 characters, of a rule's tags the first ten. */
const longestDescription = 1024;
const tagsAtMost = 10;

/** What code scanning shows beside an alert of the rule. */
export function descriptorOf(rule: RuleInReport, helpUri: string | undefined): ReportingDescriptor {
  const { meta, level } = rule;
  return {
    id: meta.id,
    name: pascalCase(meta.id),
    shortDescription: { text: sentence(meta.summary) },
    fullDescription: { text: sentence(meta.why) },
    ...(helpUri === undefined ? {} : { helpUri }),
    help: { text: helpText(rule), markdown: helpMarkdown(rule) },
    defaultConfiguration: { level },
    properties: propertiesOf(rule),
  };
}

const problemSeverity: Record<Level, string> = { error: "error", warning: "warning", note: "recommendation" };

function propertiesOf({
  level,
  tags,
  controls,
  precision,
  securitySeverity,
}: RuleInReport): ReportingDescriptor["properties"] {
  const served = Object.entries(controls).flatMap(([framework, ids]) => ids.map((id) => `external/${framework}/${id}`));
  return {
    tags: [...new Set([...tags, ...served])].slice(0, tagsAtMost),
    precision,
    "problem.severity": problemSeverity[level],
    ...(securitySeverity === undefined ? {} : { "security-severity": securitySeverity.toFixed(1) }),
  };
}

const pascalCase = (id: string): string =>
  id
    .split("-")
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");

/** Within the limit, ended by a period. */
function sentence(text: string): string {
  const whole = /[.!?]$/.test(text) ? text : `${text}.`;
  return whole.length <= longestDescription ? whole : `${whole.slice(0, longestDescription - 2)}….`;
}

const ignoreLine = (id: string): string => `# iam-lint-ignore ${id} until=YYYY-MM-DD: the reason`;

function helpText({ meta }: RuleInReport): string {
  return [
    `${sentence(meta.summary)}`,
    `Why: ${meta.why}`,
    `How to fix: ${meta.fix}`,
    `How to ignore, on the line before the statement: ${ignoreLine(meta.id)}`,
    ...meta.references.map((reference) => `See ${reference}`),
  ].join("\n");
}

function helpMarkdown({ meta }: RuleInReport): string {
  const references = meta.references.map((reference) => `* <${reference}>`);
  return [
    `**${sentence(meta.summary)}**`,
    `## Why\n\n${meta.why}`,
    `## How to fix\n\n${meta.fix}`,
    `## How to ignore\n\nOn the line before the statement:\n\n\`\`\`\n${ignoreLine(meta.id)}\n\`\`\``,
    ...(references.length === 0 ? [] : [`## References\n\n${references.join("\n")}`]),
  ].join("\n\n");
}
