import type { Span } from "../../model/source.ts";
import { type Outcome, done } from "./outcome.ts";
import { type Doubt, type Shell, type State, capture, copyState, mergeStates, print } from "./shell.ts";
import { type Text, flat, gap, plain, sameText } from "./text.ts";

/** One way of a fork. */
export interface Way {
  readonly run: () => Outcome;
  /** Whichever way is taken, what this one does holds afterwards. */
  readonly certain?: boolean;
  /** It is taken where all is done already: that it leaves puts nothing in doubt. */
  readonly finished?: boolean;
}

/** Runs all ways that may be taken, and goes on with what is known after any of them. */
export function fork(shell: Shell, at: Span, ways: readonly Way[]): Outcome {
  const before = shell.state;
  const ends: End[] = [];
  for (const [index, way] of ways.entries()) {
    // Where all others end the script, whoever goes on takes this one.
    const isOnly = index === ways.length - 1 && index > 0 && ends.every(({ isOver }) => isOver);
    ends.push(endOf(shell, before, isOnly ? { ...way, certain: true } : way));
  }
  const open = ends.filter(({ flow }) => flow === undefined);
  const left = ends.filter(({ flow }) => flow === "return");
  printAny(
    shell,
    at,
    ends.filter(({ flow }) => flow !== "exit"),
  );
  shell.returned?.push(...left.map(({ state, status }) => ({ state, status })));
  const [first, ...rest] = (open.length > 0 ? open : left).map(({ state }) => state);
  shell.state = first === undefined ? before : rest.reduce((a, b) => mergeStates(a, b, at), first);
  if (open.length > 0) shell.doubt = widest([shell.doubt, ...ends.map(({ doubt }) => doubt)]);
  return open.length > 0 ? done : { flow: weakest(ends) };
}

/** Runs what may or may not run. */
export function maybe(shell: Shell, { pos, end }: Stretch, run: () => Outcome, finished = false): Outcome {
  return fork(shell, shell.unit.place(pos, Math.min(end, pos + 1)), [{ run, finished }, { run: () => done }]);
}

interface Stretch {
  readonly pos: number;
  readonly end: number;
}

interface End {
  readonly state: State;
  readonly doubt: Doubt | undefined;
  readonly flow: Outcome["flow"];
  readonly status: boolean | undefined;
  /** It ended the script, or its function in failure. */
  readonly isOver: boolean;
  readonly printed: Text;
}

function endOf(shell: Shell, from: State, { run, certain, finished }: Way): End {
  const { conditional, doubt: outer } = shell;
  shell.state = copyState(from);
  shell.conditional ||= certain !== true;
  let outcome: Outcome = done;
  const go = (): void => {
    outcome = run();
  };
  const printed = shell.stdout === undefined ? go() : capture(shell, go);
  const { flow, status } = outcome;
  const isOver = flow === "exit" || (flow === "return" && status === false);
  const doubt = finished === true ? outer : (leftIn(outcome) ?? shell.doubt);
  shell.conditional = conditional;
  shell.doubt = outer;
  return { state: shell.state, doubt, flow, status, isOver, printed: printed ?? [] };
}

/** Whoever checks arguments and fails, or ends the script, says nothing of a run that goes well. */
function leftIn({ flow, levels = 1, status }: Outcome): Doubt | undefined {
  if (flow === "return") return status === false ? undefined : "function";
  if (flow !== "break" && flow !== "continue") return undefined;
  if (levels > 1) return "function";
  return flow === "break" ? "loop" : "turn";
}

/** What something that may have left puts in doubt. */
export function leaveDoubt(shell: Shell, outcome: Outcome): void {
  shell.doubt = widest([shell.doubt, leftIn(outcome)]);
}

const widest = (doubts: readonly (Doubt | undefined)[]): Doubt | undefined =>
  (["function", "loop", "turn"] as const).find((doubt) => doubts.includes(doubt));

/** Where the ways print different things, the output is one of them. */
function printAny(shell: Shell, at: Span, ends: readonly End[]): void {
  const [first, ...rest] = ends.map(({ printed }) => printed);
  if (first === undefined) return;
  if (rest.every((text) => sameText(text, first))) return print(shell, first);
  const texts = [first, ...rest];
  const hole = gap("", "the output depends on a condition", at);
  const isPlain = texts.every((text) => plain(text) !== undefined);
  print(shell, [isPlain ? { ...hole, choices: [...new Set(texts.map((text) => flat(text).trimEnd()))] } : hole]);
}

const strength = ["continue", "break", "return", "exit"] as const;

/** What surely ends when every way ends something. */
const weakest = (ends: readonly End[]): Outcome["flow"] =>
  strength.find((flow) => ends.some((end) => end.flow === flow));
