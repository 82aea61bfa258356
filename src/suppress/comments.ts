import { lineStartsOf, type Source, type Span, spanOf } from "../model/source.ts";
import type { Ignore } from "./ignore.ts";
import { statementEnd } from "./statement-end.ts";

const word = "iam-lint-ignore";

/**
 * The ignore comments of one file: `# iam-lint-ignore RULE[,RULE] until=DATE owner=WHO: reason` on the line before a
 * statement, in any language's comment form. A comment behind code on its line has no statement, and so ignores nothing.
 */
export function ignoreComments({ path, text, host }: Source): readonly Ignore[] {
  if (host !== undefined || !text.includes(word)) return [];
  const starts = lineStartsOf(text);
  const lines = starts.map((start, at) => text.slice(start, starts[at + 1] ?? text.length).replace(/[\r\n]+$/, ""));
  const readable = path.endsWith(".ipynb") ? lines.map(cellLine) : lines;
  const ignores: Ignore[] = [];
  for (const [at, line] of readable.entries()) {
    const comment = readComment(line);
    if (comment === undefined) continue;
    const start = (starts[at] ?? 0) + comment.column;
    const scope = comment.alone ? statementBelow(readable, at) : { from: 0, to: -1 };
    ignores.push({
      ...readWords(comment.words),
      at: spanOf(path, start, start + comment.length),
      scope: { kind: "lines", path, from: scope.from + 1, to: scope.to + 1 },
      ...(comment.alone && readable === lines ? { line: wholeLine(path, starts, at, text) } : {}),
    });
  }
  return ignores;
}

/** A line of a notebook's cell is a JSON string; blanks in place of its quotes keep the columns. */
const cellLine = (line: string): string => line.replace(/^(\s*)"/, "$1 ").replace(/(?:\\n)?",?$/, "");

interface Comment {
  readonly column: number;
  readonly length: number;
  /** What follows the word. */
  readonly words: string;
  readonly alone: boolean;
}

const form = /(^|\s)(?:#+|\/\/+|\/\*+|\*|--|<!--|[Rr][Ee][Mm]\b|::|;+)\s*(iam-lint-ignore(?![\w-]))(.*)$/;

function readComment(line: string): Comment | undefined {
  if (!line.includes(word)) return undefined;
  const found = form.exec(line);
  if (found === null) return undefined;
  const [, , , tail = ""] = found;
  const words = tail.replace(/\s*(?:\*\/|-->)\s*$/, "").trimEnd();
  const column = line.length - tail.length - word.length;
  const before = line.slice(0, found.index).trim();
  return { column, length: word.length + words.length, words, alone: before === "" };
}

/** `RULE, RULE until=2027-03-31 owner=ops: reason`. The reason starts at the first colon before a blank. */
function readWords(words: string): Pick<Ignore, "rules" | "reason" | "owner" | "until"> {
  const colon = /:(?:\s+|$)/.exec(words);
  const head = colon === null ? words : words.slice(0, colon.index);
  const reason = colon === null ? "" : words.slice(colon.index + colon[0].length).trim();
  const owner = /(?:^|\s)owner=("[^"]*"|\S+)/.exec(head)?.[1]?.replaceAll('"', "");
  const until = /(?:^|\s)until=(\S*)/.exec(head)?.[1];
  const names = head.replaceAll(/(?:^|\s)\w+=(?:"[^"]*"|\S*)/g, " ");
  return {
    rules: [...new Set(names.split(/[\s,]+/).filter(Boolean))],
    reason,
    ...(owner === undefined ? {} : { owner }),
    ...(until === undefined ? {} : { until }),
  };
}

const isComment = (line: string): boolean =>
  /^\s*(?:#(?!!)|\/\/|\/\*|\*(?:\s|\/|$)|--(?:\s|$)|<!--|rem\b|::)/i.test(line);

function statementBelow(lines: readonly string[], comment: number): { readonly from: number; readonly to: number } {
  let from = comment + 1;
  while (from < lines.length && isPassedOver(lines[from] ?? "")) from++;
  return from < lines.length ? { from, to: statementEnd(lines, from) } : { from, to: from - 1 };
}

const isPassedOver = (line: string): boolean => line.trim() === "" || line.trim() === "---" || isComment(line);

function wholeLine(path: string, starts: readonly number[], at: number, text: string): Span {
  return spanOf(path, starts[at] ?? 0, starts[at + 1] ?? text.length);
}
