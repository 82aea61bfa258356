import type { Call, Expression, Identifier } from "../syntax.ts";
import * as ch from "./characters.ts";
import { readCollection, readObject } from "./collections.ts";
import { readExpression, readMultiline } from "./expressions.ts";
import { expect, fail, readName, skip } from "./reader.ts";
import type { Reader } from "./reader.ts";
import { readHeredoc, readQuoted } from "./strings.ts";

/** Reads a literal, a name, a call, a string, a collection, or something in parentheses. */
export function readTerm(reader: Reader): Expression {
  const { text, at: start } = reader;
  const code = text.charCodeAt(start);
  if (ch.isDigit(code)) return readNumber(reader);
  switch (code) {
    case ch.quote:
      return readQuoted(reader);
    case ch.openParenthesis:
      return readParenthesized(reader);
    case ch.openBracket:
      return readCollection(reader);
    case ch.openBrace:
      return readObject(reader);
    case ch.less:
      if (text.charCodeAt(start + 1) === ch.less) return readHeredoc(reader);
  }
  return readNamed(reader);
}

function readNumber(reader: Reader): Expression {
  const { text, at: start } = reader;
  let end = digitsEnd(text, start);
  if (text.charCodeAt(end) === ch.dot && ch.isDigit(text.charCodeAt(end + 1))) end = digitsEnd(text, end + 1);
  end = exponentEnd(text, end);
  reader.at = end;
  return { type: "number", text: text.slice(start, end), start, end };
}

function digitsEnd(text: string, at: number): number {
  let end = at;
  while (ch.isDigit(text.charCodeAt(end))) end++;
  return end;
}

function exponentEnd(text: string, at: number): number {
  const code = text.charCodeAt(at) | 32;
  if (code !== 101) return at;
  const sign = text.charCodeAt(at + 1);
  const digits = sign === ch.plus || sign === ch.minus ? at + 2 : at + 1;
  return ch.isDigit(text.charCodeAt(digits)) ? digitsEnd(text, digits) : at;
}

function readParenthesized(reader: Reader): Expression {
  const start = reader.at++;
  const value = readMultiline(reader);
  const end = closeParenthesis(reader) + 1;
  return { type: "parenthesized", value, start, end };
}

function closeParenthesis(reader: Reader): number {
  const { multiline } = reader;
  reader.multiline = true;
  const close = expect(reader, ch.closeParenthesis, "a closing parenthesis");
  reader.multiline = multiline;
  return close;
}

function readNamed(reader: Reader): Expression {
  const name = readName(reader, "an expression");
  const { text, start, end } = name;
  skip(reader);
  const next = reader.text.charCodeAt(reader.at);
  if (next === ch.openParenthesis) return readCall(reader, name);
  if (next === ch.colon && reader.text.charCodeAt(reader.at + 1) === ch.colon) return readNamespaced(reader, name);
  if (text === "true" || text === "false") return { type: "boolean", value: text === "true", start, end };
  if (text === "null") return { type: "null", start, end };
  return { type: "variable", name: text, start, end };
}

/** `provider::google::region_from_zone(…)`; blanks between the parts are left out of the name. */
function readNamespaced(reader: Reader, first: Identifier): Expression {
  let { text, end } = first;
  while (reader.text.startsWith("::", reader.at)) {
    reader.at += 2;
    skip(reader);
    const part = readName(reader, "a function's name after `::`");
    text += `::${part.text}`;
    end = part.end;
    skip(reader);
  }
  if (reader.text.charCodeAt(reader.at) !== ch.openParenthesis) fail(reader, "Expected the arguments of a function");
  return readCall(reader, { text, start: first.start, end });
}

function readCall(reader: Reader, name: Identifier): Call {
  reader.at++;
  const { multiline } = reader;
  reader.multiline = true;
  const args: Expression[] = [];
  let expand = false;
  for (;;) {
    skip(reader);
    if (reader.text.charCodeAt(reader.at) === ch.closeParenthesis) break;
    args.push(readExpression(reader));
    expand = reader.text.startsWith("...", reader.at);
    if (expand) {
      reader.at += 3;
      break;
    }
    if (reader.text.charCodeAt(reader.at) !== ch.comma) break;
    reader.at++;
  }
  const end = expect(reader, ch.closeParenthesis, "a comma or a closing parenthesis after the argument") + 1;
  reader.multiline = multiline;
  return { type: "call", name, args, expand, start: name.start, end };
}
