import { type Tree, at as treeAt, readDocument } from "../documents.ts";
import { fileOf } from "../files.ts";
import { type Outcome, done } from "../outcome.ts";
import { print } from "../shell.ts";
import { type Text, flat, gap, linesOf, literal, plain, slice, split, trim } from "../text.ts";
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

/** `awk -F: '{print $2}'`, one field of lines that are known. */
export function awk({ shell, args, at }: BuiltinCall): Outcome {
  const words = args.map(({ text }) => plain(text) ?? "");
  const apart = words.indexOf("-F");
  const separator = apart < 0 ? words.find((word) => word.startsWith("-F"))?.slice(2) : words[apart + 1];
  const [program, file] = args.filter(
    (_, index) => !words[index]?.startsWith("-") && (apart < 0 || index !== apart + 1),
  );
  const field = /^\s*\{\s*print\s+\$(\d+|NF)\s*;?\s*\}\s*$/.exec(plain(program?.text) ?? "")?.[1];
  const input = file === undefined ? shell.stdin : fileOf(shell, file.text)?.text;
  const isKnown = field !== undefined && (separator ?? " ").length === 1 && plain(input) !== undefined;
  if (!isKnown || input === undefined) print(shell, [gap("", "the command's output is not known", at)]);
  else for (const line of linesOf(input)) print(shell, [...fieldOf(line, separator, field), ...newline(at)]);
  return done;
}

function fieldOf(line: Text, separator: string | undefined, field: string): Text {
  if (field === "0") return line;
  const fields = separator === undefined || separator === " " ? split(trim(line), /\s+/gu) : split(line, separator);
  return (field === "NF" ? fields.at(-1) : fields[Number(field) - 1]) ?? [];
}

/** `head -n 1`, `tail -1`: some of the lines that are known. */
export const lines =
  (from: "start" | "end") =>
  ({ shell, args, at }: BuiltinCall): Outcome => {
    const words = args.map(({ text }) => plain(text) ?? "");
    const count = /(?:^|\0)(?:-n\0?|--lines=|-)(\d+)(?:\0|$)/.exec(words.join("\0"))?.[1];
    const file = args.find((_, index) => !/^-|^\d+$/.test(words[index] ?? ""));
    const input = file === undefined ? shell.stdin : fileOf(shell, file.text)?.text;
    const isPlain = words.every((word) => /^(?:-n?|-?\d+|-n\d+|--lines=\d+|[^-+].*)$/.test(word));
    if (input === undefined || !isPlain || input.some((piece) => piece.kind === "gap"))
      print(shell, [gap("", "the command's output is not known", at)]);
    else {
      const all = linesOf(input);
      const kept = from === "start" ? all.slice(0, Number(count ?? 10)) : all.slice(-Number(count ?? 10));
      for (const line of kept) print(shell, [...line, ...newline(at)]);
    }
    return done;
  };

/** `envsubst`: variables of the environment in a text; with an argument, those that it names. */
export function substitute({ shell, args, at, environment }: BuiltinCall): Outcome {
  const { stdin } = shell;
  const named = plain(args[0]?.text)?.match(/[A-Za-z_]\w*/g);
  const valueOf = (name: string): Text => {
    const variable = shell.state.variables.get(name);
    const isSet = variable?.kind === "text" && variable.exported === true;
    return environment.get(name) ?? (isSet ? variable.text : [gap(name, `${name} is not exported in the script`, at)]);
  };
  if (stdin === undefined) print(shell, [gap("", "the command's output is not known", at)]);
  else {
    let from = 0;
    for (const match of flat(stdin).matchAll(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g)) {
      const name = match[1] ?? match[2] ?? "";
      if (named !== undefined && named !== null && !named.includes(name)) continue;
      print(shell, [...slice(stdin, from, match.index), ...valueOf(name)]);
      from = match.index + match[0].length;
    }
    print(shell, slice(stdin, from));
  }
  return done;
}

/** `jq -r .a.b FILE`: a field of a text that is known; `jq .` is the text. */
export function jq(call: BuiltinCall): Outcome {
  const { shell, args, at: place } = call;
  const [filter, file] = filesIn(args);
  if (plain(filter?.text) === ".") return passThrough({ ...call, args: file === undefined ? [] : [file] });
  const steps = stepsOf(plain(filter?.text) ?? "");
  const isRaw = args.some(({ text }) => /^(?:-[a-zA-Z]*[rj]|--raw-output|--join-output)/.test(plain(text) ?? ""));
  const input = file === undefined ? shell.stdin : fileOf(shell, file.text)?.text;
  const tree = steps && input && readDocument(input, shell.problems);
  const found = steps === undefined || tree === undefined ? [] : scalarsAt([tree], steps);
  if (found.length === 0) print(shell, [gap("", "the command's output is not known", place)]);
  const quote: Text = isRaw ? [] : [literal('"', place, false)];
  for (const text of found) print(shell, [...quote, ...text, ...quote, ...newline(place)]);
  return done;
}

/** `.a.b`, `.[].email`, `.a["b"][0]`; `undefined`: something else than a path. */
function stepsOf(filter: string): readonly string[] | undefined {
  const steps: string[] = [];
  let rest = filter.trim();
  while (rest !== "") {
    const step = /^\.?\["([^"]+)"\]|^\.?\[(\d*)\]\??|^\.([A-Za-z_]\w*)\??/.exec(rest);
    if (step === null) return undefined;
    steps.push(step[1] ?? step[3] ?? `[${step[2] ?? ""}]`);
    rest = rest.slice(step[0].length).replace(/^\s*\|\s*/, "");
  }
  return steps.length === 0 ? undefined : steps;
}

function scalarsAt(trees: readonly Tree[], steps: readonly string[]): readonly Text[] {
  const ends = steps.reduce<readonly Tree[]>((nodes, step) => nodes.flatMap((node) => childrenAt(node, step)), trees);
  return ends.every(({ kind }) => kind === "scalar")
    ? ends.flatMap((node) => (node.kind === "scalar" ? [node.text] : []))
    : [];
}

function childrenAt(node: Tree, step: string): readonly Tree[] {
  if (step === "[]") return node.kind === "list" ? node.items : node.kind === "map" ? [...node.entries.values()] : [];
  if (step.startsWith("[")) return node.kind === "list" ? node.items.slice(Number(step.slice(1, -1))).slice(0, 1) : [];
  const child = treeAt(node, step);
  return child === undefined ? [] : [child];
}

/** `grep -v '^#'`: lines with plain words, or without them; other patterns are not known. */
export function grep({ shell, args, at: place }: BuiltinCall): Outcome {
  const words = args.map(({ text }) => plain(text) ?? "");
  const [pattern, file] = args.filter((_, index) => !words[index]?.startsWith("-"));
  const flags = words.filter((word) => word.startsWith("-")).join("");
  const source = /^(\^?)((?:\\?[\w\s/@:#=,"'-]|\\\.)*)(\$?)$/.exec(plain(pattern?.text) ?? "*");
  const input = file === undefined ? shell.stdin : fileOf(shell, file.text)?.text;
  const isKnown = input !== undefined && plain(input) !== undefined && source !== null && /^(?:-[vEF]+)*$/.test(flags);
  if (!isKnown || input === undefined || source === null) {
    print(shell, [gap("", "the command's output is not known", place)]);
    return { test: true };
  }
  const [, start, literally = "", end] = source;
  const text = literally.replaceAll("\\", "");
  const matches = (line: string): boolean =>
    start === ""
      ? end === ""
        ? line.includes(text)
        : line.endsWith(text)
      : end === ""
        ? line.startsWith(text)
        : line === text;
  const kept = linesOf(input).filter((line) => matches(flat(line)) !== flags.includes("v"));
  for (const line of kept) print(shell, [...line, ...newline(place)]);
  return { test: true, status: kept.length > 0 };
}

/** `cut -d: -f2`, one field; a line without the delimiter is printed whole. */
export function cut({ shell, args, at }: BuiltinCall): Outcome {
  const options = args.map(({ text }) => flat(text)).join("\u0000");
  const delimiter = /(?:^|\0)-d\0?([^\0])/.exec(options)?.[1] ?? "\t";
  const field = Number(/(?:^|\0)-f\0?(\d+)(?:\0|$)/.exec(options)?.[1]);
  const isWhole = !/(?:^|\0)(?:-s|--only-delimited)(?:\0|$)/.test(options);
  const { stdin } = shell;
  const unknown = gap("", "the command's output is not known", at);
  if (stdin === undefined || Number.isNaN(field) || !isWhole) print(shell, [unknown]);
  else {
    for (const line of linesOf(stdin))
      print(shell, [...(fieldAt(line, delimiter, field) ?? [unknown]), ...newline(at)]);
  }
  return done;
}

/** `undefined`: it may stand in what is not known. */
function fieldAt(line: Text, delimiter: string, field: number): Text | undefined {
  const fields = split(line, delimiter);
  const found = fields.length === 1 && plain(line) !== undefined ? line : fields[field - 1];
  return found ?? (plain(line) === undefined ? undefined : []);
}

export function passThrough({ shell, args, at }: BuiltinCall): Outcome {
  const file = filesIn(args)[0];
  const text = file === undefined ? shell.stdin : fileOf(shell, file.text)?.text;
  print(shell, text ?? [gap("", "the command's output is not known", at)]);
  return done;
}
