import type { ShellText } from "./host-script.ts";
import { type Stretch, afterString, closeOf } from "./powershell-syntax.ts";

/** PowerShell does not care for the case of a variable's name. */
export const variableName = (name: string): string => name.toLowerCase();

const unknownPart = "${expression}";

/** Copies the words of a command or a list, up to a pipe. */
export function copyWords(text: ShellText, source: string, [start, end]: Stretch, separator = ""): void {
  for (let at = start; at < end;) {
    const char = source[at] ?? "";
    if (char === separator || (separator !== "" && /\s/.test(char))) {
      text.replace(" ", at, ++at);
    } else if (char === "|" || (char === "#" && /\s/.test(source[at - 1] ?? ""))) return;
    else if (char === "`") {
      const length = source.startsWith("\r\n", at + 1) ? 3 : 2;
      if (/\s/.test(source[at + 1] ?? "")) text.replace(" ", at, at + length);
      else text.replace(`\\${source[at + 1] ?? ""}`, at, at + length);
      at += length;
    } else at = copyPart(text, source, at, end, start);
  }
}

/** A string, a variable, a parenthesis, or one character; gives where it ends. */
function copyPart(text: ShellText, source: string, at: number, end: number, start: number): number {
  const char = source[at] ?? "";
  if (char === '"' || char === "'") {
    const after = afterString(source, at, end);
    text.insert('"', at);
    copyString(text, source, [at + 1, after - 1], char);
    text.insert('"', after);
    return after;
  }
  const isStart = at === start || /[\s,]/.test(source[at - 1] ?? " ");
  const splat = /^@(\w+)/.exec(source.slice(at, at + 100));
  if (isStart && splat !== null) {
    text.replace(`"\${${variableName(splat[1] ?? "")}[@]}"`, at, at + splat[0].length);
    return at + splat[0].length;
  }
  if (char === "$" || char === "(") return copyExpression(text, source, at, end, isStart);
  if (/[\\;{}!*?<>&]/.test(char) && !/^(?:\d?>&\d|>>?)/.test(source.slice(at, at + 4)))
    text.replace(`\\${char}`, at, at + 1);
  else text.copy(at, at + 1);
  return at + 1;
}

/** `$x`, `$env:X`, `${x}`, `$(…)`, `(…)`; gives where it ends. */
function copyExpression(text: ShellText, source: string, at: number, end: number, isWord: boolean): number {
  const parenthesis = source.startsWith("$(", at) ? at + 1 : source[at] === "(" ? at : -1;
  if (parenthesis >= 0) return copySubexpression(text, source, at, parenthesis, end);
  const match = /^\$\{?(?:(env|script|global|local|using):)?(\w+)\}?/i.exec(source.slice(at, Math.min(end, at + 200)));
  if (match === null) {
    text.replace("\\$", at, at + 1);
    return at + 1;
  }
  const [whole, scope, written = ""] = match;
  const name = scope?.toLowerCase() === "env" ? written : variableName(written);
  const after = at + whole.length;
  // A property or an element of something is not known.
  const member = isWord ? /^(?:\.\w+|\[[^\]]*\])+/.exec(source.slice(after, end)) : null;
  if (member !== null) {
    text.replace(unknownPart, at, after + member[0].length);
    return after + member[0].length;
  }
  const isWhole = isWord && (after >= end || /[\s,|]/.test(source[after] ?? ""));
  text.replace(isWhole ? `"\${${name}[@]}"` : `\${${name}}`, at, after);
  return after;
}

/** `$(gcloud …)`, `$($x)`; what else is computed is not known. */
function copySubexpression(text: ShellText, source: string, at: number, open: number, end: number): number {
  const close = closeOf(source, open, end);
  const inside = source.slice(open + 1, close);
  const after = Math.min(close + 1, end);
  const variable = /^\s*\$(\w+)\s*$/.exec(inside);
  if (variable !== null) text.replace(`\${${variableName(variable[1] ?? "")}}`, at, after);
  else if (/^\s*(?:&\s*)?(?:gcloud|gsutil|bq)\s/i.test(inside)) {
    const from = open + 1 + (/^\s*(?:&\s*)?/.exec(inside)?.[0].length ?? 0);
    text.replace("$(", at, open + 1);
    copyWords(text, source, [from, close]);
    text.replace(")", close, after);
  } else text.replace(unknownPart, at, after);
  return after;
}

/** What a string holds, in the shell's double quotes. */
export function copyString(text: ShellText, source: string, [start, end]: Stretch, quote: string): void {
  for (let at = start; at < end;) {
    const char = source[at] ?? "";
    if (char === quote && source[at + 1] === quote) {
      text.replace(quote === '"' ? '\\"' : "'", at, at + 2);
      at += 2;
    } else if (quote === '"' && char === "`") {
      const next = source[at + 1] ?? "";
      text.replace(/["$\\`]/.test(next) ? `\\${next}` : (escapes[next] ?? next), at, at + 2);
      at += 2;
    } else if (quote === '"' && char === "$") at = copyExpression(text, source, at, end, false);
    else {
      if (/["\\$`]/.test(char)) text.replace(`\\${char}`, at, at + 1);
      else text.copy(at, at + 1);
      at++;
    }
  }
}

const escapes: Readonly<Record<string, string | undefined>> = { n: "\n", t: "\t", r: "\r", "0": "" };
