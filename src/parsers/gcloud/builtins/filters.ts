import { readDocument, textAt } from "../documents.ts";
import { fileOf } from "../files.ts";
import { type Outcome, done } from "../outcome.ts";
import { print } from "../shell.ts";
import { type Text, flat, gap, linesOf, plain, split } from "../text.ts";
import { type BuiltinCall, filesIn, newline } from "./builtin-call.ts";

/** `tr a-z A-Z`, `tr , ' '`, `tr -d X`; other sets are not known. */
export function translate({ shell, args, at }: BuiltinCall): Outcome {
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

/** `jq -r .a.b FILE`: a field of a text that is known. */
export function jq({ shell, args, at }: BuiltinCall): Outcome {
  const [filter, file] = filesIn(args);
  const path = /^(?:\.[A-Za-z_]\w*)+$/
    .exec(plain(filter?.text) ?? "")?.[0]
    .slice(1)
    .split(".");
  const text = file === undefined ? shell.stdin : fileOf(shell, file.text)?.text;
  const found = path && text && textAt(readDocument(text, shell.problems), ...path);
  print(shell, found ? [...found, ...newline(at)] : [gap("", "the command's output is not known", at)]);
  return done;
}

/** `cut -d: -f2`, one field. */
export function cut({ shell, args, at }: BuiltinCall): Outcome {
  const options = args.map(({ text }) => flat(text)).join("\u0000");
  const delimiter = /(?:^|\0)-d\0?([^\0])/.exec(options)?.[1] ?? "\t";
  const field = Number(/(?:^|\0)-f\0?(\d+)(?:\0|$)/.exec(options)?.[1]);
  const { stdin } = shell;
  if (stdin === undefined || Number.isNaN(field)) print(shell, [gap("", "the command's output is not known", at)]);
  else for (const line of linesOf(stdin)) print(shell, [...(split(line, delimiter)[field - 1] ?? []), ...newline(at)]);
  return done;
}

export function passThrough({ shell, args, at }: BuiltinCall): Outcome {
  const file = filesIn(args)[0];
  const text = file === undefined ? shell.stdin : fileOf(shell, file.text)?.text;
  print(shell, text ?? [gap("", "the command's output is not known", at)]);
  return done;
}
