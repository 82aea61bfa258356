import { fileOf, writeFile } from "../files.ts";
import { type Outcome, done } from "../outcome.ts";
import { type Word, print } from "../shell.ts";
import { type Text, flat, gap, gapMark, plain, slice, split } from "../text.ts";
import type { BuiltinCall } from "./builtin-call.ts";

/** `sed s/a/b/g FILE`: plain words in the place of others; whatever else it does is not known. */
export function streamEditor({ shell, args, at }: BuiltinCall): Outcome {
  const { scripts, files, inPlace, isPlain } = argumentsOf(args);
  const edit = (text: Text | undefined): Text | undefined =>
    text === undefined || !isPlain
      ? undefined
      : scripts.reduce<Text | undefined>((changed, script) => edited(changed, script), text);
  if (inPlace) for (const { text } of files) writeFile(shell, text, edit(fileOf(shell, text)?.text), false);
  else {
    const input = files.length === 0 ? shell.stdin : fileOf(shell, files[0]?.text ?? [])?.text;
    print(shell, edit(input) ?? [gap("", "the command's output is not known", at)]);
  }
  return done;
}

interface Arguments {
  readonly scripts: readonly Text[];
  readonly files: readonly Word[];
  readonly inPlace: boolean;
  /** All of its options are understood. */
  readonly isPlain: boolean;
}

function argumentsOf(args: readonly Word[]): Arguments {
  const scripts: Text[] = [];
  const rest: Word[] = [];
  let inPlace = false;
  let isPlain = true;
  for (let at = 0; at < args.length; at++) {
    const word = flat(args[at]?.text ?? []);
    if (word === "-e" || word === "--expression") scripts.push(args[++at]?.text ?? []);
    else if (/^-[Er]*i|^--in-place/.test(word)) {
      inPlace = true;
      // BSD's `-i ''`.
      if (word === "-i" && args[at + 1]?.text.length === 0) at++;
    } else if (/^-[Er]+$|^--(?:regexp-extended|posix)$/.test(word)) continue;
    else if (word.startsWith("-") && word !== "-") isPlain = false;
    else rest.push(args[at] as Word);
  }
  const files = scripts.length === 0 ? rest.slice(1) : rest;
  return {
    scripts: scripts.length === 0 ? rest.slice(0, 1).map(({ text }) => text) : scripts,
    files,
    inPlace,
    isPlain,
  };
}

/** The text after `s/a/b/g;s/c/d/`; `undefined`: something else than plain words. */
function edited(text: Text | undefined, script: Text): Text | undefined {
  let rest = script;
  let result = text;
  while (result !== undefined && flat(rest).trim() !== "") {
    const start = flat(rest).search(/\S/);
    const delimiter = flat(rest)[start + 1] ?? "";
    if (flat(rest)[start] !== "s" || delimiter === "" || /[\s\w\\]/.test(delimiter)) return undefined;
    const [pattern = [], replacement = [], tail] = split(slice(rest, start + 2), delimiter, 3);
    const flags = tail === undefined ? undefined : /^(g?)\s*(?:;|\n|$)/.exec(flat(tail));
    const from = pattern.length === 0 ? undefined : literalPattern(pattern);
    if (tail === undefined || !flags || from === undefined || /[\\&]/.test(flat(replacement))) return undefined;
    result = replaced(result, from, replacement, flags[1] === "g");
    rest = slice(tail, flags[0].length);
  }
  return result;
}

/** A pattern that stands for itself. */
function literalPattern(pattern: Text): string | undefined {
  const source = plain(pattern);
  if (source === undefined || /(?<!\\)[*[\]^+?(|]|\\[^./$[\]*]/.test(source) || /(?<!\\)\$$/.test(source))
    return undefined;
  // A bare dot matches itself too, and `${` is no anchor.
  return source.replaceAll(/\\(.)/g, "$1");
}

function replaced(text: Text, from: string, to: Text, everywhere: boolean): Text | undefined {
  if (flat(text).includes(gapMark) && /^[^A-Za-z]*$/.test(from)) return undefined;
  return text.length === 0 ? text : linesKept(text, from, to, everywhere);
}

/** Without `g`, the first one of each line. */
function linesKept(text: Text, from: string, to: Text, everywhere: boolean): Text {
  if (everywhere) return joinedBy(split(text, from), to);
  const end = flat(text).indexOf("\n");
  const newline = slice(text, end, end + 1);
  return joinedBy(
    split(text, "\n").map((line) => joinedBy(split(line, from, 2), to)),
    newline,
  );
}

const joinedBy = ([first = [], ...rest]: readonly Text[], by: Text): Text =>
  first.concat(...rest.map((part) => by.concat(part)));
