import * as ch from "./characters.ts";
import { lineEnd, note, Unreadable } from "./reader.ts";
import type { Reader } from "./reader.ts";
import { markerEnd } from "./strings.ts";

/** Notes what could not be read and goes on behind it: after the whole item if its brackets match, else at the next line. */
export function skipBroken(reader: Reader, start: number, error: unknown): void {
  if (!(error instanceof Unreadable)) throw error;
  note(reader, error.message, error);
  reader.multiline = false;
  const reached = reader.at;
  const failedAt = Math.max(error.start, start);
  const { end, matches } = matchedEnd(reader.text, start);
  reader.at = matches && end > start && end >= failedAt ? end : nextLine(reader.text, start, failedAt);
  reader.patience -= Math.max(0, reached - reader.at) + end - start;
  if (reader.patience < 0) giveUp(reader);
}

/** Going back again and again takes forever in a file that is made to be broken. */
function giveUp(reader: Reader): void {
  const { at: start } = reader;
  reader.at = reader.text.length;
  note(reader, "The rest of this file is not read: too much of it is broken", { start, end: reader.at });
}

/** The line that could not be read is skipped, or read anew where it looks like the next argument or the block's end. */
function nextLine(text: string, start: number, failedAt: number): number {
  const line = text.lastIndexOf("\n", failedAt - 1) + 1;
  nextItem.lastIndex = line;
  return line > start && nextItem.test(text) ? line : lineEnd(text, failedAt);
}

const nextItem = /[ \t]*(?:\}|[\w-]+[ \t]*=(?![=>]))/y;

const topLevelBlocks =
  /(?:resource|data|ephemeral|action|module|variable|output|locals|provider|terraform|moved|removed|import|check)\b[^={}\n]*\{/y;

/** Does a block of Terraform's top level start here, in column 0? */
export function isBlockHeader(text: string, at: number): boolean {
  if (at > 0 && text.charCodeAt(at - 1) !== ch.newline) return false;
  topLevelBlocks.lastIndex = at;
  return topLevelBlocks.test(text);
}

/** The end of the line on which all brackets that are opened from `start` on are closed, or where they don't match. */
function matchedEnd(text: string, start: number): { readonly end: number; readonly matches: boolean } {
  const open: number[] = [];
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === ch.newline) {
      if (open.length === 0) return { end: at, matches: true };
      if (isBlockHeader(text, at + 1)) return { end: at, matches: false };
    } else if (closers.has(code)) open.push(closers.get(code) ?? 0);
    else if (code === ch.closeBrace || code === ch.closeBracket || code === ch.closeParenthesis) {
      if (open.length === 0) return { end: at, matches: code === ch.closeBrace };
      if (open.pop() !== code) return { end: at, matches: false };
    }
    at = pastText(text, at, code);
  }
  return { end: at, matches: open.length === 0 };
}

const closers: ReadonlyMap<number, number> = new Map([
  [ch.openBrace, ch.closeBrace],
  [ch.openBracket, ch.closeBracket],
  [ch.openParenthesis, ch.closeParenthesis],
]);

/** Past a string, heredoc or comment that starts here, or past one character. */
function pastText(text: string, at: number, code: number): number {
  const next = text.charCodeAt(at + 1);
  if (code === ch.quote) return pastString(text, at);
  if (code === ch.less && next === ch.less) return pastHeredoc(text, at);
  if (code === ch.hash || (code === ch.slash && next === ch.slash)) return lineEnd(text, at);
  if (code !== ch.slash || next !== ch.star) return at + 1;
  const close = text.indexOf("*/", at + 2);
  return close < 0 ? text.length : close + 2;
}

/** A string that isn't closed ends with its line. */
function pastString(text: string, start: number): number {
  const end = lineEnd(text, start);
  let at = start + 1;
  while (at < end && text.charCodeAt(at) !== ch.quote) at += text.charCodeAt(at) === ch.backslash ? 2 : 1;
  return at < end ? at + 1 : end;
}

function pastHeredoc(text: string, start: number): number {
  const name = start + (text.charCodeAt(start + 2) === ch.minus ? 3 : 2);
  const marker = text.slice(name, ch.identifierEnd(text, name));
  if (marker === "") return name;
  for (let line = text.indexOf("\n", name) + 1; line > 0; line = text.indexOf("\n", line) + 1) {
    const end = markerEnd(text, line, marker);
    if (end >= 0) return end;
  }
  return name;
}
