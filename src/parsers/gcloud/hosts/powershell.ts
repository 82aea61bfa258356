import type { Source } from "../../../model/source.ts";
import { type HostScript, type ShellText, shellText } from "./host-script.ts";
import { type Stretch, closeOf, isToolAt, skipBlank, statementEnd } from "./powershell-syntax.ts";
import { copyString, copyWords, variableName } from "./powershell-words.ts";

/**
 * PowerShell's commands of gcloud in the shell's words, with what decides which of them run: variables, lists, loops,
 * conditions, functions. What else it does says nothing here.
 */
export function powershellScripts(source: Source): readonly HostScript[] {
  const text = shellText(source);
  translate({ text, source: source.text, functions: new Map() }, [0, source.text.length], 0);
  return [{ unit: text.unit(), scope: "shared" }];
}

/** The text under construction, and the functions that were defined, with the names of their parameters. */
interface Translation {
  readonly text: ShellText;
  readonly source: string;
  readonly functions: Map<string, readonly string[]>;
}

const deepest = 30;

function translate(to: Translation, [start, end]: Stretch, depth: number): void {
  let at = start;
  while (at < end) {
    at = skipBlank(to.source, at, end);
    if (at >= end) return;
    at = depth > deepest ? end : translateStatement(to, at, end, depth);
  }
}

const keyword =
  /(?:if|elseif|else|while|do|for|switch|try|catch|finally|foreach|function|filter|param|process|begin|end)\b/iy;

/** One statement; gives where the next one begins. */
function translateStatement(to: Translation, at: number, end: number, depth: number): number {
  keyword.lastIndex = at;
  const word = keyword.exec(to.source)?.[0].toLowerCase();
  if (word === "function" || word === "filter") return translateFunction(to, at, end, depth);
  if (word === "param") return translateParameters(to, at + word.length, end);
  if (word === "foreach") return translateLoop(to, at, end, depth);
  if (word !== undefined) return translateBlock(to, word, at, end, depth);
  const stop = statementEnd(to.source, at, end);
  const piped = /^([\s\S]*?)\|\s*(?:ForEach-Object|foreach|%)\s*\{/i.exec(to.source.slice(at, stop));
  if (piped !== null)
    return translatePiped(to, at, at + (piped[1] ?? "").length, at + piped[0].length - 1, stop, depth);
  translateSimple(to, [at, stop], depth);
  return stop;
}

/** Blocks of which something may not run are conditions that nobody knows. */
const conditional: Readonly<Record<string, string | undefined>> = {
  if: "if powershell_condition; then :;",
  while: "if powershell_condition; then :;",
  switch: "if powershell_condition; then :;",
  catch: "if powershell_condition; then :;",
};

function translateBlock(to: Translation, word: string, at: number, end: number, depth: number): number {
  const open = to.source.indexOf("{", afterParentheses(to.source, at + word.length, end));
  if (open < 0 || open >= end) return statementEnd(to.source, at, end);
  const close = closeOf(to.source, open, end);
  const opening = word === "else" || word === "elseif" ? "if powershell_condition; then :;" : conditional[word];
  to.text.insert(`${opening ?? "{ :;"}\n`, at);
  translate(to, [open + 1, close], depth + 1);
  to.text.insert(opening === undefined ? "\n}\n" : "\nfi\n", close);
  return close + 1;
}

/** Where the parentheses after a keyword end. */
function afterParentheses(source: string, from: number, end: number): number {
  const at = skipBlank(source, from, end);
  return source[at] === "(" ? closeOf(source, at, end) + 1 : from;
}

/** `foreach ($x in LIST) { … }`. */
function translateLoop(to: Translation, at: number, end: number, depth: number): number {
  const match = /^foreach\s*\(\s*\$(\w+)\s+in\s+/i.exec(to.source.slice(at, end));
  const paren = to.source.indexOf("(", at);
  const close = closeOf(to.source, paren, end);
  const open = to.source.indexOf("{", close);
  if (match === null || open < 0 || open >= end) return statementEnd(to.source, at, end);
  loop(to, match[1] ?? "", [at + match[0].length, close], [open, closeOf(to.source, open, end)], depth);
  return closeOf(to.source, open, end) + 1;
}

/** `LIST | ForEach-Object { … $_ … }`. */
function translatePiped(to: Translation, at: number, bar: number, open: number, stop: number, depth: number): number {
  const close = closeOf(to.source, open, stop);
  loop(to, "_", [at, bar], [open, close], depth);
  return Math.max(stop, close + 1);
}

function loop(to: Translation, name: string, list: Stretch, [open, close]: Stretch, depth: number): void {
  to.text.insert(`for ${variableName(name)} in `, list[0]);
  copyList(to, list);
  to.text.insert("; do :\n", list[1]);
  translate(to, [open + 1, close], depth + 1);
  to.text.insert("\ndone\n", close);
}

/** `"a", "b"`, `@("a", "b")`, `$list`, as words. */
function copyList(to: Translation, [start, end]: Stretch): void {
  const inner = /^\s*@?\(([\s\S]*)\)\s*$/.exec(to.source.slice(start, end));
  const from = inner === null ? start : start + inner[0].indexOf("(") + 1;
  const until = inner === null ? end : from + (inner[1] ?? "").length;
  const isPlain = /^(?:\s|,|"(?:[^"`]|`.)*"|'[^']*'|\$[\w:]+|\d+)*$/s.test(to.source.slice(from, until));
  if (isPlain) copyWords(to.text, to.source, [from, until], ",");
  else to.text.replace("${powershell_list}", from, until);
}

/** `function Name($a, $b) { … }`, `function Name { param($a, $b) … }`. */
function translateFunction(to: Translation, at: number, end: number, depth: number): number {
  const match = /^(?:function|filter)\s+([\w:-]+)\s*/i.exec(to.source.slice(at, end));
  const open = to.source.indexOf("{", afterParentheses(to.source, at + (match?.[0].length ?? 0), end));
  if (match === null || open < 0 || open >= end) return statementEnd(to.source, at, end);
  const close = closeOf(to.source, open, end);
  const head = to.source.slice(at + match[0].length, open);
  const body = /^\s*(?:\[CmdletBinding[^\]]*\]\s*)?param\s*\(/i.exec(to.source.slice(open + 1, close));
  const paren = body === null ? -1 : open + body[0].length;
  const written = body === null ? head : to.source.slice(paren, closeOf(to.source, paren, close));
  const names = parameterNames(written);
  to.functions.set((match[1] ?? "").toLowerCase(), names);
  to.text.insert(`${functionName(match[1] ?? "")}() {\n`, at);
  for (const [index, name] of names.entries()) to.text.insert(`local ${name}="\${${index + 1}}"\n`, at);
  translate(to, [body === null ? open + 1 : closeOf(to.source, paren, close) + 1, close], depth + 1);
  to.text.insert(":\n}\n", close);
  return close + 1;
}

const parameterNames = (text: string): readonly string[] =>
  Array.from(
    text.replaceAll(/"[^"]*"|'[^']*'/g, '""').matchAll(/\$(\w+)(?=\s*(?:[,=)\r\n]|$))/g),
    ([, name = ""]) => name,
  )
    .filter((name) => !/^(?:true|false|null)$/i.test(name))
    .map(variableName);

const functionName = (name: string): string => `ps_${name.toLowerCase().replaceAll(/\W/g, "_")}`;

/** The script's own parameters: their defaults hold until somebody gives others. */
function translateParameters(to: Translation, from: number, end: number): number {
  const open = skipBlank(to.source, from, end);
  if (to.source[open] !== "(") return from;
  const close = closeOf(to.source, open, end);
  for (const match of to.source.slice(open, close).matchAll(/\$(\w+)\s*=\s*("[^"\n]*"|'[^'\n]*')/g)) {
    const value = open + match.index + match[0].length - (match[2] ?? "").length;
    to.text.insert(`: "\${${variableName(match[1] ?? "")}:=`, value);
    copyString(to.text, to.source, [value + 1, value + (match[2] ?? "").length - 1], to.source[value] ?? "");
    to.text.insert('}"\n', value);
  }
  return close + 1;
}

const assignment = /^(?:\[[\w.[\]]+\]\s*)?\$(?:(env|script|global|local):)?(\w+)\s*(\+?)=(?!=)\s*/i;

/** An assignment or a command. */
function translateSimple(to: Translation, [start, end]: Stretch, depth: number): void {
  const written = to.source.slice(start, end);
  const assigned = assignment.exec(written);
  if (assigned !== null) return assign(to, assigned, [start + assigned[0].length, end]);
  if (isToolAt(to.source, start)) return command(to, [start, end]);
  const [name = ""] = /^[\w:-]+/.exec(written) ?? [];
  if (/^(?:Invoke-Expression|iex)$/i.test(name)) {
    to.text.insert("eval ", start);
    command(to, [start + name.length, end]);
  } else if (to.functions.has(name.toLowerCase())) call(to, name, [start + name.length, end]);
  else translateGiven(to, [start, end], depth);
}

/** A script block that something is given: it may run it. */
function translateGiven(to: Translation, [start, end]: Stretch, depth: number): void {
  const offset = to.source.slice(start, end).search(/(?<![@$])\{/);
  const open = start + offset;
  if (offset < 0 || !/gcloud|gsutil|\bbq\b/.test(to.source.slice(open, end))) return;
  const close = closeOf(to.source, open, end);
  to.text.insert("if powershell_condition; then :;\n", start);
  translate(to, [open + 1, close], depth + 1);
  to.text.insert("\nfi\n", close);
}

function assign(to: Translation, match: RegExpExecArray, [start, end]: Stretch): void {
  const [whole, scope, name = "", append] = match;
  const value = to.source.slice(start, end);
  const target = scope?.toLowerCase() === "env" ? name : variableName(name);
  const list = /^@\(|^(?:"[^"]*"|'[^']*')\s*,/.exec(value);
  const run = /^(?:\$?\(\s*)?(?:&\s*)?(?:gcloud|gsutil|bq)\b/i.exec(value);
  to.text.insert(`${scope?.toLowerCase() === "env" ? "export " : ""}${target}${append}=`, start - whole.length);
  if (list !== null) {
    to.text.insert("(", start);
    copyList(to, [start, end]);
    to.text.insert(")\n", end);
  } else if (run !== null) {
    const open = /^\$?\(/.exec(value)?.[0].length ?? 0;
    to.text.insert('"$(', start);
    command(to, [start + open, open > 0 ? closeOf(to.source, start + open - 1, end) : end]);
    to.text.insert(')"\n', end);
  } else {
    const isSimple = /^(?:"(?:[^"`]|`.)*"|'[^']*'|\$[\w:]+|[\w./:@-]+)\s*$/s.test(value);
    if (isSimple) copyWords(to.text, to.source, [start, end]);
    else to.text.insert('"${expression}"', start);
    to.text.insert("\n", end);
  }
}

function command(to: Translation, [start, end]: Stretch): void {
  const skipped = /^\s*(?:&\s*)?/.exec(to.source.slice(start, end))?.[0].length ?? 0;
  copyWords(to.text, to.source, [start + skipped, end]);
  to.text.insert("\n", end);
}

/** `Name a b`, `Name -Second b -First a`: the arguments in the order of the parameters. */
function call(to: Translation, name: string, [start, end]: Stretch): void {
  const names = to.functions.get(name.toLowerCase()) ?? [];
  to.text.insert(`${functionName(name)} `, start);
  const named = new Map<string, Stretch>();
  const plain: Stretch[] = [];
  const words = [...to.source.slice(start, end).matchAll(/"(?:[^"`]|`.)*"|'[^']*'|[^\s"'`]+/gs)].map(
    ({ index, 0: word }): Stretch => [start + index, start + index + word.length],
  );
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? [0, 0];
    const option = /^-([A-Za-z]\w*)$/.exec(to.source.slice(...word))?.[1];
    const next = words[at + 1];
    if (option !== undefined && next !== undefined && names.includes(variableName(option))) {
      named.set(variableName(option), next);
      at++;
    } else plain.push(word);
  }
  for (const parameter of names) {
    const word = named.get(parameter) ?? plain.shift();
    if (word === undefined) to.text.insert('"" ', end);
    else copyWords(to.text, to.source, word);
    to.text.insert(" ", end);
  }
  to.text.insert("\n", end);
}
