import * as ch from "./characters.ts";
import { lineEnd, Unreadable } from "./reader.ts";
import type { Reader } from "./reader.ts";
import { markerEnd } from "./strings.ts";

/** Notes what could not be read and goes on behind it: after the whole item if its brackets match, else after its line. */
export function skipBroken(reader: Reader, start: number, error: unknown): void {
  if (!(error instanceof Unreadable)) throw error;
  reader.problems.push({ message: error.message, start: error.start, end: error.end });
  reader.multiline = false;
  const failedAt = Math.max(error.start, start);
  const end = matchedEnd(reader.text, start);
  reader.at = end > failedAt || (end === failedAt && end > start) ? end : lineEnd(reader.text, failedAt);
}

const topLevelBlocks =
  /(?:resource|data|ephemeral|action|module|variable|output|locals|provider|terraform|moved|removed|import|check)\b[^={}\n]*\{/y;

/** Does a block of Terraform's top level start here, in column 0? */
export function isBlockHeader(text: string, at: number): boolean {
  if (at > 0 && text.charCodeAt(at - 1) !== ch.newline) return false;
  topLevelBlocks.lastIndex = at;
  return topLevelBlocks.test(text);
}

/** The end of the line on which all brackets that are opened from `start` on are closed; -1 when they don't match. */
function matchedEnd(text: string, start: number): number {
  const open: number[] = [];
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === ch.newline) {
      if (open.length === 0) return at;
      if (isBlockHeader(text, at + 1)) return -1;
    } else if (closers.has(code)) open.push(closers.get(code) ?? 0);
    else if (code === ch.closeBrace || code === ch.closeBracket || code === ch.closeParenthesis) {
      if (open.length === 0) return code === ch.closeBrace ? at : -1;
      if (open.pop() !== code) return -1;
    }
    at = pastText(text, at, code);
  }
  return open.length === 0 ? at : -1;
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
