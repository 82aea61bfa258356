import type { TemplateFor, TemplateIf, TemplateLiteral, TemplatePart } from "../syntax.ts";
import type { ForStart, IfStart, Piece } from "./pieces.ts";
import { enter, fail, leave } from "./reader.ts";
import type { Reader } from "./reader.ts";

/** Puts directives together with what stands between them, and neighbouring literals into one. */
export function treeOf(reader: Reader, pieces: readonly Piece[]): readonly TemplatePart[] {
  const cursor = { pieces, at: 0 };
  const parts = readBranch(reader, cursor);
  const rest = pieces[cursor.at];
  if (rest) fail(reader, `%{ ${rest.type} } ends nothing`, rest.start);
  return parts;
}

interface Cursor {
  readonly pieces: readonly Piece[];
  at: number;
}

/** Parts up to an `else`, `endif` or `endfor` of this level, or to the end. */
function readBranch(reader: Reader, cursor: Cursor): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  for (let piece = cursor.pieces[cursor.at]; piece; piece = cursor.pieces[cursor.at]) {
    if (piece.type === "else" || piece.type === "endif" || piece.type === "endfor") break;
    cursor.at++;
    if (piece.type === "literal") addLiteral(parts, piece);
    else if (piece.type === "interpolation") parts.push(piece);
    else parts.push(readNested(reader, cursor, piece));
  }
  return parts;
}

function addLiteral(parts: TemplatePart[], literal: TemplateLiteral): void {
  if (literal.text === "") return;
  const last = parts.at(-1);
  if (last?.type !== "literal") parts.push(literal);
  else parts[parts.length - 1] = { ...last, text: last.text + literal.text, end: literal.end };
}

function readNested(reader: Reader, cursor: Cursor, opening: IfStart | ForStart): TemplateIf | TemplateFor {
  enter(reader);
  const nested = opening.type === "if-start" ? readIf(reader, cursor, opening) : readFor(reader, cursor, opening);
  leave(reader);
  return nested;
}

function readIf(reader: Reader, cursor: Cursor, opening: IfStart): TemplateIf {
  const { condition, start } = opening;
  const then = readBranch(reader, cursor);
  const hasElse = cursor.pieces[cursor.at]?.type === "else";
  if (hasElse) cursor.at++;
  const otherwise = hasElse ? readBranch(reader, cursor) : [];
  // oxlint-disable-next-line unicorn/no-thenable -- the tree is never awaited
  return { type: "if", condition, then, else: otherwise, start, end: closing(reader, cursor, "endif", start) };
}

function readFor(reader: Reader, cursor: Cursor, opening: ForStart): TemplateFor {
  const { keyName, valueName, collection, start } = opening;
  const parts = readBranch(reader, cursor);
  const end = closing(reader, cursor, "endfor", start);
  return { type: "for", ...(keyName && { key: keyName }), value: valueName, collection, parts, start, end };
}

function closing(reader: Reader, cursor: Cursor, wanted: "endif" | "endfor", start: number): number {
  const piece = cursor.pieces[cursor.at++];
  if (piece?.type !== wanted) fail(reader, `This directive has no %{ ${wanted} }`, start);
  return piece.end;
}

/** What `<<-` does: takes the indentation of the least indented line from all lines. */
export function withoutIndent(pieces: readonly Piece[]): readonly Piece[] {
  const indented = new Set<Piece>();
  let smallest = Number.POSITIVE_INFINITY;
  let startsLine = true;
  for (const piece of pieces) {
    if (startsLine && !isBlankLine(piece)) {
      smallest = Math.min(smallest, indentOf(piece));
      indented.add(piece);
    }
    startsLine = piece.type === "literal" ? piece.text.endsWith("\n") : false;
  }
  return pieces.map((piece) =>
    piece.type === "literal" && indented.has(piece) ? { ...piece, text: piece.text.slice(smallest) } : piece,
  );
}

const isBlankLine = (piece: Piece): boolean =>
  piece.type === "literal" && piece.text.endsWith("\n") && piece.text.trim() === "";

const indentOf = (piece: Piece): number =>
  piece.type === "literal" ? piece.text.length - piece.text.trimStart().length : 0;
