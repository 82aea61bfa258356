/** Deeper than this is nobody's real file. */
const deepestYaml = 400;

/** To be asked before a text is parsed: the `yaml` library is recursive, and running out of stack in it may end the process. */
export const isYamlTooDeep = (text: string): boolean => yamlNesting(text) > deepestYaml;

/** How deep a YAML text nests, or a little more: by indentation, by marks in a row, by brackets. */
function yamlNesting(text: string): number {
  const indents: number[] = [];
  let deepest = 0;
  let brackets = 0;
  for (let at = 0; at < text.length; at = lineEnd(text, at) + 1) {
    const end = lineEnd(text, at);
    const start = firstOther(text, at, end);
    if (start === end) continue;
    while ((indents.at(-1) ?? -1) >= start - at) indents.pop();
    indents.push(start - at);
    const line = lineNesting(text, start, end, brackets);
    brackets = line.open;
    deepest = Math.max(deepest, indents.length + leadingMarks(text, start, end) + line.deepest);
  }
  return deepest;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 13;
const isFollowedByBlank = (text: string, at: number, end: number): boolean =>
  at + 1 === end || isBlank(text.charCodeAt(at + 1));

function firstOther(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isBlank(text.charCodeAt(at))) at++;
  return at;
}

const dash = 45;
const colon = 58;
const question = 63;

/** `- - ? a` */
function leadingMarks(text: string, start: number, end: number): number {
  let marks = 0;
  for (let at = start; at < end; at = firstOther(text, at + 1, end)) {
    const code = text.charCodeAt(at);
    if ((code !== dash && code !== question) || !isFollowedByBlank(text, at, end)) break;
    marks++;
  }
  return marks;
}

/** The brackets that are open at once, and the maps of `a: b: c`, which is wrong but read all the same. */
function lineNesting(
  text: string,
  start: number,
  end: number,
  before: number,
): { readonly deepest: number; readonly open: number } {
  let open = before;
  let deepest = before;
  let colons = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 91 || code === 123) deepest = Math.max(deepest, ++open);
    else if ((code === 93 || code === 125) && open > 0) open--;
    else if (code === colon && open === 0 && isFollowedByBlank(text, at, end)) colons++;
  }
  return { deepest: deepest + colons, open };
}
