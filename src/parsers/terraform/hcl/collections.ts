import type { Expression, ForExpression, Identifier, ObjectItem } from "../syntax.ts";
import * as ch from "./characters.ts";
import { readExpression } from "./expressions.ts";
import { expect, fail, isKeyword, readName, skip, skipLines } from "./reader.ts";
import type { Reader } from "./reader.ts";

/** Reads `[…]`: a tuple or a for expression. */
export function readCollection(reader: Reader): Expression {
  const start = reader.at++;
  const { multiline } = reader;
  reader.multiline = true;
  skip(reader);
  const expression = isKeyword(reader, "for") ? readFor(reader, start, ch.closeBracket) : readTuple(reader, start);
  reader.multiline = multiline;
  return expression;
}

function readTuple(reader: Reader, start: number): Expression {
  const items: Expression[] = [];
  for (;;) {
    skip(reader);
    if (reader.text.charCodeAt(reader.at) === ch.closeBracket) break;
    items.push(readExpression(reader));
    if (reader.text.charCodeAt(reader.at) !== ch.comma) break;
    reader.at++;
  }
  const end = expect(reader, ch.closeBracket, "a comma or a closing bracket after the item") + 1;
  return { type: "tuple", items, start, end };
}

/** Reads `{…}`: an object or a for expression. Newlines separate the items of an object. */
export function readObject(reader: Reader): Expression {
  const start = reader.at++;
  const { multiline } = reader;
  skipLines(reader);
  const isFor = isKeyword(reader, "for");
  reader.multiline = isFor;
  const expression = isFor ? readFor(reader, start, ch.closeBrace) : readItems(reader, start);
  reader.multiline = multiline;
  return expression;
}

function readItems(reader: Reader, start: number): Expression {
  const items: ObjectItem[] = [];
  for (;;) {
    skipLines(reader);
    if (reader.text.charCodeAt(reader.at) === ch.closeBrace) break;
    items.push(readItem(reader));
    const next = reader.text.charCodeAt(reader.at);
    if (next === ch.comma) reader.at++;
    else if (next !== ch.newline && next !== ch.closeBrace) {
      fail(reader, "Expected a comma, a newline or a closing brace after the item");
    }
  }
  return { type: "object", items, start, end: ++reader.at };
}

function readItem(reader: Reader): ObjectItem {
  const key = readExpression(reader);
  const sign = reader.text.charCodeAt(reader.at);
  if (sign !== ch.equals && sign !== ch.colon) fail(reader, "Expected an equals sign after the key");
  reader.at++;
  const value = readExpression(reader);
  return { key, literalKey: key.type === "variable", value, start: key.start, end: value.end };
}

function readFor(reader: Reader, start: number, closing: number): ForExpression {
  reader.at += "for".length;
  const names = readForNames(reader);
  const collection = readExpression(reader);
  expect(reader, ch.colon, "a colon after the collection of `for`");
  const first = readExpression(reader);
  const hasKey = reader.text.startsWith("=>", reader.at);
  if (hasKey !== (closing === ch.closeBrace)) {
    fail(reader, hasKey ? "A `for` in brackets has no key" : "Expected `=>` after the key of `for`");
  }
  if (hasKey) reader.at += 2;
  const value = hasKey ? readExpression(reader) : first;
  const group = hasKey && reader.text.startsWith("...", reader.at);
  if (group) reader.at += 3;
  const condition = readForCondition(reader);
  const end = expect(reader, closing, "the end of `for`") + 1;
  const key = hasKey ? { key: first } : undefined;
  return { type: "for", ...names, collection, ...key, value, ...condition, group, start, end };
}

function readForCondition(reader: Reader): { readonly condition: Expression } | undefined {
  skip(reader);
  if (!isKeyword(reader, "if")) return undefined;
  reader.at += "if".length;
  return { condition: readExpression(reader) };
}

/** `k, v in` or `v in`, also in template directives. */
export function readForNames(reader: Reader): { keyName?: Identifier; valueName: Identifier } {
  skip(reader);
  const first = readName(reader, "a name after `for`");
  skip(reader);
  const names = reader.text.charCodeAt(reader.at) === ch.comma ? readSecondName(reader, first) : { valueName: first };
  skip(reader);
  if (!isKeyword(reader, "in")) fail(reader, "Expected `in` after the names of `for`");
  reader.at += "in".length;
  return names;
}

function readSecondName(reader: Reader, keyName: Identifier): { keyName: Identifier; valueName: Identifier } {
  reader.at++;
  skip(reader);
  const valueName = readName(reader, "a name after the comma");
  return { keyName, valueName };
}
