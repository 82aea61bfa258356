import type { Attribute, Block, Body, Expression, Identifier, Label } from "../syntax.ts";
import * as ch from "./characters.ts";
import { readExpression } from "./expressions.ts";
import { isBlockHeader, skipBroken } from "./recovery.ts";
import { enter, expect, fail, leave, note, readName, skip, skipLines } from "./reader.ts";
import type { Reader } from "./reader.ts";
import { readQuoted } from "./strings.ts";

/** Reads the whole text as a body. */
export function readFileBody(reader: Reader): Body {
  const items = readItems(reader, { nested: false, line: -1 });
  return { items, start: 0, end: reader.text.length };
}

interface Surroundings {
  readonly nested: boolean;
  /** The offset behind the opening brace while still on its line; -1 later. */
  line: number;
}

/** Reads arguments and blocks up to the closing brace, or to the end of the text. */
function readItems(reader: Reader, around: Surroundings): (Attribute | Block)[] {
  const items: (Attribute | Block)[] = [];
  const names = new Set<string>();
  const { depth } = reader;
  while (nextItem(reader, around)) {
    const start = reader.at;
    if (around.line >= 0 && reader.text.slice(around.line, start).includes("\n")) around.line = -1;
    try {
      const item = readItem(reader, around);
      if (item.type === "block" || isNew(reader, names, item.name)) items.push(item);
      endItem(reader, around, item);
    } catch (error) {
      reader.depth = depth;
      skipBroken(reader, start, error);
    }
  }
  return items;
}

/** Skips to the next item of this body. False: there is none. */
function nextItem(reader: Reader, { nested }: Surroundings): boolean {
  for (;;) {
    skipLines(reader);
    if (reader.at >= reader.text.length) return false;
    if (reader.text.charCodeAt(reader.at) !== ch.closeBrace)
      return !(nested && reader.resync && isBlockHeader(reader.text, reader.at));
    if (nested) return false;
    reader.unbalanced = true;
    note(reader, "This brace closes nothing", { start: reader.at, end: reader.at + 1 });
    reader.at++;
  }
}

function isNew(reader: Reader, names: Set<string>, name: Identifier): boolean {
  if (!names.has(name.text)) {
    names.add(name.text);
    return true;
  }
  note(reader, `${name.text} is set twice`, name);
  return false;
}

function readItem(reader: Reader, around: Surroundings): Attribute | Block {
  const name = readName(reader, "an argument or a block");
  skip(reader);
  if (reader.text.charCodeAt(reader.at) === ch.equals) return readAttribute(reader, name);
  const block = readBlock(reader, name);
  if (around.line >= 0) note(reader, "A block on one line can hold no other block", name);
  return block;
}

/** A value that can't be read is a broken one: the argument is there all the same. */
function readAttribute(reader: Reader, name: Identifier): Attribute {
  reader.at++;
  skip(reader);
  const { at: start, depth } = reader;
  try {
    const value = readExpression(reader);
    return { type: "attribute", name, value, start: name.start, end: value.end };
  } catch (error) {
    reader.depth = depth;
    skipBroken(reader, start, error);
    const value: Expression = { type: "broken", start, end: Math.max(start, reader.at) };
    return { type: "attribute", name, value, start: name.start, end: value.end };
  }
}

function readBlock(reader: Reader, name: Identifier): Block {
  const labels = readLabels(reader);
  const start = expect(reader, ch.openBrace, "an equals sign, a label or an opening brace");
  enter(reader);
  const items = readItems(reader, { nested: true, line: start + 1 });
  leave(reader);
  const isClosed = reader.text.charCodeAt(reader.at) === ch.closeBrace;
  if (isClosed) reader.at++;
  else {
    reader.unbalanced = true;
    note(reader, "This block is never closed", name);
  }
  const body: Body = { items, start, end: reader.at };
  return { type: "block", name, labels, body, start: name.start, end: reader.at };
}

function readLabels(reader: Reader): readonly Label[] {
  const labels: Label[] = [];
  for (;;) {
    skip(reader);
    const code = reader.text.charCodeAt(reader.at);
    if (code === ch.quote) labels.push(readQuotedLabel(reader));
    else if (ch.startsIdentifier(reader.text, reader.at))
      labels.push({ ...readName(reader, "a label"), quoted: false });
    else return labels;
  }
}

function readQuotedLabel(reader: Reader): Label {
  const { parts, start, end } = readQuoted(reader);
  const [part, more] = parts;
  if (more || (part && part.type !== "literal")) fail(reader, "A label can't have a template in it", start);
  return { text: part?.text ?? "", quoted: true, start, end };
}

/** An item ends with its line, or with the brace of a block that is on one line. */
function endItem(reader: Reader, around: Surroundings, item: Attribute | Block): void {
  skip(reader);
  const code = reader.text.charCodeAt(reader.at);
  if (reader.at >= reader.text.length || code === ch.newline) return;
  if (around.nested && code === ch.closeBrace && around.line >= 0) return;
  if (reader.resync && isBlockHeader(reader.text, reader.at)) return;
  fail(reader, `Expected a newline after ${item.name.text}`);
}
