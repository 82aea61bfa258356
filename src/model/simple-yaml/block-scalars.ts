import { codeAt, type Cursor, dash, giveUp, lineEnd, newline, space, tab } from "./cursor.ts";
import type { YamlScalar } from "./tree.ts";

const folding = 62;

/** Reads `|` or `>` with the lines below it, which are further in than what it belongs to. */
export function readBlockScalar(cursor: Cursor, outer: number): YamlScalar {
  const start = cursor.at;
  const isFolded = codeAt(cursor, start) === folding;
  const isStripped = codeAt(cursor, start + 1) === dash;
  const header = start + (isStripped ? 2 : 1);
  if (codeAt(cursor, header) !== newline) giveUp();
  cursor.at = header + 1;
  const lines = linesOf(cursor, outer);
  const text = (isFolded ? folded(lines) : lines.join("\n")) + (isStripped ? "" : "\n");
  return { kind: "scalar", text, start, end: cursor.at, style: "block" };
}

/** The lines of the text without their indentation, as deep as that of the first; the cursor stands behind the last. */
function linesOf(cursor: Cursor, outer: number): readonly string[] {
  const lines: string[] = [];
  let indent = -1;
  let blanks = 0;
  for (let lineStart = cursor.at; lineStart < cursor.end;) {
    const end = lineEnd(cursor, lineStart);
    const column = indentOf(cursor, lineStart, end);
    if (column <= outer && codeAt(cursor, lineStart + column) === tab) giveUp();
    if (lineStart + column === end) {
      if (column > Math.max(indent, outer)) giveUp();
      blanks++;
    } else {
      if (column <= outer) break;
      if (indent < 0) indent = column;
      if (column < indent) giveUp();
      for (; blanks > 0; blanks--) lines.push("");
      lines.push(cursor.text.slice(lineStart + indent, end));
      cursor.at = Math.min(end + 1, cursor.end);
    }
    lineStart = end + 1;
  }
  if (lines.length === 0) giveUp();
  cursor.lineStart = cursor.at;
  return lines;
}

function indentOf({ text }: Cursor, lineStart: number, end: number): number {
  let at = lineStart;
  while (at < end && text.charCodeAt(at) === space) at++;
  return at - lineStart;
}

/** One line for each paragraph; lines that are further in stay as they are. */
function folded(lines: readonly string[]): string {
  const first = lines.findIndex((line) => line !== "");
  let text = "\n".repeat(first);
  let separator = "";
  let wasFurtherIn = false;
  for (const line of lines.slice(first)) {
    const isFurtherIn = /^[ \t]/u.test(line);
    if (line === "") {
      if (separator === "\n") text += "\n";
      else separator = "\n";
      continue;
    }
    if (isFurtherIn && separator === "\n" && !wasFurtherIn) separator = "\n\n";
    else if (isFurtherIn && separator === " ") separator = "\n";
    text += separator + line;
    separator = isFurtherIn ? "\n" : " ";
    wasFurtherIn = isFurtherIn;
  }
  return text;
}
