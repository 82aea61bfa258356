import type { Assignment, Command, Word as WordNode } from "unbash";
import type { Span } from "../../model/source.ts";
import { assign, declarations, declare } from "./assignments.ts";
import { runBuiltin } from "./builtins/index.ts";
import { runFile, runText } from "./builtins/scripts.ts";
import { asksForAbsence, testWords } from "./conditions.ts";
import { asOtherUser } from "./elsewhere.ts";
import { expandText, expandWords, inUnit } from "./expand.ts";
import { forgetFiles } from "./changed-files.ts";
import { type Outcome, done, doneWith } from "./outcome.ts";
import {
  type Invocation,
  type Shell,
  type ShellFunction,
  type Variable,
  type Word,
  limitReached,
  limits,
  mergeStates,
  print,
  setText,
} from "./shell.ts";
import { type Text, fingerprint, flat, gap, literal, plain } from "./text.ts";
import { presumedCommand, runner, unwrap } from "./wrappers.ts";

/** Runs a simple command: assignments, a test, a declaration, or words. */
export function runCommand(shell: Shell, node: Command): Outcome {
  const { name } = node;
  const assignments = node.prefix.filter((item) => item.type === "Assignment");
  if (name === undefined) {
    // `$(< file)` is the file's text.
    if (assignments.length === 0 && node.redirects.length > 0 && shell.stdin !== undefined) print(shell, shell.stdin);
    for (const assignment of assignments) assign(shell, assignment);
    // The status of `X=$(command)` is the command's.
    return assignments.some(({ text }) => /[`(]/.test(text)) ? done : { status: true };
  }
  const plainName = name.parts === undefined ? name.value : undefined;
  if (plainName === "[" || plainName === "test") return runTest(shell, node, plainName);
  if (plainName !== undefined && declarations.has(plainName)) return declare(shell, node, plainName);
  const environment = new Map(
    assignments.flatMap((item) =>
      item.value.type === "Word" ? [[item.name, expandText(shell, item.value)] as const] : [],
    ),
  );
  const words = [...expandWords(shell, name), ...node.args.flatMap((arg) => argumentOf(shell, arg))];
  return runWords(shell, words, environment, firstLine(shell, node, name));
}

function argumentOf(shell: Shell, arg: WordNode | Assignment): Word[] {
  if (arg.type === "Word") return expandWords(shell, arg);
  const { pos, end, name, value } = arg;
  const text = value.type === "Word" ? expandText(shell, value) : [];
  return [
    {
      text: [literal(`${name}=`, shell.unit.place(pos, end), false), ...text],
      span: shell.unit.place(pos, end),
      loose: false,
    },
  ];
}

/** Runs a command by its words: `sudo`, `env` and their like are looked through. */
function runWords(shell: Shell, given: readonly Word[], environment: ReadonlyMap<string, Text>, span: Span): Outcome {
  const { words, environment: added, isOther } = unwrap(shell, given);
  const [first, ...args] = words;
  if (first === undefined) return done;
  if (isOther)
    return asOtherUser(shell, first.span, () => runWords(shell, words, new Map([...environment, ...added]), span));
  const all = added.size === 0 ? environment : new Map([...environment, ...added]);
  const name = nameOf(first.text);
  const called = shell.state.functions.get(name);
  if (called !== undefined) return callFunction(shell, name, called, args, all, first.span);
  const builtin = runBuiltin(name, {
    shell,
    args,
    at: first.span,
    run: (inner) => runWords(shell, inner, all, span),
    environment: all,
  });
  if (builtin !== undefined) return builtin;
  const script = /\/|\.(?:sh|bash)$/.test(flat(first.text)) ? runFile(shell, first, args, all) : undefined;
  if (script !== undefined) return script;
  const presumed = presumedCommand(words);
  if (presumed !== undefined) return runWords(shell, presumed, all, span);
  const told = runner.test(name) && args.length === 1 ? commandText(args[0]) : undefined;
  if (told !== undefined) return runText(shell, told, first.span);
  const invocation: Invocation = {
    name,
    words: args,
    span: { ...span, start: startOf(first, span) },
    stdin: shell.stdin,
    environment: all,
  };
  forgetFiles(shell, name, args);
  const printed = shell.onCommand(shell, invocation);
  print(shell, printed ?? [gap("", "the command's output is not known", first.span)]);
  return { lookup: isLookup(name, args) };
}

/** `run "gcloud …"`: a command line as one word. */
const commandText = (word: Word | undefined): Text | undefined =>
  word !== undefined && /^\s*(?:gcloud|gsutil|bq)\s/.test(flat(word.text)) ? word.text : undefined;

/** Where the command itself begins, after `sudo` and its like. */
const startOf = ({ span }: Word, line: Span): number =>
  span.path === line.path && span.start > line.start && span.start < line.end ? span.start : line.start;

/** `/usr/bin/gcloud`, `$GCLOUD`: `gcloud`. */
function nameOf(text: Text): string {
  const [only] = text;
  if (text.length === 1 && only?.kind === "gap" && "expression" in only.part) {
    return /^gcloud$/i.test(only.part.expression) ? "gcloud" : "";
  }
  return flat(text)
    .replace(/^.*[\\/]/, "")
    .replace(/\.(cmd|exe)$/, "");
}

const lookups = /^(describe|list|get-iam-policy|show|ls)$/;

const isLookup = (name: string, args: readonly Word[]): boolean =>
  /^(gcloud|gsutil|bq)$/.test(name) && args.some(({ text }) => lookups.test(plain(text) ?? ""));

/** From the command's name to the end of its first line. */
function firstLine(shell: Shell, node: Command, name: WordNode): Span {
  const lineEnd = shell.unit.text.indexOf("\n", name.pos);
  return shell.unit.place(name.pos, lineEnd < 0 ? node.end : Math.min(lineEnd, node.end));
}

function callFunction(
  shell: Shell,
  name: string,
  { node, unit }: ShellFunction,
  args: readonly Word[],
  environment: ReadonlyMap<string, Text>,
  span: Span,
): Outcome {
  if (shell.depth >= limits.depth) {
    limitReached(shell, `functions call each other more than ${limits.depth} deep`, span);
    return done;
  }
  const key = placeKey(unit.path, node);
  shell.called.add(key);
  // Called from within itself with the same words, it would say the same again.
  const call = `${key} ${args.map(({ text }) => fingerprint(text)).join(" ")}`;
  if (shell.active.has(call)) return done;
  shell.active.add(call);
  const { via, args: outerArgs, locals, returned, doubt } = shell;
  shell.via = [...via, { label: `function ${name}`, span }];
  shell.args = args.some(({ loose }) => loose) ? undefined : args.map(({ text }) => text);
  shell.locals = new Map();
  shell.returned = [];
  shell.depth++;
  for (const [variable, text] of environment) setText(shell, variable, text);
  const ended = inUnit(shell, unit, () => shell.runFunction(shell, node));
  const outcome = withEarly(shell, ended, shell.returned, span);
  for (const [variable, value] of shell.locals) restore(shell, variable, value);
  shell.depth--;
  shell.active.delete(call);
  shell.locals = locals;
  shell.doubt = doubt;
  shell.returned = returned;
  shell.args = outerArgs;
  shell.via = via;
  return outcome.flow === "exit" ? outcome : doneWith(outcome.status);
}

/** What holds after a function that may have returned before its end. */
function withEarly(shell: Shell, ended: Outcome, early: NonNullable<Shell["returned"]>, span: Span): Outcome {
  if (early.length === 0) return ended;
  // Whoever returned does not come to the `exit` at the end.
  const ends = ended.flow === "exit" ? early : [{ state: shell.state, status: ended.status }, ...early];
  shell.state = ends.map(({ state }) => state).reduce((a, b) => mergeStates(a, b, span));
  const [first, ...rest] = ends;
  return rest.every(({ status }) => status === first?.status) ? doneWith(first?.status) : done;
}

export const placeKey = (path: string, { pos }: { readonly pos: number }): string => `${path}:${pos}`;

function restore(shell: Shell, name: string, value: Variable | undefined): void {
  if (value === undefined) shell.state.variables.delete(name);
  else shell.state.variables.set(name, value);
}

function runTest(shell: Shell, node: Command, name: string): Outcome {
  const nodes = node.args.filter((arg) => arg.type === "Word");
  const inner = name === "[" && nodes.at(-1)?.value === "]" ? nodes.slice(0, -1) : nodes;
  const texts = inner.map((word) => expandText(shell, word));
  return testOutcome(testWords(shell, texts, inner), asksForAbsence(shell, inner));
}

/** The outcome of a test, with what it asks gcloud. */
export const testOutcome = (status: boolean | undefined, absence: boolean | undefined): Outcome => ({
  status,
  test: true,
  ...(status === undefined && absence !== undefined && { lookup: true, negated: absence }),
});
