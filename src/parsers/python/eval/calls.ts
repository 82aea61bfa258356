import { innerScope } from "../scope.ts";
import type { Scope } from "../scope.ts";
import type { Argument, ExpressionOf, Parameter } from "../syntax/tree.ts";
import {
  type FunctionTerm,
  type GapTerm,
  type InstanceTerm,
  type Term,
  atRun,
  dict,
  gap,
  list,
  literal,
  oneOf,
  scalar,
} from "../terms.ts";
import { construct } from "./classes.ts";
import { evaluate, headerOf, mergeInto, placeOf, siteOf } from "./evaluate.ts";
import { type Args, type Machine, type Site, mayEnter } from "./machine.ts";
import { classMember, memberOf } from "./members.ts";
import { callMethod } from "./methods.ts";
import { runStatements } from "./statements.ts";

export function evaluateCall(machine: Machine, node: ExpressionOf<"call">, scope: Scope, name?: string): Term {
  const site = siteOf(node, scope, name);
  const { callee } = node;
  if (callee.type === "member") {
    const inherited = ofSuper(machine, callee, scope, siteOf(callee, scope));
    if (inherited !== undefined) return callTerm(machine, inherited, argumentsOf(machine, node.args, scope), site);
    const object = evaluate(machine, callee.object, scope);
    const args = argumentsOf(machine, node.args, scope);
    return (
      callMethod(machine, object, callee.name, args, site) ??
      callTerm(machine, memberOf(machine, object, callee.name, siteOf(callee, scope)), args, site)
    );
  }
  const called = evaluate(machine, callee, scope);
  return callTerm(machine, called, argumentsOf(machine, node.args, scope), site);
}

export function argumentsOf(machine: Machine, nodes: readonly Argument[], scope: Scope): Args {
  const positional: Term[] = [];
  const named = new Map<string, Term>();
  let open: Term | undefined;
  for (const { value: node, name, spread } of nodes) {
    const value = evaluate(machine, node, scope, name);
    if (spread === "dict") {
      const merged = dict(value.span);
      mergeInto(merged, value);
      for (const [key, entry] of merged.entries) named.set(key, entry.value);
      if (value.type !== "dict" || value.open) open = value;
    } else if (spread === "list") {
      if (value.type === "list") {
        positional.push(...value.items);
        if (value.open) open = value.open;
      } else open = value;
    } else if (name !== undefined) named.set(name, value);
    else positional.push(value);
  }
  return { positional, named, ...(open && { open }) };
}

export function callTerm(machine: Machine, called: Term, args: Args, site: Site): Term {
  switch (called.type) {
    case "function":
      return callFunction(machine, called, args, site);
    case "class":
      return construct(machine, called, args, site);
    case "external":
      return (
        machine.packages.called(machine, called, args, site) ??
        instanceOf(called.self ? `${called.self.of}.${called.name}` : called.name, called, args, site)
      );
    case "instance":
      return callPartial(machine, called, args, site) ?? gap(site.written, atRun, site.span);
    case "object":
      return callTerm(machine, memberOf(machine, called, "__call__", site), args, site);
    case "gap":
      return called.choices === undefined || called.choices.length === 0
        ? gap(site.written, called.why || atRun, site.span)
        : oneOf(
            called.choices.map((choice) => callTerm(machine, choice, args, site)),
            site.written,
            site.span,
          );
    default:
      return gap(site.written, atRun, site.span);
  }
}

export const instanceOf = (of: string, called: Term, args: Args, site: Site): Term => ({
  type: "instance",
  of,
  args: new Map<string, Term>([
    ...args.positional.map((term, index): [string, Term] => [String(index), term]),
    ...args.named,
  ]),
  ...(called.type === "external" && called.self && { from: called.self }),
  written: site.written,
  span: site.span,
});

/** A function of the program, run with what it is given. */
export function callFunction(machine: Machine, called: FunctionTerm, args: Args, site: Site, label?: string): Term {
  const { node } = called;
  machine.called.add(node);
  if (!mayEnter(machine, node)) return gap(site.written, "it calls itself", site.span);
  const shown = label ?? `function ${called.name}`;
  const isQuiet = shown === "" || called.name === "lambda";
  const yields: Term[] = [];
  machine.stack.push({ node, yields, ...(!isQuiet && { via: { label: shown, span: site.span } }) });
  const scope = innerScope(called.scope);
  bindParameters(
    machine,
    node.parameters,
    called.self === undefined ? args : { ...args, positional: [called.self, ...args.positional] },
    scope,
  );
  const result = node.type === "lambda" ? evaluate(machine, node.body, scope) : runBody(machine, called, scope);
  machine.stack.pop();
  const [first] = yields;
  if (first === undefined) return result;
  // `with` gets what a context manager hands out.
  const isContext = called.decorators.some((name) => /(?:^|\.)(?:async)?contextmanager$|\bfixture$/.test(name));
  return isContext ? first : list(yields, first.span);
}

/** `functools.partial(run, "a", b=1)` */
function callPartial(machine: Machine, { of, args: given }: InstanceTerm, args: Args, site: Site): Term | undefined {
  const run = given.get("0");
  if (of !== "functools.partial" || run === undefined) return undefined;
  const entries = [...given];
  const positional = entries.flatMap(([key, value]) => (/^[1-9]\d*$/.test(key) ? [value] : []));
  const named = entries.filter(([key]) => !/^\d+$/.test(key));
  const all = { positional: [...positional, ...args.positional], named: new Map([...named, ...args.named]) };
  return callTerm(machine, run, { ...all, ...(args.open && { open: args.open }) }, site);
}

/** `super().run`: of the class above the one in which it stands. */
function ofSuper(machine: Machine, callee: ExpressionOf<"member">, scope: Scope, site: Site): Term | undefined {
  const { object, name } = callee;
  if (object.type !== "call" || object.callee.type !== "name" || object.callee.name !== "super") return undefined;
  const method = methodScope(scope);
  const of = [...machine.seen.values()].find((term) => term.type === "class" && term.scope === method?.outer);
  const [self] = method?.names.values() ?? [];
  if (of?.type !== "class" || self === undefined) return undefined;
  for (const above of of.above) {
    const found = above.type === "class" ? classMember(above, name) : undefined;
    if (found?.type === "function") return { ...found, self: self.value };
    if (found !== undefined) return found;
    if (above.type === "external") return memberOf(machine, above, name, site);
  }
  return gap(site.written, atRun, site.span);
}

function methodScope(scope: Scope): Scope | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) if (at.outer?.isClass) return at;
  return undefined;
}

export function bindParameters(machine: Machine, parameters: readonly Parameter[], args: Args, scope: Scope): void {
  const names = new Set(parameters.map(({ name }) => name));
  const plain = parameters.filter(({ rest }) => rest === undefined);
  for (const parameter of parameters) {
    const span = placeOf(parameter, scope);
    const set = (value: Term): unknown => scope.names.set(parameter.name, { name: parameter.name, value });
    if (parameter.rest === "list") set(list(args.positional.slice(plain.length), span, openOf(args, parameter, span)));
    else if (parameter.rest === "dict") {
      const rest = dict(span);
      for (const [name, value] of args.named)
        if (!names.has(name)) rest.entries.set(name, { key: literal(name, value.span), value });
      const open = openOf(args, parameter, span);
      if (open !== undefined) rest.open = open;
      set(rest);
    } else {
      const value = args.positional[plain.indexOf(parameter)] ?? args.named.get(parameter.name);
      const isGiven = value !== undefined || args.open !== undefined;
      if (isGiven || parameter.fallback === undefined) set(value ?? gap(parameter.name, "is given from outside", span));
      else set(evaluate(machine, parameter.fallback, scope));
    }
  }
}

const openOf = ({ open }: Args, { name }: Parameter, span: Term["span"]): GapTerm | undefined =>
  open && gap(name, open.type === "gap" ? open.why : atRun, span);

/** What the function returns: one of all that it may return. */
function runBody(machine: Machine, { node }: FunctionTerm, scope: Scope): Term {
  if (node.type === "lambda") return evaluate(machine, node.body, scope);
  const uncertain = machine.uncertain;
  const completion = runStatements(machine, node.body, scope);
  machine.uncertain = uncertain;
  const returned = [...completion.returns];
  const [only] = returned;
  const span = headerOf(node, scope);
  return only === undefined ? scalar(null, span) : oneOf(returned, node.name, only.span);
}
