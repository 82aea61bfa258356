import type { ArithmeticExpression } from "unbash";
import { type Shell, setText, textOf } from "./shell.ts";
import { computed, plain } from "./text.ts";
import { own } from "./own.ts";

/** The number of an arithmetic expression; `undefined` where a part of it is not known. */
export function evaluateArithmetic(shell: Shell, node: ArithmeticExpression): number | undefined {
  switch (node.type) {
    case "ArithmeticGroup":
      return evaluateArithmetic(shell, node.expression);
    case "ArithmeticTernary": {
      const test = evaluateArithmetic(shell, node.test);
      if (test === undefined) return undefined;
      return evaluateArithmetic(shell, test === 0 ? node.alternate : node.consequent);
    }
    case "ArithmeticWord":
      return numberOf(shell, node.value);
    case "ArithmeticUnary":
      return unary(shell, node);
    case "ArithmeticBinary":
      return binary(shell, node);
    case "ArithmeticCommandExpansion":
      return undefined;
  }
}

function numberOf(shell: Shell, word: string): number | undefined {
  const name = word.replace(/^\$\{?(.*?)\}?$/, "$1");
  const text = /^\d/.test(name) ? numeral(shell, word, name) : plain(textOf(shell, name));
  if (text === undefined || !/^\s*-?\d+\s*$/.test(text)) return undefined;
  return Number(text);
}

/** `1` is a number, `$1` an argument. */
const numeral = ({ args }: Shell, word: string, name: string): string | undefined =>
  word.startsWith("$") ? plain(args?.[Number(name) - 1]) : name;

function unary(shell: Shell, node: Extract<ArithmeticExpression, { type: "ArithmeticUnary" }>): number | undefined {
  const value = evaluateArithmetic(shell, node.operand);
  if (node.operator === "++" || node.operator === "--") {
    const changed = value === undefined ? undefined : value + (node.operator === "++" ? 1 : -1);
    assign(shell, node.operand, changed);
    return node.prefix ? changed : value;
  }
  if (value === undefined) return undefined;
  const apply = own(unaries, node.operator);
  return apply?.(value);
}

const unaries: Readonly<Record<string, (value: number) => number>> = {
  "-": (value) => -value,
  "+": (value) => value,
  "!": (value) => Number(value === 0),
  "~": (value) => ~value,
};

function binary(shell: Shell, node: Extract<ArithmeticExpression, { type: "ArithmeticBinary" }>): number | undefined {
  const right = evaluateArithmetic(shell, node.right);
  const assigns = /^(?:[-+*/%&|^]|<<|>>)?=$/.test(node.operator);
  const left = node.operator === "=" ? 0 : evaluateArithmetic(shell, node.left);
  const apply = own(binaries, assigns ? node.operator.slice(0, -1) : node.operator);
  const value = left === undefined || right === undefined ? undefined : (apply?.(left, right) ?? undefined);
  if (assigns) assign(shell, node.left, node.operator === "=" ? right : value);
  return node.operator === "=" ? right : value;
}

const binaries: Readonly<Record<string, (left: number, right: number) => number | undefined>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => (right === 0 ? undefined : Math.trunc(left / right)),
  "%": (left, right) => (right === 0 ? undefined : left % right),
  "**": (left, right) => left ** right,
  "<": (left, right) => Number(left < right),
  ">": (left, right) => Number(left > right),
  "<=": (left, right) => Number(left <= right),
  ">=": (left, right) => Number(left >= right),
  "==": (left, right) => Number(left === right),
  "!=": (left, right) => Number(left !== right),
  "&&": (left, right) => Number(left !== 0 && right !== 0),
  "||": (left, right) => Number(left !== 0 || right !== 0),
  ",": (_, right) => right,
};

function assign(shell: Shell, target: ArithmeticExpression, value: number | undefined): void {
  if (target.type !== "ArithmeticWord" || !/^[A-Za-z_]\w*$/.test(target.value)) return;
  const at = shell.unit.place(target.pos, target.end);
  if (value === undefined) shell.state.variables.delete(target.value);
  else setText(shell, target.value, computed(String(value), at));
}
