import type { Body, Expression, File, SyntaxProblem, Template } from "../syntax.ts";
import { readFileBody } from "./bodies.ts";
import { readExpression } from "./expressions.ts";
import { moved } from "./moved.ts";
import { readPieces } from "./pieces.ts";
import { fail, readerOf, skipLines, Unreadable } from "./reader.ts";
import type { Reader } from "./reader.ts";
import { treeOf } from "./template-tree.ts";

/** Reads a file of HCL's native syntax. What can't be read is a problem; the rest is read. */
export function readHcl(text: string): File {
  const reader = readerOf(text);
  const body = readFileBody(reader);
  return reader.unbalanced ? readUnbalanced(text) : fileOf(reader, body);
}

/** Braces don't match: read once more, so that an open block ends where the next one starts in column 0. */
function readUnbalanced(text: string): File {
  const reader = readerOf(text, true);
  return fileOf(reader, readFileBody(reader));
}

const fileOf = ({ comments, problems }: Reader, body: Body): File => ({ body, comments, problems });

export interface ReadValue<E extends Expression = Expression> {
  readonly value: E;
  readonly problems: readonly SyntaxProblem[];
}

/** Reads one expression. `offset` is the place of the text in its file: all places are moved by it. */
export function readHclExpression(text: string, offset = 0): ReadValue {
  return readWhole(text, offset, (reader) => {
    reader.multiline = true;
    const value = readExpression(reader);
    skipLines(reader);
    if (reader.at < text.length) fail(reader, "Expected nothing after the expression");
    return value;
  });
}

/** Reads a text as a template: a string of `.tf.json` or a file of `templatefile`. `start` is its place in its file. */
export function readTemplate(text: string, start = 0): ReadValue {
  return readWhole(text, start, (reader): Template => {
    const parts = treeOf(reader, readPieces(reader, { form: "bare", marker: "" }));
    return { type: "template", form: "quoted", parts, start: 0, end: text.length };
  });
}

function readWhole(text: string, offset: number, read: (reader: Reader) => Expression): ReadValue {
  const reader = readerOf(text);
  let value: Expression;
  try {
    value = read(reader);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    reader.problems.push({ message: error.message, start: error.start, end: error.end });
    value = { type: "broken", start: 0, end: text.length };
  }
  return { value: moved(value, offset), problems: moved(reader.problems, offset) };
}
