import type { Fact, Via } from "../../../model/fact.ts";
import type { Workspace } from "../../../model/parser.ts";
import { type Problem, type Source, type Span, spanOf } from "../../../model/source.ts";
import type { Binding, ModuleScope, Scope } from "../scope.ts";
import type { ClassTerm, DictTerm, ExternalTerm, FunctionTerm, ListTerm, Term } from "../terms.ts";

/** What the rest of the parser makes of calls into packages. `undefined`: nothing special. */
export interface Packages {
  /** `new X(…)` and `x.y(…)`; the last step has the arguments. */
  readonly called: (machine: Machine, external: ExternalTerm, at: Site) => Term | undefined;
  /** What a parameter of this name, of which nothing else is known, may be: `predictionServiceClient`. */
  readonly named: (name: string, scope: Scope, span: Span) => Term | undefined;
  /** `x.y`, `x.y = …` of a package's thing. */
  readonly assigned: (machine: Machine, external: ExternalTerm, value: Term, at: Site) => void;
  /** The value of a member, where it is known: `gcp.config.project`. */
  readonly member: (machine: Machine, external: ExternalTerm, at: Site) => Term | undefined;
}

interface Entry {
  steps: number;
  readonly max: number;
}

/** A call that is going on. */
export interface Frame {
  readonly node: object;
  /** Absent where the call says nothing by itself: `apply`. */
  readonly via?: Via;
}

/** Where something happens. */
export interface Site {
  readonly span: Span;
  readonly scope: Scope;
  /** The variable or property that is to hold it. */
  readonly name?: string;
}

/** A reading of programs, step by step. */
export interface Machine {
  readonly workspace: Workspace;
  readonly sources: ReadonlyMap<string, Source>;
  readonly packages: Packages;
  readonly facts: Fact[];
  readonly problems: Problem[];
  /** Files that were run, by path; `undefined` while a file runs for the first time. */
  readonly modules: Map<string, ModuleScope | undefined>;
  /** Functions and classes that were seen, and those that were called. */
  readonly seen: Map<object, FunctionTerm | ClassTerm>;
  readonly called: Set<object>;
  /** What the calls on the way here are. */
  readonly stack: Frame[];
  /** How many conditions around this place can't be evaluated. */
  uncertain: number;
  /** Bindings changed since a branch began. */
  log: Map<Binding, Term> | undefined;
  /** The file whose code runs, and how far its budget is used up. */
  entry: Entry;
  readonly entries: Map<string, Entry>;
  depth: number;
  /** What the generator that runs has yielded so far. */
  yielded: ListTerm | undefined;
  /** The file for which a limit was reported. */
  readonly limited: Set<string>;
  /** Memory of the packages: clients, resources, settings. */
  readonly memory: Map<string, unknown>;
  readonly instances: Map<object, DictTerm>;
}

export const newMachine = (workspace: Workspace, sources: readonly Source[], packages: Packages): Machine => ({
  workspace,
  sources: new Map(sources.map((source) => [source.path, source])),
  packages,
  facts: [],
  problems: [],
  modules: new Map(),
  seen: new Map(),
  called: new Set(),
  stack: [],
  uncertain: 0,
  log: undefined,
  entry: { steps: 0, max: 0 },
  entries: new Map(),
  depth: 0,
  yielded: undefined,
  limited: new Set(),
  memory: new Map(),
  instances: new Map(),
});

/** Files that are read only because another one imports them get less. */
const maxSteps = 400_000;
const maxStepsOfImported = 30_000;
export const maxDepth = 300;
export const maxIterations = 1000;
const maxCalls = 40;

/** Runs code at the expense of a file. */
export function chargedTo<T>(machine: Machine, path: string, run: () => T): T {
  const before = machine.entry;
  const max = machine.sources.has(path) ? maxSteps : maxStepsOfImported;
  const entry = machine.entries.get(path) ?? { steps: 0, max };
  machine.entries.set(path, entry);
  machine.entry = entry;
  const result = run();
  machine.entry = before;
  return result;
}

/** Counts a step; `false`: the bound of this file is reached. */
export function mayGoOn(machine: Machine, scope: Scope): boolean {
  machine.entry.steps++;
  if (machine.entry.steps <= machine.entry.max) return true;
  reportLimit(machine, scope, "it does more than can be followed");
  return false;
}

/** Why a call is not entered. */
export const callsItself = "it calls itself";

export function reportLimit(machine: Machine, { module }: Scope, why: string): void {
  if (machine.limited.has(module.path) || !machine.sources.has(module.path)) return;
  machine.limited.add(module.path);
  machine.problems.push({
    message: `The program can't be followed to the end: ${why}`,
    at: spanOf(module.path, 0, Math.min(1, module.text.length)),
    kind: "limit",
  });
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
    dialect: "typescript",
  };
}

/** The part of a place on its first line: a header. */
export function headerOf({ module }: Scope, start: number, end: number): Span {
  const line = module.text.indexOf("\n", start);
  const stop = line < 0 || line > end ? end : line;
  return spanOf(module.path, start, module.text[stop - 1] === "\r" ? stop - 1 : stop);
}
