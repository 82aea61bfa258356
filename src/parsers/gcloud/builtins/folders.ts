import { posix } from "node:path";
import { type Outcome, done } from "../outcome.ts";
import { type Word, print, setText, textOf } from "../shell.ts";
import { computed, gap, plain } from "../text.ts";
import { type BuiltinCall, filesIn, newline } from "./builtin-call.ts";

export function changeFolder({ shell, args }: BuiltinCall): Outcome {
  const target = plain(filesIn(args)[0]?.text);
  const current = plain(textOf(shell, "PWD")) ?? posix.dirname(shell.root.path);
  if (target === undefined || target.startsWith("/") || target.startsWith("~")) shell.state.variables.delete("PWD");
  else {
    const folder = shell.unit.path.startsWith(`${target}/`) ? target : posix.join(current, target);
    setText(shell, "PWD", computed(folder, args[0]?.span ?? shell.unit.place(0, 0)));
  }
  return done;
}

export function printPath(
  { shell, at }: BuiltinCall,
  word: Word | undefined,
  change: (path: string) => string,
): Outcome {
  const path = plain(word?.text);
  const text = path === undefined ? [gap("", "the path is not known", at)] : computed(change(path), at);
  print(shell, [...text, ...newline(at)]);
  return done;
}
