import type { Source } from "../../../model/source.ts";
import { type HostScript, type ShellText, endsWithBackslash, logicalLines, shellText } from "./host-script.ts";

/** The recipes of a Makefile, line by line, and its variables before them. */
export function makefileScripts(source: Source): readonly HostScript[] {
  const definitions = shellText(source);
  const recipes: HostScript[] = [];
  let depth = 0;
  let inDefine = false;
  for (const [start, end] of logicalLines(source.text, endsWithBackslash)) {
    const line = source.text.slice(start, end);
    if (/^\s*(?:define|endef)\b/.test(line)) inDefine = line.includes("define");
    else if (!inDefine && /^\s*if(?:n?eq|n?def)\b/.test(line)) depth++;
    else if (!inDefine && /^\s*endif\b/.test(line)) depth--;
    else if (line.startsWith("\t")) recipes.push(recipe(source, start, end, depth > 0));
    else if (!inDefine) define(source, definitions, start, line);
  }
  return [{ unit: definitions.unit(), scope: "shared" }, ...recipes];
}

/** `@` and `-` before a command are make's; the tabs of continued lines are white space anyway. */
function recipe(source: Source, start: number, end: number, conditional: boolean): HostScript {
  const prefix = /^\t[\s@+-]*/.exec(source.text.slice(start, end))?.[0].length ?? 0;
  const text = shellText(source);
  copyMake(text, source.text, start + prefix, end);
  return { unit: text.unit(), scope: "own", ...(conditional && { conditional }) };
}

const definition = /^(\s*(?:override\s+)?(export\s+)?)([A-Za-z_]\w*)\s*(\?|\+|::?|!)?=\s*/;

/** `NAME := value` as an assignment of the shell. */
function define(source: Source, text: ShellText, start: number, line: string): void {
  const match = definition.exec(line);
  if (match === null) return exported(text, start, line);
  const [whole, , isExported, name = "", operator] = match;
  const value = start + whole.length;
  const end = start + line.replace(/(?<!\\)#.*$/s, "").trimEnd().length;
  if (isExported !== undefined) text.insert("export ", start);
  if (operator === "?") text.insert(`: "\${${name}:=`, start);
  else text.insert(operator === "+" ? `${name}="\${${name}} ` : `${name}="`, start);
  if (operator === "!") text.insert("$(", value);
  if (value < end) copyMake(text, source.text, value, end, operator !== "!");
  if (operator === "!") text.insert(")", end);
  text.insert(operator === "?" ? '}"\n' : '"\n', end);
}

/** `export NAME`. */
function exported(text: ShellText, start: number, line: string): void {
  const match = /^\s*export((?:\s+[A-Za-z_]\w*)+)\s*$/.exec(line);
  if (match === null) return;
  text.insert("export", start);
  text.copy(start + line.indexOf(match[1] ?? ""), start + line.trimEnd().length);
  text.insert("\n", start + line.length);
}

/** Make's `$(NAME)`, `$(shell …)` and `$$` in the shell's words; other functions are not known. */
function copyMake(text: ShellText, source: string, start: number, end: number, quoted = false): void {
  let from = start;
  for (let at = start; at < end; at++) {
    const char = source[at] ?? "";
    if (quoted && (char === '"' || char === "`")) {
      text.copy(from, at);
      text.insert("\\", at);
      from = at;
    }
    if (char !== "$") continue;
    text.copy(from, at);
    from = copyExpansion(text, source, at, end);
    at = from - 1;
  }
  text.copy(from, end);
}

/** One `$…`; gives where it ends. */
function copyExpansion(text: ShellText, source: string, at: number, end: number): number {
  const next = source[at + 1] ?? "";
  if (next === "$") {
    text.copy(at + 1, at + 2);
    return at + 2;
  }
  if (next !== "(" && next !== "{") {
    text.replace("${automatic}", at, Math.min(at + 2, end));
    return Math.min(at + 2, end);
  }
  const close = closing(source, at + 1, end);
  const inside = source.slice(at + 2, close);
  const shell = /^shell\s+/.exec(inside);
  if (/^[A-Za-z_]\w*$/.test(inside)) {
    text.replace("${", at, at + 2);
    text.copy(at + 2, close);
    text.replace("}", close, close + 1);
  } else if (shell !== null) {
    text.replace("$(", at, at + 2);
    copyMake(text, source, at + 2 + shell[0].length, close);
    text.replace(")", close, close + 1);
  } else text.replace("${make_function}", at, Math.min(close + 1, end));
  return Math.min(close + 1, end);
}

function closing(source: string, open: number, end: number): number {
  const [left, right] = source[open] === "(" ? ["(", ")"] : ["{", "}"];
  let depth = 0;
  for (let at = open; at < end; at++) {
    if (source[at] === left) depth++;
    else if (source[at] === right && --depth === 0) return at;
  }
  return end;
}
