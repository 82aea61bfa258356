import { type Outcome, done } from "./outcome.ts";
import { type Shell, type State, copyState, mergeStates } from "./shell.ts";

/** Runs what may or may not run. */
export function maybe(
  shell: Shell,
  { pos, end }: { readonly pos: number; readonly end: number },
  run: () => Outcome,
): Outcome {
  const before = shell.state;
  const after = branch(shell, before, true, run);
  shell.state =
    after === undefined ? before : mergeStates(before, after, shell.unit.place(pos, Math.min(end, pos + 1)));
  return done;
}

/** Runs one way of a fork in a copy of the state; `undefined`: it does not come back. */
export function branch(shell: Shell, from: State, conditional: boolean, run: () => Outcome): State | undefined {
  const outer = shell.conditional;
  shell.state = copyState(from);
  shell.conditional ||= conditional;
  const { flow } = run();
  shell.conditional = outer;
  return flow === undefined ? shell.state : undefined;
}
