import { posix } from "node:path";
import type { Workspace } from "../../../model/parser.ts";
import type { Source } from "../../../model/source.ts";
import { type HostScript, type ShellText, endsWithBackslash, logicalLines, shellText } from "./host-script.ts";
import { type Around, type Stretch, copyMake, shellName } from "./make-expansion.ts";

/** The recipes of a Makefile, line by line, and its variables before them. */
export function makefileScripts(source: Source, workspace: Workspace): readonly HostScript[] {
  const files = readFiles(source, workspace);
  return [
    ...files.flatMap((file) => definitions(file)),
    ...files.map((file) => late(file)),
    ...files.flatMap((file) => file.recipes.map((recipe) => recipeScript(file, recipe))),
  ];
}

/** A line that sets a variable, or begins or ends a condition around such lines. */
interface Definition {
  readonly kind: "variable" | "if" | "else" | "fi" | "export";
  readonly start: number;
  readonly line: string;
}

interface Recipe {
  readonly lines: readonly Stretch[];
  readonly conditional: boolean;
  readonly targets: readonly string[];
  readonly needs: string;
}

/** A Makefile taken apart. */
interface Makefile {
  readonly source: Source;
  readonly definitions: Definition[];
  readonly recipes: Recipe[];
  readonly bodies: Map<string, Stretch>;
  readonly values: Map<string, Stretch>;
  /** `target: NAME = value`. */
  readonly own: { readonly target: string; readonly definition: Definition }[];
  readonly includes: string[];
}

const mostFiles = 20;

/** The file after those that it includes: what is set there holds here. */
function readFiles(source: Source, workspace: Workspace): readonly Makefile[] {
  const found = new Map<string, Makefile>();
  const visit = (one: Source): void => {
    if (found.has(one.path) || found.size >= mostFiles) return;
    const file = takeApart(one);
    found.set(one.path, file);
    for (const name of file.includes) {
      const path = [posix.join(posix.dirname(source.path), name), posix.normalize(name)].find(
        (candidate) => !candidate.startsWith("../") && workspace.read(candidate) !== undefined,
      );
      if (path !== undefined) visit({ path, text: workspace.read(path) ?? "" });
    }
  };
  visit(source);
  return [...found.values()].toReversed();
}

const rule = /^([^\s#:=][^#:=]*)::?(?![:=])([^;]*)(?:;(.*))?$/s;
const definition = /^(\s*(?:(?:override|private)\s+)*(export\s+)?)([A-Za-z_][\w.-]*)\s*(\?|\+|:{1,3}|!)?=[ \t]*/;

/** What is known of the lines above. */
interface Reading {
  readonly file: Makefile;
  readonly prefix: string;
  readonly isOneShell: boolean;
  depth: number;
  define: { readonly name: string; readonly start: number } | undefined;
  targets: readonly string[];
  needs: string;
  lines: Stretch[];
}

function takeApart(source: Source): Makefile {
  const file: Makefile = {
    source,
    definitions: [],
    recipes: [],
    bodies: new Map(),
    values: new Map(),
    own: [],
    includes: [],
  };
  const reading: Reading = {
    file,
    prefix: /^\.RECIPEPREFIX\s*:?=\s*(\S)/m.exec(source.text)?.[1] ?? "\t",
    isOneShell: /^\.ONESHELL:/m.test(source.text),
    depth: 0,
    define: undefined,
    targets: [],
    needs: "",
    lines: [],
  };
  for (const [start, end] of logicalLines(source.text, endsWithBackslash)) readLine(reading, start, end);
  closeRecipe(reading);
  return file;
}

function readLine(reading: Reading, start: number, end: number): void {
  const { file, prefix } = reading;
  const line = file.source.text.slice(start, end);
  const opening = /^\s*(?:override\s+)?define\s+([\w.-]+)/.exec(line);
  if (opening !== null) reading.define = { name: opening[1] ?? "", start: end + 1 };
  else if (reading.define !== undefined) {
    if (!/^\s*endef\b/.test(line)) return;
    file.bodies.set(reading.define.name, [reading.define.start, Math.max(reading.define.start, start - 1)]);
    reading.define = undefined;
  } else if (line.startsWith(prefix) && reading.targets.length > 0) reading.lines.push([start + prefix.length, end]);
  else {
    closeRecipe(reading);
    if (!readCondition(reading, start, line) && !readDefinition(reading, start, line)) readRule(reading, start, line);
  }
}

function closeRecipe(reading: Reading): void {
  const { file, lines, isOneShell, depth, targets, needs } = reading;
  const pieces = isOneShell && lines.length > 0 ? [lines] : lines.map((line) => [line]);
  file.recipes.push(...pieces.map((piece) => ({ lines: piece, conditional: depth > 0, targets, needs })));
  reading.lines = [];
}

function readCondition(reading: Reading, start: number, line: string): boolean {
  const word = /^\s*(if(?:n?eq|n?def)|else|endif)\b/.exec(line)?.[1];
  if (word === undefined) return false;
  const kind = word === "else" ? word : word === "endif" ? "fi" : "if";
  reading.depth += kind === "if" ? 1 : kind === "fi" ? -1 : 0;
  reading.file.definitions.push({ kind, start, line });
  return true;
}

function readDefinition({ file }: Reading, start: number, line: string): boolean {
  const included = /^\s*[-s]?include\s+(.*)$/s.exec(line)?.[1]?.trim();
  const [whole, , , name = "", operator] = definition.exec(line) ?? [];
  const isExport = /^\s*export(?:\s+[A-Za-z_]\w*)+\s*$/.test(line);
  if (included !== undefined) file.includes.push(...included.split(/\s+/));
  else if (whole !== undefined) {
    if (operator === undefined) file.values.set(name, [start + whole.length, start + line.length]);
    file.definitions.push({ kind: "variable", start, line });
  } else if (isExport) file.definitions.push({ kind: "export", start, line });
  return included !== undefined || whole !== undefined || isExport;
}

function readRule(reading: Reading, start: number, line: string): void {
  const found = rule.exec(line);
  if (found === null) return;
  const [, targets = "", needs = "", command] = found;
  reading.targets = targets.trim().split(/\s+/);
  const rest = line.slice(line.indexOf(":") + 1);
  if (definition.test(rest)) {
    const at: Definition = { kind: "variable", start: start + line.length - rest.length, line: rest };
    reading.file.own.push(...reading.targets.map((target) => ({ target, definition: at })));
    return;
  }
  reading.needs = needs.trim().split(/\s+/)[0] ?? "";
  const end = start + line.length;
  if (command !== undefined) reading.lines.push([end - command.length, end]);
}

const around = ({ source, bodies, values }: Makefile, automatic: Around["automatic"] = {}): Around => ({
  source,
  bodies,
  values,
  automatic,
  depth: 0,
});

function definitions(file: Makefile): readonly HostScript[] {
  const text = shellText(file.source);
  let depth = 0;
  for (const one of file.definitions) {
    if (one.kind === "if") depth++;
    // A stray `else` or `endif` is somebody's mistake.
    if (depth > 0 || one.kind === "variable" || one.kind === "export") define(file, text, one);
    if (one.kind === "fi") depth--;
  }
  for (; depth > 0; depth--) text.insert("fi\n", file.source.text.length);
  return [{ unit: text.unit(), scope: "shared", home: file.source.path }];
}

/** A recursive variable holds what its parts hold when it is used: it is set again when all else is set. */
function late(file: Makefile): HostScript {
  const text = shellText(file.source);
  const last = new Map<string, Definition>();
  let depth = 0;
  for (const one of file.definitions) {
    depth += one.kind === "if" ? 1 : one.kind === "fi" ? -1 : 0;
    const [, , , name = "", operator] = definition.exec(one.line) ?? [];
    if (one.kind !== "variable") continue;
    if (depth === 0 && operator === undefined) last.set(name, one);
    else last.delete(name);
  }
  const done = new Set<string>();
  const visit = (name: string, one: Definition): void => {
    if (done.has(name)) return;
    done.add(name);
    for (const [, used = ""] of one.line.matchAll(/\$[({]([\w.-]+)[)}]/g)) {
      const needed = last.get(used);
      if (needed !== undefined) visit(used, needed);
    }
    if (/\$[({]/.test(one.line)) define(file, text, one);
  };
  for (const [name, one] of last) visit(name, one);
  return { unit: text.unit(), scope: "shared", home: file.source.path };
}

/** `NAME := value` as an assignment of the shell; conditions as the shell's. */
function define(file: Makefile, text: ShellText, { kind, start, line }: Definition): void {
  if (kind === "variable") return assign(file, text, start, line);
  if (kind === "export") {
    const names = start + line.search(/export/) + "export".length;
    text.insert("export", start);
    text.copy(names, start + line.trimEnd().length);
  } else if (kind === "fi") text.insert(":; fi", start);
  else if (kind === "else") text.insert(":; else", start);
  else condition(file, text, start, line);
  text.insert("\n", start + line.length);
}

/** `ifeq (a,b)`, `ifdef X`. */
function condition(file: Makefile, text: ShellText, start: number, line: string): void {
  const equal = /^\s*if(n?)eq\s*\(([^,]*),(.*)\)\s*$/s.exec(line);
  const defined = /^\s*if(n?)def\s+([\w.-]+)/.exec(line);
  if (equal !== null) {
    const not = equal[1];
    const [left, right] = [equal[2]?.trim() ?? "", equal[3]?.trim() ?? ""];
    const at = start + line.indexOf("(") + 1 + (/^\s*/.exec(line.slice(line.indexOf("(") + 1))?.[0].length ?? 0);
    const second = start + line.lastIndexOf(right, line.lastIndexOf(")"));
    text.insert('if [ "', start);
    copyMake(text, around(file), [at, at + left.length], true);
    text.insert(not === "n" ? '" != "' : '" = "', start);
    copyMake(text, around(file), [second, second + right.length], true);
    text.insert('" ]; then', start);
  } else if (defined === null) text.insert("if make_condition; then", start);
  else text.insert(`if [ ${defined[1] === "n" ? "-z" : "-n"} "\${${shellName(defined[2] ?? "")}}" ]; then`, start);
}

function assign(file: Makefile, text: ShellText, start: number, line: string): void {
  const [whole = "", , isExported, name = "", operator] = definition.exec(line) ?? [];
  const variable = shellName(name);
  const value = start + whole.length;
  const end = start + line.replace(/(?<!\\)#.*$/s, "").trimEnd().length;
  if (isExported !== undefined && operator !== "?") text.insert("export ", start);
  if (operator === "?") text.insert(`: "\${${variable}:=`, start);
  else text.insert(operator === "+" ? `${variable}="\${${variable}} ` : `${variable}="`, start);
  if (operator === "!") text.insert("$(", value);
  if (value < end) copyMake(text, around(file), [value, end], operator !== "!");
  if (operator === "!") text.insert(")", end);
  text.insert(operator === "?" ? '}"\n' : '"\n', end);
  if (isExported !== undefined && operator === "?") text.insert(`export ${variable}\n`, end);
}

/** `@` and `-` before a command are make's; the tabs of continued lines are white space anyway. */
function recipeScript(file: Makefile, { lines, conditional, targets, needs }: Recipe): HostScript {
  const text = shellText(file.source);
  for (const { target, definition: own } of file.own) if (targets.includes(target)) define(file, text, own);
  const [target = ""] = targets;
  const isPlain = targets.length === 1 && /^[\w./-]+$/.test(target);
  const automatic = { ...(isPlain && { "@": target }), ...(/^[\w./-]+$/.test(needs) && { "<": needs }) };
  for (const [start, end] of lines) {
    const skipped = /^[\s@+-]*/.exec(file.source.text.slice(start, end))?.[0].length ?? 0;
    copyMake(text, around(file, automatic), [start + skipped, end]);
    text.insert("\n", end);
  }
  return { unit: text.unit(), scope: "own", home: file.source.path, ...(conditional && { conditional }) };
}
