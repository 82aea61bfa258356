import type { Span } from "../../../model/source.ts";
import { maybe } from "../branches.ts";
import { type Outcome, done } from "../outcome.ts";
import { type Word, limits, setText, textOf } from "../shell.ts";
import { type Text, flat, gap, linesOf, placeOf, plain, slice, split, trim, usedAt } from "../text.ts";
import type { BuiltinCall } from "./builtin-call.ts";

/** Takes one line of the input apart. Without known input the variables are what somebody types. */
export function read({ shell, args, at, environment }: BuiltinCall): Outcome {
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

export function mapfile({ shell, args }: BuiltinCall): Outcome {
  const name = variableNames(args, /^-[dnOsuCc]$/)[0] ?? "MAPFILE";
  const target = name === "REPLY" ? "MAPFILE" : name;
  if (shell.stdin === undefined) shell.state.variables.delete(target);
  else {
    const items = linesOf(shell.stdin).map((line, index) => [String(index), line] as const);
    shell.state.variables.set(target, { kind: "list", items: new Map(items) });
  }
  return done;
}

/** Runs the command once for every word or line of the input. */
export function xargs({ shell, args, at, run }: BuiltinCall): Outcome {
  let from = 0;
  let replace: string | undefined;
  let perRun: number | undefined;
  let delimiter: string | undefined;
  for (; from < args.length; from++) {
    const word = flat(args[from]?.text ?? []);
    if (!word.startsWith("-")) break;
    if (/^-[Ii]/.test(word)) replace = word.length > 2 ? word.slice(2) : flat(args[++from]?.text ?? []);
    else if (word === "--replace") replace = "{}";
    else if (/^-[nL]/.test(word)) perRun = Number(word.length > 2 ? word.slice(2) : plain(args[++from]?.text));
    else if (word.startsWith("-d") || word.startsWith("--delimiter=")) {
      delimiter = word.length === 2 ? plain(args[++from]?.text) : word.replace(/^(?:-d|--delimiter=)/, "");
    } else if (/^-[PEsa]$/.test(word)) from++;
  }
  const command = args.slice(from);
  const input = shell.stdin ?? [gap("", "the input is not known", at)];
  const items = split(trim(input), delimiterOf(delimiter) ?? (replace === undefined ? /\s+/gu : /\s*\n\s*/gu)).filter(
    (item) => item.length > 0,
  );
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

const delimiterOf = (written: string | undefined): RegExp | string | undefined =>
  written === String.raw`\n` ? /\s*\n\s*/gu : written?.slice(0, 1);

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
