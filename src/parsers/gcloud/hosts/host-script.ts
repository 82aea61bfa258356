import type { Source } from "../../../model/source.ts";
import { type Unit, unitOf, unitWithOffsets } from "../unit.ts";

/** A piece of shell in a file of another kind. */
export interface HostScript {
  readonly unit: Unit;
  /** `own`: what it sets is gone afterwards, as in a recipe's line; `fresh`: nothing is known before (a new stage). */
  readonly scope: "shared" | "own" | "fresh";
  /** It stands under a condition of the file. */
  readonly conditional?: true;
  /** The file that it stands in, where others may be read with this one. */
  readonly home?: string;
  /** A document tells people to run it: it may be no shell at all, and nobody knows whether they did. */
  readonly told?: true;
}

/** Text under construction, of which every character knows its place in the file. */
export interface ShellText {
  /** A stretch of the file. */
  readonly copy: (start: number, end: number) => void;
  /** Text that the file does not hold, at one of its places. */
  readonly insert: (text: string, at: number) => void;
  /** Text that stands for a stretch of the file. */
  readonly replace: (text: string, start: number, end: number) => void;
  readonly unit: () => Unit;
}

export function shellText(source: Source): ShellText {
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const replace: ShellText["replace"] = (text, start, end) => {
    parts.push(text);
    for (let count = 0; count < text.length; count++) {
      starts.push(start);
      ends.push(end);
    }
  };
  return {
    copy: (start, end) => {
      parts.push(source.text.slice(start, end));
      for (let at = start; at < end; at++) {
        starts.push(at);
        ends.push(at + 1);
      }
    },
    insert: (text, at) => replace(text, at, at),
    replace,
    unit: () => unitWithOffsets(unitOf(source), parts.join(""), { starts, ends }),
  };
}

/** Copies a stretch; what the pattern matches in it is written anew. */
export function copyRewritten(
  text: ShellText,
  source: string,
  [start, end]: readonly [number, number],
  pattern: RegExp,
  rewrite: (match: RegExpExecArray) => string,
): void {
  let from = start;
  for (const match of source.slice(start, end).matchAll(pattern)) {
    const at = start + match.index;
    text.copy(from, at);
    from = at + match[0].length;
    text.replace(rewrite(match), at, from);
  }
  text.copy(from, end);
}

/** The lines of a text as stretches, without their ends. */
export function lineStretches(text: string): readonly (readonly [number, number])[] {
  const lines: (readonly [number, number])[] = [];
  let start = 0;
  while (start <= text.length) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    lines.push([start, text[end - 1] === "\r" && end > start ? end - 1 : end]);
    start = end + 1;
  }
  return lines;
}

/** Lines joined where one ends in the mark of continuation. */
export function logicalLines(
  text: string,
  continues: (line: string) => boolean,
): readonly (readonly [number, number])[] {
  const joined: (readonly [number, number])[] = [];
  let open: number | undefined;
  for (const [start, end] of lineStretches(text)) {
    const from: number = open ?? start;
    open = continues(text.slice(start, end)) ? from : undefined;
    if (open === undefined) joined.push([from, end]);
  }
  return open === undefined ? joined : [...joined, [open, text.length]];
}

export const endsWithBackslash = (line: string): boolean => /(?:^|[^\\])(?:\\\\)*\\$/.test(line);
