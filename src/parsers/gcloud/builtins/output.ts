import type { Span } from "../../../model/source.ts";
import { fileOf } from "../files.ts";
import { type Outcome, done } from "../outcome.ts";
import { type Word, limits, print, setText } from "../shell.ts";
import { type Text, flat, gap, literal, plain, slice } from "../text.ts";
import { type BuiltinCall, argumentText, filesIn, newline } from "./builtin-call.ts";

export function echo({ shell, args, at }: BuiltinCall): Outcome {
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

export function printf({ shell, args, at }: BuiltinCall): Outcome {
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

export function cat({ shell, args, at }: BuiltinCall): Outcome {
  const files = filesIn(args);
  if (files.length === 0) print(shell, shell.stdin ?? [gap("", "the input is not known", at)]);
  for (const { text } of files) print(shell, fileOf(shell, text)?.text ?? [gap("", "the file is not known", at)]);
  return done;
}
