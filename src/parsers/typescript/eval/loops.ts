import type { DoWhileStatement, Expression, ForInStatement, ForOfStatement, ForStatement } from "oxc-parser";
import type { WhileStatement } from "oxc-parser";
import { type Binding, type Scope, innerScope } from "../scope.ts";
import { type Term, alternatives, gap, itemOfExternal, knownText, list, scalar, truthOf } from "../terms.ts";
import { assign, branch, declare } from "./assign.ts";
import { evaluate } from "./evaluate.ts";
import { type Machine, maxIterations, mayGoOn, reportLimit } from "./machine.ts";
import { type Completion, declareVariables, normal, runStatement } from "./statements.ts";

export function runEach(machine: Machine, node: ForOfStatement | ForInStatement, scope: Scope): Completion {
  const over = evaluate(machine, node.right, scope);
  const returns: Term[] = [];
  const once = (item: Term): Completion => {
    const inner = innerScope(scope);
    if (node.left.type === "VariableDeclaration") {
      const [declarator] = node.left.declarations;
      if (declarator) declare(machine, declarator.id, item, inner);
    } else assign(machine, node.left, item, inner);
    const completion = runStatement(machine, node.body, inner);
    returns.push(...(completion.returns ?? []));
    return completion;
  };
  for (const { item, isSure } of iterated(over, node.type === "ForInStatement")) {
    if (!mayGoOn(machine, scope)) break;
    let completion: Completion = normal;
    if (isSure) completion = once(item);
    else branch(machine, [() => void (completion = once(item)), () => {}]);
    if (completion.kind === "break" && isSure) break;
    if (completion.kind === "return" && isSure) return { ...completion, returns };
    if (completion.kind === "return") returns.push(completion.value);
  }
  return { kind: "normal", returns };
}

/** What a loop goes over; what may not be there is not sure. */
function iterated(over: Term, isKeys: boolean): readonly { readonly item: Term; readonly isSure: boolean }[] {
  if (over.type === "dict" && isKeys)
    return [...over.entries.values()].map(({ key, value }) => ({ item: key, isSure: !value.conditional }));
  if (over.type === "dict" && over.ofClass === undefined) {
    const pairs = [...over.entries.values()].map(({ key, value }) => ({
      item: list([key, value], value.span),
      isSure: !value.conditional,
    }));
    return over.open ? [...pairs, { item: over.open, isSure: false }] : pairs;
  }
  if (over.type === "list") {
    const items = over.items
      .slice(0, maxIterations)
      .map((item, index) => ({ item: isKeys ? scalar(index, item.span) : item, isSure: !item.conditional }));
    return over.open ? [...items, { item: over.open, isSure: false }] : items;
  }
  const choices = alternatives(over);
  if (choices.length > 1)
    return choices.flatMap((choice) => iterated(choice, isKeys)).map(({ item }) => ({ item, isSure: false }));
  if (over.type === "scalar") return [];
  if (over.type === "external" && over.package !== "global") return [{ item: itemOfExternal(over), isSure: false }];
  const shown = over.type === "gap" ? over.expression : (knownText(over) ?? "…");
  return [{ item: gap(`item of ${shown}`, "is known when it runs", over.span), isSure: false }];
}

export function runFor(machine: Machine, node: ForStatement, scope: Scope): Completion {
  if (node.init?.type === "VariableDeclaration") declareVariables(machine, node.init, scope);
  else if (node.init) evaluate(machine, node.init, scope);
  return repeat(machine, node.test, scope, () => {
    const completion = runStatement(machine, node.body, innerScope(scope));
    if (node.update) evaluate(machine, node.update, scope);
    return completion;
  });
}

export const runWhile = (machine: Machine, node: WhileStatement | DoWhileStatement, scope: Scope): Completion =>
  repeat(
    machine,
    node.test,
    scope,
    () => runStatement(machine, node.body, innerScope(scope)),
    node.type === "DoWhileStatement",
  );

/** As often as the test says; once, perhaps, where it says nothing. */
function repeat(
  machine: Machine,
  test: Expression | null,
  scope: Scope,
  once: () => Completion,
  isSureOnce = test === null,
): Completion {
  const returns: Term[] = [];
  for (let round = 0; ; round++) {
    const said = test === null ? undefined : truthOf(evaluate(machine, test, scope));
    const truth = round === 0 && isSureOnce ? true : said;
    if (truth === false) return { kind: "normal", returns };
    if (round >= maxIterations || !mayGoOn(machine, scope)) {
      reportLimit(machine, scope, "a loop has too many rounds");
      return { kind: "normal", returns };
    }
    let completion: Completion = normal;
    const changed = new Map<Binding, Term>();
    if (truth === true) completion = noting(machine, changed, once);
    else branch(machine, [() => void (completion = once()), () => {}]);
    returns.push(...(completion.returns ?? []));
    if (completion.kind === "return" && truth === true) return { ...completion, returns };
    if (completion.kind === "return") returns.push(completion.value);
    // What would change the test happens elsewhere: an event, a callback.
    const isStuck = truth === true && changed.size === 0;
    if (truth === undefined || isStuck || completion.kind === "break" || completion.kind === "throw")
      return { kind: "normal", returns };
  }
}

/** What a round changes. */
function noting<T>(machine: Machine, changed: Map<Binding, Term>, run: () => T): T {
  const outer = machine.log;
  machine.log = changed;
  const result = run();
  machine.log = outer;
  if (outer !== undefined) for (const [binding, old] of changed) if (!outer.has(binding)) outer.set(binding, old);
  return result;
}
