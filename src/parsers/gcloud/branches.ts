import type { Span } from "../../model/source.ts";
import { type Outcome, done } from "./outcome.ts";
import { type Shell, type State, capture, copyState, mergeStates, print } from "./shell.ts";
import { type Text, flat, gap, plain, sameText } from "./text.ts";

/** One way of a fork. */
export interface Way {
  readonly run: () => Outcome;
  /** Whichever way is taken, what this one does holds afterwards. */
  readonly certain?: boolean;
}

/** Runs all ways that may be taken, and goes on with what is known after any of them. */
export function fork(shell: Shell, at: Span, ways: readonly Way[]): Outcome {
  const before = shell.state;
  const ends = ways.map((way) => endOf(shell, before, way));
  const open = ends.filter(({ flow }) => flow === undefined);
  const left = ends.filter(({ flow }) => flow === "return");
  printAny(
    shell,
    at,
    ends.filter(({ flow }) => flow !== "exit"),
  );
  shell.returned?.push(...left.map(({ state }) => state));
  const [first, ...rest] = (open.length > 0 ? open : left).map(({ state }) => state);
  shell.state = first === undefined ? before : rest.reduce((a, b) => mergeStates(a, b, at), first);
  return open.length > 0 ? done : { flow: weakest(ends) };
}

/** Runs what may or may not run. */
export function maybe(shell: Shell, { pos, end }: Stretch, run: () => Outcome): Outcome {
  return fork(shell, shell.unit.place(pos, Math.min(end, pos + 1)), [{ run }, { run: () => done }]);
}

interface Stretch {
  readonly pos: number;
  readonly end: number;
}

interface End {
  readonly state: State;
  readonly flow: Outcome["flow"];
  readonly printed: Text;
}

function endOf(shell: Shell, from: State, { run, certain }: Way): End {
  const outer = shell.conditional;
  shell.state = copyState(from);
  shell.conditional ||= certain !== true;
  let flow: Outcome["flow"];
  const go = (): void => {
    ({ flow } = run());
  };
  const printed = shell.stdout === undefined ? go() : capture(shell, go);
  shell.conditional = outer;
  return { state: shell.state, flow, printed: printed ?? [] };
}

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
