import { type Scope, innerScope } from "../scope.ts";
import type { ClassStatement, Expression, FunctionStatement, Statement, StatementOf } from "../syntax/tree.ts";
import { type ClassTerm, type FunctionTerm, type Term, atRun, conditionally, gap, scalar, truthOf } from "../terms.ts";
import { assignTo } from "./assign.ts";
import { evaluate, headerOf, iterationOf, placeOf, siteOf, writtenOf } from "./evaluate.ts";
import { runImport, runImportFrom } from "./imports.ts";
import { type Machine, maxIterations, mayGoOn } from "./machine.ts";
import { operate } from "./operators.ts";
import { bind, runBranches } from "./scopes.ts";

/** How statements end, and what they may return. */
export interface Completion {
  readonly kind: "next" | "return" | "break" | "raise";
  readonly returns: readonly Term[];
  /** Some way through them leaves: what follows may not be reached. */
  readonly mayLeave?: true;
}

const next: Completion = { kind: "next", returns: [] };

export function runStatements(machine: Machine, statements: readonly Statement[], scope: Scope): Completion {
  const returns: Term[] = [];
  let raised = 0;
  let kind: Completion["kind"] = "next";
  for (const statement of statements) {
    if (statement.type === "function") declareFunction(machine, statement, scope);
  }
  for (const statement of statements) {
    if (!mayGoOn(machine, scope)) break;
    const completion = runStatement(machine, statement, scope);
    returns.push(...completion.returns);
    kind = completion.kind;
    if (kind !== "next") break;
    // What follows a conditional `return` happens only if its condition did not hold.
    if (completion.mayLeave) {
      machine.uncertain++;
      raised++;
    }
  }
  machine.uncertain -= raised;
  return { kind, returns, ...(raised > 0 && { mayLeave: true as const }) };
}

function runStatement(machine: Machine, statement: Statement, scope: Scope): Completion {
  switch (statement.type) {
    case "assign":
      runAssign(machine, statement, scope);
      return next;
    case "augment": {
      const before = evaluate(machine, statement.target, scope);
      const value = evaluate(machine, statement.value, scope);
      assignTo(
        machine,
        statement.target,
        operate(statement.operator, before, value, siteOf(statement.target, scope), value.span),
        scope,
      );
      return next;
    }
    case "expression":
      evaluate(machine, statement.value, scope);
      return next;
    case "yield": {
      const value = evaluate(machine, statement.value, scope);
      const items = statement.from ? iterationOf(value).items : [value];
      const mark = <T extends Term>(term: T): T => (machine.uncertain > 0 ? conditionally(term) : term);
      machine.stack.at(-1)?.yields.push(...items.map(mark));
      return next;
    }
    case "return": {
      const value =
        statement.value === undefined
          ? scalar(null, headerOf(statement, scope))
          : evaluate(machine, statement.value, scope);
      return { kind: "return", returns: [value] };
    }
    case "if":
      return runIf(machine, statement, scope);
    case "for":
      return runFor(machine, statement, scope);
    case "while":
      return runWhile(machine, statement, scope);
    case "try":
      return runTry(machine, statement, scope);
    case "with":
      for (const { value, target } of statement.items) {
        const entered = evaluate(machine, value, scope);
        if (target !== undefined) assignTo(machine, target, entered, scope);
      }
      return runStatements(machine, statement.body, scope);
    case "match":
      return runMatch(machine, statement, scope);
    case "function":
      for (const decorator of statement.decorators) evaluate(machine, decorator, scope);
      declareFunction(machine, statement, scope);
      return next;
    case "class":
      declareClass(machine, statement, scope);
      return next;
    case "import":
      runImport(machine, statement, scope);
      return next;
    case "import-from":
      runImportFrom(machine, statement, scope);
      return next;
    case "global":
      for (const name of statement.names) scope.globals?.add(name);
      return next;
    case "raise":
      return { kind: "raise", returns: [] };
    case "break":
    case "continue":
      return { kind: "break", returns: [] };
    default:
      return next;
  }
}

function runAssign(machine: Machine, { targets, value }: StatementOf<"assign">, scope: Scope): void {
  if (value === undefined) return;
  const [first] = targets;
  const name = first?.type === "name" ? first.name : undefined;
  const term = evaluate(machine, value, scope, name);
  for (const target of targets) assignTo(machine, target, term, scope);
}

function runIf(machine: Machine, { branches, otherwise }: StatementOf<"if">, scope: Scope): Completion {
  const open: (readonly Statement[])[] = [];
  let last: readonly Statement[] = otherwise ?? [];
  for (const { test, body } of branches) {
    const truth = truthOf(evaluate(machine, test, scope));
    if (truth === false) continue;
    if (truth === true) {
      last = body;
      break;
    }
    open.push(body);
  }
  return open.length === 0 ? runStatements(machine, last, scope) : runAny(machine, [...open, last], scope);
}

/** One of these is run; nobody knows which. */
function runAny(machine: Machine, bodies: readonly (readonly Statement[])[], scope: Scope): Completion {
  const completions: Completion[] = [];
  runBranches(
    machine,
    bodies.map((body) => () => {
      const completion = runStatements(machine, body, scope);
      completions.push(completion);
      return completion.kind === "next" || completion.kind === "break";
    }),
  );
  const returns = completions.flatMap((one) => one.returns);
  const [first] = completions;
  if (first !== undefined && first.kind !== "next" && completions.every(({ kind }) => kind === first.kind))
    return { kind: first.kind, returns };
  // Programs that give up in one branch mean to go on in the other.
  const mayLeave = completions.some(({ kind, mayLeave: inner }) => kind === "return" || kind === "break" || inner);
  return { kind: "next", returns, ...(mayLeave && { mayLeave: true as const }) };
}

function runFor(machine: Machine, { target, iterable, body, otherwise }: StatementOf<"for">, scope: Scope): Completion {
  const over = evaluate(machine, iterable, scope);
  const { items, open } = iterationOf(over);
  const returns: Term[] = [];
  for (const item of items.slice(0, maxIterations)) {
    if (item.conditional) machine.uncertain++;
    assignTo(machine, target, item, scope);
    const completion = runStatements(machine, body, scope);
    if (item.conditional) machine.uncertain--;
    returns.push(...completion.returns);
    if (completion.kind === "return") return { kind: "return", returns };
  }
  if (open) returns.push(...runOverUnknown(machine, target, iterable, body, scope));
  // After a `break`, what follows on `else` is not run.
  const last =
    otherwise.length > 0 && body.some(mayBreak)
      ? runAny(machine, [otherwise, []], scope)
      : runStatements(machine, otherwise, scope);
  return { ...last, returns: [...returns, ...last.returns], ...(returns.length > 0 && { mayLeave: true as const }) };
}

function mayBreak(statement: Statement): boolean {
  switch (statement.type) {
    case "break":
      return true;
    case "if":
      return [...statement.branches.flatMap((branch) => branch.body), ...(statement.otherwise ?? [])].some(mayBreak);
    case "try":
      return [...statement.body, ...statement.handlers.flat(), ...statement.otherwise, ...statement.last].some(
        mayBreak,
      );
    case "with":
      return statement.body.some(mayBreak);
    default:
      return false;
  }
}

/** Once, with something of which nothing is known. */
function runOverUnknown(
  machine: Machine,
  target: Expression,
  iterable: Expression,
  body: readonly Statement[],
  scope: Scope,
): readonly Term[] {
  const item = gap(writtenOf(target, scope), `one of ${writtenOf(iterable, scope)}`, placeOf(target, scope));
  let returns: readonly Term[] = [];
  runBranches(machine, [
    () => {
      assignTo(machine, target, item, scope);
      ({ returns } = runStatements(machine, body, scope));
      return true;
    },
    () => true,
  ]);
  return returns;
}

function runWhile(machine: Machine, { test, body, otherwise }: StatementOf<"while">, scope: Scope): Completion {
  const truth = truthOf(evaluate(machine, test, scope));
  if (truth === false) return runStatements(machine, otherwise, scope);
  if (truth === true) {
    const { returns, kind } = runStatements(machine, body, scope);
    return kind === "return" || kind === "raise" ? { kind, returns } : { kind: "next", returns };
  }
  return runAny(machine, [body, otherwise], scope);
}

function runTry(machine: Machine, { body, handlers, otherwise, last }: StatementOf<"try">, scope: Scope): Completion {
  const tried = runStatements(machine, body, scope);
  const after = tried.kind === "next" ? runStatements(machine, otherwise, scope) : next;
  const returns = [...tried.returns, ...after.returns];
  if (handlers.length > 0) {
    runBranches(machine, [
      () => true,
      ...handlers.map((handler) => () => {
        const completion = runStatements(machine, handler, scope);
        returns.push(...completion.returns);
        return completion.kind === "next" || completion.kind === "break";
      }),
    ]);
  }
  const end = runStatements(machine, last, scope);
  returns.push(...end.returns);
  if (end.kind === "return") return { kind: "return", returns };
  const isLeft = tried.kind === "return" && handlers.length === 0;
  return {
    kind: isLeft ? "return" : "next",
    returns,
    ...(tried.kind === "return" && !isLeft && { mayLeave: true as const }),
  };
}

function runMatch(machine: Machine, { subject, cases }: StatementOf<"match">, scope: Scope): Completion {
  evaluate(machine, subject, scope);
  for (const { names } of cases) {
    for (const name of names) bind(machine, scope, name, gap(name, atRun, placeOf(subject, scope)));
  }
  return runAny(
    machine,
    cases.map(({ body }) => body),
    scope,
  );
}

export function declareFunction(machine: Machine, node: FunctionStatement, scope: Scope): void {
  const term: FunctionTerm = {
    type: "function",
    node,
    scope,
    name: node.name,
    decorators: node.decorators.map((one) => decoratorName(machine, one, scope)),
    span: headerOf(node, scope),
  };
  // Where it stands, the names of its decorators are known; at the start of the block they need not be.
  machine.seen.set(node, term);
  bind(machine, scope, node.name, term);
}

/** `kfp.dsl.pipeline`, however it was imported. */
function decoratorName(machine: Machine, node: Expression, scope: Scope): string {
  const inner = node.type === "call" ? node.callee : node;
  const term = evaluate(machine, inner, scope);
  return term.type === "external" && term.self === undefined ? term.name : writtenOf(inner, scope);
}

function declareClass(machine: Machine, node: ClassStatement, scope: Scope): void {
  const own: Scope = { ...innerScope(scope), isClass: true };
  const term: ClassTerm = {
    type: "class",
    node,
    name: node.name,
    scope: own,
    above: node.bases.filter(({ name }) => name === undefined).map(({ value }) => evaluate(machine, value, scope)),
    span: headerOf(node, scope),
  };
  if (!machine.seen.has(node)) machine.seen.set(node, term);
  bind(machine, scope, node.name, term);
  runStatements(machine, node.body, own);
}
