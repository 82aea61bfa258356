import type { Source } from "../../../model/source.ts";
import { type HostScript, type ShellText, copyRewritten, logicalLines, shellText } from "./host-script.ts";

/** Lines of gcloud in a batch file, with the variables, lists and conditions around them. */
export function batchScripts(source: Source): readonly HostScript[] {
  let depth = 0;
  return logicalLines(source.text, (line) => line.endsWith("^")).flatMap(([start, end]) => {
    const line = source.text.slice(start, end);
    if (/^\s*@?(?:rem\b|::)/i.test(line)) return [];
    const text = shellText(source);
    const isRead = readLine(source.text, text, [start, end]);
    const conditional = depth > 0 || /^\s*@?if\b/i.test(line);
    if (!/^\s*@?for\b.*\bdo\s+[^(\s]/i.test(line) && !/^\s*@?set\b/i.test(line))
      depth = Math.max(0, depth + openedIn(line));
    return isRead ? [{ unit: text.unit(), scope: "shared" as const, ...(conditional && { conditional }) }] : [];
  });
}

/** Parentheses that stand alone: at the end of a line, or as its beginning. */
const openedIn = (line: string): number => Number(/\(\s*$/.test(line)) - Number(/^\s*\)/.test(line));

type Stretch = readonly [start: number, end: number];

/** Whether anything of the line concerns us. */
function readLine(source: string, text: ShellText, [start, end]: Stretch): boolean {
  const line = source.slice(start, end);
  const guard =
    /^\s*@?if\s+(?:\/i\s+)?(?:not\s+)?(?:defined\s+\S+|exist\s+(?:"[^"]*"|\S+)|errorlevel\s+\d+|(?:"[^"]*"|[^\s=]+)\s*(?:==|equ|neq)\s*(?:"[^"]*"|\S+))\s*\(?\s*/i.exec(
      line,
    );
  if (guard !== null) return readLine(source, text, [start + guard[0].length, end]);
  const lookup =
    /^\s*@?for\s+\/f\s+(?:"[^"]*"\s+)?%%?(\w)\s+in\s+\(\s*(['`])(.*?)\2\s*\)\s+do\s+(?:@?set\s+"?([A-Za-z_]\w*)=%%?\1"?)?/is.exec(
      line,
    );
  if (lookup !== null) return readLookup(source, text, start, lookup);
  const loop = /^\s*@?for\s+%%?(\w)\s+in\s+\(([^)]*)\)\s+do\s+\(?\s*/i.exec(line);
  if (loop !== null) return readLoop(source, text, [start, end], loop);
  const assignment = /^\s*@?set\s+"?([A-Za-z_]\w*)=([^"\n]*?)"?\s*$/i.exec(line);
  if (assignment !== null) {
    const value = start + line.indexOf("=") + 1;
    text.insert(`export ${assignment[1] ?? ""}="`, start);
    copyBatch(source, text, [value, value + (assignment[2] ?? "").length]);
    text.insert('"\n', end);
    return true;
  }
  return readCommand(source, text, [start, end]);
}

const tool = /^\s*@?(?:call\s+)?(?=(?:"[^"]*[\\/])?(?:gcloud|gsutil|bq)(?:\.cmd|\.exe)?"?\s)/i;

function readCommand(source: string, text: ShellText, [start, end]: Stretch): boolean {
  const prefix = tool.exec(source.slice(start, end));
  if (prefix === null) return false;
  copyBatch(source, text, [start + prefix[0].length, end]);
  text.insert("\n", end);
  return true;
}

/** `for /f %%i in ('command') do set NAME=%%i`. */
function readLookup(source: string, text: ShellText, start: number, match: RegExpExecArray): boolean {
  const [whole, , quote = "", command = "", name] = match;
  const at = start + whole.indexOf(quote + command + quote) + 1;
  if (name !== undefined) text.insert(`export ${name}="$(`, start);
  copyBatch(source, text, [at, at + command.length]);
  text.insert(name === undefined ? "\n" : ')"\n', at + command.length);
  return true;
}

/** `for %%r in (a b) do command`. */
function readLoop(source: string, text: ShellText, [start, end]: Stretch, match: RegExpExecArray): boolean {
  const [whole, name = "", list = ""] = match;
  const at = start + whole.indexOf(`(${list})`) + 1;
  // What stands on further lines is conditional, and its variable is not known.
  if (source.slice(start + whole.length, end).trim() === "") return false;
  text.insert(`for batch_${name} in `, start);
  copyBatch(source, text, [at, at + list.length]);
  text.insert("; do ", at + list.length);
  const isRead = readLine(source, text, [start + whole.length, end]);
  if (!isRead) text.insert(":\n", end);
  text.insert("done\n", end);
  return isRead;
}

const special = /\^\r?\n|\^(?=.)|%[A-Za-z_]\w*%|![A-Za-z_]\w*!|%%~?\w|%~?[\d*]|%[A-Za-z_]\w*:[^%\n]*%|\\(?=\w)|\$/g;

function copyBatch(source: string, text: ShellText, stretch: Stretch): void {
  copyRewritten(text, source, stretch, special, ([written]) => {
    if (written.startsWith("^")) return written.length > 1 ? " " : "\\";
    if (written === "\\" || written === "$") return `\\${written}`;
    if (written.includes(":")) return "${batch_part}";
    if (written.startsWith("%%")) return `\${batch_${written.replaceAll(/[%~]/g, "")}}`;
    return `\${${written.replaceAll(/[%!~]/g, "").replace("*", "@")}}`;
  });
}
