/**
 * The last line (an index) of the statement that starts at a line, in whatever language: to the closing bracket, the end
 * of the here-document, the last continuation line, or the last line that is indented deeper.
 */
export function statementEnd(lines: readonly string[], first: number): number {
  const start = lines[first] ?? "";
  if (startsDocument.test(start)) return documentEnd(lines, first);
  const [, fence] = startsFence.exec(start) ?? [];
  if (fence !== undefined) return fenceEnd(lines, first, fence);
  const decorated = afterDecorators(lines, first);
  const joined = joinedEnd(lines, decorated);
  return indentedEnd(lines, decorated, joined);
}

/** The first line of a Kubernetes resource stands for the resource. */
const startsDocument = /^(?:apiVersion|kind):/;

function documentEnd(lines: readonly string[], first: number): number {
  const next = lines.findIndex((line, at) => at > first && /^(?:---|\.\.\.)/.test(line));
  return lastFilled(lines, first, next === -1 ? lines.length - 1 : next - 1);
}

/** A block of code in Markdown. */
const startsFence = /^\s*(`{3,}|~{3,})/;

function fenceEnd(lines: readonly string[], first: number, fence: string): number {
  const end = lines.findIndex((line, at) => at > first && line.trim().startsWith(fence));
  return end === -1 ? first : end;
}

/** `@dsl.component` belongs to the function below it. */
function afterDecorators(lines: readonly string[], first: number): number {
  let at = first;
  while (at < lines.length - 1 && /^\s*@\w/.test(lines[at] ?? "")) at = joinedEnd(lines, at) + 1;
  return at;
}

const hereDocument = /<<[-~]?\s?(["']?)([A-Za-z_]\w*)\1/;
const continues = /(?:^|[^\\])[\\`^]\s*$|&&\s*$|\|\s*$/;

/** Over open brackets, continuation lines and here-documents. */
function joinedEnd(lines: readonly string[], first: number): number {
  let depth = 0;
  for (let at = first; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const [, , marker] = hereDocument.exec(line) ?? [];
    depth += openBrackets(line);
    if (marker !== undefined) {
      const end = lines.findIndex((below, index) => index > at && below.trim().replace(/[;)]+$/, "") === marker);
      if (end !== -1) at = end;
    }
    if (depth <= 0 && !continues.test(line)) return at;
  }
  return first;
}

const ignorable = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\*.*?\*\/|(?:^|\s)(?:#|\/\/).*/g;

/** Brackets opened less brackets closed, those in strings and comments left out. */
function openBrackets(line: string): number {
  let depth = 0;
  for (const character of line.replaceAll(ignorable, " ")) {
    if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth--;
  }
  return depth;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** A YAML sequence may stand as deep as the key that it belongs to. */
const isOwnItem = (start: string, line: string): boolean =>
  /:\s*$/.test(start) && indentOf(line) === indentOf(start) && /^\s*-\s/.test(line) && !/^\s*-\s/.test(start);

function indentedEnd(lines: readonly string[], start: number, joined: number): number {
  const head = lines[start] ?? "";
  let end = joined;
  for (let at = joined + 1; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line.trim() === "") continue;
    if (indentOf(line) <= indentOf(head) && !isOwnItem(head, line)) break;
    end = at;
  }
  return end;
}

function lastFilled(lines: readonly string[], first: number, last: number): number {
  let at = last;
  while (at > first && (lines[at] ?? "").trim() === "") at--;
  return at;
}
