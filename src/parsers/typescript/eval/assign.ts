import type { AssignmentTarget, BindingPattern, Expression, FormalParameterRest, PropertyKey } from "oxc-parser";
import type { AssignmentTargetMaybeDefault, AssignmentTargetRest, BindingRestElement } from "oxc-parser";
import { type Binding, type Scope, lookUp } from "../scope.ts";
import { type Term, gap, knownText, list, oneOf } from "../terms.ts";
import { evaluate, keyTerm, placeOf, setEntry } from "./evaluate.ts";
import type { Machine } from "./machine.ts";
import { memberOf } from "./members.ts";

type Target =
  | AssignmentTarget
  | AssignmentTargetMaybeDefault
  | AssignmentTargetRest
  | BindingPattern
  | BindingRestElement
  | FormalParameterRest;

/** Gives names to parts of a value: `const { a, b: [c] } = value`. */
export function declare(machine: Machine, target: Target, value: Term, scope: Scope): void {
  spread(machine, target, value, scope, (name, part) => scope.names.set(name, { name, value: part }));
}

/** `x = value`, `x.y = value`, `[a, b] = value` */
export function assign(machine: Machine, target: Target, value: Term, scope: Scope): void {
  spread(machine, target, value, scope, (name, part) => {
    const binding = lookUp(scope, name);
    if (binding === undefined) scope.names.set(name, { name, value: part });
    else change(machine, binding, part);
  });
}

/** A change is noted, so that the branches of a condition can be joined. */
function change(machine: Machine, binding: Binding, value: Term): void {
  if (machine.log !== undefined && !machine.log.has(binding)) machine.log.set(binding, binding.value);
  binding.value = value;
}

type Put = (name: string, value: Term) => void;

function spread(machine: Machine, target: Target, value: Term, scope: Scope, put: Put): void {
  switch (target.type) {
    case "Identifier":
      put(target.name, value);
      return;
    case "AssignmentPattern": {
      const isMissing = value.type === "scalar" && value.value === undefined;
      const filled = isMissing ? evaluate(machine, target.right, scope) : value;
      spread(machine, target.left, filled, scope, put);
      return;
    }
    case "RestElement":
      spread(machine, target.argument as Target, value, scope, put);
      return;
    case "ArrayPattern":
      for (const [index, element] of target.elements.entries()) {
        if (element === null) continue;
        const part =
          element.type === "RestElement" ? restOf(value, index) : itemOf(machine, value, index, element, scope);
        spread(machine, element as Target, part, scope, put);
      }
      return;
    case "ObjectPattern":
      spreadObject(machine, target.properties as readonly Property[], value, scope, put);
      return;
    case "MemberExpression":
      assignMember(
        machine,
        target.object,
        keyTerm(machine, target.property as PropertyKey, target.computed, scope),
        value,
        scope,
      );
      return;
    default:
      if ("expression" in target) spread(machine, target.expression as Target, value, scope, put);
  }
}

type Property =
  | {
      readonly type: "Property";
      readonly key: PropertyKey;
      readonly value: Target;
      readonly computed: boolean;
      readonly start: number;
      readonly end: number;
    }
  | { readonly type: "RestElement"; readonly argument: Target };

function spreadObject(machine: Machine, properties: readonly Property[], value: Term, scope: Scope, put: Put): void {
  const taken = new Set<string>();
  for (const property of properties) {
    if (property.type === "RestElement") {
      spread(machine, property.argument, withoutKeys(value, taken), scope, put);
      continue;
    }
    const key = keyTerm(machine, property.key, property.computed, scope);
    const name = knownText(key);
    if (name !== undefined) taken.add(name);
    const part = memberOf(machine, value, key, { span: placeOf(property, scope), scope });
    // A lone name says what it is better than the pattern that it stands in.
    const shown =
      part.type === "gap" && part.choices === undefined && name !== undefined && value.type === "gap"
        ? { ...part, expression: name }
        : part;
    spread(machine, property.value, shown, scope, put);
  }
}

const withoutKeys = (value: Term, taken: ReadonlySet<string>): Term =>
  value.type === "dict"
    ? { ...value, entries: new Map([...value.entries].filter(([name]) => !taken.has(name))) }
    : value;

function itemOf(machine: Machine, value: Term, index: number, element: Target, scope: Scope): Term {
  const inner = element.type === "AssignmentPattern" ? element.left : element;
  const shown = "name" in inner && typeof inner.name === "string" ? inner.name : `item ${index}`;
  if (value.type === "list") return value.items[index] ?? value.open ?? gap(shown, "is not set", value.span);
  if (value.type === "gap" && value.choices === undefined) return { ...value, expression: shown };
  if (value.type === "dict") return [...value.entries.values()][index]?.value ?? gap(shown, "is not set", value.span);
  return memberOf(
    machine,
    value,
    { type: "text", parts: [String(index)], why: "", span: value.span },
    { span: value.span, scope },
  );
}

function restOf(value: Term, from: number): Term {
  if (value.type !== "list") return value;
  return list(value.items.slice(from), value.span, value.open);
}

function assignMember(machine: Machine, object: Expression, key: Term, value: Term, scope: Scope): void {
  const of = evaluate(machine, object, scope);
  const span = placeOf(object, scope);
  if (of.type === "dict")
    setEntry(of, key, machine.uncertain > 0 ? joinedWith(of.entries.get(knownText(key) ?? "")?.value, value) : value);
  else if (of.type === "class") setEntry(of.statics, key, value);
  else if (of.type === "resource")
    machine.packages.assigned(machine, settingOf(of.object, key), value, { span, scope });
  else if (of.type === "external") {
    const name = knownText(key);
    if (name === undefined) return;
    machine.packages.assigned(machine, { ...of, steps: [...of.steps, { kind: "member", name }] }, value, {
      span: { ...span, end: key.span.path === span.path ? Math.max(span.end, key.span.end) : span.end },
      scope,
    });
  } else if (of.type === "list") {
    const index = Number(knownText(key));
    if (Number.isInteger(index) && index >= 0 && index <= of.items.length) of.items[index] = value;
  }
}

const settingOf = (object: string, key: Term): Extract<Term, { type: "external" }> => ({
  type: "external",
  package: "resource",
  steps: [
    { kind: "member", name: object },
    { kind: "member", name: knownText(key) ?? "" },
  ],
  span: key.span,
});

const joinedWith = (before: Term | undefined, value: Term): Term =>
  before === undefined ? value : oneOf([before, value], "…", value.span);

/** Runs what may be run, and joins what it changes with what was there before. */
export function branch(machine: Machine, runs: readonly (() => void)[]): void {
  const outer = machine.log;
  const after: Map<Binding, Term[]> = new Map();
  const before = new Map<Binding, Term>();
  for (const run of runs) {
    const log = new Map<Binding, Term>();
    machine.log = log;
    machine.uncertain++;
    run();
    machine.uncertain--;
    for (const [binding, old] of log) {
      if (!before.has(binding)) before.set(binding, old);
      const values = after.get(binding) ?? [];
      after.set(binding, [...values, binding.value]);
      binding.value = old;
    }
  }
  machine.log = outer;
  for (const [binding, values] of after) {
    const old = before.get(binding);
    const all = values.length < runs.length && old !== undefined ? [old, ...values] : values;
    const [first] = all;
    const value = oneOf(
      all.filter((one) => !isUnset(one)),
      binding.name,
      first?.span ?? { path: "", start: 0, end: 0 },
    );
    change(machine, binding, value);
  }
}

/** `let role;` before the branches that set it. */
const isUnset = (term: Term): boolean => term.type === "scalar" && term.value === undefined;
