import { type Binding, type Scope, moduleScope } from "../scope.ts";
import { type Term, oneOf } from "../terms.ts";
import type { Machine } from "./machine.ts";

export function bind(machine: Machine, scope: Scope, name: string, value: Term): void {
  const home = scope.globals?.has(name) ? (ownerOf(scope, name) ?? moduleScope(scope)) : scope;
  const binding = home.names.get(name);
  if (binding === undefined) home.names.set(name, { name, value });
  else change(machine, binding, value);
}

/** `nonlocal x` means the nearest function around that has it. */
function ownerOf(scope: Scope, name: string): Scope | undefined {
  for (let at = scope.outer; at !== undefined; at = at.outer) if (at.names.has(name)) return at;
  return undefined;
}

function change(machine: Machine, binding: Binding, value: Term): void {
  if (machine.log !== undefined && !machine.log.has(binding)) machine.log.set(binding, binding.value);
  binding.value = value;
}

/** Runs branches of which one is taken: afterwards a name may stand for what any of them says. */
export function runBranches(machine: Machine, branches: readonly (() => boolean)[]): void {
  const outer = machine.log;
  const states: Map<Binding, Term>[] = [];
  const touched = new Map<Binding, Term>();
  for (const branch of branches) {
    const log = new Map<Binding, Term>();
    machine.log = log;
    machine.uncertain++;
    const goesOn = branch();
    machine.uncertain--;
    const state = new Map<Binding, Term>();
    for (const [binding, before] of log) {
      state.set(binding, binding.value);
      binding.value = before;
      if (!touched.has(binding)) touched.set(binding, before);
    }
    if (goesOn) states.push(state);
  }
  machine.log = outer;
  for (const [binding, before] of touched) {
    const values = states.map((state) => state.get(binding) ?? before);
    if (values.length > 0) change(machine, binding, oneOf(values, binding.name, before.span));
  }
}
