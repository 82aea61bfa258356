import { posix } from "node:path";
import type { Span } from "../../model/source.ts";
import { fileOf, writeFile } from "./files.ts";
import { maybe } from "./branches.ts";
import { inUnit } from "./expand.ts";
import { type Outcome, done } from "./outcome.ts";
import { type Shell, type Word, limitReached, limits, print, setText, textOf } from "./shell.ts";
import { parseShell } from "./syntax.ts";
import {
  type Text,
  computed,
  flat,
  gap,
  linesOf,
  literal,
  placeOf,
  plain,
  slice,
  split,
  trim,
  usedAt,
} from "./text.ts";
import { type Unit, unitAt, unitOf, withoutCarriageReturns } from "./unit.ts";
import { own } from "./own.ts";

interface Call {
  readonly shell: Shell;
  readonly args: readonly Word[];
  readonly at: Span;
  readonly run: (words: readonly Word[]) => Outcome;
  /** Variables set for this command alone. */
  readonly environment: ReadonlyMap<string, Text>;
}

type Builtin = (call: Call) => Outcome | undefined;

/** Runs what the shell itself, or a small tool of everybody's, would do; `undefined`: it is neither. */
export function runBuiltin(
  shell: Shell,
  name: string,
  args: readonly Word[],
  at: Span,
  { run, environment }: Pick<Call, "run" | "environment">,
): Outcome | undefined {
  return own(builtins, name)?.({ shell, args, at, run, environment });
}

const newline = (at: Span): Text => [literal("\n", at, false)];

const quiet: Builtin = () => done;

const builtins: Readonly<Record<string, Builtin>> = {
  true: () => ({ status: true, test: true }),
  ":": () => ({ status: true, test: true }),
  false: () => ({ status: false, test: true }),
  exit: () => ({ flow: "exit" }),
  return: ({ args }) => ({ flow: "return", ...statusOf(plain(args[0]?.text)) }),
  break: () => ({ flow: "break" }),
  continue: () => ({ flow: "continue" }),
  cd: changeFolder,
  pushd: changeFolder,
  popd: ({ shell }) => {
    shell.state.variables.delete("PWD");
    return done;
  },
  pwd: ({ shell, at }) => {
    print(shell, [...(textOf(shell, "PWD") ?? [gap("PWD", "the current folder is not known", at)]), ...newline(at)]);
    return done;
  },
  echo,
  printf,
  cat,
  tee: ({ shell, args }) => {
    const append = args.some(({ text }) => plain(text) === "-a");
    for (const { text } of filesIn(args)) writeFile(shell, text, shell.stdin, append);
    if (shell.stdin !== undefined) print(shell, shell.stdin);
    return done;
  },
  cp: ({ shell, args }) => {
    const [from, to] = filesIn(args);
    if (from !== undefined && to !== undefined) writeFile(shell, to.text, fileOf(shell, from.text)?.text, false);
    return done;
  },
  read,
  mapfile,
  readarray: mapfile,
  set: ({ shell, args }) => {
    const dashes = args.findIndex(({ text }) => plain(text) === "--");
    if (dashes >= 0) shell.args = args.slice(dashes + 1).map(({ text }) => text);
    return done;
  },
  shift: ({ shell, args }) => {
    const by = Number(plain(args[0]?.text) ?? 1);
    const before = shell.args?.length;
    shell.args = shell.args?.slice(by);
    return before === undefined ? done : { status: before >= by, test: true };
  },
  unset: ({ shell, args }) => {
    for (const { text } of args) shell.state.variables.delete(plain(text) ?? "");
    return done;
  },
  source,
  ".": source,
  eval: ({ shell, args, at }) => runText(shell, argumentText(args, at), at),
  bash: shellCommand,
  sh: shellCommand,
  zsh: shellCommand,
  trap: ({ shell, args, at }) => {
    const [action] = args;
    if (action === undefined || args.length < 2) return done;
    return maybe(shell, { pos: 0, end: 0 }, () => runText(shell, action.text, at));
  },
  xargs,
  dirname: ({ shell, args, at }) => printPath(shell, args[0], at, posix.dirname),
  basename: ({ shell, args, at }) =>
    printPath(shell, args[0], at, (path) => posix.basename(path, plain(args[1]?.text) ?? undefined)),
  realpath: ({ shell, args, at }) => printPath(shell, args.at(-1), at, (path) => path),
  readlink: ({ shell, args, at }) => printPath(shell, args.at(-1), at, (path) => path),
  mktemp: ({ shell, at }) => {
    print(shell, [literal(`/tmp/mktemp.${at.path}.${at.start}`, at, false), ...newline(at)]);
    return done;
  },
  tr: ({ shell, args, at }) => translate(shell, args, at),
  cut,
  sort: passThrough,
  uniq: passThrough,
  sleep: quiet,
  mkdir: quiet,
  rm: quiet,
  touch: quiet,
  chmod: quiet,
  wait: quiet,
  which: () => ({ test: true }),
  type: () => ({ test: true }),
  command: () => ({ test: true }),
  hash: () => ({ test: true }),
  grep: ({ shell, at }) => {
    print(shell, [gap("", "the command's output is not known", at)]);
    return { test: true };
  },
};

const statusOf = (code: string | undefined): { readonly status?: boolean } =>
  code === undefined || !/^\d+$/.test(code) ? {} : { status: code === "0" };

const filesIn = (args: readonly Word[]): readonly Word[] => args.filter(({ text }) => !flat(text).startsWith("-"));

function argumentText(args: readonly Word[], at: Span): Text {
  return args.flatMap(({ text }, index) => (index === 0 ? text : [literal(" ", at, false), ...text]));
}

function changeFolder({ shell, args }: Call): Outcome {
  const target = plain(filesIn(args)[0]?.text);
  const current = plain(textOf(shell, "PWD")) ?? posix.dirname(shell.root.path);
  if (target === undefined || target.startsWith("/") || target.startsWith("~")) shell.state.variables.delete("PWD");
  else {
    const folder = shell.unit.path.startsWith(`${target}/`) ? target : posix.join(current, target);
    setText(shell, "PWD", computed(folder, args[0]?.span ?? shell.unit.place(0, 0)));
  }
  return done;
}

function echo({ shell, args, at }: Call): Outcome {
  let from = 0;
  while (/^-[neE]+$/.test(plain(args[from]?.text) ?? "")) from++;
  const flags = args
    .slice(0, from)
    .map(({ text }) => flat(text))
    .join("");
  const text = argumentText(args.slice(from), at);
  print(shell, flags.includes("e") ? unescaped(text) : text);
  if (!flags.includes("n")) print(shell, newline(at));
  return { status: true };
}

/** `\n` and `\t` as `echo -e` and `printf` understand them. */
const unescaped = (text: Text): Text =>
  text.map((piece) => {
    if (piece.kind === "gap" || !piece.text.includes("\\")) return piece;
    return {
      ...piece,
      exact: false,
      text: piece.text.replaceAll(/\\([nt\\])/g, (_, char: string) => escapes[char] ?? char),
    };
  });

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", "\\": "\\" };

function printf({ shell, args, at }: Call): Outcome {
  const into = plain(args[0]?.text) === "-v" ? plain(args[1]?.text) : undefined;
  const [format, ...values] = into === undefined ? args : args.slice(2);
  if (format === undefined) return done;
  const text = formatted(unescaped(format.text), values, at);
  if (into === undefined) print(shell, text);
  else setText(shell, into, text);
  return done;
}

function formatted(format: Text, values: readonly Word[], at: Span): Text {
  const result: Text[number][] = [];
  let next = 0;
  do {
    const start = next;
    const whole = flat(format);
    let from = 0;
    for (const match of whole.matchAll(/%%|%[-0-9.]*[sdiqbuf]/g)) {
      result.push(...slice(format, from, match.index));
      from = match.index + match[0].length;
      if (match[0] === "%%") result.push(literal("%", at, false));
      else result.push(...(values[next++]?.text ?? []));
    }
    result.push(...slice(format, from));
    if (next === start || next > limits.iterations) break;
  } while (next < values.length);
  return result;
}

function cat({ shell, args, at }: Call): Outcome {
  const files = filesIn(args);
  if (files.length === 0) print(shell, shell.stdin ?? [gap("", "the input is not known", at)]);
  for (const { text } of files) print(shell, fileOf(shell, text)?.text ?? [gap("", "the file is not known", at)]);
  return done;
}

/** Takes one line of the input apart. Without known input the variables are what somebody types. */
function read({ shell, args, at, environment }: Call): Outcome {
  const names = variableNames(args);
  const { stdin } = shell;
  if (stdin === undefined || stdin.some((piece) => piece.kind === "gap" && isSilent(piece.part))) {
    for (const name of names) setText(shell, name, [gap(name, "it is read at run time", at)]);
    return { test: true };
  }
  if (stdin.length === 0) return { status: false, test: true };
  const end = flat(stdin).indexOf("\n");
  const line = end < 0 ? stdin : slice(stdin, 0, end);
  shell.stdin = end < 0 ? [] : slice(stdin, end + 1);
  const separator = separatorOf(plain(environment.get("IFS") ?? textOf(shell, "IFS")));
  const array = args.find(({ text }) => /^-[a-z]*a$/.test(plain(text) ?? ""));
  const parts = split(trim(line), separator, array === undefined ? names.length : undefined);
  if (array !== undefined) {
    const items = new Map(parts.map((part, index) => [String(index), part] as const));
    shell.state.variables.set(names[0] ?? "REPLY", { kind: "list", items });
  } else for (const [index, name] of names.entries()) setText(shell, name, trim(parts[index] ?? []));
  return { status: true, test: true };
}

const isSilent = (part: { readonly expression: string } | object): boolean =>
  "expression" in part && part.expression === "";

function variableNames(args: readonly Word[], valued: RegExp = /^-[a-z]*[pdtnNui]$/): readonly string[] {
  const names: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = plain(args[at]?.text) ?? "";
    if (valued.test(word)) at++;
    else if (/^[A-Za-z_]\w*$/.test(word)) names.push(word);
  }
  return names.length === 0 ? ["REPLY"] : names;
}

const separatorOf = (ifs: string | undefined): RegExp =>
  ifs === undefined || /^\s*$/.test(ifs)
    ? /\s+/gu
    : new RegExp(`[${ifs.replaceAll(/[\]\\^-]/g, String.raw`\$&`)}]`, "gu");

function mapfile({ shell, args }: Call): Outcome {
  const name = variableNames(args, /^-[dnOsuCc]$/)[0] ?? "MAPFILE";
  const target = name === "REPLY" ? "MAPFILE" : name;
  if (shell.stdin === undefined) shell.state.variables.delete(target);
  else {
    const items = linesOf(shell.stdin).map((line, index) => [String(index), line] as const);
    shell.state.variables.set(target, { kind: "list", items: new Map(items) });
  }
  return done;
}

/** Runs a file of the scanned tree in this shell. */
function source({ shell, args, at }: Call): Outcome {
  const [name, ...rest] = args;
  const file = name === undefined ? undefined : fileOf(shell, name.text);
  const text = plain(file?.text);
  if (file === undefined || text === undefined || shell.depth >= limits.depth) {
    if (file !== undefined && text !== undefined) limitReached(shell, "files source each other without end", at);
    return done;
  }
  if (file.path !== shell.root.path) shell.sourced.add(file.path);
  const { args: outer, via } = shell;
  if (rest.length > 0) shell.args = rest.map((word) => word.text);
  shell.via = [...via, { label: `source ${file.path}`, span: at }];
  shell.depth++;
  const outcome = runUnit(shell, unitOf({ path: file.path, text }));
  shell.depth--;
  shell.args = outer;
  shell.via = via;
  return outcome.flow === "exit" ? outcome : done;
}

function runUnit(shell: Shell, given: Unit): Outcome {
  const unit = withoutCarriageReturns(given);
  const { script, problems } = parseShell(unit);
  shell.problems.push(...problems.filter(({ at, message }) => !isKnown(shell, at, message)));
  return script === undefined ? done : inUnit(shell, unit, () => shell.runScript(shell, script));
}

const isKnown = (shell: Shell, at: Span, message: string): boolean =>
  shell.problems.some((known) => known.message === message && known.at.path === at.path && known.at.start === at.start);

/** Runs a text as a script: `eval`, `bash -c`. */
function runText(shell: Shell, text: Text, at: Span): Outcome {
  const known = plain(text);
  if (known === undefined || shell.depth >= limits.depth) return done;
  const [only] = text;
  const inPlace = text.length === 1 && only?.kind === "literal" && only.exact ? only.origin : undefined;
  const unit: Unit =
    inPlace === undefined
      ? unitAt(placeOf(text) ?? at, known)
      : {
          path: inPlace.path,
          text: known,
          exact: true,
          place: (start, end) => ({ ...inPlace, start: inPlace.start + start, end: inPlace.start + end }),
        };
  shell.depth++;
  const outcome = runUnit(shell, unit);
  shell.depth--;
  return outcome;
}

/** `bash -c TEXT`, `bash SCRIPT`, `… | bash`. */
function shellCommand({ shell, args, at }: Call): Outcome | undefined {
  const flag = args.findIndex(({ text }) => /^-[a-z]*c$/.test(plain(text) ?? ""));
  const command = flag < 0 ? undefined : args[flag + 1];
  if (command !== undefined) return { ...runText(shell, command.text, at), flow: undefined };
  if (filesIn(args).length === 0 && shell.stdin !== undefined)
    return { ...runText(shell, shell.stdin, at), flow: undefined };
  return undefined;
}

/** Runs the command once for every word or line of the input. */
function xargs({ shell, args, at, run }: Call): Outcome {
  let from = 0;
  let replace: string | undefined;
  let perRun: number | undefined;
  for (; from < args.length; from++) {
    const word = flat(args[from]?.text ?? []);
    if (!word.startsWith("-")) break;
    if (/^-[Ii]/.test(word)) replace = word.length > 2 ? word.slice(2) : flat(args[++from]?.text ?? []);
    else if (word === "--replace") replace = "{}";
    else if (/^-[nL]/.test(word)) perRun = Number(word.length > 2 ? word.slice(2) : plain(args[++from]?.text));
    else if (/^-[PdEs]$/.test(word)) from++;
  }
  const command = args.slice(from);
  const input = shell.stdin ?? [gap("", "the input is not known", at)];
  const items = split(trim(input), replace === undefined ? /\s+/gu : /\s*\n\s*/gu).filter((item) => item.length > 0);
  const unknown = items.some((item) => item.some((piece) => piece.kind === "gap" && isSilent(piece.part)));
  const runItems = (): Outcome => {
    for (const group of groups(
      unknown ? [[gap("xargs", "the input is not known", at)]] : items,
      replace === undefined ? perRun : 1,
    )) {
      run(
        replace === undefined
          ? [...command, ...group.map((text) => wordOf(text, at))]
          : filled(command, replace, group[0] ?? []),
      );
    }
    return done;
  };
  return unknown ? maybe(shell, { pos: 0, end: 0 }, runItems) : runItems();
}

const wordOf = (text: Text, at: Span): Word => ({ text, span: placeOf(text) ?? at, loose: false });

function groups(items: readonly Text[], size: number | undefined): (readonly Text[])[] {
  const bounded = items.slice(0, limits.iterations);
  if (size === undefined || Number.isNaN(size) || size < 1) return [bounded];
  return Array.from({ length: Math.ceil(bounded.length / size) }, (_, index) =>
    bounded.slice(index * size, (index + 1) * size),
  );
}

const filled = (command: readonly Word[], mark: string, item: Text): readonly Word[] =>
  command.map(({ text, span, loose }) => {
    const [first = [], ...rest] = split(text, mark);
    return { text: first.concat(...rest.map((part) => usedAt(item, span).concat(part))), span, loose };
  });

function printPath(shell: Shell, word: Word | undefined, at: Span, change: (path: string) => string): Outcome {
  const path = plain(word?.text);
  const text = path === undefined ? [gap("", "the path is not known", at)] : computed(change(path), at);
  print(shell, [...text, ...newline(at)]);
  return done;
}

/** `tr a-z A-Z`, `tr , ' '`, `tr -d X`; other sets are not known. */
function translate(shell: Shell, args: readonly Word[], at: Span): Outcome {
  const [from, to] = args.map(({ text }) => plain(text));
  const { stdin } = shell;
  const apply = stdin === undefined || from === undefined ? undefined : translation(from, to);
  print(
    shell,
    apply === undefined || stdin === undefined
      ? [gap("", "the command's output is not known", at)]
      : mapped(stdin, apply),
  );
  return done;
}

const mapped = (text: Text, change: (part: string) => string): Text =>
  text.map((piece) => {
    if (piece.kind === "gap") return piece;
    const changed = change(piece.text);
    return changed === piece.text
      ? piece
      : { ...piece, text: changed, exact: piece.exact && changed.length === piece.text.length };
  });

function translation(from: string, to: string | undefined): ((text: string) => string) | undefined {
  if (/^(a-z|\[:lower:\])$/.test(from) && /^(A-Z|\[:upper:\])$/.test(to ?? "")) return (text) => text.toUpperCase();
  if (/^(A-Z|\[:upper:\])$/.test(from) && /^(a-z|\[:lower:\])$/.test(to ?? "")) return (text) => text.toLowerCase();
  const unescapedTo = to?.replaceAll(String.raw`\n`, "\n");
  const unescapedFrom = from.replaceAll(String.raw`\n`, "\n");
  if (unescapedFrom === "-d" && unescapedTo !== undefined && unescapedTo.length === 1)
    return (text) => text.replaceAll(unescapedTo, "");
  if (unescapedFrom.length === 1 && unescapedTo?.length === 1)
    return (text) => text.replaceAll(unescapedFrom, unescapedTo);
  return undefined;
}

/** `cut -d: -f2`, one field. */
function cut({ shell, args, at }: Call): Outcome {
  const options = args.map(({ text }) => flat(text)).join("\u0000");
  const delimiter = /(?:^|\0)-d\0?([^\0])/.exec(options)?.[1] ?? "\t";
  const field = Number(/(?:^|\0)-f\0?(\d+)(?:\0|$)/.exec(options)?.[1]);
  const { stdin } = shell;
  if (stdin === undefined || Number.isNaN(field)) print(shell, [gap("", "the command's output is not known", at)]);
  else for (const line of linesOf(stdin)) print(shell, [...(split(line, delimiter)[field - 1] ?? []), ...newline(at)]);
  return done;
}

function passThrough({ shell, args, at }: Call): Outcome {
  const file = filesIn(args)[0];
  const text = file === undefined ? shell.stdin : fileOf(shell, file.text)?.text;
  print(shell, text ?? [gap("", "the command's output is not known", at)]);
  return done;
}
