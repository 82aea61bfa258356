import type { Via } from "../../../model/fact.ts";
import type { Span } from "../../../model/source.ts";
import { inUnit } from "../expand.ts";
import { fileOf } from "../files.ts";
import { type Outcome, done } from "../outcome.ts";
import { accepts, glance } from "../recogniser.ts";
import { type Shell, type Word, inSubshell, isUncertain, limitReached, limits, setText } from "../shell.ts";
import { parseShell } from "../syntax.ts";
import { type Literal, type Text, fingerprint, flat, plain } from "../text.ts";
import { type Unit, unitOf, unitWithOffsets, withoutCarriageReturns } from "../unit.ts";
import type { BuiltinCall } from "./builtin-call.ts";

/** Runs a file of the scanned tree in this shell. */
export function source({ shell, args, at }: BuiltinCall): Outcome {
  const [name, ...rest] = args;
  if (plain(name?.text) === "/dev/stdin") return shell.stdin === undefined ? done : runText(shell, shell.stdin, at);
  const file = name === undefined ? undefined : fileOf(shell, name.text);
  const text = plain(file?.text);
  if (file === undefined || text === undefined || shell.depth >= limits.depth) {
    if (file !== undefined && text !== undefined) limitReached(shell, "files source each other without end", at);
    return done;
  }
  if (file.path !== shell.root.path && !isUncertain(shell)) shell.sourced.add(file.path);
  const { args: outer, via, doubt } = shell;
  if (rest.length > 0) shell.args = rest.map((word) => word.text);
  shell.via = [...via, { label: `source ${file.path}`, span: at }];
  shell.depth++;
  const outcome = runUnit(shell, unitOf({ path: file.path, text }));
  shell.depth--;
  shell.doubt = doubt;
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
export function runText(shell: Shell, text: Text, at: Span): Outcome {
  if (shell.depth >= limits.depth || text.every((piece) => piece.kind === "gap")) return done;
  shell.depth++;
  const outcome = runUnit(shell, unitOfText(shell, text, at));
  shell.depth--;
  return outcome;
}

/** A text as a script; what is not known of it becomes a variable. */
function unitOfText(shell: Shell, text: Text, at: Span): Unit {
  const path = text.some(({ use }) => use.path === at.path) ? at.path : (text[0]?.use.path ?? at.path);
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const add = (part: string, placeOfCharacter: (index: number) => Pick<Span, "start" | "end">): void => {
    parts.push(part);
    for (let index = 0; index < part.length; index++) {
      const { start, end } = placeOfCharacter(index);
      starts.push(start);
      ends.push(end);
    }
  };
  for (const piece of text) {
    if (piece.kind === "literal") add(piece.text, characterPlaces(piece, path, at));
    else {
      const name = `__unknown_${shell.state.variables.size}`;
      setText(shell, name, [piece]);
      add(`\${${name}}`, () => (piece.use.path === path ? piece.use : { start: 0, end: 0 }));
    }
  }
  const plainUnit: Unit = {
    path,
    home: shell.root.home,
    text: "",
    exact: true,
    place: (start, end) => ({ path, start, end }),
  };
  return unitWithOffsets(plainUnit, parts.join(""), { starts, ends });
}

function characterPlaces(
  { origin, use, exact }: Literal,
  path: string,
  at: Span,
): (index: number) => Pick<Span, "start" | "end"> {
  if (exact && origin.path === path) {
    return (index) => ({ start: origin.start + index, end: origin.start + index + 1 });
  }
  const whole = [origin, use, at].find((span) => span.path === path) ?? { start: 0, end: 0 };
  return () => whole;
}

/** `bash -c TEXT`, `bash SCRIPT`, `… | bash`. */
export function shellCommand({ shell, args, at, environment }: BuiltinCall): Outcome | undefined {
  const flag = args.findIndex(({ text }) => /^-[a-z]*c$/.test(plain(text) ?? ""));
  const command = flag < 0 ? undefined : args[flag + 1];
  if (command !== undefined) return inChild(shell, environment, () => runText(shell, command.text, at));
  const [file, ...rest] = args.slice(args.findIndex(({ text }) => !flat(text).startsWith("-")));
  if (file !== undefined && !flat(file.text).startsWith("-")) return runFile(shell, file, rest, environment);
  const { stdin } = shell;
  return stdin && inChild(shell, environment, () => runText(shell, stdin, at));
}

/** Another process: it sees what is exported. */
function inChild(shell: Shell, environment: ReadonlyMap<string, Text>, run: () => Outcome): Outcome {
  return inSubshell(shell, () => {
    for (const [name, text] of environment) setText(shell, name, text);
    return { ...run(), flow: undefined };
  });
}

/** Runs a script of the scanned tree, or one that this script wrote, as a process of its own; `undefined`: it is none. */
export function runFile(
  shell: Shell,
  name: Word,
  args: readonly Word[],
  environment: ReadonlyMap<string, Text>,
): Outcome | undefined {
  const file = fileOf(shell, name.text);
  const { text } = file ?? {};
  if (file === undefined || text === undefined) return undefined;
  const script = scriptName(file.path, text);
  if (!accepts(script) || !glance(flat(text), script)) return undefined;
  const call = `${file.path} ${args.map((arg) => fingerprint(arg.text)).join(" ")}`;
  if (shell.active.has(call) || file.path === shell.root.path || shell.depth >= limits.depth) return done;
  if (!isUncertain(shell)) shell.sourced.add(file.path);
  shell.active.add(call);
  const outcome = inSubshell(shell, () => {
    keepExported(shell, environment);
    return withArguments(shell, args, { label: `run ${file.path}`, span: name.span }, () =>
      runFileText(shell, file.path, text, name),
    );
  });
  shell.active.delete(call);
  return { ...outcome, flow: undefined };
}

/** A script is known by its ending or its first line. */
const scriptName = (path: string, text: Text): string =>
  flat(text).startsWith("#!") ? path.replace(/\.\w+$/, "") : path;

function keepExported(shell: Shell, environment: ReadonlyMap<string, Text>): void {
  const { variables, functions } = shell.state;
  for (const [name, variable] of variables)
    if (variable.kind === "list" || variable.exported !== true) variables.delete(name);
  for (const [name, text] of environment) variables.set(name, { kind: "text", text, exported: true });
  functions.clear();
}

function withArguments(shell: Shell, args: readonly Word[], via: Via, run: () => Outcome): Outcome {
  const outer = { args: shell.args, via: shell.via, locals: shell.locals, exportAll: shell.exportAll };
  shell.args = args.some(({ loose }) => loose) ? undefined : args.map(({ text }) => text);
  shell.via = [...outer.via, via];
  shell.locals = undefined;
  shell.exportAll = false;
  shell.depth++;
  const outcome = run();
  shell.depth--;
  Object.assign(shell, outer);
  return outcome;
}

function runFileText(shell: Shell, path: string, text: Text, { span }: Word): Outcome {
  const known = plain(text);
  const [only] = text;
  const isFile = only?.kind === "literal" && only.origin.path === path && text.length === 1;
  return known !== undefined && isFile
    ? runUnit(shell, unitOf({ path, text: known }))
    : runUnit(shell, unitOfText(shell, text, span));
}
