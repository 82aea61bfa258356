import type {
  Argument,
  ArrayExpression,
  BinaryExpression,
  Class,
  Expression,
  MemberExpression,
  Node,
} from "oxc-parser";
import type { ObjectExpression, PropertyKey, StringLiteral, TemplateLiteral } from "oxc-parser";
import { type Span, spanOf } from "../../../model/source.ts";
import { type Scope, lookUp } from "../scope.ts";
import {
  type DictTerm,
  type Entry,
  type ListTerm,
  type Term,
  alternatives,
  append,
  conditionally,
  dict,
  gap,
  joined,
  knownText,
  list,
  literal,
  oneOf,
  scalar,
  textTerm,
} from "../terms.ts";
import { assign } from "./assign.ts";
import { evaluateCall, evaluateNew } from "./calls.ts";
import { classTerm } from "./classes.ts";
import { markup } from "./jsx.ts";
import { importedModule } from "./imports.ts";
import { type Machine, maxDepth, mayGoOn, reportLimit } from "./machine.ts";
import { memberOf } from "./members.ts";
import { assignment, binary, conditional, logical, unary } from "./operators.ts";

/** What an expression comes to. `name`: the variable or property that is to hold it. */
export function evaluate(machine: Machine, node: Expression, scope: Scope, name?: string): Term {
  if (!mayGoOn(machine, scope)) return written(node, scope, "it is too much to follow");
  if (machine.depth >= maxDepth) {
    reportLimit(machine, scope, "it is nested too deeply");
    return written(node, scope, "it is nested too deeply");
  }
  machine.depth++;
  const term = evaluateNode(machine, node, scope, name);
  machine.depth--;
  return term;
}

function evaluateNode(machine: Machine, node: Expression, scope: Scope, name: string | undefined): Term {
  switch (node.type) {
    case "Literal":
      return literalTerm(node, scope);
    case "TemplateLiteral":
      return template(machine, node, scope);
    case "Identifier":
      return identifier(node.name, scope, placeOf(node, scope));
    case "ThisExpression":
      return scope.self ?? gap("this", "is not known", placeOf(node, scope));
    case "ArrayExpression":
      return array(machine, node, scope);
    case "ObjectExpression":
      return objectTerm(machine, node, scope);
    case "ArrowFunctionExpression":
    case "FunctionExpression":
    case "FunctionDeclaration": {
      const self = node.type === "ArrowFunctionExpression" ? scope.self : undefined;
      const called = ("id" in node && node.id?.name) || name || "function";
      const term: Term = {
        type: "function",
        node,
        scope,
        name: called,
        span: placeOf(node, scope),
        ...(self && { self }),
      };
      if (!machine.seen.has(node)) machine.seen.set(node, term);
      return term;
    }
    case "ClassExpression":
    case "ClassDeclaration":
      return classTerm(machine, node as Class, scope, name);
    case "CallExpression":
      return evaluateCall(machine, node, scope, name);
    case "NewExpression":
      return evaluateNew(machine, node, scope, name);
    case "MemberExpression":
      return evaluateMember(machine, node, scope);
    case "ChainExpression":
      return evaluate(machine, node.expression as Expression, scope, name);
    case "TaggedTemplateExpression":
      return tagged(machine, node.tag, node.quasi, scope);
    case "ConditionalExpression":
      return conditional(machine, node, scope, name);
    case "LogicalExpression":
      return logical(machine, node, scope, name);
    case "BinaryExpression":
      return node.left.type === ("PrivateIdentifier" as string)
        ? written(node, scope, "is known when it runs")
        : binary(machine, node as BinaryExpression, scope);
    case "UnaryExpression":
      return unary(node.operator, evaluate(machine, node.argument, scope), node, scope);
    case "AssignmentExpression":
      return assignment(machine, node, scope);
    case "UpdateExpression": {
      const before = evaluate(machine, node.argument as Expression, scope);
      const isNumber = before.type === "scalar" && typeof before.value === "number";
      const by = node.operator === "++" ? 1 : -1;
      const after = isNumber
        ? scalar(Number(before.value) + by, placeOf(node, scope))
        : written(node, scope, "is known when it runs");
      assign(machine, node.argument, after, scope);
      return node.prefix ? after : before;
    }
    case "SequenceExpression":
      return node.expressions.map((one) => evaluate(machine, one, scope)).at(-1) ?? undefinedAt(node, scope);
    case "AwaitExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
    case "TSInstantiationExpression":
    case "ParenthesizedExpression": {
      const inner = "expression" in node ? node.expression : node.argument;
      return evaluate(machine, inner, scope, name);
    }
    case "YieldExpression": {
      const value = node.argument ? evaluate(machine, node.argument, scope) : undefinedAt(node, scope);
      if (machine.yielded !== undefined) spreadInto(machine.yielded, node.delegate ? value : list([value], value.span));
      return written(node, scope, "is known when it runs");
    }
    case "JSXElement":
    case "JSXFragment":
      return markup(machine, node, scope);
    case "ImportExpression":
      return importedModule(machine, evaluate(machine, node.source, scope), scope, placeOf(node, scope));
    default:
      return written(node, scope, "it is known when it runs");
  }
}

/** The expression as written, on one line and not too long. */
export function written(node: { start: number; end: number }, scope: Scope, why: string): Term {
  const text = scope.module.text.slice(node.start, Math.min(node.end, node.start + 200)).replaceAll(/\s+/g, " ");
  const shown = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return gap(shown, why, placeOf(node, scope));
}

export const placeOf = ({ start, end }: { start: number; end: number }, { module }: Scope): Span =>
  spanOf(module.path, start, end);

const undefinedAt = (node: Node | Expression, scope: Scope): Term => scalar(undefined, placeOf(node, scope));

function literalTerm(node: Extract<Expression, { type: "Literal" }>, scope: Scope): Term {
  const { value } = node;
  if (typeof value === "string") return literal(value, inside(node as StringLiteral, scope));
  if (typeof value === "number" || typeof value === "boolean" || value === null) {
    return "regex" in node ? written(node, scope, "is a pattern") : scalar(value, placeOf(node, scope));
  }
  return written(node, scope, "is not a text");
}

/** The text of a string without its quotes. */
const inside = ({ start, end }: { start: number; end: number }, { module }: Scope): Span =>
  spanOf(module.path, start + 1, Math.max(start + 1, end - 1));

function template(machine: Machine, node: TemplateLiteral, scope: Scope): Term {
  const terms: Term[] = [];
  for (const [index, quasi] of node.quasis.entries()) {
    const span = inside(node, scope);
    terms.push(literal(quasi.value.cooked ?? quasi.value.raw, span));
    const expression = node.expressions[index];
    if (expression !== undefined) terms.push(evaluate(machine, expression, scope));
  }
  return choiceOfTexts(terms, inside(node, scope));
}

/** A text around something that is one of a few is one of a few itself. */
export function choiceOfTexts(terms: readonly Term[], span: Span): Term {
  const [index] = terms.flatMap((term, at) => (term.type === "gap" && term.choices ? [at] : []));
  const choice = index === undefined ? undefined : terms[index];
  const several = terms.filter((term) => term.type === "gap" && term.choices !== undefined).length > 1;
  if (index === undefined || choice === undefined || several) return joined(terms, span);
  const texts = alternatives(choice).map((one) => joined(terms.with(index, one), span));
  return oneOf(
    texts,
    textTerm(
      terms.flatMap((term) => knownText(term) ?? "${…}"),
      span,
    ).parts.join(""),
    span,
  );
}

function tagged(machine: Machine, tag: Expression, quasi: TemplateLiteral, scope: Scope): Term {
  evaluate(machine, tag, scope);
  return template(machine, quasi, scope);
}

function identifier(name: string, scope: Scope, span: Span): Term {
  if (name === "undefined") return scalar(undefined, span);
  const found = lookUp(scope, name);
  if (found !== undefined) return found.value;
  return { type: "external", package: "global", steps: [{ kind: "member", name }], span };
}

function array(machine: Machine, node: ArrayExpression, scope: Scope): Term {
  const made: ListTerm = list([], placeOf(node, scope));
  for (const element of node.elements) {
    if (element === null) made.items.push(scalar(undefined, made.span));
    else if (element.type === "SpreadElement") spreadInto(made, evaluate(machine, element.argument, scope));
    else made.items.push(evaluate(machine, element, scope));
  }
  return made;
}

/** `...items` */
export function spreadInto(into: ListTerm, term: Term): void {
  const several = alternatives(term).length > 1;
  for (const one of alternatives(term)) {
    if (one.type === "list") {
      append(into, several ? one.items.map((item) => conditionally(item)) : one.items);
      if (one.open) into.open = one.open;
    } else if (one.type === "gap") into.open = one;
    else if (one.type === "text" && knownText(one) !== undefined)
      append(
        into,
        Array.from(knownText(one) ?? "", (letter) => literal(letter, one.span)),
      );
    else if (one.type === "external" || one.type === "text")
      into.open = gap(knownText(one) ?? "…", "is known when it runs", one.span);
  }
}

function objectTerm(machine: Machine, node: ObjectExpression, scope: Scope): Term {
  const made = dict(placeOf(node, scope));
  const inner: Scope = { ...scope, names: new Map(), outer: scope };
  for (const property of node.properties) {
    if (property.type === "SpreadElement") mergeInto(made, evaluate(machine, property.argument, scope));
    else {
      const key = keyTerm(machine, property.key, property.computed, scope);
      const name = knownText(key);
      const value = evaluate(machine, property.value, inner, name);
      setEntry(made, key, value);
    }
  }
  return made;
}

/** A property's name. */
export function keyTerm(machine: Machine, key: PropertyKey, computed: boolean, scope: Scope): Term {
  if (!computed && key.type === "Identifier") return literal(key.name, placeOf(key, scope));
  if (key.type === "PrivateIdentifier") return literal(`#${key.name}`, placeOf(key, scope));
  return evaluate(machine, key as Expression, scope);
}

export function setEntry(of: DictTerm, key: Term, value: Term): void {
  const name = knownText(key);
  const text =
    key.type === "text" ? key : textTerm(name === undefined ? [...joined([key], key.span).parts] : [name], key.span);
  const shown = name ?? text.parts.map((part) => (typeof part === "string" ? part : "${…}")).join("");
  of.entries.set(shown, { key: text, value });
}

/** `{...other}`: what may be there is marked. */
export function mergeInto(into: DictTerm, term: Term): void {
  const choices = alternatives(term);
  const merged = new Map<string, Entry[]>();
  for (const one of choices) {
    if (one.type === "dict") {
      for (const [name, entry] of one.entries) merged.set(name, [...(merged.get(name) ?? []), entry]);
      if (one.open) into.open = one.open;
    } else if (one.type === "gap") into.open = one;
    else if (one.type === "external") into.open = gap("…", "is known when it runs", one.span);
  }
  for (const [name, entries] of merged) mergeEntry(into, name, entries, choices.length);
}

/** What all of several objects have is one of theirs; what some have may be what was there before, or nothing. */
function mergeEntry(into: DictTerm, name: string, entries: readonly Entry[], count: number): void {
  const [first] = entries;
  if (first === undefined) return;
  const before = into.entries.get(name);
  const isSure = entries.length === count;
  const values = entries.map(({ value }) => value);
  const all = isSure || before === undefined ? values : [before.value, ...values];
  const value = oneOf(all, shownKey(first), first.value.span);
  into.entries.set(name, { key: first.key, value: isSure || before !== undefined ? value : conditionally(value) });
}

const shownKey = ({ key }: Entry): string => knownText(key) ?? "…";

function evaluateMember(machine: Machine, node: MemberExpression, scope: Scope): Term {
  if (node.object.type === "Super") return gap("super", "is not followed", placeOf(node, scope));
  const of = evaluate(machine, node.object, scope);
  const key = keyTerm(machine, node.property as PropertyKey, node.computed, scope);
  return memberOf(machine, of, key, { span: placeOf(node, scope), scope }, node);
}

/** Under a condition that can't be evaluated: what changes may have changed. */
export function perhapsRun<T>(machine: Machine, run: () => T): T {
  machine.uncertain++;
  const result = run();
  machine.uncertain--;
  return result;
}

const maxParameters = 20;

/** The arguments of a call; after `...args` of a list that is not known, all others are not either. */
export function argumentsOf(machine: Machine, nodes: readonly Argument[], scope: Scope): Term[] {
  const made = list([], spanOf(scope.module.path, 0, 0));
  for (const node of nodes) {
    if (node.type === "SpreadElement") spreadInto(made, evaluate(machine, node.argument, scope));
    else made.items.push(evaluate(machine, node, scope));
  }
  if (made.open)
    made.items.push(...Array.from({ length: maxParameters }, () => gap("", "is given when it runs", made.span)));
  return made.items;
}
