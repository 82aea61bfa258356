import type { BindingPattern, Directive, Expression, IfStatement, Statement, SwitchStatement } from "oxc-parser";
import type { TSEnumDeclaration, TryStatement, VariableDeclaration } from "oxc-parser";
import { type Scope, innerScope } from "../scope.ts";
import { type Term, dict, gap, knownText, literal, scalar, truthOf } from "../terms.ts";
import { branch, declare } from "./assign.ts";
import { classTerm } from "./classes.ts";
import { evaluate, placeOf, setEntry } from "./evaluate.ts";
import { runExport, runImport, runImportEquals } from "./imports.ts";
import { type Machine, mayGoOn } from "./machine.ts";
import { runEach, runFor, runWhile } from "./loops.ts";
import { typedBy } from "./typed.ts";

/** How a run of statements ended; `returns`: what it may have returned before. */
export type Completion = { returns?: Term[] } & (
  | { readonly kind: "normal" | "break" | "continue" | "throw" }
  | { readonly kind: "return"; readonly value: Term }
);

type Body = readonly (Statement | Directive)[];

export function runStatements(machine: Machine, body: Body, scope: Scope): Completion {
  for (const node of body) hoist(machine, node, scope);
  const returns: Term[] = [];
  for (const node of body) {
    if (!mayGoOn(machine, scope)) break;
    const completion = runStatement(machine, node as Statement, scope);
    returns.push(...(completion.returns ?? []));
    if (completion.kind !== "normal") return { ...completion, returns };
  }
  return { kind: "normal", returns };
}

/** Functions are there before the first statement runs. */
function hoist(machine: Machine, node: Statement | Directive, scope: Scope): void {
  const inner =
    (node.type === "ExportNamedDeclaration" || node.type === "ExportDefaultDeclaration") && node.declaration
      ? node.declaration
      : node;
  if (inner.type !== "FunctionDeclaration" || !inner.id) return;
  const value = evaluate(machine, inner as unknown as Expression, scope, inner.id.name);
  scope.names.set(inner.id.name, { name: inner.id.name, value });
}

export const normal: Completion = { kind: "normal" };

export function runStatement(machine: Machine, node: Statement, scope: Scope): Completion {
  switch (node.type) {
    case "ExpressionStatement":
      evaluate(machine, node.expression, scope);
      return normal;
    case "VariableDeclaration":
      declareVariables(machine, node, scope);
      return normal;
    case "ClassDeclaration": {
      const term = classTerm(machine, node, scope, undefined);
      scope.names.set(term.name, { name: term.name, value: term });
      return normal;
    }
    case "ReturnStatement":
      return {
        kind: "return",
        value: node.argument ? evaluate(machine, node.argument, scope) : scalar(undefined, placeOf(node, scope)),
      };
    case "ThrowStatement":
      evaluate(machine, node.argument, scope);
      return { kind: "throw" };
    case "BreakStatement":
      return { kind: "break" };
    case "ContinueStatement":
      return { kind: "continue" };
    case "BlockStatement":
      return runStatements(machine, node.body, innerScope(scope));
    case "IfStatement":
      return runIf(machine, node, scope);
    case "ForOfStatement":
    case "ForInStatement":
      return runEach(machine, node, scope);
    case "ForStatement":
      return runFor(machine, node, innerScope(scope));
    case "WhileStatement":
    case "DoWhileStatement":
      return runWhile(machine, node, scope);
    case "TryStatement":
      return runTry(machine, node, scope);
    case "SwitchStatement":
      return runSwitch(machine, node, scope);
    case "LabeledStatement":
      return runStatement(machine, node.body, scope);
    case "TSEnumDeclaration":
      declareEnum(machine, node, scope);
      return normal;
    default:
      return runModuleStatement(machine, node, scope);
  }
}

function runModuleStatement(machine: Machine, node: Statement, scope: Scope): Completion {
  switch (node.type) {
    case "ImportDeclaration":
      runImport(machine, node, scope);
      break;
    case "TSImportEqualsDeclaration":
      runImportEquals(machine, node, scope);
      break;
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration":
    case "ExportAllDeclaration":
    case "TSExportAssignment":
      runExport(machine, node, scope, (declaration) => runStatement(machine, declaration, scope));
      break;
    case "TSModuleDeclaration":
      if (node.body?.type === "TSModuleBlock") runStatements(machine, node.body.body, innerScope(scope));
      break;
    default:
  }
  return normal;
}

export function declareVariables(machine: Machine, node: VariableDeclaration, scope: Scope): void {
  for (const { id, init } of node.declarations) {
    const name = id.type === "Identifier" ? id.name : undefined;
    const value = init
      ? evaluate(machine, init, scope, name)
      : (typedBy(id as BindingPattern, scope) ?? scalar(undefined, placeOf(id, scope)));
    declare(machine, id, value, scope);
  }
}

function declareEnum(machine: Machine, node: TSEnumDeclaration, scope: Scope): void {
  const made = dict(placeOf(node, scope));
  let next = 0;
  for (const member of node.body.members) {
    const name = "name" in member.id ? member.id.name : "value" in member.id ? String(member.id.value) : "";
    const span = placeOf(member, scope);
    const value = member.initializer ? evaluate(machine, member.initializer, scope) : scalar(next, span);
    next = value.type === "scalar" && typeof value.value === "number" ? value.value + 1 : next + 1;
    setEntry(made, literal(name, span), value);
  }
  scope.names.set(node.id.name, { name: node.id.name, value: made });
}

function runIf(machine: Machine, node: IfStatement, scope: Scope): Completion {
  const truth = truthOf(evaluate(machine, node.test, scope));
  if (truth === true) return runStatement(machine, node.consequent, scope);
  if (truth === false) return node.alternate ? runStatement(machine, node.alternate, scope) : normal;
  const completions: Completion[] = [];
  const taken = [node.consequent, ...(node.alternate ? [node.alternate] : [])];
  branch(machine, [
    ...taken.map((one) => () => void completions.push(runStatement(machine, one, scope))),
    ...(node.alternate ? [] : [() => {}]),
  ]);
  return eitherOf(completions, taken.length === 2);
}

/** Branches that may have been taken: what they return may be returned, and the rest runs. */
function eitherOf(completions: readonly Completion[], isWhole: boolean): Completion {
  const returns = completions.flatMap((one) => [...(one.returns ?? []), ...(one.kind === "return" ? [one.value] : [])]);
  const [first] = completions;
  const allEnd = isWhole && completions.every(({ kind }) => kind === "return" || kind === "throw");
  if (allEnd && first !== undefined && returns.length > 0)
    return { kind: "return", value: returns[0] as Term, returns: returns.slice(1) };
  if (allEnd) return { kind: "throw" };
  return { kind: "normal", returns };
}

function runTry(machine: Machine, node: TryStatement, scope: Scope): Completion {
  const completion = runStatement(machine, node.block, scope);
  const { handler, finalizer } = node;
  if (handler) {
    const inner = innerScope(scope);
    if (handler.param)
      declare(machine, handler.param, gap("error", "is known when it runs", placeOf(handler, scope)), inner);
    branch(machine, [() => void runStatement(machine, handler.body, inner), () => {}]);
  }
  if (finalizer) runStatement(machine, finalizer, scope);
  return completion.kind === "throw" ? { kind: "normal", returns: completion.returns ?? [] } : completion;
}

function runSwitch(machine: Machine, node: SwitchStatement, scope: Scope): Completion {
  const value = knownText(evaluate(machine, node.discriminant, scope));
  const inner = innerScope(scope);
  const tests = node.cases.map(({ test }) => (test ? knownText(evaluate(machine, test, scope)) : undefined));
  if (value !== undefined && node.cases.every(({ test }, index) => test === null || tests[index] !== undefined)) {
    const found = tests.indexOf(value);
    const from = found >= 0 ? found : node.cases.findIndex(({ test }) => test === null);
    if (from < 0) return normal;
    return unbroken(
      runStatements(
        machine,
        node.cases.slice(from).flatMap(({ consequent }) => consequent),
        inner,
      ),
    );
  }
  const completions: Completion[] = [];
  branch(
    machine,
    node.cases.map(
      ({ consequent }) =>
        () =>
          void completions.push(unbroken(runStatements(machine, consequent, inner))),
    ),
  );
  return eitherOf(
    completions,
    node.cases.some(({ test }) => test === null) && completions.every(({ kind }) => kind === "return"),
  );
}

const unbroken = (completion: Completion): Completion =>
  completion.kind === "break" ? { kind: "normal", returns: completion.returns ?? [] } : completion;
