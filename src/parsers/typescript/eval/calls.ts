import type { ArrowFunctionExpression, CallExpression, Expression, Function, NewExpression } from "oxc-parser";
import type { ParamPattern, PropertyKey } from "oxc-parser";
import { type Scope, innerScope, lookUp } from "../scope.ts";
import {
  type ExternalTerm,
  type FunctionTerm,
  type ListTerm,
  type Term,
  alternatives,
  gap,
  knownText,
  list,
  oneOf,
  scalar,
} from "../terms.ts";
import { declare } from "./assign.ts";
import { construct, initialiseAbove, methodTerm, superName } from "./classes.ts";
import { argumentsOf, evaluate, keyTerm, perhapsRun, placeOf, written } from "./evaluate.ts";
import { importedModule } from "./imports.ts";
import { type Machine, type Site, headerOf, mayEnter, reportLimit, callsItself } from "./machine.ts";
import { memberOf } from "./members.ts";
import { callMethod } from "./methods.ts";
import { runStatements } from "./statements.ts";

export function evaluateCall(machine: Machine, node: CallExpression, scope: Scope, name?: string): Term {
  const { callee } = node;
  const site = siteOf(node, scope, name);
  if (callee.type === "Super") return superCall(machine, node, scope, site);
  if (callee.type === "MemberExpression") return methodCall(machine, node, callee, scope, site);
  const inner = callee.type === "ChainExpression" ? (callee.expression as Expression) : callee;
  const isRequire = inner.type === "Identifier" && inner.name === "require" && lookUp(scope, "require") === undefined;
  const called = isRequire ? undefined : evaluate(machine, inner, scope);
  const args = argumentsOf(machine, node.arguments, scope);
  if (called === undefined)
    return importedModule(machine, args[0] ?? gap("require", "names no file", site.span), scope, site.span);
  return apply(machine, called, args, site, node);
}

/** The call on one line: from its callee to the end of the line or of the call. */
function siteOf(node: CallExpression | NewExpression, scope: Scope, name: string | undefined): Site {
  const { callee } = node;
  const start =
    node.type === "CallExpression" && callee.type === "MemberExpression" ? startOfLine(callee, scope) : node.start;
  return { span: headerOf(scope, start, node.end), scope, ...(name !== undefined && { name }) };
}

/** A chain over several lines: the line that has the method. */
function startOfLine(callee: Extract<Expression, { type: "MemberExpression" }>, { module }: Scope): number {
  const before = module.text.slice(callee.start, callee.property.start);
  if (!before.includes("\n")) return callee.start;
  const dot = before.lastIndexOf(".");
  return dot < 0 ? callee.property.start : callee.start + dot + 1;
}

function superCall(machine: Machine, node: CallExpression, scope: Scope, site: Site): Term {
  const args = argumentsOf(machine, node.arguments, scope);
  const above = lookUp(scope, superName)?.value;
  if (above !== undefined && scope.self?.type === "dict") initialiseAbove(machine, above, scope.self, args, site);
  return scalar(undefined, site.span);
}

function methodCall(
  machine: Machine,
  node: CallExpression,
  callee: Extract<Expression, { type: "MemberExpression" }>,
  scope: Scope,
  site: Site,
): Term {
  const isSuper = callee.object.type === "Super";
  const of = isSuper
    ? (scope.self ?? gap("super", "is not followed", site.span))
    : evaluate(machine, callee.object, scope);
  const key = keyTerm(machine, callee.property as PropertyKey, callee.computed, scope);
  const args = argumentsOf(machine, node.arguments, scope);
  const method = knownText(key);
  if (isSuper) return methodAbove(machine, method, args, scope, site) ?? written(node, scope, "is not followed");
  const found = method === undefined ? undefined : callMethod(machine, of, method, args, site);
  return (
    found ??
    apply(machine, memberOf(machine, of, key, { span: placeOf(callee, scope), scope }, callee), args, site, node, of)
  );
}

/** `super.grant("…")` */
function methodAbove(
  machine: Machine,
  name: string | undefined,
  args: readonly Term[],
  scope: Scope,
  site: Site,
): Term | undefined {
  const above = lookUp(scope, superName)?.value;
  const found = above?.type === "class" && name !== undefined ? methodTerm(above, name) : undefined;
  return found && callFunction(machine, scope.self === undefined ? found : { ...found, self: scope.self }, args, site);
}

export function apply(
  machine: Machine,
  called: Term,
  args: readonly Term[],
  site: Site,
  node?: { readonly start: number; readonly end: number },
  self?: Term,
): Term {
  switch (called.type) {
    case "function":
      return callFunction(
        machine,
        called.self === undefined && self !== undefined ? { ...called, self } : called,
        args,
        site,
      );
    case "external":
      return callExternal(machine, called, args, site, "call");
    case "gap": {
      const functions = alternatives(called).filter((one) => one.type === "function");
      if (functions.length === 0) break;
      const results = functions.map((one) => perhapsRun(machine, () => apply(machine, one, args, site, node, self)));
      return oneOf(results, called.expression, site.span);
    }
    default:
  }
  return node === undefined
    ? gap("…", "is known when it runs", site.span)
    : written(node, site.scope, "is known when it runs");
}

export function callExternal(
  machine: Machine,
  of: ExternalTerm,
  args: readonly Term[],
  site: Site,
  kind: "call" | "new",
): Term {
  const external: ExternalTerm = {
    ...of,
    steps: [...of.steps.slice(0, 40), { kind, args, span: site.span }],
    span: site.span,
  };
  return machine.packages.called(machine, external, site) ?? external;
}

export function evaluateNew(machine: Machine, node: NewExpression, scope: Scope, name?: string): Term {
  const called = evaluate(machine, node.callee, scope);
  const args = argumentsOf(machine, node.arguments, scope);
  const site = siteOf(node, scope, name);
  if (called.type === "class") return construct(machine, called, args, site);
  if (called.type === "external") return callExternal(machine, called, args, site, "new");
  const choices = alternatives(called).filter(({ type }) => type === "class" || type === "external");
  if (choices.length > 0 && called.type === "gap") {
    const make = (one: Term): Term =>
      one.type === "class"
        ? construct(machine, one, args, site)
        : one.type === "external"
          ? callExternal(machine, one, args, site, "new")
          : one;
    const made = choices.map((one) => perhapsRun(machine, () => make(one)));
    return oneOf(made, called.expression, site.span);
  }
  return written(node, scope, "is known when it runs");
}

/** A function of the program, with these arguments. `label`: what the report says of the call; none for callbacks. */
export function callFunction(
  machine: Machine,
  of: FunctionTerm,
  args: readonly Term[],
  site: Site,
  label: string | undefined = `function ${of.name}`,
): Term {
  machine.called.add(of.node);
  if (!mayEnter(machine, of.node)) {
    reportLimit(machine, of.scope, callsItself);
    return gap(`${of.name}(…)`, callsItself, site.span);
  }
  machine.stack.push({ node: of.node, ...(label !== "" && { via: { label, span: site.span } }) });
  const scope = innerScope(of.scope, of.self);
  if (of.above !== undefined) scope.names.set(superName, { name: superName, value: of.above });
  bindParameters(machine, of.node.params, [...(of.given ?? []), ...args], scope);
  const isGenerator = of.node.type !== "ArrowFunctionExpression" && of.node.generator;
  const result = isGenerator ? yieldedBy(machine, of, scope) : runFunctionBody(machine, of.node, scope);
  machine.stack.pop();
  return result;
}

/** All that a generator yields. */
function yieldedBy(machine: Machine, { node }: FunctionTerm, scope: Scope): ListTerm {
  const outer = machine.yielded;
  const made = list([], placeOf(node, scope));
  machine.yielded = made;
  runFunctionBody(machine, node, scope);
  machine.yielded = outer;
  return made;
}

export function bindParameters(
  machine: Machine,
  params: readonly ParamPattern[],
  args: readonly Term[],
  scope: Scope,
): void {
  for (const [index, param] of params.entries()) {
    const target = param.type === "TSParameterProperty" ? param.parameter : param;
    const span = placeOf(target, scope);
    if (target.type === "RestElement") declare(machine, target, list(args.slice(index), span), scope);
    else declare(machine, target, nameless(args[index], target, scope) ?? scalar(undefined, span), scope);
  }
}

/** Arguments of which nothing is known are called like the parameter. */
function nameless(arg: Term | undefined, target: ParamPattern, scope: Scope): Term | undefined {
  if (arg?.type !== "gap" || arg.expression !== "") return arg;
  const inner = target.type === "AssignmentPattern" ? target.left : target;
  const name = inner.type === "Identifier" ? inner.name : "arguments";
  return gap(name, arg.why, placeOf(inner, scope));
}

/** What the function returns: one of all that it may return. */
export function runFunctionBody(machine: Machine, node: Function | ArrowFunctionExpression, scope: Scope): Term {
  const span = placeOf(node, scope);
  if (node.body === null) return scalar(undefined, span);
  if (node.body.type !== "BlockStatement") return evaluate(machine, node.body as Expression, scope);
  const uncertain = machine.uncertain;
  const completion = runStatements(machine, node.body.body, scope);
  machine.uncertain = uncertain;
  const returned = [...(completion.returns ?? []), ...(completion.kind === "return" ? [completion.value] : [])];
  const [only] = returned;
  return only === undefined ? scalar(undefined, span) : oneOf(returned, "…", only.span);
}
