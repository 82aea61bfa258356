import type { Span } from "../../../model/source.ts";
import { inUnit } from "../expand.ts";
import { fileOf } from "../files.ts";
import { type Outcome, done } from "../outcome.ts";
import { type Shell, limitReached, limits } from "../shell.ts";
import { parseShell } from "../syntax.ts";
import { type Text, placeOf, plain } from "../text.ts";
import { type Unit, unitAt, unitOf, withoutCarriageReturns } from "../unit.ts";
import { type BuiltinCall, filesIn } from "./builtin-call.ts";

/** Runs a file of the scanned tree in this shell. */
export function source({ shell, args, at }: BuiltinCall): Outcome {
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
export function runText(shell: Shell, text: Text, at: Span): Outcome {
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
export function shellCommand({ shell, args, at }: BuiltinCall): Outcome | undefined {
  const flag = args.findIndex(({ text }) => /^-[a-z]*c$/.test(plain(text) ?? ""));
  const command = flag < 0 ? undefined : args[flag + 1];
  if (command !== undefined) return { ...runText(shell, command.text, at), flow: undefined };
  if (filesIn(args).length === 0 && shell.stdin !== undefined)
    return { ...runText(shell, shell.stdin, at), flow: undefined };
  return undefined;
}
