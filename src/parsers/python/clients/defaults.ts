import type { Machine } from "../eval/machine.ts";
import { type Term, oneOf } from "../terms.ts";

/** What `aiplatform.init(…)` sets for all calls after it. */
type Defaults = Map<string, Term>;

export function defaultsOf(machine: Machine): Defaults {
  const key = `defaults ${machine.program}`;
  const known = machine.memory.get(key) as Defaults | undefined;
  if (known !== undefined) return known;
  const made: Defaults = new Map();
  machine.memory.set(key, made);
  return made;
}

export function setDefaults(machine: Machine, args: ReadonlyMap<string, Term>): void {
  const defaults = defaultsOf(machine);
  for (const [name, value] of args) {
    const before = defaults.get(name);
    const isUnsure = machine.uncertain > 0 && before !== undefined;
    defaults.set(name, isUnsure ? oneOf([before, value], name, value.span) : value);
  }
}
