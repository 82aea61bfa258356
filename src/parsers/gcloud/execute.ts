import type {
  AndOr,
  Case,
  CommandNode,
  CompoundList,
  Function as FunctionNode,
  If,
  ParsedScript,
  Pipeline,
  PipelineNode,
  Statement,
  TestExpression,
} from "unbash";
import { evaluateArithmetic } from "./arithmetic.ts";
import { type Way, fork, leaveDoubt, maybe } from "./branches.ts";
import { asksForAbsence, matchesPattern, testExpression } from "./conditions.ts";
import { expandText } from "./expand.ts";
import { runArithmeticFor, runFor, runSelect, runWhile } from "./loops.ts";
import { type Outcome, done } from "./outcome.ts";
import { withRedirects } from "./redirects.ts";
import { runCommand, testOutcome } from "./run-command.ts";
import { type Shell, capture, copyState, inSubshell, step } from "./shell.ts";
import type { Text } from "./text.ts";

/** Runs a script's statements in order, as far as anything runs. */
export function runScript(shell: Shell, script: ParsedScript): Outcome {
  return runStatements(shell, script.commands);
}

function runStatements(shell: Shell, statements: readonly Statement[]): Outcome {
  let outcome: Outcome = done;
  for (const statement of statements) {
    if (!step(shell, statement, shell.unit.place(statement.pos, statement.pos))) return { flow: "exit" };
    outcome = runAny(shell, statement.command);
    if (outcome.flow !== undefined) return outcome;
  }
  return outcome;
}

/** Runs the body of a compound command. */
export const runList = (shell: Shell, list: CompoundList): Outcome => runStatements(shell, list.commands);

/** Runs a function's body; its arguments are set. */
export const runFunction = (shell: Shell, { body }: FunctionNode): Outcome =>
  body.type === "CompoundList" ? runList(shell, body) : runCommandNode(shell, body);

function runAny(shell: Shell, node: PipelineNode | AndOr): Outcome {
  if (node.type === "AndOr") return runAndOr(shell, node);
  if (node.type === "Pipeline") return runPipeline(shell, node);
  return runCommandNode(shell, node);
}

/** `a && b || c`. What follows a command that is no test is taken to follow its success. */
function runAndOr(shell: Shell, { commands, operators }: AndOr): Outcome {
  const [first, ...rest] = commands;
  const printed = shell.stdout?.length;
  let outcome = first === undefined ? done : runAny(shell, first);
  for (const [index, command] of rest.entries()) {
    if (outcome.flow !== undefined) return outcome;
    const wanted = operators[index] === "&&";
    const status = outcome.status ?? (wanted && outcome.test !== true ? true : undefined);
    if (status === !wanted) continue;
    // What `a` printed is the output of `a || b`.
    const isAnswered = !wanted && status === undefined && shell.stdout?.length !== printed;
    const run = (): Outcome => (isAnswered ? silently(shell, command) : runAny(shell, command));
    if (outcome.status === undefined && status === wanted) outcome = taken(shell, run, outcome.lookup === true);
    else if (status === wanted || isCreation(outcome, wanted)) outcome = orElse(run(), status);
    else outcome = maybe(shell, command, run, outcome.lookup === true);
  }
  return outcome;
}

/** What follows a success that is only likely: where it leaves, the script may go on as well. */
function taken(shell: Shell, run: () => Outcome, finished: boolean): Outcome {
  const before = copyState(shell.state);
  const outcome = run();
  if (outcome.flow === undefined) return outcome;
  if (outcome.flow === "return") shell.returned?.push({ state: shell.state, status: outcome.status });
  shell.state = before;
  if (!finished) leaveDoubt(shell, outcome);
  return done;
}

/** `describe … || create …`, `[ -z "$(describe …)" ] && create …`: either way it is there afterwards. */
const isCreation = ({ lookup, negated }: Outcome, wanted: boolean): boolean =>
  lookup === true && (negated === true) === wanted;

function silently(shell: Shell, command: PipelineNode): Outcome {
  let outcome: Outcome = done;
  capture(shell, () => {
    outcome = runAny(shell, command);
  });
  return outcome;
}

/** `describe … || exit 1` does not end the script. */
const orElse = (outcome: Outcome, status: boolean | undefined): Outcome =>
  status === undefined ? { ...outcome, flow: undefined } : outcome;

function runPipeline(shell: Shell, { commands, prefixes }: Pipeline): Outcome {
  const negated = prefixes.some(({ type }) => type === "Negation");
  let outcome: Outcome = done;
  if (commands.length === 1 && commands[0] !== undefined) outcome = runCommandNode(shell, commands[0]);
  else outcome = runPiped(shell, commands);
  if (!negated) return outcome;
  return {
    ...outcome,
    status: outcome.status === undefined ? undefined : !outcome.status,
    negated: outcome.negated !== true,
  };
}

function runPiped(shell: Shell, commands: readonly CommandNode[]): Outcome {
  const outer = shell.stdin;
  let outcome: Outcome = done;
  // `gcloud … list | grep -q x` asks gcloud too.
  let lookup = false;
  for (const [index, command] of commands.entries()) {
    const last = index === commands.length - 1;
    const run = (): void => {
      outcome = runCommandNode(shell, command);
      lookup ||= outcome.lookup === true;
    };
    if (last) inSubshell(shell, run);
    else shell.stdin = inSubshell(shell, () => capture(shell, run));
  }
  shell.stdin = outer;
  return { status: outcome.status, test: true, lookup };
}

function runCommandNode(shell: Shell, node: CommandNode): Outcome {
  switch (node.type) {
    case "Command":
      return withRedirects(shell, node.redirects, () => runCommand(shell, node));
    case "Redirected":
      return withRedirects(shell, node.redirects, () => runCommandNode(shell, node.command));
    case "Function":
      shell.state.functions.set(node.name.value, { node, unit: shell.unit });
      return done;
    case "If":
      return runIf(shell, node);
    case "For":
      return runFor(shell, node);
    case "While":
      return runWhile(shell, node);
    case "Case":
      return runCase(shell, node);
    case "Select":
      return runSelect(shell, node);
    case "ArithmeticFor":
      return runArithmeticFor(shell, node);
    case "Subshell":
      return inSubshell(shell, () => ({ ...runList(shell, node.body), flow: undefined }));
    case "BraceGroup":
      return runList(shell, node.body);
    case "TestCommand":
      return testOutcome(testExpression(shell, node.expression), absenceIn(shell, node.expression));
    case "ArithmeticCommand":
      return { status: truth(node.expression && evaluateArithmetic(shell, node.expression)), test: true };
    case "Coproc":
      return node.body.type === "CompoundList" ? runList(shell, node.body) : runCommandNode(shell, node.body);
  }
}

function absenceIn(shell: Shell, node: TestExpression): boolean | undefined {
  if (node.type === "TestNot") {
    const inner = absenceIn(shell, node.operand);
    return inner === undefined ? undefined : !inner;
  }
  if (node.type !== "TestUnary") return undefined;
  const absence = asksForAbsence(shell, [node.operand]);
  return absence === undefined ? undefined : node.operator === "-z";
}

const truth = (value: number | undefined): boolean | undefined => (value === undefined ? undefined : value !== 0);

function runIf(shell: Shell, node: If): Outcome {
  return runArms(shell, node, [node, ...node.elif], node.else);
}

/** The arms of an `if` in order: those that are known to run or not to, and those that may. */
function runArms(
  shell: Shell,
  at: If,
  [arm, ...rest]: readonly { readonly clause: CompoundList; readonly then: CompoundList }[],
  otherwise: CompoundList | undefined,
): Outcome {
  if (arm === undefined) return otherwise === undefined ? done : runList(shell, otherwise);
  const clause = runList(shell, arm.clause);
  if (clause.flow !== undefined) return clause;
  if (clause.status === true) return runList(shell, arm.then);
  if (clause.status === false) return runArms(shell, at, rest, otherwise);
  // `if ! gcloud … describe; then gcloud … create`: either way it is there afterwards.
  const creates = clause.lookup === true && clause.negated === true;
  const creating = clause.lookup === true && clause.negated !== true;
  return fork(shell, shell.unit.place(at.pos, at.pos + 2), [
    { run: () => runList(shell, arm.then), certain: creates, finished: clause.lookup === true },
    { run: () => runArms(shell, at, rest, otherwise), certain: creating },
  ]);
}

function runCase(shell: Shell, node: Case): Outcome {
  return runItems(shell, node, expandText(shell, node.word), node.items);
}

/** The first pattern that matches; where that is not known, each that may. */
function runItems(shell: Shell, node: Case, subject: Text, items: Case["items"]): Outcome {
  const at = shell.unit.place(node.pos, node.pos + 4);
  const ways: Way[] = [];
  for (const [index, { pattern }] of items.entries()) {
    const matches = new Set(pattern.map((word) => matchesPattern(subject, expandText(shell, word))));
    if (!matches.has(true) && !matches.has(undefined)) continue;
    const run = (): Outcome => runItem(shell, node, subject, items.slice(index));
    if (matches.has(true) && ways.length === 0) return run();
    ways.push({ run });
    if (matches.has(true)) return fork(shell, at, ways);
  }
  return fork(shell, at, [...ways, { run: () => done }]);
}

/** `;&` falls into the next body, `;;&` goes on looking for patterns that match. */
function runItem(shell: Shell, node: Case, subject: Text, [item, ...rest]: Case["items"]): Outcome {
  if (item === undefined) return done;
  const outcome = runList(shell, item.body);
  if (outcome.flow !== undefined || rest.length === 0) return outcome;
  if (item.terminator === ";&") return runItem(shell, node, subject, rest);
  return item.terminator === ";;&" ? runItems(shell, node, subject, rest) : outcome;
}
