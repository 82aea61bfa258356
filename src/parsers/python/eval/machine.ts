import type { Fact, Via } from "../../../model/fact.ts";
import type { Embedded, Workspace } from "../../../model/parser.ts";
import type { Problem, Source, Span } from "../../../model/source.ts";
import type { Binding, Scope } from "../scope.ts";
import type { ClassTerm, ExternalTerm, FunctionTerm, InstanceTerm, ModuleTerm, ObjectTerm, Term } from "../terms.ts";

/** What a call is given. */
export interface Args {
  readonly positional: readonly Term[];
  readonly named: ReadonlyMap<string, Term>;
  /** `**settings` of which not all is known. */
  readonly open?: Term;
}

/** What the rest of the parser makes of calls into packages. `undefined`: nothing special. */
export interface Packages {
  /** How a class of a package that is known is called in short; `undefined`: it is none. */
  readonly className: (name: string) => string | undefined;
  readonly called: (machine: Machine, external: ExternalTerm, args: Args, at: Site) => Term | undefined;
  readonly member: (
    machine: Machine,
    external: ExternalTerm | InstanceTerm,
    name: string,
    at: Site,
  ) => Term | undefined;
  /** `os.environ["X"] = …` */
  readonly assignedItem: (machine: Machine, external: Term, key: Term, value: Term, at: Site) => void;
  /** `role.permissions = …` on a resource. */
  readonly assignedMember: (machine: Machine, object: Term, name: string, value: Term, at: Site) => void;
}

/** Where something happens. */
export interface Site {
  readonly span: Span;
  readonly scope: Scope;
  /** The variable that is to hold it. */
  readonly name?: string;
  /** The call as written, on one line. */
  readonly written: string;
}

export interface Frame {
  readonly node: object;
  readonly via?: Via;
  /** What it hands out, one after the other. */
  readonly yields: Term[];
}

/** A reading of programs, step by step. */
export interface Machine {
  readonly workspace: Workspace;
  readonly sources: ReadonlyMap<string, Source>;
  readonly packages: Packages;
  readonly facts: Fact[];
  readonly problems: Problem[];
  readonly embedded: Embedded[];
  /** Files that were run, by path; `undefined` for those that can't be. */
  readonly modules: Map<string, ModuleTerm | undefined>;
  /** Functions and classes that were seen, and those that were called. */
  readonly seen: Map<object, FunctionTerm | ClassTerm>;
  readonly called: Set<object>;
  readonly stack: Frame[];
  /** How many conditions around this place can't be evaluated. */
  uncertain: number;
  /** Bindings changed since a branch began. */
  log: Map<Binding, Term> | undefined;
  steps: number;
  depth: number;
  /** The file that is run as a program: packages keep their settings for it. */
  program: string;
  readonly limited: Set<string>;
  /** Memory of the packages: defaults, resources. */
  readonly memory: Map<string, unknown>;
  readonly instances: Map<object, ObjectTerm>;
}

export const newMachine = (workspace: Workspace, sources: readonly Source[], packages: Packages): Machine => ({
  workspace,
  sources: new Map(sources.map((source) => [source.path, source])),
  packages,
  facts: [],
  problems: [],
  embedded: [],
  modules: new Map(),
  seen: new Map(),
  called: new Set(),
  stack: [],
  uncertain: 0,
  log: undefined,
  steps: 0,
  depth: 0,
  program: "",
  limited: new Set(),
  memory: new Map(),
  instances: new Map(),
});

export const maxSteps = 200_000;
export const maxDepth = 200;
export const maxIterations = 500;
const maxCalls = 30;

/** Counts a step; `false`: the bound of this file is reached. */
export function mayGoOn(machine: Machine, scope: Scope): boolean {
  machine.steps++;
  if (machine.steps <= maxSteps) return true;
  reportLimit(machine, scope, "it does more than can be followed");
  return false;
}

export function reportLimit(machine: Machine, { module }: Scope, why: string): void {
  if (machine.limited.has(module.path)) return;
  machine.limited.add(module.path);
  const at = module.place(0, Math.min(1, module.text.length));
  machine.problems.push({ message: `The program can't be followed to the end: ${why}`, at, kind: "limit" });
}

/** May this function be entered once more? Two rounds of a recursion show what it does. */
export function mayEnter(machine: Machine, node: object): boolean {
  if (machine.stack.length >= maxCalls) return false;
  return machine.stack.filter((call) => call.node === node).length < 2;
}

/** What every fact that is found now carries. */
export function placeNow(machine: Machine, span: Span): Pick<Fact, "span" | "via" | "conditional" | "dialect"> {
  const via = machine.stack.flatMap((call) => call.via ?? []);
  return {
    span,
    ...(via.length > 0 && { via }),
    ...(machine.uncertain > 0 && { conditional: true as const }),
    dialect: "python",
  };
}

/** Something that holds only if a condition does that can't be evaluated. */
export function perhaps<T>(machine: Machine, run: () => T): T {
  machine.uncertain++;
  const result = run();
  machine.uncertain--;
  return result;
}
