import { readFileSync, readdirSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import policy from "../rules.json" with { type: "json" };
import type { RulePolicy } from "../src/model/policy.ts";
import type { Rule, RuleMeta } from "../src/model/rule.ts";
import * as everyRule from "../src/rules/index.ts";
import { ignoreRules } from "../src/suppress.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

/** Every rule, by id in order. */
const rules: readonly Rule[] = Object.values(everyRule).toSorted((a, b) => (a.meta.id < b.meta.id ? -1 : 1));

/** All pages of `docs/rules/`, by file name. */
export function rulePages(): ReadonlyMap<string, string> {
  const metas = [...rules.map(({ meta }) => meta), ...ignoreRules];
  const pages = metas.map((meta): [string, string] => [`${meta.id}.md`, pageOf(meta)]);
  return new Map([["README.md", indexOf(metas)], ...pages]);
}

const warning = "<!-- Written by `npm run generate` from the rule, rules.json and the fixtures. -->";

const policies = policy.rules as Readonly<Record<string, RulePolicy | undefined>>;

function indexOf(metas: readonly RuleMeta[]): string {
  const rows = metas.map(({ id, summary }) => {
    const { level = "", securitySeverity } = policies[id] ?? {};
    return `| [\`${id}\`](${id}.md) | ${level} | ${securitySeverity ?? ""} | ${cell(summary)} |`;
  });
  return `${warning}

# Rules

| rule | level | security-severity | what it says |
|---|---|---|---|
${rows.join("\n")}
`;
}

function pageOf(meta: RuleMeta): string {
  const sections = [
    `${warning}\n\n# ${meta.id}\n\n${meta.summary}.`,
    factsOf(meta.id),
    `## Why\n\n${meta.why}`,
    `## What to do\n\n${meta.fix}`,
    ...examplesOf(meta.id),
    ignoring(meta.id),
    ...(meta.references.length === 0
      ? []
      : [`## References\n\n${meta.references.map((url) => `- <${url}>`).join("\n")}`]),
  ];
  return `${sections.join("\n\n")}\n`;
}

const frameworks: Readonly<Record<string, string>> = {
  "cis-gcp": "CIS Google Cloud Foundation Benchmark",
  soc2: "SOC 2",
  iso27001: "ISO/IEC 27001:2022",
  nist: "NIST SP 800-53",
};

function factsOf(id: string): string {
  const { level, securitySeverity, precision, controls = {} } = policies[id] ?? { level: "warning" };
  const rows = [
    ["level", level],
    ["security-severity", securitySeverity],
    ["precision", precision],
    ...Object.entries(controls).map(([framework, names]) => [frameworks[framework] ?? framework, names.join(", ")]),
  ].filter(([, value]) => value !== undefined);
  return `| | |\n|---|---|\n${rows.map(([name, value]) => `| ${name} | ${value} |`).join("\n")}`;
}

const cell = (text: string): string => text.replaceAll("|", String.raw`\|`);

const kinds: readonly (readonly [string, string])[] = [
  ["bad", "Reported"],
  ["good", "Not reported"],
  ["unknown", "What can't be known"],
];

/** The fixtures of the rule, which its test runs: what they announce is what the rule says. */
function examplesOf(id: string): readonly string[] {
  const folder = join(root, "fixtures/rules", id);
  const names = readdirSync(join(root, "fixtures/rules")).includes(id) ? readdirSync(folder).toSorted() : [];
  return kinds.flatMap(([kind, title]) => {
    const cases = names.filter((name) => name.startsWith(kind));
    const blocks = cases.map((name) => caseOf(folder, name));
    return cases.length === 0 ? [] : [`## ${title}\n\n${blocks.join("\n\n")}`];
  });
}

function caseOf(folder: string, name: string): string {
  if (!statSync(join(folder, name)).isDirectory()) return block(join(folder, name));
  const paths = readdirSync(join(folder, name), { recursive: true, encoding: "utf8" }).toSorted();
  const files = paths.filter((path) => statSync(join(folder, name, path)).isFile());
  return files.map((path) => `\`${path}\`:\n\n${block(join(folder, name, path))}`).join("\n\n");
}

const languages: Readonly<Record<string, string>> = {
  ".tf": "hcl",
  ".tfvars": "hcl",
  ".json": "jsonc",
  ".ndjson": "jsonc",
  ".yaml": "yaml",
  ".yml": "yaml",
  ".sh": "shell",
  ".ts": "typescript",
  ".py": "python",
};

/** Private keys of fixtures are fabricated; still, nobody needs to read them. */
const keyBody = /(-----BEGIN [A-Z ]+-----)(?:(?!-----END)[^"])*(-----END [A-Z ]+-----)/g;

function block(path: string): string {
  const text = readFileSync(path, "utf8").replace(/\n+$/, "").replaceAll(keyBody, "$1…$2");
  const fence = text.includes("```") ? "````" : "```";
  return `${fence}${languages[extname(path)] ?? "text"}\n${text}\n${fence}`;
}

const ignoring = (id: string): string => `## To ignore one finding

On the line before it, with a reason and, better, a day:

\`\`\`text
# iam-lint-ignore ${id} until=2027-03-31: why this is right here
\`\`\``;
