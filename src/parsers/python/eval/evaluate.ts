import type { Span } from "../../../model/source.ts";
import { type Scope, innerScope, lookUp } from "../scope.ts";
import type { Expression, ExpressionOf, Slice } from "../syntax/tree.ts";
import {
  type DictTerm,
  type Term,
  atRun,
  conditionally,
  dict,
  gap,
  joined,
  knownText,
  list,
  literal,
  oneOf,
  scalar,
  setEntry,
  textTerm,
  truthOf,
} from "../terms.ts";
import { addUnnamed, assignTo } from "./assign.ts";
import { builtin } from "./builtins.ts";
import { evaluateCall } from "./calls.ts";
import { type Machine, type Site, maxDepth, maxIterations, mayGoOn, perhaps, reportLimit } from "./machine.ts";
import { itemOf, memberOf } from "./members.ts";
import { operate } from "./operators.ts";
import { placeholdersIn } from "./placeholders.ts";

/** What an expression comes to. Nothing is run: what can't be known is a gap that says why. */
export function evaluate(machine: Machine, node: Expression, scope: Scope, name?: string): Term {
  if (!mayGoOn(machine, scope)) return unknownAt(node, scope, "the bound of what is followed is reached");
  if (machine.depth > maxDepth) {
    reportLimit(machine, scope, "it is nested too deeply");
    return unknownAt(node, scope, "it is nested too deeply");
  }
  machine.depth++;
  const term = evaluated(machine, node, scope, name);
  machine.depth--;
  return term;
}

function evaluated(machine: Machine, node: Expression, scope: Scope, name?: string): Term {
  switch (node.type) {
    case "name":
      return lookUp(scope, node.name)?.value ?? builtin(node.name, placeOf(node, scope)) ?? unknownAt(node, scope);
    case "string":
      return stringTerm(machine, node, scope);
    case "constant":
      return scalar(node.value, placeOf(node, scope));
    case "sequence":
      return listTerm(machine, node, scope);
    case "dict":
      return dictTerm(machine, node, scope);
    case "call":
      return evaluateCall(machine, node, scope, name);
    case "member": {
      const object = evaluate(machine, node.object, scope);
      return memberOf(machine, object, node.name, siteOf(node, scope));
    }
    case "subscript":
      return subscript(machine, node, scope);
    case "binary":
      return binary(machine, node, scope);
    case "unary":
      return unary(machine, node, scope);
    case "conditional":
      return conditional(machine, node, scope, name);
    case "named": {
      const value = evaluate(machine, node.value, scope);
      assignTo(machine, node.target, value, scope);
      return value;
    }
    case "await":
    case "starred":
      return evaluate(machine, node.value, scope, name);
    case "lambda":
      return { type: "function", node, scope, name: "lambda", decorators: [], span: placeOf(node, scope) };
    case "comprehension":
      return comprehension(machine, node, scope);
    default:
      return unknownAt(node, scope);
  }
}

export const placeOf = (node: { readonly start: number; readonly end: number }, { module }: Scope): Span =>
  module.place(node.start, node.end);

/** The expression as written, short and on one line. */
export function writtenOf(node: { readonly start: number; readonly end: number }, { module }: Scope): string {
  const text = module.text.slice(node.start, Math.min(node.end, node.start + 80)).replaceAll(/\s+/g, " ");
  return text.length > 60 || node.end > node.start + 80 ? `${text.slice(0, 60)}…` : text;
}

export const siteOf = (node: Expression, scope: Scope, name?: string): Site => ({
  span: headerOf(node, scope),
  scope,
  written: writtenOf(node, scope),
  ...(name !== undefined && { name }),
});

/** The first line of it. */
export function headerOf(node: { readonly start: number; readonly end: number }, scope: Scope): Span {
  const line = scope.module.text.indexOf("\n", node.start);
  const stop = line < 0 || line > node.end ? node.end : line;
  return placeOf({ start: node.start, end: scope.module.text[stop - 1] === "\r" ? stop - 1 : stop }, scope);
}

export const unknownAt = (node: Expression, scope: Scope, why: string = atRun): Term =>
  gap(writtenOf(node, scope), why, placeOf(node, scope));

function stringTerm(machine: Machine, node: ExpressionOf<"string">, scope: Scope): Term {
  const span = placeOf(node, scope);
  const terms = node.parts.map((part) =>
    "text" in part ? literal(part.text, placeOf(part, scope)) : evaluate(machine, part.value, scope),
  );
  const whole = joined(terms, span);
  const text = knownText(whole);
  const open = text === undefined ? undefined : placeholdersIn(text);
  return open === undefined ? whole : textTerm(open, span, "is a placeholder");
}

function listTerm(machine: Machine, node: ExpressionOf<"sequence">, scope: Scope): Term {
  const made = list([], placeOf(node, scope));
  for (const item of node.items) {
    const value = evaluate(machine, item, scope);
    if (item.type !== "starred") made.items.push(value);
    else if (value.type === "list") {
      made.items.push(...value.items);
      if (value.open) made.open = value.open;
    } else made.open = gap(writtenOf(item, scope), atRun, placeOf(item, scope));
  }
  return made;
}

function dictTerm(machine: Machine, node: ExpressionOf<"dict">, scope: Scope): Term {
  const made = dict(placeOf(node, scope));
  for (const entry of node.entries) {
    if ("spread" in entry) {
      mergeInto(made, evaluate(machine, entry.spread, scope));
      continue;
    }
    const key = evaluate(machine, entry.key, scope);
    const value = evaluate(machine, entry.value, scope);
    const text = knownText(key);
    if (text === undefined) addUnnamed(made, key, value);
    else setEntry(made, literal(text, key.span), value);
  }
  return made;
}

export function mergeInto(into: DictTerm, term: Term): void {
  if (term.type === "dict") {
    for (const [name, entry] of term.entries) into.entries.set(name, entry);
    if (term.open) into.open = term.open;
  } else if (term.type === "gap") into.open = gap(term.expression, term.why, term.span);
}

function subscript(machine: Machine, node: ExpressionOf<"subscript">, scope: Scope): Term {
  const object = evaluate(machine, node.object, scope);
  if (node.index.type === "slice") return sliceOf(machine, object, node.index, node, scope);
  const index = evaluate(machine, node.index, scope);
  return itemOf(machine, object, index, siteOf(node, scope));
}

function sliceOf(machine: Machine, object: Term, slice: Slice, node: Expression, scope: Scope): Term {
  const bounds = slice.bounds.map((bound) => bound && evaluate(machine, bound, scope));
  const numbers = bounds.map((bound) =>
    bound?.type === "scalar" && typeof bound.value === "number" ? bound.value : undefined,
  );
  const isKnown = bounds.every((bound, at) => bound === undefined || numbers[at] !== undefined);
  const text = knownText(object);
  if (!isKnown || bounds.length > 2) return unknownAt(node, scope);
  if (text !== undefined && object.type === "text") return literal(text.slice(numbers[0], numbers[1]), object.span);
  if (object.type === "list") return list(object.items.slice(numbers[0], numbers[1]), object.span, object.open);
  return unknownAt(node, scope);
}

function binary(machine: Machine, node: ExpressionOf<"binary">, scope: Scope): Term {
  const left = evaluate(machine, node.left, scope);
  if (node.operator === "or" || node.operator === "and") {
    const truth = truthOf(left);
    if (truth !== undefined) return truth === (node.operator === "or") ? left : evaluate(machine, node.right, scope);
    const right = perhaps(machine, () => evaluate(machine, node.right, scope));
    return node.operator === "or"
      ? oneOf([left, right], writtenOf(node, scope), placeOf(node, scope))
      : unknownAt(node, scope);
  }
  const right = evaluate(machine, node.right, scope);
  return operate(node.operator, left, right, siteOf(node, scope), placeOf(node, scope));
}

function unary(machine: Machine, node: ExpressionOf<"unary">, scope: Scope): Term {
  const operand = evaluate(machine, node.operand, scope);
  if (node.operator === "not") {
    const truth = truthOf(operand);
    return truth === undefined ? unknownAt(node, scope) : scalar(!truth, placeOf(node, scope));
  }
  if (operand.type === "scalar" && typeof operand.value === "number" && node.operator === "-") {
    return scalar(-operand.value, placeOf(node, scope));
  }
  return unknownAt(node, scope);
}

function conditional(machine: Machine, node: ExpressionOf<"conditional">, scope: Scope, name?: string): Term {
  const truth = truthOf(evaluate(machine, node.test, scope));
  if (truth !== undefined) return evaluate(machine, truth ? node.truthy : node.otherwise, scope, name);
  const both = perhaps(machine, () =>
    [node.truthy, node.otherwise].map((branch) => evaluate(machine, branch, scope, name)),
  );
  return oneOf(both, writtenOf(node, scope), placeOf(node, scope));
}

function comprehension(machine: Machine, node: ExpressionOf<"comprehension">, scope: Scope): Term {
  const span = placeOf(node, scope);
  const items = list([], span);
  const entries = dict(span);
  const run = (clause: number, inner: Scope, isSure: boolean): void => {
    const { target, iterable, tests } = node.clauses[clause] ?? {};
    if (target === undefined || iterable === undefined || tests === undefined) {
      const element = evaluate(machine, node.element, inner);
      const mark = isSure ? (term: Term): Term => term : conditionally;
      if (node.value === undefined) items.items.push(mark(element));
      else if (knownText(element) === undefined) addUnnamed(entries, element, evaluate(machine, node.value, inner));
      else
        setEntry(entries, literal(knownText(element) ?? "", element.span), mark(evaluate(machine, node.value, inner)));
      return;
    }
    const over = iterationOf(evaluate(machine, iterable, inner));
    if (over.open) items.open = gap(writtenOf(iterable, inner), atRun, placeOf(iterable, inner));
    if (over.open) entries.open ??= items.open ?? gap("…", atRun, span);
    for (const item of over.items.slice(0, maxIterations)) {
      assignTo(machine, target, item, inner);
      const truths = new Set(tests.map((test) => truthOf(evaluate(machine, test, inner))));
      if (!truths.has(false)) run(clause + 1, inner, isSure && !truths.has(undefined));
    }
  };
  run(0, innerScope(scope), true);
  return node.form === "dict" ? entries : items;
}

/** What a loop goes over, as far as that is known. */
export function iterationOf(term: Term): { readonly items: readonly Term[]; readonly open: boolean } {
  if (term.type === "list") return { items: term.items, open: term.open !== undefined };
  if (term.type === "dict")
    return { items: [...term.entries.values()].map(({ key }) => key), open: term.open !== undefined };
  return { items: [], open: true };
}
