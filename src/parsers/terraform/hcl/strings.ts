import type { Template } from "../syntax.ts";
import * as ch from "./characters.ts";
import { fail, lineEnd, readName } from "./reader.ts";
import type { Reader } from "./reader.ts";
import { readPieces } from "./pieces.ts";
import { treeOf, withoutIndent } from "./template-tree.ts";

/** Reads `"…"`. */
export function readQuoted(reader: Reader): Template {
  return readPlain(reader) ?? readRich(reader);
}

/** A string without escapes and markers, which most are. Searched, not walked: a fresh process is slow at loops. */
function readPlain(reader: Reader): Template | undefined {
  const { text, at: start } = reader;
  const end = text.indexOf('"', start + 1);
  if (end < 0) return undefined;
  const inside = text.slice(start + 1, end);
  if (inside.includes("{") || inside.includes("\\") || inside.includes("\n")) return undefined;
  reader.at = end + 1;
  const parts = inside === "" ? [] : [{ type: "literal", text: inside, start: start + 1, end } as const];
  return { type: "template", form: "quoted", parts, start, end: end + 1 };
}

function readRich(reader: Reader): Template {
  const start = reader.at++;
  const pieces = readPieces(reader, { form: "quoted", marker: "" });
  if (reader.text.charCodeAt(reader.at) !== ch.quote) {
    const end = lineEnd(reader.text, start);
    fail(reader, "This string is never closed on its line", Math.min(start, end));
  }
  reader.at++;
  return { type: "template", form: "quoted", parts: treeOf(reader, pieces), start, end: reader.at };
}

/** Reads `<<MARKER` or `<<-MARKER` and the lines up to the marker. */
export function readHeredoc(reader: Reader): Template {
  const { text, at: start } = reader;
  const flush = text.charCodeAt(start + 2) === ch.minus;
  reader.at += flush ? 3 : 2;
  const marker = readName(reader, "the marker of a heredoc");
  const line = lineEnd(text, reader.at);
  if (line !== reader.at) fail(reader, "Expected a newline after the marker of a heredoc");
  reader.at = text.indexOf("\n", line) + 1 || text.length;
  const form = flush ? "flush-heredoc" : "heredoc";
  const pieces = readPieces(reader, { form, marker: marker.text });
  const close = markerEnd(text, reader.at, marker.text);
  if (close < 0) fail(reader, `This heredoc has no line with ${marker.text} alone`, start);
  reader.at = close;
  return { type: "template", form, parts: treeOf(reader, flush ? withoutIndent(pieces) : pieces), start, end: close };
}

/** The end of the marker if it stands alone on the line that starts here; -1 otherwise. */
export function markerEnd(text: string, lineStart: number, marker: string): number {
  let at = lineStart;
  while (isBlank(text.charCodeAt(at))) at++;
  if (!text.startsWith(marker, at)) return -1;
  const end = at + marker.length;
  at = end;
  while (isBlank(text.charCodeAt(at))) at++;
  return at >= text.length || text.charCodeAt(at) === ch.newline ? end : -1;
}

const isBlank = (code: number): boolean => code === ch.space || code === ch.tab || code === ch.carriageReturn;
