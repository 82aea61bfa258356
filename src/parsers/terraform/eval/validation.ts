import { list, text } from "../datum.ts";
import { oneOf } from "../possible.ts";
import type { Datum } from "../datum.ts";
import type { Block, Call, Expression, ForExpression } from "../syntax.ts";
import { blocksIn, expressionIn } from "./definition.ts";
import type { Env, Reading } from "./env.ts";
import { evaluate } from "./expression.ts";

/** What a variable's validations leave possible, where that is a finite set. */
export function validated(block: Block, name: string, env: Env, at: Reading): Datum | undefined {
  const why = `${at.expression} is one of a few values`;
  for (const validation of blocksIn(block, "validation")) {
    const condition = expressionIn(validation, "condition");
    if (!condition) continue;
    const values = enumerated(condition, (side) => isVariable(side, name), env);
    if (values) return oneOf(values, at.expression, why, at.span);
    const items = enumeratedItems(condition, name, env);
    if (items) return list([], at.span, "list", oneOf(items, `${at.expression}[*]`, why, at.span));
  }
  return undefined;
}

type IsSubject = (expression: Expression) => boolean;

const isVariable = (expression: Expression, name: string): boolean =>
  expression.type === "get-attribute" &&
  expression.object.type === "variable" &&
  expression.object.name === "var" &&
  expression.name.text === name;

/** `contains(["a", "b"], var.x)`, `var.x == "a" || var.x == "b"`, `can(regex("^(a|b)$", var.x))` and their like. */
function enumerated(condition: Expression, isSubject: IsSubject, env: Env): readonly Datum[] | undefined {
  switch (condition.type) {
    case "parenthesized":
      return enumerated(condition.value, isSubject, env);
    case "call":
      return enumeratedByCall(condition, isSubject, env);
    case "binary":
      return enumeratedByOperator(condition, isSubject, env);
    default:
      return undefined;
  }
}

function enumeratedByOperator(
  { operator, left, right }: Extract<Expression, { type: "binary" }>,
  isSubject: IsSubject,
  env: Env,
): readonly Datum[] | undefined {
  if (operator === "&&") return enumerated(left, isSubject, env) ?? enumerated(right, isSubject, env);
  if (operator === "||") {
    const [a, b] = [enumerated(left, isSubject, env), enumerated(right, isSubject, env)];
    return a && b && [...a, ...b];
  }
  const matched = matches[operator] === numberIn(right) ? matchedIn(left) : undefined;
  if (matched) return enumeratedByPattern(matched, isSubject, env);
  if (operator !== "==") return undefined;
  const other = isSubject(left) ? right : isSubject(right) ? left : undefined;
  const value = other && evaluate(other, env);
  return value && isScalar(value) ? [value] : undefined;
}

/** `length(regexall("^(a|b)$", var.x)) > 0`: the numbers of matches that mean that there is one. */
const matches: Readonly<Partial<Record<string, number>>> = { ">": 0, "!=": 0, ">=": 1, "==": 1 };

const numberIn = (expression: Expression): number | undefined =>
  expression.type === "number" ? Number(expression.text) : undefined;

function matchedIn(expression: Expression): Call | undefined {
  if (expression.type !== "call" || expression.name.text !== "length") return undefined;
  const [inner] = expression.args;
  return inner?.type === "call" && inner.name.text === "regexall" ? inner : undefined;
}

const isScalar = ({ type }: Datum): boolean => ["string", "number", "boolean", "null"].includes(type);

function enumeratedByCall({ name, args }: Call, isSubject: IsSubject, env: Env): readonly Datum[] | undefined {
  const [first, second] = args;
  if (name.text === "can" && first?.type === "call") {
    return enumeratedByPattern(first, isSubject, env) ?? enumeratedByIndex(first, isSubject, env);
  }
  if (name.text !== "contains" || !first || !second || !isSubject(second)) return undefined;
  const values = evaluate(first, env);
  return values.type === "list" && !values.open && values.items.every(isScalar) ? values.items : undefined;
}

function enumeratedByPattern({ name, args }: Call, isSubject: IsSubject, env: Env): readonly Datum[] | undefined {
  const [pattern, subject] = args;
  if (!/^regex(?:all)?$/.test(name.text) || !pattern || !subject || !isSubject(subject)) return undefined;
  const source = evaluate(pattern, env);
  if (source.type !== "string") return undefined;
  const words = /^\^\(?([\w./-]+(?:\|[\w./-]+)*)\)?\$$/.exec(source.text)?.[1]?.replaceAll("\\", "");
  return words === undefined || words.includes(".")
    ? undefined
    : words.split("|").map((word) => text(word, source.span));
}

/** `can(index(["a", "b"], var.x))` */
function enumeratedByIndex({ name, args }: Call, isSubject: IsSubject, env: Env): readonly Datum[] | undefined {
  const [first, second] = args;
  if (name.text !== "index" || !first || !second || !isSubject(second)) return undefined;
  const values = evaluate(first, env);
  return values.type === "list" && !values.open && values.items.every(isScalar) ? values.items : undefined;
}

/** `alltrue([for r in var.roles : contains([...], r)])` */
function enumeratedItems(condition: Expression, name: string, env: Env): readonly Datum[] | undefined {
  if (condition.type !== "call" || condition.name.text !== "alltrue") return undefined;
  const [loop] = condition.args;
  if (loop?.type !== "for" || !isVariable(loop.collection, name)) return undefined;
  return enumerated(loop.value, isItemOf(loop), env);
}

const isItemOf =
  ({ valueName }: ForExpression): IsSubject =>
  (expression) =>
    expression.type === "variable" && expression.name === valueName.text;
