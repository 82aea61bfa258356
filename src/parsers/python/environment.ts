import { noteEnvironment } from "./clients/credentials.ts";
import type { Args, Machine, Site } from "./eval/machine.ts";
import { type ExternalTerm, type InstanceTerm, type Term, gap, knownText } from "./terms.ts";

type Environment = Map<string, Term>;

/** What the program itself sets. */
export function environmentOf(machine: Machine): Environment {
  const key = `environment ${machine.program}`;
  const known = machine.memory.get(key) as Environment | undefined;
  if (known !== undefined) return known;
  const made: Environment = new Map();
  machine.memory.set(key, made);
  return made;
}

const isEnvironment = (term: Term): boolean =>
  term.type === "external" && term.self === undefined && term.name === "os.environ";

/** `os.environ["X"]` */
export function environmentItem(
  machine: Machine,
  external: ExternalTerm | InstanceTerm,
  name: string,
  site: Site,
): Term | undefined {
  const key = /^\[(.+)\]$/.exec(name)?.[1];
  if (key === undefined || !isEnvironment(external)) return undefined;
  return environmentOf(machine).get(key) ?? gap(site.written, "is set in the environment", site.span);
}

/** `os.environ.get("X", "default")`, `os.getenv("X")`; what is set outside of the program is not known. */
export function readEnvironment(machine: Machine, { positional: [name] }: Args, site: Site): Term {
  const key = knownText(name);
  const own = key === undefined ? undefined : environmentOf(machine).get(key);
  return own ?? gap(site.written, "is set in the environment", site.span);
}

export function assignEnvironment(machine: Machine, object: Term, key: Term, value: Term, site: Site): void {
  if (isEnvironment(object)) setVariable(machine, knownText(key), value, site);
}

export function setVariable(machine: Machine, name: string | undefined, value: Term, site: Site): void {
  if (name === undefined) return;
  environmentOf(machine).set(name, value);
  noteEnvironment(machine, name, value, site);
}
