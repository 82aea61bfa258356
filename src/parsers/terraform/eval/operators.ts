import { boolean, failure, gap, isLoneReference, number } from "../datum.ts";
import { same } from "../equality.ts";
import type { Datum } from "../datum.ts";
import type { Binary, Unary } from "../syntax.ts";
import { isFailure, overChoices } from "./choices.ts";
import { derived } from "./derived.ts";
import { readingOf } from "./env.ts";
import type { Env, Reading } from "./env.ts";
import { evaluate } from "./expression.ts";

/** A condition's answer, where it has one; Terraform takes `"true"` for `true`. */
export function truthOf(datum: Datum): boolean | undefined {
  if (datum.type === "boolean") return datum.value;
  if (datum.type === "string" && datum.text === "true") return true;
  if (datum.type === "string" && datum.text === "false") return false;
  if (datum.type !== "unknown" || !datum.choices) return undefined;
  const answers = new Set(datum.choices.map(truthOf));
  return answers.size === 1 ? [...answers][0] : undefined;
}

export function numberOf(datum: Datum): number | undefined {
  if (datum.type === "number") return datum.value;
  if (datum.type !== "string" || datum.text.trim() === "") return undefined;
  const value = Number(datum.text);
  return Number.isNaN(value) ? undefined : value;
}

export function evaluateUnary(expression: Unary, env: Env): Datum {
  const at = readingOf(expression, env);
  return overChoices([evaluate(expression.operand, env)], at, ([operand]) => {
    if (!operand) return gap(at.expression, "can't be known", at.span);
    return expression.operator === "!" ? negated(operand, at) : minus(operand, at);
  });
}

function negated(operand: Datum, at: Reading): Datum {
  const truth = truthOf(operand);
  return truth === undefined ? unknownResult([operand], at) : boolean(!truth, at.span);
}

function minus(operand: Datum, at: Reading): Datum {
  const value = numberOf(operand);
  return value === undefined ? unknownResult([operand], at) : number(-value, at.span);
}

export function evaluateBinary(expression: Binary, env: Env): Datum {
  const { operator } = expression;
  if (operator === "&&" || operator === "||") return evaluateLogic(expression, env);
  const at = readingOf(expression, env);
  return overChoices([evaluate(expression.left, env), evaluate(expression.right, env)], at, ([left, right]) => {
    if (!left || !right) return gap(at.expression, "can't be known", at.span);
    if (operator === "==" || operator === "!=") return equality(left, right, operator === "==", at);
    return arithmetic(left, right, operator, at);
  });
}

/** One side may decide alone: `false && unknown` is false. A side that fails only counts if it is reached. */
function evaluateLogic(expression: Binary, env: Env): Datum {
  const { left, operator, right } = expression;
  const at = readingOf(expression, env);
  const decisive = operator === "||";
  const one = evaluate(left, env);
  if (truthOf(one) === decisive) return boolean(decisive, at.span);
  const other = evaluate(right, env);
  if (truthOf(other) === decisive) return boolean(decisive, at.span);
  const undecided = [one, other].filter((side) => truthOf(side) === undefined);
  return undecided.length === 0 ? boolean(!decisive, at.span) : unknownResult(undecided, at);
}

function equality(left: Datum, right: Datum, wanted: boolean, at: Reading): Datum {
  const equal = isNotNull(left, right) ? false : differInForm(left, right) ? undefined : same(left, right);
  if (equal !== undefined) return boolean(equal === wanted, at.span);
  const failed = [left, right].find(isFailure);
  return failed ?? gap(at.expression, whyOf([left, right]), at.span);
}

/** A list never equals a tuple, nor a map an object; which of them it is can't always be told. */
const differInForm = (left: Datum, right: Datum): boolean =>
  "form" in left && "form" in right && left.type === right.type && left.form !== right.form;

/** A required variable compared with null, or what is not null whichever of its values it takes. */
function isNotNull(left: Datum, right: Datum): boolean {
  const one = left.type === "null" ? right : right.type === "null" ? left : undefined;
  return one?.type === "unknown" && isSomething(one);
}

function isSomething(datum: Datum): boolean {
  if (datum.type !== "unknown") return datum.type !== "null" && !isLoneReference(datum);
  return datum.notNull === true || datum.choices?.every(isSomething) === true;
}

function arithmetic(left: Datum, right: Datum, operator: Binary["operator"], at: Reading): Datum {
  const a = numberOf(left);
  const b = numberOf(right);
  if (a === undefined || b === undefined) {
    const show = ([first = "", second = ""]: readonly string[]): string => `${first} ${operator} ${second}`;
    return (calculations.has(operator) && derived([left, right], show, at)) || unknownResult([left, right], at);
  }
  const result = operations[operator]?.(a, b);
  if (result === undefined) return failure(at.expression, "is no operation", at.span);
  if (typeof result === "boolean") return boolean(result, at.span);
  return Number.isFinite(result) ? number(exact(result), at.span) : failure(at.expression, "divides by zero", at.span);
}

/** Terraform's numbers have 512 bits: without the noise at the end of a binary fraction. */
const exact = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(15)));

const calculations: ReadonlySet<Binary["operator"]> = new Set(["+", "-", "*", "/", "%"]);

const operations: Readonly<Partial<Record<Binary["operator"], (a: number, b: number) => number | boolean>>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => (a === 0 ? a % b : (a % b) + 0),
  "<": (a, b) => a < b,
  ">": (a, b) => a > b,
  "<=": (a, b) => a <= b,
  ">=": (a, b) => a >= b,
};

/** Unknown because an operand is; a failure if one of them fails or can't be what the operator needs. */
function unknownResult(operands: readonly Datum[], at: Reading): Datum {
  const failed = operands.find(isFailure);
  if (failed) return failed;
  const wrong = operands.find(({ type }) => type !== "unknown" && type !== "pattern");
  if (wrong && operands.every(({ type }) => type !== "unknown" && type !== "pattern")) {
    return failure(at.expression, `has a ${wrong.type} where it needs another type`, at.span);
  }
  return gap(at.expression, whyOf(operands), at.span);
}

function whyOf(operands: readonly Datum[]): string {
  const reasons = operands.flatMap((operand) => ("why" in operand && operand.why !== "" ? [operand.why] : []));
  return reasons[0] ?? "is known after apply";
}
