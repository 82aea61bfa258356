import type { AssignmentExpression, BinaryExpression, ConditionalExpression, Expression } from "oxc-parser";
import type { LogicalExpression } from "oxc-parser";
import type { Span } from "../../../model/source.ts";
import type { Scope } from "../scope.ts";
import { type Term, gap, knownText, list, literal, oneOf, scalar, truthOf } from "../terms.ts";
import { assign } from "./assign.ts";
import { choiceOfTexts, evaluate, perhapsRun, placeOf, written } from "./evaluate.ts";
import type { Machine } from "./machine.ts";

export function conditional(
  machine: Machine,
  node: ConditionalExpression,
  scope: Scope,
  name: string | undefined,
): Term {
  const truth = truthOf(evaluate(machine, node.test, scope));
  if (truth !== undefined) return evaluate(machine, truth ? node.consequent : node.alternate, scope, name);
  return perhapsRun(machine, () =>
    oneOf(
      [evaluate(machine, node.consequent, scope, name), evaluate(machine, node.alternate, scope, name)],
      shownText(node, scope),
      placeOf(node, scope),
    ),
  );
}

const shownText = (node: { start: number; end: number }, scope: Scope): string => {
  const term = written(node, scope, "");
  return term.type === "gap" ? term.expression : "…";
};

export function logical(machine: Machine, node: LogicalExpression, scope: Scope, name: string | undefined): Term {
  const left = evaluate(machine, node.left, scope, name);
  const stays = staysLeft(node.operator, left);
  if (stays === true) return left;
  if (stays === false) return evaluate(machine, node.right, scope, name);
  const right = perhapsRun(machine, () => evaluate(machine, node.right, scope, name));
  // `process.env.PROJECT || "demo"`: the fallback is one value of many.
  if (left.type !== "gap" || left.choices === undefined) {
    const isOpen = left.type === "gap" || left.type === "external";
    if (node.operator !== "&&" && isOpen) return defaulted(left, right, node, scope);
  }
  return oneOf([left, right], shownText(node, scope), placeOf(node, scope));
}

/** Not known, and shown as written. `options || {}` is an object with entries that can't be known. */
function defaulted(left: Term, right: Term, node: LogicalExpression, scope: Scope): Term {
  const open = gap(shownText(node.left, scope), left.type === "gap" ? left.why : "is known when it runs", left.span);
  if (right.type === "dict" && right.ofClass === undefined) return { ...right, entries: new Map(right.entries), open };
  if (right.type === "list") return list([...right.items], right.span, open);
  const isValue = right.type === "text" || right.type === "scalar" || right.type === "gap" || right.type === "external";
  return isValue ? written(node, scope, open.why) : right;
}

function staysLeft(operator: LogicalExpression["operator"], left: Term): boolean | undefined {
  if (operator === "??") {
    if (left.type === "scalar") return left.value !== null && left.value !== undefined;
    return left.type === "gap" || left.type === "external" ? undefined : true;
  }
  const truth = truthOf(left);
  return truth === undefined ? undefined : (operator === "||") === truth;
}

export function binary(machine: Machine, node: BinaryExpression, scope: Scope): Term {
  const span = placeOf(node, scope);
  if (node.operator === "+") return sum(machine, node, scope, span);
  const left = evaluate(machine, node.left, scope);
  const right = evaluate(machine, node.right, scope);
  const result = compare(node.operator, left, right);
  return result === undefined ? written(node, scope, "is known when it runs") : scalar(result, span);
}

/** A long sum leans to the left: without recursion. */
function sum(machine: Machine, node: BinaryExpression, scope: Scope, span: Span): Term {
  const right: Expression[] = [];
  let left: Expression = node;
  while (left.type === "BinaryExpression" && left.operator === "+") {
    right.push(left.right);
    left = left.left as Expression;
  }
  const terms = [left, ...right.toReversed()].map((one) => evaluate(machine, one, scope));
  const numbers = terms.map((term) =>
    term.type === "scalar" && typeof term.value === "number" ? term.value : undefined,
  );
  if (numbers.every((number) => number !== undefined))
    return scalar(
      numbers.reduce((a, b) => a + b, 0),
      span,
    );
  const [first] = terms;
  return choiceOfTexts(terms, first?.type === "text" && terms.length === 1 ? first.span : span);
}

function compare(operator: string, left: Term, right: Term): number | boolean | undefined {
  const a = comparable(left);
  const b = comparable(right);
  if (a === missing || b === missing) return undefined;
  const compute = comparisons[operator];
  return compute?.(a, b);
}

const missing = Symbol("not known");
type Comparable = string | number | boolean | null | undefined;

function comparable(term: Term): Comparable | typeof missing {
  if (term.type === "scalar") return term.value;
  return knownText(term) ?? missing;
}

const numbers =
  (compute: (a: number, b: number) => number | boolean) =>
  (a: Comparable, b: Comparable): number | boolean | undefined =>
    typeof a === "number" && typeof b === "number" ? compute(a, b) : undefined;

const comparisons: Readonly<Record<string, (a: Comparable, b: Comparable) => number | boolean | undefined>> = {
  "===": (a, b) => a === b,
  "!==": (a, b) => a !== b,
  "==": (a, b) => a === b || ((a ?? null) === null && (b ?? null) === null),
  "!=": (a, b) => !(a === b || ((a ?? null) === null && (b ?? null) === null)),
  "<": numbers((a, b) => a < b),
  "<=": numbers((a, b) => a <= b),
  ">": numbers((a, b) => a > b),
  ">=": numbers((a, b) => a >= b),
  "-": numbers((a, b) => a - b),
  "*": numbers((a, b) => a * b),
  "/": numbers((a, b) => a / b),
  "%": numbers((a, b) => a % b),
};

export function unary(operator: string, of: Term, node: Expression, scope: Scope): Term {
  const span = placeOf(node, scope);
  if (operator === "void") return scalar(undefined, span);
  if (operator === "!") {
    const truth = truthOf(of);
    return truth === undefined ? written(node, scope, "is known when it runs") : scalar(!truth, span);
  }
  if (operator === "-" && of.type === "scalar" && typeof of.value === "number") return scalar(-of.value, span);
  if (operator === "typeof") return typeName(of, span) ?? written(node, scope, "is known when it runs");
  return written(node, scope, "is known when it runs");
}

function typeName(of: Term, span: Span): Term | undefined {
  if (of.type === "text") return literal("string", span);
  if (of.type === "scalar" && of.value !== null) return literal(typeof of.value, span);
  if (of.type === "function" || of.type === "class") return literal("function", span);
  return of.type === "list" || of.type === "dict" || of.type === "scalar" ? literal("object", span) : undefined;
}

export function assignment(machine: Machine, node: AssignmentExpression, scope: Scope): Term {
  const name = node.left.type === "Identifier" ? node.left.name : undefined;
  const value = evaluate(machine, node.right, scope, name);
  if (node.operator === "=") {
    assign(machine, node.left, value, scope);
    return value;
  }
  const before =
    node.left.type === "Identifier" || node.left.type === "MemberExpression"
      ? evaluate(machine, node.left, scope)
      : value;
  const after = updated(node.operator, before, value, node, scope);
  assign(machine, node.left, after, scope);
  return after;
}

function updated(operator: string, before: Term, value: Term, node: AssignmentExpression, scope: Scope): Term {
  const span = placeOf(node, scope);
  if (operator === "+=") {
    const [a, b] = [before, value].map((term) =>
      term.type === "scalar" && typeof term.value === "number" ? term.value : undefined,
    );
    return a !== undefined && b !== undefined ? scalar(a + b, span) : choiceOfTexts([before, value], span);
  }
  if (operator === "??=" || operator === "||=") {
    const stays = staysLeft(operator === "??=" ? "??" : "||", before);
    return stays === true ? before : stays === false ? value : oneOf([before, value], shownText(node, scope), span);
  }
  return written(node, scope, "is known when it runs");
}
