import { maybe } from "../branches.ts";
import { asOtherUser, onOtherMachine } from "../elsewhere.ts";
import { type Outcome, done } from "../outcome.ts";
import { type Word, limits, print } from "../shell.ts";
import { type Text, flat, gap, linesOf, plain, slice, split, usedAt } from "../text.ts";
import { isTool } from "../wrappers.ts";
import { type Builtin, type BuiltinCall, argumentText } from "./builtin-call.ts";
import { runText } from "./scripts.ts";

const wordAt = (words: readonly Word[], at: number): string => plain(words[at]?.text) ?? "";

/** Where the options end; those that the pattern matches take the next word. */
function afterOptions(words: readonly Word[], valued: RegExp): number {
  let at = 0;
  for (; at < words.length && flat(words[at]?.text ?? []).startsWith("-"); at++) {
    if (valued.test(wordAt(words, at))) at++;
  }
  return Math.min(at, words.length);
}

/** `ssh HOST COMMAND`, or a here-document for the shell over there. */
export function secureShell({ shell, args, at }: BuiltinCall): Outcome {
  const host = afterOptions(args, /^-[BbcDEeFIiJLlmOopQRSWw]$/);
  const rest = args.slice(host + 1).filter(({ text }) => plain(text) !== "--");
  const command = rest.length > 0 ? argumentText(rest, at) : shell.stdin;
  if (command === undefined) {
    print(shell, [gap("", "the command's output is not known", at)]);
    return done;
  }
  return { ...onOtherMachine(shell, {}, at, () => runText(shell, command, at)), flow: undefined };
}

/** `kubectl exec POD -- COMMAND`, `kubectl run NAME -- COMMAND`: the pod's account runs it. */
export const kubectl: Builtin = ({ shell, args, at, run }) => {
  const dashes = args.findIndex(({ text }) => plain(text) === "--");
  if (dashes < 0 || !args.slice(0, dashes).some((_, index) => /^(?:exec|run|debug)$/.test(wordAt(args, index))))
    return undefined;
  return { ...onOtherMachine(shell, {}, at, () => run(args.slice(dashes + 1))), flow: undefined };
};

/** `docker run … IMAGE gcloud …`, `docker exec … sh -c '…'`. */
export const container: Builtin = ({ shell, args, run }) => {
  const verb = wordAt(args, 0) === "compose" || wordAt(args, 0) === "container" ? 1 : 0;
  if (!/^(?:run|exec)$/.test(wordAt(args, verb))) return undefined;
  for (const [index, { text, span }] of args.entries()) {
    const variable = /^(?:--env=)?([A-Z_]+)=/.exec(flat(text));
    const isEnvironment =
      variable !== null && (variable[0].startsWith("--") || /^(?:-e|--env)$/.test(wordAt(args, index - 1)));
    if (isEnvironment) shell.onExport(shell, variable[1] ?? "", slice(text, variable[0].length), span);
  }
  return inContainer(args.slice(verb + 1), run);
};

export const composeCommand: Builtin = ({ args, run }) => {
  const verb = args.findIndex((_, index) => /^(?:run|exec)$/.test(wordAt(args, index)));
  return verb < 0 ? undefined : inContainer(args.slice(verb + 1), run);
};

function inContainer(words: readonly Word[], run: BuiltinCall["run"]): Outcome | undefined {
  const entry = words.findIndex(({ text }) => /^--entrypoint(?:=|$)/.test(flat(text)));
  const command = words.findIndex((word, index) => isTool(word) && index !== entry + 1);
  const shell = words.findIndex(
    ({ text }, index) => /^(?:\/bin\/)?(?:ba|da|z)?sh$/.test(plain(text) ?? "") && index !== entry + 1,
  );
  const first = [command, shell].filter((index) => index >= 0).toSorted((a, b) => a - b)[0];
  if (first !== undefined && first > 0) return { ...run(words.slice(first)), flow: undefined };
  return entry < 0 ? undefined : withEntryPoint(words, entry, run);
}

/** `--entrypoint=gcloud IMAGE ARGUMENTS`: the image stands between the program and its arguments. */
function withEntryPoint(words: readonly Word[], at: number, run: BuiltinCall["run"]): Outcome | undefined {
  const option = words[at];
  const isApart = option !== undefined && plain(option.text) === "--entrypoint";
  const program =
    option === undefined || isApart ? words[at + 1] : { ...option, text: split(option.text, "=", 2)[1] ?? [] };
  const image = words.findIndex(
    ({ text }, index) => index > at + Number(isApart) && /[/:]|sdk/.test(plain(text) ?? ""),
  );
  if (program === undefined || image < 0 || !/^(?:gcloud|gsutil|bq|(?:ba)?sh)$/.test(plain(program.text) ?? ""))
    return undefined;
  return { ...run([program, ...words.slice(image + 1)]), flow: undefined };
}

/** `su - USER -c TEXT`. */
export function substituteUser({ shell, args, at }: BuiltinCall): Outcome {
  const command = args[args.findIndex(({ text }) => /^(?:-c|--command)$/.test(plain(text) ?? "")) + 1];
  const isGiven = args.some(({ text }) => /^(?:-c|--command)$/.test(plain(text) ?? ""));
  const text = isGiven ? command?.text : shell.stdin;
  if (text === undefined) return done;
  return { ...asOtherUser(shell, at, () => runText(shell, text, at)), flow: undefined };
}

/** `flock FILE COMMAND`, `flock FILE -c TEXT`. */
export function lockedCommand({ shell, args, at, run }: BuiltinCall): Outcome {
  const file = afterOptions(args, /^-[wE]$/);
  const rest = args.slice(file + 1);
  if (wordAt(rest, 0) !== "-c") return rest.length === 0 ? done : run(rest);
  return rest[1] === undefined ? done : runText(shell, rest[1].text, at);
}

/** `script -c TEXT`, `watch COMMAND`. */
export function textCommand({ shell, args, at }: BuiltinCall): Outcome {
  const option = args.findIndex(({ text }) => /^-[a-z]*c$/.test(plain(text) ?? ""));
  const given = option < 0 ? undefined : args[option + 1];
  const rest = args.slice(afterOptions(args, /^-n$/));
  const text = given?.text ?? (rest.some(isTool) || rest.length === 1 ? argumentText(rest, at) : undefined);
  return text === undefined ? done : runText(shell, text, at);
}

/** `find … -exec COMMAND {} \;`, once, perhaps. */
export const findCommand: Builtin = ({ shell, args, at, run }) => {
  const from = args.findIndex(({ text }) => /^-(?:exec|execdir|ok|okdir)$/.test(plain(text) ?? ""));
  if (from < 0) return undefined;
  const end = args.findIndex(({ text }, index) => index > from && /^[;+]$/.test(plain(text) ?? ""));
  const command = args.slice(from + 1, end < 0 ? undefined : end);
  const found: Text = [gap("{}", "the files are not known", at)];
  return maybe(shell, { pos: 0, end: 0 }, () => run(command.map((word) => filledWord(word, [["{}", found]]))));
};

/** GNU parallel: the command once for every input; several lists are combined. */
export function parallel({ shell, args, at }: BuiltinCall): Outcome {
  const start = afterOptions(args, /^-[jPnNLaIS]$|^--(?:jobs|max-args|delay|retries|joblog|timeout|colsep|sshlogin)$/);
  const cut = args.findIndex(({ text }) => /^::::?\+?$/.test(plain(text) ?? ""));
  const command = args.slice(start, cut < 0 ? undefined : cut);
  const lists = cut < 0 ? [inputLines(shell.stdin)] : listsIn(args.slice(cut));
  if (command.length === 0 || lists.some((list) => list === undefined)) {
    const unknown: Text = [gap("{}", "the input is not known", at)];
    return maybe(shell, { pos: 0, end: 0 }, () => runText(shell, filledCommand(command, [unknown], at), at));
  }
  for (const inputs of combined(lists.flatMap((list) => (list === undefined ? [] : [list]))))
    runText(shell, filledCommand(command, inputs, at), at);
  return done;
}

const inputLines = (stdin: Text | undefined): readonly Text[] | undefined =>
  stdin === undefined ||
  stdin.some((piece) => piece.kind === "gap" && "expression" in piece.part && piece.part.expression === "")
    ? undefined
    : linesOf(stdin);

/** What stands after each `:::`; a file of inputs is not known. */
function listsIn(words: readonly Word[]): (readonly Text[] | undefined)[] {
  const lists: (Text[] | undefined)[] = [];
  for (const [index, { text }] of words.entries()) {
    const word = wordAt(words, index);
    if (/^:::\+?$/.test(word)) lists.push([]);
    else if (/^::::\+?$/.test(word)) lists.push(undefined);
    else lists.at(-1)?.push(text);
  }
  return lists;
}

const combined = (lists: readonly (readonly Text[])[]): readonly (readonly Text[])[] =>
  lists.reduce<readonly (readonly Text[])[]>(
    (rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])).slice(0, limits.iterations),
    [[]],
  );

function filledCommand(command: readonly Word[], inputs: readonly Text[], at: BuiltinCall["at"]): Text {
  const joined = argumentText(
    inputs.map((text) => ({ text, span: at, loose: false })),
    at,
  );
  const marks = [["{}", joined] as const, ...inputs.map((text, index) => [`{${index + 1}}`, text] as const)];
  const words = command.map((word) => filledWord(word, marks));
  const isFilled = command.some(({ text }) => marks.some(([mark]) => flat(text).includes(mark)));
  return argumentText(isFilled ? words : [...words, { text: joined, span: at, loose: false }], at);
}

const filledWord = (word: Word, marks: readonly (readonly [string, Text])[]): Word => ({
  ...word,
  text: marks.reduce((text, [mark, input]) => {
    const [first = [], ...rest] = split(text, mark);
    return first.concat(...rest.map((part) => usedAt(input, word.span).concat(part)));
  }, word.text),
});
