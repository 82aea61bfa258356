import { readFileSync } from "node:fs";
import type { HolderReply, WhoCanReply } from "../../ask/who-can.ts";
import type { Note } from "../../ask/notes.ts";
import type { Hop, Locate, Missing, Reply } from "../../ask/answer.ts";
import type { Coverage } from "../../model/graph.ts";
import type { Region } from "../../model/report.ts";
import type { Source, Span } from "../../model/source.ts";
import type { Arguments, Flags } from "../arguments.ts";
import { createLocator } from "../../report/locate.ts";
import { jsonText } from "../../reporters/text/json-text.ts";
import { printable } from "../../reporters/text/printable.ts";
import { scanTree, scopeOf, type Tree } from "../scan-tree.ts";
import type { Streams } from "../streams.ts";
import { todayOf } from "../today.ts";
import { treeFlags } from "../tree-flags.ts";
import { UsageError } from "../usage-error.ts";

/** Flags of every question. */
export const askFlags: Flags = {
  format: { value: "FMT", choices: ["text", "json"], help: "text (default) or json" },
  ...treeFlags,
};

/** The words of a question, and the paths to read behind them. */
export function questionOf(args: Arguments, names: readonly string[], command: string): readonly string[] {
  const words = args.positionals.slice(0, names.length);
  if (words.length === names.length) return words;
  throw new UsageError(`${command} needs ${names.join(" ")}.`, `iam-lint ${command} ${names.join(" ")} [PATH…]`);
}

/** What a question is put to: the files, and exports too large to be held as files. */
export interface AskedTree extends Tree {
  /** Where spans of large exports stand. */
  readonly exported?: (span: Span) => Region | undefined;
}

/** Reads the paths behind the words of a question. */
export async function treeOf(args: Arguments, words: number, streams: Streams): Promise<AskedTree> {
  const tree = await scanTree(args, await scopeOf(args, args.positionals.slice(words), streams), streams);
  const { exports = [], analysis } = tree;
  if (exports.length === 0) {
    tellUnread(tree, streams);
    return tree;
  }
  const { joinExports } = await import("../exports/export-facts.ts");
  const { graph, region, unread } = await joinExports(analysis.facts, exports, todayOf(streams));
  const lines = unread.map(({ path, line }) => `${path}:${line}: a line of the export is not JSON`);
  tellUnread({ ...tree, exports: [] }, streams, "", lines);
  return { ...tree, analysis: { ...analysis, graph }, exported: region };
}

const mostUnread = 5;

/** What could not be read may hold the grant that is asked about: standard error tells of it beside every answer. */
export function tellUnread(tree: Tree, streams: Streams, where = "", more: readonly string[] = []): void {
  const { region } = createLocator(pathToSource(tree));
  const problems = [...tree.problems, ...tree.analysis.problems].filter(({ kind }) => kind !== "unanalysed");
  const lines = [
    ...problems.map(({ message, at }) => `${at.path}:${region(at).line}: ${message}`),
    ...(tree.exports ?? []).map(
      ({ path }) => `${path}: too large to compare; split it into files below 32 MB (split -l)`,
    ),
    ...more,
  ];
  const rest = lines.length - mostUnread;
  const told = [...lines.slice(0, mostUnread), ...(rest > 0 ? [`${rest} more; iam-lint lint lists them.`] : [])];
  for (const line of told) streams.err(`${printable(`Not analysed${where}: ${line}`)}\n`);
}

export function locateIn(tree: AskedTree): Locate {
  const { region } = createLocator(pathToSource(tree));
  return (span) => tree.exported?.(span) ?? region(span);
}

function pathToSource({ sources, analysis }: Tree): (path: string) => Source | undefined {
  const byPath = new Map([...sources, ...analysis.sources].map((source) => [source.path, source]));
  return (path) => byPath.get(path);
}

/**
 * Prints the reply as JSON, or as its text, and what of the question may be a slip. Gives the exit code.
 * Names come from scanned files and pasted texts: none of them steers the terminal.
 */
export function reply(args: Arguments, value: Answered, text: () => string, streams: Streams): number {
  const { notes = [] } = value;
  if (args.one("format") === "json") streams.out(jsonText(value));
  else {
    streams.out(text().split("\n").map(printable).join("\n"));
    for (const note of notes) streams.err(`${printable(note.text)}\n`);
  }
  return notes.some(({ mistaken }) => mistaken) ? 2 : 0;
}

interface Answered {
  readonly schemaVersion: 1;
  readonly notes?: readonly Note[];
}

export const replyText = ({ answer, path, missing, coverage }: Reply): string =>
  [`${answer}\n`, ...path.map(hopText), ...missing.map(missingText), unreadText(coverage)].join("");

/** What was not read, so that nobody takes silence for safety. */
export const unreadText = ({ missing }: Coverage): string =>
  missing.length === 0 ? "" : `${printable(`Not read: ${missing.join("; ")}.`)}\n`;

export const hopText = ({ text, file, line, condition }: Hop): string =>
  `  ${printable(`${text}${file === null ? "" : ` (${file}:${line})`}${condition === null ? "" : `, if ${condition}`}`)}\n`;

export function missingText({ principal, role, permission, resource, cure }: Missing): string {
  const forms = Object.entries(cure).map(([language, text]) => `  ${language}:\n${indent(text)}\n`);
  const head = printable(`Missing: ${permission} for ${principal} on ${resource}; ${role} would be enough.`);
  return `${head}\n${forms.join("")}`;
}

const indent = (text: string): string => text.replaceAll(/^/gm, "    ");

const how = ({ via, conditional }: HolderReply): string => `${via}${conditional ? ", conditional" : ""}`;

export function holdersText({ holders, coverage, question }: WhoCanReply): string {
  const lines = holders.map(
    (holder) => `${printable(holder.principal)} (${how(holder)})\n${holder.path.map(hopText).join("")}`,
  );
  const nobody = `Nobody, by what was read, has ${question.permission} on ${question.resource}.\n`;
  return (lines.length === 0 ? nobody : lines.join("")) + unreadText(coverage);
}

/** The text of a file, or of standard input for `-`. */
export function textOf(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new UsageError(
      `'${file}' can't be read (${code}).`,
      "Give a file with the error text, or - for standard input.",
    );
  }
}
