import type { ParsedScript } from "unbash";
import type { Fact } from "../../model/fact.ts";
import type { Workspace } from "../../model/parser.ts";
import type { Problem } from "../../model/source.ts";
import { runFunction, runList, runScript } from "./execute.ts";
import { runBq } from "./facts/bq.ts";
import { referenceByVariable } from "./facts/credentials.ts";
import { runDocker } from "./facts/docker.ts";
import { runGcloud } from "./facts/gcloud.ts";
import { runGsutil } from "./facts/gsutil.ts";
import type { HostScript } from "./hosts/host-script.ts";
import { placeKey } from "./run-command.ts";
import { type Invocation, type Shell, type ShellFunction, type State, copyState, emptyState } from "./shell.ts";
import { parseShell } from "./syntax.ts";
import type { Text } from "./text.ts";
import { type Unit, unitIn, withoutCarriageReturns } from "./unit.ts";
import { own } from "./own.ts";

/** What a run of scripts leaves behind. */
export interface Run {
  readonly workspace: Workspace;
  readonly facts: Fact[];
  readonly problems: Problem[];
  /** Functions that some script called, files that some script sourced. */
  readonly called: Set<string>;
  readonly sourced: Set<string>;
  /** Functions that were defined, with what was known where. */
  readonly defined: Map<string, () => void>;
}

export const newRun = (workspace: Workspace): Run => ({
  workspace,
  facts: [],
  problems: [],
  called: new Set(),
  sourced: new Set(),
  defined: new Map(),
});

type Tool = (shell: Shell, invocation: Invocation, facts: Fact[]) => Text | undefined;

const tools: Readonly<Record<string, Tool>> = {
  gcloud: runGcloud,
  gsutil: runGsutil,
  bq: runBq,
  docker: runDocker,
  podman: runDocker,
};

/** Runs a script as far as its text says what runs. */
export function runUnit(run: Run, given: Unit, state: State, conditional = false, attempt = 0): State {
  const unit = withoutCarriageReturns(given);
  const { script, problems } = parseShell(unit);
  // What follows an error is read on trial.
  if (attempt === 0) run.problems.push(...problems);
  if (script === undefined) return state;
  const shell = { ...shellOf(run, unit, state), conditional };
  guarded(shell, () => runScript(shell, script));
  for (const [name, found] of shell.state.functions) {
    const key = placeKey(found.unit.path, found.node);
    if (!run.defined.has(key)) run.defined.set(key, () => runAlone(shell, found, name));
  }
  return resumed(run, unit, shell.state, script, attempt);
}

const mostAttempts = 50;

/** After what can't be read, the lines that can: whether they run is not known. */
function resumed(run: Run, unit: Unit, state: State, script: ParsedScript, attempt: number): State {
  const [error] = script.errors ?? [];
  if (error === undefined || attempt >= mostAttempts) return state;
  const line = unit.text.indexOf("\n", Math.max(error.pos, lastEnd(script.commands))) + 1;
  const rest = unit.text.slice(line);
  return line === 0 || !ours.test(rest) ? state : runUnit(run, unitIn(unit, line, rest), state, true, attempt + 1);
}

/** How far a tree reaches: where a part is missing, what is there of it reaches further than it says. */
function lastEnd(tree: unknown): number {
  let most = 0;
  const waiting = [tree];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (typeof part !== "object" || part === null) continue;
    if ("end" in part && typeof part.end === "number") most = Math.max(most, part.end);
    waiting.push(...Object.values(part).filter((inner) => typeof inner === "object"));
  }
  return most;
}

/** What may concern us, in a piece of shell whose variables are its own. */
const ours = /gcloud|gsutil|\bbq\b|credentials|keyfile|cloudsdk|-docker\.pkg\.dev/i;

/** Runs the pieces of a file one after the other. */
export function runScripts(run: Run, scripts: readonly HostScript[]): void {
  let state = emptyState();
  for (const { unit, scope, conditional, told } of scripts) {
    if (scope === "fresh") state = emptyState();
    if (scope === "own" && !ours.test(unit.text)) continue;
    const known = run.problems.length;
    const after = runUnit(run, unit, scope === "own" ? copyState(state) : state, conditional ?? told);
    if (told) run.problems.length = known;
    // gcloud's configuration and files outlive the shell that changed them.
    state = scope === "own" ? { ...state, properties: after.properties, files: after.files } : after;
  }
}

/** Functions that nothing scanned calls: somebody may, with arguments that are not known. Callers come after what they call. */
export function runUncalled({ defined, called }: Run): void {
  for (const [key, run] of [...defined].toReversed()) if (!called.has(key)) run();
}

function runAlone(ended: Shell, { node, unit }: ShellFunction, name: string): void {
  const shell: Shell = {
    ...ended,
    unit,
    state: copyState(ended.state),
    args: undefined,
    conditional: true,
    doubt: undefined,
    via: [{ label: `function ${name}`, span: unit.place(node.name.pos, node.name.end) }],
    stdin: undefined,
    stdout: undefined,
    depth: 0,
    active: new Set(),
    locals: new Map(),
    returned: undefined,
    budget: newBudget(),
  };
  guarded(shell, () => runFunction(shell, node));
}

const newBudget = (): Shell["budget"] => ({ run: new WeakSet(), repeated: 0, exceeded: false });

/** Whatever goes wrong, the other scripts are read, and this one is a problem. */
function guarded(shell: Shell, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    const message =
      error instanceof RangeError ? "the script is nested too deeply to be followed" : "the script can't be followed";
    shell.problems.push({
      message,
      at: shell.root.place(0, 0),
      kind: error instanceof RangeError ? "limit" : "unread",
    });
  }
}

function shellOf(run: Run, unit: Unit, state: State): Shell {
  return {
    state,
    workspace: run.workspace,
    root: unit,
    unit,
    args: undefined,
    via: [],
    conditional: false,
    doubt: undefined,
    stdin: undefined,
    stdout: undefined,
    depth: 0,
    active: new Set(),
    locals: undefined,
    returned: undefined,
    exportAll: false,
    budget: newBudget(),
    problems: run.problems,
    called: run.called,
    sourced: run.sourced,
    onCommand: (shell, invocation) => onCommand(shell, invocation, run.facts),
    onExport: (shell, name, text, at) => referenceByVariable(shell, run.facts, name, text, at),
    runScript,
    runList,
    runFunction,
  };
}

function onCommand(shell: Shell, invocation: Invocation, facts: Fact[]): Text | undefined {
  for (const [name, text] of invocation.environment) referenceByVariable(shell, facts, name, text, invocation.span);
  const tool = own(tools, invocation.name);
  return tool?.(shell, invocation, facts);
}
