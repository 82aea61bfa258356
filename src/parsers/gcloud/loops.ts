import type { ArithmeticFor, CompoundList, For, Select, While, Word as WordNode } from "unbash";
import type { Span } from "../../model/source.ts";
import { evaluateArithmetic } from "./arithmetic.ts";
import { expandWords } from "./expand.ts";
import { maybe } from "./branches.ts";
import { type Outcome, done } from "./outcome.ts";
import { type Shell, type Word, isUncertain, limitReached, limits, setText } from "./shell.ts";
import { type Text, gap, placeOf, plain } from "./text.ts";

export function runFor(shell: Shell, node: For): Outcome {
  return inLoop(shell, () => {
    const { value: name } = node.name;
    const span = shell.unit.place(node.name.pos, node.name.end);
    const words = node.wordlist?.flatMap((word) => listWords(shell, word)) ?? argumentWords(shell, span);
    if (words === undefined || words.some(({ loose }) => loose)) {
      return runOpenLoop(shell, node, name, words?.filter(({ loose }) => !loose) ?? []);
    }
    for (const word of words.slice(0, limits.iterations)) {
      const turn = runIteration(shell, name, word, node.body);
      if (turn !== undefined) return turn;
    }
    if (words.length > limits.iterations) limitReached(shell, `a loop runs more than ${limits.iterations} times`, span);
    return done;
  });
}

/** What may have left the loop leaves no doubt after it. */
function inLoop(shell: Shell, run: () => Outcome): Outcome {
  const { doubt, conditional } = shell;
  shell.conditional = isUncertain(shell);
  shell.doubt = undefined;
  const outcome = run();
  shell.conditional = conditional;
  if (shell.doubt !== "function") shell.doubt = doubt;
  return outcome;
}

/** One turn; gives how the loop ends where it ends with it. */
function runTurn(shell: Shell, body: CompoundList): Outcome | undefined {
  const before = shell.doubt;
  const { flow, levels = 1, status } = shell.runList(shell, body);
  const raised = shell.doubt;
  if (raised === "turn") shell.doubt = before;
  if (flow === undefined || (flow === "continue" && levels < 2)) return undefined;
  // Something may have gone on with the next turn, or left the loop, before it came to this.
  if (raised === "turn") return undefined;
  if (raised === "loop") return done;
  if (flow === "exit" || flow === "return") return { flow, status };
  return levels < 2 ? done : { flow, levels: levels - 1 };
}

/** A pattern stands for files that are not known. */
function listWords(shell: Shell, word: WordNode): readonly Word[] {
  const words = expandWords(shell, word);
  const isPattern = word.parts?.some(({ type }) => type === "Glob" || type === "ExtendedGlob") === true;
  return isPattern ? words.map(({ text, span }) => ({ text, span, loose: true })) : words;
}

const argumentWords = ({ args }: Shell, span: Span): Word[] | undefined =>
  args?.map((text) => ({ text, span, loose: false }));

function runIteration(
  shell: Shell,
  name: string,
  { text, span }: Pick<Word, "text" | "span">,
  body: CompoundList,
): Outcome | undefined {
  const { via } = shell;
  setText(shell, name, text);
  shell.via = [...via, { label: `for ${name}=${shown(text)}`, span: placeOf(text) ?? span }];
  const turn = runTurn(shell, body);
  shell.via = via;
  return turn;
}

const shown = (text: Text): string => {
  const known = plain(text);
  return known === undefined ? "…" : known.slice(0, 60);
};

/** A list that is not known wholly: what is known of it for sure, the rest once, perhaps. */
function runOpenLoop(shell: Shell, node: For, name: string, firm: readonly Word[]): Outcome {
  const span = shell.unit.place(node.name.pos, node.name.end);
  for (const word of firm.slice(0, limits.iterations)) {
    const turn = runIteration(shell, name, word, node.body);
    if (turn !== undefined) return turn;
  }
  return maybe(shell, node, () => {
    setText(shell, name, [gap(name, `the list of ${name} is not known`, span)]);
    return runTurn(shell, node.body) ?? done;
  });
}

/** `select x in …`: whoever sits there chooses. */
export const runSelect = (shell: Shell, node: Select): Outcome =>
  inLoop(shell, () => {
    const { value: name, pos, end } = node.name;
    const words = node.wordlist?.flatMap((word) => listWords(shell, word)).map(({ text }) => plain(text)) ?? [
      undefined,
    ];
    const choices = words.every((word) => word !== undefined) ? { choices: words } : {};
    setText(shell, name, [{ ...gap(name, "the user chooses it", shell.unit.place(pos, end)), ...choices }]);
    return maybe(shell, node, () => runTurn(shell, node.body) ?? done);
  });

export const runWhile = (shell: Shell, node: While): Outcome => inLoop(shell, () => runTurns(shell, node));

function runTurns(shell: Shell, node: While): Outcome {
  const { unit } = shell;
  const source = unit.text.slice(node.clause.pos, node.clause.end);
  // `while true`: once is as good as for ever.
  const endless = !/[$(]|\bread\b|\bshift\b/.test(source);
  for (let count = 0; ; count++) {
    const clause = shell.runList(shell, node.clause);
    const status = node.kind === "until" && clause.status !== undefined ? !clause.status : clause.status;
    if (status === false || shell.budget.exceeded) return done;
    if (status === undefined) return maybe(shell, node, () => runTurn(shell, node.body) ?? done);
    const turn = runTurn(shell, node.body);
    if (turn !== undefined || endless) return turn ?? done;
    if (count >= limits.iterations) {
      limitReached(shell, `a loop runs more than ${limits.iterations} times`, unit.place(node.pos, node.pos + 5));
      return done;
    }
  }
}

export const runArithmeticFor = (shell: Shell, node: ArithmeticFor): Outcome =>
  inLoop(shell, () => runCountedTurns(shell, node));

function runCountedTurns(shell: Shell, node: ArithmeticFor): Outcome {
  if (node.initialize) evaluateArithmetic(shell, node.initialize);
  for (let count = 0; count < limits.iterations; count++) {
    const test = node.test === undefined ? 1 : evaluateArithmetic(shell, node.test);
    if (test === undefined) return maybe(shell, node, () => runTurn(shell, node.body) ?? done);
    if (test === 0) return done;
    const turn = runTurn(shell, node.body);
    if (turn !== undefined || shell.budget.exceeded) return turn ?? done;
    if (node.update) evaluateArithmetic(shell, node.update);
  }
  limitReached(shell, `a loop runs more than ${limits.iterations} times`, shell.unit.place(node.pos, node.pos + 3));
  return done;
}
