import type { Binary, Expression } from "../syntax.ts";
import * as ch from "./characters.ts";
import { enter, expect, grow, leave, skip } from "./reader.ts";
import type { Reader } from "./reader.ts";
import { readTerm } from "./terms.ts";
import { readTraversal } from "./traversals.ts";

/** Reads an expression. `reader.at` is then at the next token; the expression's own `end` is where it ends. */
export function readExpression(reader: Reader): Expression {
  enter(reader);
  const outer = reader.height;
  reader.height = 0;
  const condition = readBinary(reader, 0);
  const expression = reader.text.charCodeAt(reader.at) === ch.question ? readConditional(reader, condition) : condition;
  reader.height = Math.max(outer, reader.height + 1);
  leave(reader);
  return expression;
}

/** Reads an expression in which newlines are blanks. */
export function readMultiline(reader: Reader): Expression {
  const { multiline } = reader;
  reader.multiline = true;
  const expression = readExpression(reader);
  reader.multiline = multiline;
  return expression;
}

function readConditional(reader: Reader, condition: Expression): Expression {
  reader.at++;
  const then = readExpression(reader);
  expect(reader, ch.colon, "a colon between the two results of the condition");
  const otherwise = readExpression(reader);
  // oxlint-disable-next-line unicorn/no-thenable -- the tree is never awaited
  return { type: "conditional", condition, then, else: otherwise, start: condition.start, end: otherwise.end };
}

type Operator = Binary["operator"];

const precedence: Readonly<Record<Operator, number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 4,
  ">": 4,
  "<=": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
};

/** Operators that bind tighter than `outer`; those of one level from left to right. */
function readBinary(reader: Reader, outer: number): Expression {
  let left = readUnary(reader);
  for (;;) {
    skip(reader);
    const operator = operatorAt(reader.text, reader.at);
    if (!operator) return left;
    const level = precedence[operator];
    if (level <= outer) return left;
    reader.at += operator.length;
    const right = readBinary(reader, level);
    grow(reader);
    left = { type: "binary", operator, left, right, start: left.start, end: right.end };
  }
}

function operatorAt(text: string, at: number): Operator | undefined {
  const next = text.charCodeAt(at + 1);
  switch (text.charCodeAt(at)) {
    case ch.equals:
      return next === ch.equals ? "==" : undefined;
    case ch.bang:
      return next === ch.equals ? "!=" : undefined;
    case ch.less:
      return next === ch.equals ? "<=" : "<";
    case ch.greater:
      return next === ch.equals ? ">=" : ">";
    case ch.pipe:
      return next === ch.pipe ? "||" : undefined;
    case ch.ampersand:
      return next === ch.ampersand ? "&&" : undefined;
    case ch.plus:
      return "+";
    case ch.minus:
      return "-";
    case ch.star:
      return "*";
    case ch.slash:
      return "/";
    case ch.percent:
      return "%";
    default:
      return undefined;
  }
}

function readUnary(reader: Reader): Expression {
  skip(reader);
  const start = reader.at;
  const code = reader.text.charCodeAt(start);
  if (code !== ch.minus && code !== ch.bang) return readTraversal(reader, readTerm(reader));
  reader.at++;
  enter(reader);
  const operand = readUnary(reader);
  leave(reader);
  grow(reader);
  return { type: "unary", operator: code === ch.minus ? "-" : "!", operand, start, end: operand.end };
}
