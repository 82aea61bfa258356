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
import { type Invocation, type Shell, type State, copyState, emptyState } from "./shell.ts";
import { parseShell } from "./syntax.ts";
import type { Text } from "./text.ts";
import { type Unit, withoutCarriageReturns } from "./unit.ts";
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
export function runUnit(run: Run, given: Unit, state: State, conditional = false): State {
  const unit = withoutCarriageReturns(given);
  const { script, problems } = parseShell(unit);
  run.problems.push(...problems);
  if (script === undefined) return state;
  const shell = { ...shellOf(run, unit, state), conditional };
  guarded(shell, () => runScript(shell, script));
  for (const [name, { node, unit: home }] of shell.state.functions) {
    const key = placeKey(home.path, node);
    if (!run.defined.has(key)) run.defined.set(key, () => runUncalled(shell, name));
  }
  return shell.state;
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

/** A function that nothing scanned calls: somebody may, with arguments that are not known. */
function runUncalled(shell: Shell, name: string): void {
  const found = shell.state.functions.get(name);
  if (found === undefined) return;
  shell.args = undefined;
  shell.conditional = true;
  shell.unit = found.unit;
  shell.via = [{ label: `function ${name}`, span: found.unit.place(found.node.name.pos, found.node.name.end) }];
  shell.budget.repeated = 0;
  shell.budget.exceeded = false;
  shell.locals = new Map();
  guarded(shell, () => runFunction(shell, found.node));
  shell.locals = undefined;
  shell.via = [];
}

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
    stdin: undefined,
    stdout: undefined,
    depth: 0,
    active: new Set(),
    locals: undefined,
    returned: undefined,
    exportAll: false,
    budget: { run: new WeakSet(), repeated: 0, exceeded: false },
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
