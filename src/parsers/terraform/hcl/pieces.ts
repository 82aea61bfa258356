import type { Expression, Identifier, Interpolation, Node, TemplateLiteral } from "../syntax.ts";
import * as ch from "./characters.ts";
import { readForNames } from "./collections.ts";
import { readExpression } from "./expressions.ts";
import { fail, readName, skip } from "./reader.ts";
import type { Reader } from "./reader.ts";
import { markerEnd } from "./strings.ts";

/** A template's parts in a row, its directives not yet put together. A literal ends with its line. */
export type Piece = TemplateLiteral | Interpolation | Directive;

type Directive = IfStart | ForStart | Bare<"else"> | Bare<"endif"> | Bare<"endfor">;

interface Bare<Keyword extends string> extends Node {
  readonly type: Keyword;
}

export interface IfStart extends Node {
  readonly type: "if-start";
  readonly condition: Expression;
}

export interface ForStart extends Node {
  readonly type: "for-start";
  readonly keyName?: Identifier;
  readonly valueName: Identifier;
  readonly collection: Expression;
}

/** How the template at hand ends: at its quote, at its marker's line, or with the text. */
export interface Ending {
  readonly form: "quoted" | "heredoc" | "flush-heredoc" | "bare";
  readonly marker: string;
}

/** Reads up to what ends the template: the quote, the line of the marker, or the end of the text. */
export function readPieces(reader: Reader, ending: Ending): Piece[] {
  const pieces: Piece[] = [];
  const isHeredoc = ending.marker !== "";
  let trimsNext = false;
  let lineStart = true;
  while (reader.at < reader.text.length) {
    if (isHeredoc && lineStart && markerEnd(reader.text, reader.at, ending.marker) >= 0) break;
    const literal = readLiteral(reader, ending.form === "quoted");
    if (literal) {
      pieces.push(trimsNext ? { ...literal, text: literal.text.trimStart() } : literal);
      trimsNext = false;
      lineStart = reader.text.charCodeAt(reader.at - 1) === ch.newline;
      continue;
    }
    if (!isMarker(reader)) break;
    if (reader.text.charCodeAt(reader.at + 2) === ch.tilde) trimLast(pieces);
    pieces.push(readMarked(reader));
    trimsNext = reader.text.charCodeAt(reader.at - 2) === ch.tilde;
    lineStart = false;
  }
  return pieces;
}

function isMarker({ text, at }: Reader): boolean {
  const code = text.charCodeAt(at);
  return (code === ch.dollar || code === ch.percent) && text.charCodeAt(at + 1) === ch.openBrace;
}

function trimLast(pieces: Piece[]): void {
  const last = pieces.at(-1);
  if (last?.type === "literal") pieces[pieces.length - 1] = { ...last, text: last.text.trimEnd() };
}

/** Literal text up to a marker, the end of the line or of the string; `undefined` when there is none. */
function readLiteral(reader: Reader, quoted: boolean): TemplateLiteral | undefined {
  const { text, at: start } = reader;
  let value = "";
  let copied = start;
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === ch.newline) {
      if (!quoted) at++;
      break;
    }
    if (quoted && code === ch.quote) break;
    if (quoted && code === ch.backslash) {
      value += text.slice(copied, at) + escaped(reader, at);
      copied = at = reader.at;
    } else if (code === ch.dollar || code === ch.percent) {
      if (text.charCodeAt(at + 1) === ch.openBrace) break;
      const isEscape = text.charCodeAt(at + 1) === code && text.charCodeAt(at + 2) === ch.openBrace;
      if (isEscape) {
        value += text.slice(copied, at);
        copied = at + 1;
      }
      at += isEscape ? 3 : 1;
    } else at++;
  }
  reader.at = at;
  return at === start ? undefined : { type: "literal", text: value + text.slice(copied, at), start, end: at };
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/** What a backslash and what follows it stand for; `reader.at` is then behind them. */
function escaped(reader: Reader, at: number): string {
  const name = reader.text.charAt(at + 1);
  const simple = escapes[name];
  const digits = name === "u" ? 4 : name === "U" ? 8 : 0;
  if (simple === undefined && digits === 0) fail(reader, `\\${name} is not an escape sequence`, at);
  reader.at = at + 2 + digits;
  return simple ?? codePoint(reader, at, reader.text.slice(at + 2, reader.at), digits);
}

function codePoint(reader: Reader, at: number, hex: string, digits: number): string {
  const code = Number.parseInt(hex, 16);
  if (hex.length !== digits || !/^[\da-f]+$/iu.test(hex) || code > 0x10ffff) {
    fail(reader, `Expected ${digits} hexadecimal digits of a character`, at);
  }
  return String.fromCodePoint(code);
}

/** Reads `${…}` or `%{…}`. */
function readMarked(reader: Reader): Interpolation | Directive {
  const { text, at: start, multiline } = reader;
  const isDirective = text.charCodeAt(start) === ch.percent;
  reader.at += text.charCodeAt(start + 2) === ch.tilde ? 3 : 2;
  reader.multiline = true;
  const content = isDirective
    ? readDirective(reader)
    : ({ type: "interpolation", value: readExpression(reader) } as const);
  skip(reader);
  if (text.charCodeAt(reader.at) === ch.tilde) reader.at++;
  if (text.charCodeAt(reader.at) !== ch.closeBrace) fail(reader, "Expected the closing brace of the template sequence");
  reader.at++;
  reader.multiline = multiline;
  return { ...content, start, end: reader.at };
}

type Unplaced<N> = N extends Node ? Omit<N, "start" | "end"> : never;

function readDirective(reader: Reader): Unplaced<Directive> {
  skip(reader);
  const start = reader.at;
  const keyword = readName(reader, "`if`, `else`, `endif`, `for` or `endfor`").text;
  switch (keyword) {
    case "if":
      return { type: "if-start", condition: readExpression(reader) };
    case "for":
      return { type: "for-start", ...readForNames(reader), collection: readExpression(reader) };
    case "else":
    case "endif":
    case "endfor":
      return { type: keyword };
    default:
      return fail(reader, `${keyword} is not a template directive`, start);
  }
}
