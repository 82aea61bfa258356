import type { CompoundList, Function as FunctionNode, ParsedScript } from "unbash";
import type { Via } from "../../model/fact.ts";
import type { Workspace } from "../../model/parser.ts";
import type { Problem, Span } from "../../model/source.ts";
import type { Outcome } from "./outcome.ts";
import { type Text, gap, sameText } from "./text.ts";
import type { Unit } from "./unit.ts";

/** What a variable holds: one text, or a list (an array, `declare -A` included). */
export type Variable =
  | { readonly kind: "text"; readonly text: Text; readonly exported?: boolean }
  | { readonly kind: "list"; readonly items: ReadonlyMap<string, Text> };

export interface ShellFunction {
  readonly node: FunctionNode;
  readonly unit: Unit;
}

/** What a running script knows. Copied where the way forks. */
export interface State {
  readonly variables: Map<string, Variable>;
  readonly functions: Map<string, ShellFunction>;
  /** Files that the script wrote; `undefined`: with what can't be known. */
  readonly files: Map<string, Text | undefined>;
  /** gcloud's properties: `core/account`, `core/project`, `auth/impersonate_service_account`. */
  readonly properties: Map<string, Text>;
}

/** A command as it would run. */
export interface Invocation {
  /** The name without its folder: `gcloud`. */
  readonly name: string;
  readonly words: readonly Word[];
  /** The command, to the end of its first line. */
  readonly span: Span;
  readonly stdin: Text | undefined;
  /** Variables set for this command alone. */
  readonly environment: ReadonlyMap<string, Text>;
}

export interface Word {
  readonly text: Text;
  readonly span: Span;
  /** Nothing but an unquoted variable whose text is not known: it may be any number of words. */
  readonly loose: boolean;
}

/** One run of a script: its state and where it is. */
export interface Shell {
  state: State;
  readonly workspace: Workspace;
  readonly root: Unit;
  unit: Unit;
  /** `$1` …; `undefined`: the script's own arguments, which nothing says. */
  args: readonly Text[] | undefined;
  via: readonly Via[];
  conditional: boolean;
  /** How far something that may have left reaches: what follows there may not run. */
  doubt: Doubt | undefined;
  /** What the commands read from, and where what they print is collected. */
  stdin: Text | undefined;
  stdout: Text[] | undefined;
  depth: number;
  /** The calls of functions that have not returned. */
  readonly active: Set<string>;
  /** What the variables that a function made local held before; `undefined` outside of functions. */
  locals: Map<string, Variable | undefined> | undefined;
  /** `set -a`: every assignment goes into the environment. */
  exportAll: boolean;
  /** What is known where a function may have returned early, and how it ended there. */
  returned: Early[] | undefined;
  readonly budget: Budget;
  readonly problems: Problem[];
  /** Functions that were run, by place. */
  readonly called: Set<string>;
  /** Files that were sourced. */
  readonly sourced: Set<string>;
  /** What a command does to the world; gives what it prints, where that is known. */
  readonly onCommand: (shell: Shell, invocation: Invocation) => Text | undefined;
  /** A variable goes into the environment. */
  readonly onExport: (shell: Shell, name: string, text: Text, at: Span) => void;
  readonly runScript: (shell: Shell, script: ParsedScript) => Outcome;
  readonly runList: (shell: Shell, list: CompoundList) => Outcome;
  readonly runFunction: (shell: Shell, node: FunctionNode) => Outcome;
}

interface Early {
  readonly state: State;
  readonly status: boolean | undefined;
}

/** The rest of a loop's turn (`continue`), its further turns (`break`), the rest of a function (`return`). */
export type Doubt = "turn" | "loop" | "function";

/** Whether what runs now may not run at all. */
export const isUncertain = ({ conditional, doubt }: Shell): boolean => conditional || doubt !== undefined;

interface Budget {
  readonly run: WeakSet<object>;
  repeated: number;
  exceeded: boolean;
}

export const limits = { repeated: 10_000, depth: 60, iterations: 500, words: 1000, text: 200_000 } as const;

export const emptyState = (): State => ({
  variables: new Map(),
  functions: new Map(),
  files: new Map(),
  properties: new Map(),
});

export const copyState = ({ variables, functions, files, properties }: State): State => ({
  variables: new Map(variables),
  functions: new Map(functions),
  files: new Map(files),
  properties: new Map(properties),
});

/** What is known after either of two ways: equal things stay, others become gaps with both choices. */
export function mergeStates(left: State, right: State, at: Span): State {
  return {
    variables: mergeMaps(left.variables, right.variables, (name, a, b) => mergeVariables(name, a, b, at)),
    functions: new Map([...left.functions, ...right.functions]),
    files: mergeMaps(left.files, right.files, (_, a, b) => (sameText(a, b) ? a : undefined)),
    properties: mergeMaps(left.properties, right.properties, (name, a, b) =>
      mergeTexts(`gcloud config ${name}`, a, b, at),
    ),
  };
}

function mergeMaps<V>(
  left: ReadonlyMap<string, V>,
  right: ReadonlyMap<string, V>,
  merge: (name: string, a: V | undefined, b: V | undefined) => V | undefined,
): Map<string, V> {
  const merged = new Map(left);
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const a = left.get(name);
    const b = right.get(name);
    if (a === b) continue;
    const value = merge(name, a, b);
    if (value === undefined) merged.delete(name);
    else merged.set(name, value);
  }
  return merged;
}

function mergeVariables(name: string, a: Variable | undefined, b: Variable | undefined, at: Span): Variable {
  if (a?.kind === "list" && b?.kind === "list") {
    return { kind: "list", items: mergeMaps(a.items, b.items, (_, x, y) => mergeTexts(name, x, y, at)) };
  }
  if (a?.kind === "list" || b?.kind === "list") return a?.kind === "list" ? a : (b as Variable);
  return {
    kind: "text",
    text: mergeTexts(name, a?.text, b?.text, at),
    exported: a?.exported === true || b?.exported === true,
  };
}

function mergeTexts(name: string, a: Text | undefined, b: Text | undefined, at: Span): Text {
  if (a !== undefined && sameText(a, b)) return a;
  const choices = [a, b].flatMap((text) => choicesOf(text) ?? []);
  const whole = [a, b].every((text) => choicesOf(text) !== undefined);
  const hole = gap(name, `${name} depends on a condition`, at);
  return [whole ? { ...hole, choices: [...new Set(choices)] } : hole];
}

function choicesOf(text: Text | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const [first] = text;
  if (text.length === 1 && first?.kind === "gap") return first.choices;
  return text.every((piece) => piece.kind === "literal")
    ? [text.map((piece) => (piece.kind === "literal" ? piece.text : "")).join("")]
    : undefined;
}

/** Runs something in a copy of the shell's state, as a subshell does; files and gcloud's configuration stay. */
export function inSubshell<T>(shell: Shell, run: () => T): T {
  const { state: before, doubt } = shell;
  shell.state = copyState(before);
  try {
    return run();
  } finally {
    shell.doubt = doubt;
    shell.state = { ...before, files: shell.state.files, properties: shell.state.properties };
  }
}

/** Collects what is printed meanwhile. */
export function capture(shell: Shell, run: () => void): Text {
  const { stdout } = shell;
  const collected: Text[] = [];
  shell.stdout = collected;
  try {
    run();
  } finally {
    shell.stdout = stdout;
  }
  return collected.flat();
}

export function print(shell: Shell, text: Text): void {
  shell.stdout?.push(text);
}

/** One more command. Those that run again are counted; when there were enough of them, the first refusal is a problem. */
export function step(shell: Shell, command: object, at: Span): boolean {
  const { budget } = shell;
  if (budget.exceeded) return false;
  if (!budget.run.has(command)) {
    budget.run.add(command);
    return true;
  }
  if (budget.repeated++ < limits.repeated) return true;
  budget.exceeded = true;
  limitReached(shell, `the script repeats more than ${limits.repeated} commands`, at);
  return false;
}

export function limitReached(shell: Shell, message: string, at: Span): void {
  if (shell.problems.some((problem) => problem.kind === "limit" && problem.message === message)) return;
  shell.problems.push({ message, at, kind: "limit" });
}

export const textOf = (shell: Shell, name: string): Text | undefined => {
  const variable = shell.state.variables.get(name);
  if (variable === undefined) return undefined;
  return variable.kind === "text" ? variable.text : variable.items.get("0");
};

export function setText(shell: Shell, name: string, text: Text): void {
  const exported = shell.state.variables.get(name);
  const keep = exported?.kind === "text" && exported.exported === true;
  shell.state.variables.set(name, keep ? { kind: "text", text, exported: true } : { kind: "text", text });
}
