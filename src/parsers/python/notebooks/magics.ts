import type { Cell } from "./json-cells.ts";

/** A stretch of a notebook's text, every character with its place in the file. */
export interface Piece {
  readonly text: string;
  readonly offsets: readonly number[];
}

/** A text for the shell. */
export interface Command extends Piece {
  /** From here on it is a script that the program hands on as it is: `%%bash`. */
  readonly scriptFrom?: number;
}

/** How the program names the shell texts among its cells. */
export const shellCall = "__shell__";

/** The same of queries: `%%bigquery`. */
const bigqueryCall = "__bigquery__";

/**
 * A cell as Python: shell lines become calls that name them, other magics are left out. `!gcloud …`, `x = !gcloud …`,
 * `%%bash`, `%env A=b`.
 */
export function pythonOf(cell: Cell, commands: Command[]): Piece {
  const lines = linesOf(cell);
  const first = lines.find(({ text }) => !/^\s*(?:#.*)?\s*$/.test(text));
  const magic = /^\s*%%(\w+|!)/.exec(first?.text ?? "")?.[1];
  if (first !== undefined && magic !== undefined) return wholeCell(cell, first, magic, commands);
  return joinPieces(joinedLines(lines).map((line) => lineOf(line, commands)));
}

const shells: ReadonlySet<string> = new Set(["bash", "sh", "script", "shell"]);
/** Cells that are handed on like lines with an exclamation mark. */
const systems: ReadonlySet<string> = new Set(["sx", "system", "!"]);
/** Cells of Python that something is done with. */
const wrappers: ReadonlySet<string> = new Set(["time", "timeit", "capture", "prun", "memit"]);

function wholeCell(cell: Cell, first: Piece, magic: string, commands: Command[]): Piece {
  const from = cell.text.indexOf(first.text) + first.text.length;
  const rest = slice(cell, from, cell.text.length);
  if (wrappers.has(magic)) return pythonOf({ kind: cell.kind, ...rest }, commands);
  if (systems.has(magic)) return called(rest, commands, first.offsets[0] ?? 0, "");
  if (magic === "bigquery") return called({ ...cell }, commands, first.offsets[0] ?? 0, "", bigqueryCall);
  if (!shells.has(magic)) return { text: "", offsets: [] };
  return called(withArguments(first, rest), commands, first.offsets[0] ?? 0, "");
}

/** `%%bash -s "$PROJECT_ID" {REGION}`: what the script knows as `$1` and `$2`. */
function withArguments(first: Piece, script: Piece): Command {
  const match = /^(.*?\s)-s\s+(\S.*?)\s*$/s.exec(first.text);
  if (match === null) return { ...script, scriptFrom: 0 };
  const [, before = "", words = ""] = match;
  const given = slice(first, before.length, before.length + 3 + words.length);
  const at = first.offsets[before.length] ?? 0;
  const header = joinPieces([placed("set -- ", at), slice(given, given.text.indexOf(words), given.text.length)]);
  const line = joinPieces([header, placed("\n", at)]);
  return { ...joinPieces([line, script]), scriptFrom: line.text.length };
}

/** `x = !gcloud config get project` */
const shellLine = /^(\s*)((?:[A-Za-z_]\w*(?:\s*,\s*\w+)*\s*=\s*)?)!{1,2}\s*/;
const systemMagic = /^(\s*)((?:[A-Za-z_]\w*\s*=\s*)?)%(?:sx|system|sc)\s+/;
const environmentMagic = /^(\s*)%(?:set_)?env\s+(\w+)(?:\s*=\s*|\s+)(\S.*?)\s*$/;
/** `%pip install …`, `?name`, `name?`, and commands that IPython takes without a sign: `cd folder`. */
const otherMagic =
  /^\s*(?:%{1,2}[A-Za-z]|\?)|^\s*[\w.]+\?{1,2}\s*$|^(?:cd|ls|rm|cp|mv|mkdir|rmdir|cat|pip)[ \t]+[^=(\s,:[]/;

function lineOf(line: Piece, commands: Command[]): Piece {
  const shell = shellLine.exec(line.text) ?? systemMagic.exec(line.text);
  if (shell !== null) {
    const [whole, indent = "", target = ""] = shell;
    const before = slice(line, 0, indent.length + target.length);
    const command = slice(line, whole.length, line.text.length);
    return joinPieces([before, called(command, commands, line.offsets[indent.length] ?? 0, "\n")]);
  }
  const set = environmentMagic.exec(line.text);
  if (set !== null) return environmentCall(line, set);
  const assigned = /^(\s*\w+\s*=\s*)%/.exec(line.text);
  if (assigned !== null)
    return joinPieces([slice(line, 0, assigned[1]?.length ?? 0), placed("None\n", line.offsets[0] ?? 0)]);
  // `pass` keeps a block from being empty.
  if (otherMagic.test(line.text)) {
    const indent = /^\s*/.exec(line.text)?.[0] ?? "";
    return joinPieces([slice(line, 0, indent.length), placed("pass\n", line.offsets[indent.length] ?? 0)]);
  }
  return line;
}

/** `%env A=b` as `__environ__("A", "b")`. */
function environmentCall(line: Piece, [, indent = "", name = "", value = ""]: RegExpExecArray): Piece {
  const at = line.text.lastIndexOf(value);
  const start = line.offsets[indent.length] ?? 0;
  // An empty value is a place to be filled in.
  if (/^(?:''|"")$/.test(value)) return joinPieces([slice(line, 0, indent.length), placed("pass\n", start)]);
  const isVariable = /^\$\w+$|^\{\w+\}$/.test(value);
  const inner = isVariable ? placed(value.replaceAll(/[${}]/g, ""), start) : slice(line, at, at + value.length);
  const quote = isVariable ? "" : '"';
  const shown = isVariable ? inner : { ...inner, text: inner.text.replaceAll(/["\\]/g, " ") };
  return joinPieces([
    slice(line, 0, indent.length),
    placed(`__environ__("${name}", ${quote}`, start),
    shown,
    placed(`${quote})\n`, start),
  ]);
}

function called(command: Piece, commands: Command[], at: number, end: string, call: string = shellCall): Piece {
  commands.push(command);
  return placed(`${call}(${commands.length - 1})${end}`, at);
}

const placed = (text: string, at: number): Piece => ({ text, offsets: Array.from(text, () => at) });

const slice = ({ text, offsets }: Piece, from: number, to: number): Piece => ({
  text: text.slice(from, to),
  offsets: offsets.slice(from, to),
});

function joinPieces(pieces: readonly Piece[]): Piece {
  return { text: pieces.map(({ text }) => text).join(""), offsets: pieces.flatMap(({ offsets }) => offsets) };
}

function linesOf(cell: Piece): readonly Piece[] {
  const lines: Piece[] = [];
  let from = 0;
  for (const line of cell.text.split(/(?<=\n)/)) {
    lines.push(slice(cell, from, from + line.length));
    from += line.length;
  }
  return lines;
}

/** Shell lines that end in a backslash go on. */
function joinedLines(lines: readonly Piece[]): readonly Piece[] {
  const found: Piece[] = [];
  for (const line of lines) {
    const last = found.at(-1);
    const goesOn = last !== undefined && /\\\s*$/.test(last.text) && /^\s*(?:[\w, ]+=\s*)?[!%]/.test(last.text);
    if (goesOn) found[found.length - 1] = joinPieces([last, line]);
    else found.push(line);
  }
  return found;
}
