import type { Finding, Report, Reporter, ReportProblem } from "../model/report.ts";
import { curesOf, fenceOf } from "./text/cure-text.ts";
import { docsLink } from "./text/docs-link.ts";
import { printable } from "./text/printable.ts";
import { catalogLine, openFindings, summaryLine } from "./text/tally.ts";

/** A job summary holds 1 MiB; nobody reads a table of more rows. */
const longestSummary = 900_000;
const rowsAtMost = 50;
const problemsAtMost = 20;

const signs = { error: "🔴 error", warning: "🟠 warning", note: "🔵 note" } as const;

/** A job summary: what was found as a table, the cures to unfold, and what was not analysed. */
export const markdown: Reporter = (report) => {
  const open = openFindings(report);
  const shown = open.slice(0, rowsAtMost);
  const head = ["## iam-lint", `${summaryLine(report)}; ${catalogLine(report)}.`];
  const more = open.length - shown.length;
  const tail = [
    ...(more > 0 ? [`…and ${more} more, the full list is in the JSON report.`] : []),
    ...problems(report.problems),
  ];
  const body =
    shown.length === 0
      ? []
      : [table(shown, report), ...shown.flatMap((finding) => diagram(finding).concat(details(finding, report)))];
  return fitting([...head, ...body], tail);
};

/** Sections are dropped from the end, whole, never cut in the middle of a table or a block. */
function fitting(sections: readonly string[], tail: readonly string[]): string {
  const end = tail.join("\n\n");
  let length = Buffer.byteLength(end);
  const kept = sections.filter((section) => (length += Buffer.byteLength(section) + 2) < longestSummary);
  return [...kept, ...tail].join("\n\n").concat("\n");
}

const table = (findings: readonly Finding[], { tool }: Report): string =>
  ["| | Place | Rule | Finding |", "|---|---|---|---|", ...findings.map((finding) => row(finding, tool))].join("\n");

function row({ level, rule, message, location: { path, line } }: Finding, tool: Report["tool"]): string {
  const url = docsLink(tool, rule);
  const name = url === undefined ? code(rule) : `[${code(rule)}](${url})`;
  return `| ${signs[level]} | ${code(`${path}:${line}`)} | ${name} | ${escaped(message)} |`;
}

/** What a code block holds is shown as it is; its fence must be longer than any in it. */
function details({ cure, rule, location }: Finding, { rules }: Report): readonly string[] {
  const [first] = curesOf(cure, location.path);
  if (first === undefined) return [];
  const fix = rules.find(({ meta }) => meta.id === rule)?.meta.fix ?? "";
  const fence = "`".repeat(Math.max(3, ...(first.text.match(/`+/g) ?? []).map((run) => run.length + 1)));
  const title = `${escaped(location.path)}:${location.line} ${escaped(rule)}`;
  const text = first.text
    .split(/\r?\n/)
    .map((line) => printable(line.replaceAll("\t", "  ")))
    .join("\n");
  return [
    `<details><summary>Cure for ${title}</summary>\n\n${escaped(fix)}\n\n${fence}${fenceOf[first.language]}\n${text}\n${fence}\n\n</details>`,
  ];
}

/** The steps from one to the next; one that holds only under a condition is dotted. */
function diagram({ path, rule, location }: Finding): readonly string[] {
  if (path.length < 2) return [];
  const nodes = path.map(({ text }, index) => `  s${index + 1}["${index + 1}. ${labelText(text)}"]`);
  const edges = path
    .slice(1)
    .map(({ conditional }, index) => `  s${index + 1} ${conditional ? "-.->" : "-->"} s${index + 2}`);
  const title = `${escaped(location.path)}:${location.line} ${escaped(rule)}`;
  return [
    `<details><summary>Path of ${title}</summary>\n\n\`\`\`mermaid\nflowchart TD\n${[...nodes, ...edges].join("\n")}\n\`\`\`\n\n</details>`,
  ];
}

/** Mermaid reads entities as GitHub does, with a hash alone. */
const labelText = (text: string): string =>
  printable(text.replaceAll(/\s+/g, " ")).replaceAll(
    /[^\p{L}\p{N} .,:/@_()'-]/gu,
    (character) => `#${character.codePointAt(0)};`,
  );

function problems(all: readonly ReportProblem[]): readonly string[] {
  if (all.length === 0) return [];
  const lines = all
    .slice(0, problemsAtMost)
    .map(({ message, location: { path, line } }) => `* ${code(`${path}:${line}`)}: ${escaped(message)}`);
  const more = all.length - lines.length;
  return [`### Not analysed (${all.length})`, [...lines, ...(more > 0 ? [`* …and ${more} more`] : [])].join("\n")];
}

/** Scanned text is data: no markup, no mentions, no table cells, no HTML. */
const escaped = (text: string): string =>
  printable(text.replaceAll(/\s+/g, " ")).replaceAll(
    /[&<>|`*_[\]\\~#@!]/g,
    (character) => `&#${character.charCodeAt(0)};`,
  );

const code = (text: string): string => `<code>${escaped(text)}</code>`;
