import type { Expression, Identifier, Traversal } from "../syntax.ts";
import * as ch from "./characters.ts";
import { readMultiline } from "./expressions.ts";
import { enter, expect, fail, grow, leave, readName, skip } from "./reader.ts";
import type { Reader } from "./reader.ts";

/** Reads what follows a term: `.name`, `.0`, `[index]`, `.*`, `[*]`. */
export function readTraversal(reader: Reader, term: Expression): Expression {
  let object = term;
  for (;;) {
    const step = readStep(reader);
    if (!step) return object;
    object = applied(object, step);
    grow(reader);
  }
}

function applied(object: Expression, step: Traversal): Expression {
  const { start } = object;
  const { end } = step;
  if (step.type === "attribute") return { type: "get-attribute", object, name: step.name, start, end };
  if (step.type === "index") return { type: "get-index", object, index: step.index, start, end };
  return { type: "splat", form: step.form, object, each: step.each, start, end };
}

function readStep(reader: Reader): Traversal | undefined {
  skip(reader);
  const start = reader.at;
  const code = reader.text.charCodeAt(start);
  if (code === ch.openBracket) return readIndex(reader, start);
  if (code !== ch.dot || reader.text.charCodeAt(start + 1) === ch.dot) return undefined;
  reader.at++;
  skip(reader);
  if (reader.text.charCodeAt(reader.at) === ch.star) return readAttributeSplat(reader, start);
  const name = readMember(reader);
  return { type: "attribute", name, start, end: name.end };
}

function readIndex(reader: Reader, start: number): Traversal {
  reader.at++;
  const { multiline } = reader;
  reader.multiline = true;
  skip(reader);
  reader.multiline = multiline;
  if (reader.text.charCodeAt(reader.at) === ch.star) return readFullSplat(reader, start);
  const index = readMultiline(reader);
  const end = closeBracket(reader);
  return { type: "index", index, start, end };
}

/** Everything after `[*]` applies to each element. */
function readFullSplat(reader: Reader, start: number): Traversal {
  reader.at++;
  let end = closeBracket(reader);
  enter(reader);
  const each: Traversal[] = [];
  for (let step = readStep(reader); step; step = readStep(reader)) {
    each.push(step);
    end = step.end;
    grow(reader);
  }
  leave(reader);
  return { type: "splat", form: "full", each, start, end };
}

/** Only the names and digits after `.*` apply to each element. */
function readAttributeSplat(reader: Reader, start: number): Traversal {
  let end = ++reader.at;
  const each: Traversal[] = [];
  for (;;) {
    skip(reader);
    const at = reader.at;
    if (reader.text.charCodeAt(at) !== ch.dot || reader.text.charCodeAt(at + 1) === ch.dot) break;
    reader.at++;
    skip(reader);
    const name = readMember(reader);
    end = name.end;
    each.push({ type: "attribute", name, start: at, end });
    grow(reader);
  }
  return { type: "splat", form: "attribute", each, start, end };
}

function closeBracket(reader: Reader): number {
  const { multiline } = reader;
  reader.multiline = true;
  const close = expect(reader, ch.closeBracket, "a closing bracket after the index");
  reader.multiline = multiline;
  return close + 1;
}

function readMember(reader: Reader): Identifier {
  const start = reader.at;
  if (!ch.isDigit(reader.text.charCodeAt(start))) return readName(reader, "a name after the dot");
  let end = start + 1;
  while (ch.isDigit(reader.text.charCodeAt(end))) end++;
  const isFraction = reader.text.charCodeAt(end) === ch.dot && ch.isDigit(reader.text.charCodeAt(end + 1));
  if (isFraction) fail(reader, "Two indices in a row are written in brackets", start);
  if (ch.startsIdentifier(reader.text, end)) fail(reader, "Expected a name or a number after the dot");
  reader.at = end;
  return { text: reader.text.slice(start, end), start, end };
}
