import { asKey, boolean, failure, gap, isLoneReference, keyText, list, nothing, number, object } from "../datum.ts";
import type { Datum, Entry } from "../datum.ts";
import type {
  Call,
  Conditional,
  Expression,
  GetAttribute,
  GetIndex,
  ObjectExpression,
  Tuple,
  Variable,
} from "../syntax.ts";
import { inCommonType } from "./branch-types.ts";
import { callFunction } from "./calls.ts";
import { certain, isFailure, joinBranches, overChoices } from "./choices.ts";
import { bound, readingOf, spanIn, written } from "./env.ts";
import type { Env, Reading } from "./env.ts";
import { evaluateFor } from "./for.ts";
import { evaluateBinary, evaluateUnary, truthOf } from "./operators.ts";
import { evaluateSplat } from "./splat.ts";
import { evaluateTemplate } from "./template.ts";
import { getAttribute, getIndex } from "./traversal.ts";
import { notTooHeavy } from "./weight.ts";

/** What an expression comes to, where it stands. */
export const evaluate = (expression: Expression, env: Env): Datum => certain(evaluateMarked(expression, env));

/** The same, still marked `conditional` if it is the item or entry of a collection that may lack it. */
function evaluateMarked(expression: Expression, env: Env): Datum {
  if (!env.scope.evaluation.step())
    return gap(written(env, expression), "takes too many steps", spanIn(env, expression));
  switch (expression.type) {
    case "template":
      return evaluateTemplate(expression, env);
    case "get-attribute":
      return evaluateAttribute(expression, env);
    case "get-index":
      return evaluateIndex(expression, env);
    case "variable":
      return evaluateVariable(expression, env);
    case "call":
      return evaluateCall(expression, env);
    case "tuple":
      return evaluateTuple(expression, env);
    case "object":
      return evaluateObject(expression, env);
    case "conditional":
      return evaluateConditional(expression, env);
    case "for":
      return notTooHeavy(evaluateFor(expression, env), env, readingOf(expression, env));
    case "splat":
      return evaluateSplat(expression, env);
    case "binary":
      return evaluateBinary(expression, env);
    case "unary":
      return evaluateUnary(expression, env);
    case "parenthesized":
      return evaluateMarked(expression.value, env);
    case "number":
      return number(Number(expression.text), spanIn(env, expression));
    case "boolean":
      return boolean(expression.value, spanIn(env, expression));
    case "null":
      return nothing(spanIn(env, expression));
    case "broken":
      return gap(written(env, expression), "could not be read", spanIn(env, expression));
  }
}

function evaluateVariable(expression: Variable, env: Env): Datum {
  const value = bound(env.frame, expression.name);
  if (value) return value;
  return gap(expression.name, `${expression.name} names nothing that has a value`, spanIn(env, expression));
}

function evaluateAttribute(expression: GetAttribute, env: Env): Datum {
  const named = evaluateName(expression, env);
  if (named) return named;
  const of = evaluateMarked(expression.object, env);
  return getAttribute(of, expression.name.text, readingOf(expression, env));
}

/** `var.x`, `local.x`, `module.x`, `each.key`, `google_project.p`, `data.google_project.p`: names of the module. */
function evaluateName(expression: GetAttribute, env: Env): Datum | undefined {
  const { object: of, name } = expression;
  if (of.type === "variable") {
    if (bound(env.frame, of.name)) return undefined;
    const namespace = namespaces.get(of.name);
    const at = readingOf(expression, env);
    return namespace ? namespace(name.text, env, at) : env.scope.resource("managed", of.name, name.text, at);
  }
  if (of.type !== "get-attribute" || of.object.type !== "variable") return undefined;
  const mode = modes.get(of.object.name);
  if (!mode || bound(env.frame, of.object.name)) return undefined;
  return env.scope.resource(mode, of.name.text, name.text, readingOf(expression, env));
}

const modes: ReadonlyMap<string, "managed" | "data" | "ephemeral"> = new Map([
  ["data", "data"],
  ["ephemeral", "ephemeral"],
  ["resource", "managed"],
]);

type Namespace = (name: string, env: Env, at: Reading) => Datum;

const pending = ({ expression, span }: Reading): Datum => gap(expression, "names a type, not a resource", span);

const namespaces: ReadonlyMap<string, Namespace> = new Map(
  Object.entries<Namespace>({
    var: (name, env, at) => env.scope.variable(name, at),
    local: (name, env, at) => env.scope.local(name, at),
    module: (name, env, at) => env.scope.call(name, at),
    data: (_name, _env, at) => pending(at),
    ephemeral: (_name, _env, at) => pending(at),
    resource: (_name, _env, at) => pending(at),
    each: (name, env, at) =>
      (name === "key" ? env.each?.key : env.each?.value) ?? gap(at.expression, "stands outside of a for_each", at.span),
    count: (_name, env, at) => env.count ?? gap(at.expression, "stands outside of a count", at.span),
    path: (name, env, at) => env.scope.path(name, at),
    terraform: (_name, _env, at) => gap(at.expression, `${at.expression} depends on where it is run`, at.span),
    tofu: (_name, _env, at) => gap(at.expression, `${at.expression} depends on where it is run`, at.span),
    self: (_name, _env, at) => gap(at.expression, "is known after apply", at.span),
  }),
);

function evaluateIndex(expression: GetIndex, env: Env): Datum {
  const of = evaluateMarked(expression.object, env);
  return getIndex(of, evaluate(expression.index, env), readingOf(expression, env));
}

function evaluateTuple(expression: Tuple, env: Env): Datum {
  const items = expression.items.map((item) => evaluate(item, env));
  return notTooHeavy(list(items, spanIn(env, expression)), env, readingOf(expression, env));
}

function evaluateObject(expression: ObjectExpression, env: Env): Datum {
  const entries = new Map<string, Entry>();
  for (const { key, literalKey, value } of expression.items) {
    const name = literalKey && key.type === "variable" ? literalName(key, env) : evaluate(key, env);
    const entry = entryOf(name, evaluate(value, env), readingOf(key, env));
    entries.set(entry.text, entry.entry);
  }
  return notTooHeavy(object(entries, spanIn(env, expression)), env, readingOf(expression, env));
}

const literalName = (key: Variable, env: Env): Datum => ({ type: "string", text: key.name, span: spanIn(env, key) });

/** An entry under the text that its key has or shows. */
export function entryOf(datum: Datum, value: Datum, at: Reading): { readonly text: string; readonly entry: Entry } {
  const key = asKey(datum) ?? gap(at.expression, "is no key", at.span);
  return { text: keyText(key), entry: { key, value } };
}

function evaluateConditional(expression: Conditional, env: Env): Datum {
  const condition = evaluate(expression.condition, env);
  const truth = truthOf(condition);
  if (truth !== undefined)
    return unified(evaluate(truth ? expression.then : expression.else, env), expression, truth, env);
  if (isFailure(condition)) return condition;
  const at = readingOf(expression, env);
  const why = condition.type === "unknown" ? condition.why : "depends on a condition that can't be known";
  return joinBranches([evaluate(expression.then, env), evaluate(expression.else, env)].filter(isPossible), at, why);
}

/** Both branches are of one type: a number beside a string is a string, tuples of two lengths are lists. */
function unified(taken: Datum, { then, else: otherwise }: Conditional, truth: boolean, env: Env): Datum {
  if (taken.type === "unknown" || taken.type === "null" || isLoneReference(taken)) return taken;
  const other = truth ? otherwise : then;
  if (taken.type === "object" && taken.computed) return taken;
  if (taken.type === "string" && other.type === "template") return taken;
  const common = inCommonType(taken, evaluate(other, env));
  if (common) return common;
  const isCertain = stands(then) && stands(otherwise);
  return isCertain ? failure(written(env, other), "is of another type than the other branch", taken.span) : taken;
}

/** It names nothing: what a resource is made of has a type of which only a part is written. */
function stands(thing: unknown): boolean {
  if (typeof thing !== "object" || thing === null) return true;
  if (Array.isArray(thing)) return thing.every(stands);
  if ("literalKey" in thing && thing.literalKey === true) return "value" in thing && stands(thing.value);
  return !("type" in thing && thing.type === "variable") && Object.values(thing).every(stands);
}

/** A branch that fails was not meant to be taken. */
const isPossible = (datum: Datum, _index: number, all: readonly Datum[]): boolean =>
  !isFailure(datum) || all.every(isFailure);

function evaluateCall(expression: Call, env: Env): Datum {
  const at = readingOf(expression, env);
  const name = expression.name.text;
  if (name === "try" || name === "can") return evaluateAttempt(expression, env, at);
  const args = argumentsOf(expression, env);
  if (!args) return gap(at.expression, "has arguments that can't be known", at.span);
  return notTooHeavy(
    overChoices(args, at, (known) => callFunction(name, known, env, at)),
    env,
    at,
  );
}

function argumentsOf({ name, args, expand }: Call, env: Env): readonly Datum[] | undefined {
  const datums = args.map((arg) => evaluate(arg, env));
  const last = datums.at(-1);
  if (!expand || !last) return datums;
  if (last.type !== "list") return undefined;
  const isSure = !last.open && !last.items.some((item) => item.conditional);
  if (!isSure && !manyOrFew.has(name.text)) return undefined;
  return [...datums.slice(0, -1), ...last.items, ...(last.open ? [{ ...last.open, conditional: true as const }] : [])];
}

/**
 * Functions that can make do with arguments that may be missing: of a list that may have further items, these stand as one
 * more argument.
 */
const manyOrFew: ReadonlySet<string> = new Set([
  "coalesce",
  "coalescelist",
  "concat",
  "format",
  "formatlist",
  "merge",
  "setunion",
]);

/** `try` gives its first argument that does not fail, `can` says whether its only one does. */
function evaluateAttempt({ name, args }: Call, env: Env, at: Reading): Datum {
  const possible: Datum[] = [];
  for (const arg of args) {
    const datum = evaluateMarked(arg, env);
    if (datum.type === "unknown" && datum.fatal) return datum;
    if (name.text === "can") return canOf(datum, at);
    if (!isFailure(datum)) possible.push(datum);
    if (!isFailure(datum) && !datum.conditional) break;
  }
  if (possible.length === 0) return failure(at.expression, "every attempt fails", at.span);
  return joinBranches(possible.map(certain), at);
}

function canOf(datum: Datum, at: Reading): Datum {
  if (isFailure(datum)) return boolean(false, at.span);
  const known = datum.type !== "unknown" || datum.choices !== undefined || datum.notNull === true;
  return known && !datum.conditional ? boolean(true, at.span) : gap(at.expression, "can't be known", at.span);
}
