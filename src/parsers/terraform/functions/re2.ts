/** A regular expression of Go (RE2) in JavaScript's syntax, with the same matches; or why there is none. */
export interface Translated {
  readonly regexp?: RegExp;
  /** The names of the groups, where they have names. */
  readonly names?: readonly string[];
  /** A loop stands in a loop. */
  readonly nested?: boolean;
  /** JavaScript can't say it: the result is unknown. */
  readonly why?: string;
  /** RE2 refuses it. */
  readonly refused?: string;
}

/** Thrown inside; one of the two is set. */
class Untranslatable extends Error {
  readonly isRefused: boolean;

  constructor(message: string, isRefused: boolean) {
    super(message);
    this.isRefused = isRefused;
  }
}

const refuse = (message: string): never => {
  throw new Untranslatable(message, true);
};
const giveUp = (message: string): never => {
  throw new Untranslatable(message, false);
};

const memory = new Map<string, Translated>();
const mostRemembered = 200;

export function translate(pattern: string): Translated {
  const before = memory.get(pattern);
  if (before) return before;
  if (memory.size >= mostRemembered) memory.clear();
  const made = attempt(pattern);
  memory.set(pattern, made);
  return made;
}

function attempt(pattern: string): Translated {
  try {
    return translateWhole(pattern);
  } catch (error) {
    if (error instanceof SyntaxError) return { refused: `${pattern} is no regular expression` };
    if (!(error instanceof Untranslatable)) throw error;
    return error.isRefused ? { refused: error.message } : { why: error.message };
  }
}

interface Group {
  readonly flags: Flags;
  readonly captures: boolean;
  /** A capture or a loop stands inside. */
  holdsCapture: boolean;
  holdsLoop: boolean;
}

interface Flags {
  readonly dotAll: boolean;
  readonly lines: boolean;
}

interface State {
  readonly pattern: string;
  at: number;
  flags: Flags;
  ignoreCase: boolean;
  nested: boolean;
  readonly open: Group[];
  /** The group that was closed last, if nothing stands between it and here: what a quantifier is for. */
  last: Group | undefined;
  readonly names: (string | undefined)[];
}

function translateWhole(pattern: string): Translated {
  const outermost: Group = {
    flags: { dotAll: false, lines: false },
    captures: false,
    holdsCapture: false,
    holdsLoop: false,
  };
  const state: State = {
    pattern,
    at: 0,
    flags: outermost.flags,
    ignoreCase: false,
    nested: false,
    open: [outermost],
    last: undefined,
    names: [],
  };
  let source = "";
  while (state.at < pattern.length) source += translateNext(state);
  if (state.open.length !== 1) refuse(`${pattern} has a parenthesis that is never closed`);
  const named = state.names.filter((name) => name !== undefined);
  if (named.length > 0 && named.length < state.names.length) refuse(`${pattern} mixes named and unnamed groups`);
  const regexp = new RegExp(source, state.ignoreCase ? "giu" : "gu");
  return { regexp, nested: state.nested, ...(named.length > 0 && { names: named }) };
}

const syntax: ReadonlySet<string> = new Set("^$\\.*+?()[]{}|/");

const literal = (character: string): string => (syntax.has(character) ? `\\${character}` : character);

function translateNext(state: State): string {
  const character = String.fromCodePoint(state.pattern.codePointAt(state.at) ?? 0);
  const before = state.last;
  state.last = undefined;
  switch (character) {
    case "(":
      return openGroup(state);
    case ")":
      return closeGroup(state);
    case "[":
      return translateClass(state);
    case "\\":
      return translateEscape(state);
    case ".":
      state.at++;
      return state.flags.dotAll ? "[\\s\\S]" : "[^\\n]";
    case "^":
      state.at++;
      return state.flags.lines ? "(?<![^\\n])" : "^";
    case "$":
      state.at++;
      return state.flags.lines ? "(?![^\\n])" : "$";
    case "|":
      state.at++;
      return "|";
    case "*":
    case "+":
    case "?":
    case "{":
      return translateQuantifier(state, before);
    default:
      state.at += character.length;
      return literal(character);
  }
}

const mostRepeats = 1000;

function translateQuantifier(state: State, before: Group | undefined): string {
  const found = /^(?:[*+?]|\{(\d+)(?:,(\d*))?\})\??/u.exec(state.pattern.slice(state.at, state.at + 16));
  if (!found) {
    state.at++;
    return "\\{";
  }
  state.at += found[0].length;
  if (Number(found[1] ?? 0) > mostRepeats || Number(found[2] ?? 0) > mostRepeats) refuse("repeats too often");
  if (!found[0].startsWith("?")) noteLoop(state, before);
  return found[0];
}

function noteLoop(state: State, before: Group | undefined): void {
  if (before?.holdsCapture) giveUp("has a group in a loop, which is counted another way");
  if (before?.holdsLoop) state.nested = true;
  for (const group of state.open) group.holdsLoop = true;
}

function openGroup(state: State): string {
  const rest = state.pattern.slice(state.at);
  const named = /^\(\?P?<([A-Za-z_]\w*)>/u.exec(rest);
  if (named) return capture(state, named[0].length, named[1]);
  const flagged = /^\(\?([a-zA-Z]*)(?:-([a-zA-Z]+))?([:)])/u.exec(rest);
  if (flagged) return applyFlags(state, flagged);
  if (rest.startsWith("(?")) refuse("has a group that Go's regular expressions lack");
  return capture(state, 1, undefined);
}

function capture(state: State, length: number, name: string | undefined): string {
  if (name !== undefined && state.names.includes(name)) refuse(`has two groups named ${name}`);
  state.at += length;
  state.names.push(name);
  for (const group of state.open) group.holdsCapture = true;
  state.open.push({ flags: state.flags, captures: true, holdsCapture: true, holdsLoop: false });
  return name === undefined ? "(" : `(?<${name}>`;
}

function applyFlags(state: State, [whole, on = "", off = "", end]: RegExpExecArray): string {
  if (/[^imsU]/u.test(on + off)) refuse("has a flag that Go's regular expressions lack");
  if (`${on}${off}`.includes("U")) giveUp("swaps greedy and lazy");
  if (off.includes("i") && state.ignoreCase) giveUp("changes case sensitivity in the middle");
  if (on.includes("i") && !(state.at === 0 && end === ")") && !state.ignoreCase)
    giveUp("changes case sensitivity in the middle");
  state.ignoreCase ||= on.includes("i");
  const outer = state.flags;
  state.at += whole.length;
  state.flags = {
    dotAll: (outer.dotAll || on.includes("s")) && !off.includes("s"),
    lines: (outer.lines || on.includes("m")) && !off.includes("m"),
  };
  if (end === ")") return "";
  state.open.push({ flags: outer, captures: false, holdsCapture: false, holdsLoop: false });
  return "(?:";
}

function closeGroup(state: State): string {
  const group = state.open.length > 1 ? state.open.pop() : undefined;
  if (!group) return refuse("has a parenthesis that was never opened");
  state.at++;
  state.flags = group.flags;
  state.last = group;
  return ")";
}

/** Escapes that mean the same inside and outside of a class. */
const simpleEscapes: Readonly<Record<string, string>> = {
  d: "\\d",
  D: "\\D",
  w: "\\w",
  W: "\\W",
  n: "\\n",
  r: "\\r",
  t: "\\t",
  f: "\\f",
  v: "\\v",
  a: "\\x07",
};

/** Escapes outside of a class. RE2's blanks are ASCII only, and have no vertical tab. */
const outerEscapes: Readonly<Record<string, string>> = {
  s: "[\\t\\n\\f\\r\\x20]",
  S: "[^\\t\\n\\f\\r\\x20]",
  b: "\\b",
  B: "\\B",
  A: "(?<![\\s\\S])",
  z: "(?![\\s\\S])",
};

function translateEscape(state: State): string {
  const name = state.pattern.charAt(state.at + 1);
  if (name === "Q") return translateQuoted(state);
  const outer = outerEscapes[name];
  if (outer === undefined) return translateCharacter(state);
  state.at += 2;
  return outer;
}

function translateQuoted(state: State): string {
  const start = state.at + 2;
  const close = state.pattern.indexOf("\\E", start);
  const end = close < 0 ? state.pattern.length : close;
  state.at = close < 0 ? end : end + 2;
  return Array.from(state.pattern.slice(start, end), literal).join("");
}

/** An escape that stands for a character or a set of them, also in a class. */
function translateCharacter(state: State): string {
  const rest = state.pattern.slice(state.at);
  const property = /^\\([pP])(?:\{(\^?)(\w+)\}|(\w))/u.exec(rest);
  if (property) return translateProperty(state, property);
  const hex = /^\\x(?:\{([\da-f]+)\}|([\da-f]{2}))/iu.exec(rest);
  const name = rest.charAt(1);
  const simple = simpleEscapes[name];
  state.at += hex ? hex[0].length : 2;
  if (hex) return `\\u{${hex[1] ?? hex[2]}}`;
  if (simple !== undefined) return simple;
  if (name === "C" || name === "0") return giveUp(`has \\${name}`);
  if (name === "" || /\w/u.test(name)) return refuse(`has \\${name}, which Go's regular expressions lack`);
  return name === "-" ? "\\x2d" : literal(name);
}

function translateProperty(state: State, [whole, kind, not, long, short]: RegExpExecArray): string {
  state.at += whole.length;
  const name = long ?? short ?? "";
  const isNegated = (kind === "P") !== (not === "^");
  const body = /^[A-Z][a-z]?$/u.test(name) ? name : `Script=${name}`;
  return `\\${isNegated ? "P" : "p"}{${body}}`;
}

const namedClasses: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  ascii: "\\x00-\\x7f",
  blank: "\\t\\x20",
  cntrl: "\\x00-\\x1f\\x7f",
  digit: "0-9",
  graph: "!-~",
  lower: "a-z",
  print: "\\x20-~",
  punct: "!-\\/:-@\\[-`\\{-~",
  space: "\\t\\n\\v\\f\\r\\x20",
  upper: "A-Z",
  word: "0-9A-Za-z_",
  xdigit: "0-9A-Fa-f",
};

function translateClass(state: State): string {
  const { pattern } = state;
  state.at++;
  let source = "[";
  if (pattern.charAt(state.at) === "^") {
    state.at++;
    source += "^";
  }
  for (let first = true; first || pattern.charAt(state.at) !== "]"; first = false) {
    if (state.at >= pattern.length) refuse("has a bracket that is never closed");
    source += translateMember(state);
  }
  state.at++;
  return `${source}]`;
}

function translateMember(state: State): string {
  const rest = state.pattern.slice(state.at);
  const named = /^\[:(\^?)(\w+):\]/u.exec(rest);
  if (named) return translateNamed(state, named);
  if (rest.startsWith("\\s")) {
    state.at += 2;
    return "\\t\\n\\f\\r\\x20";
  }
  if (rest.startsWith("\\S")) giveUp("has \\S in brackets");
  if (rest.startsWith("\\")) return translateCharacter(state);
  const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  state.at += character.length;
  if (character === "-") return rest.charAt(1) === "]" || state.pattern.charAt(state.at - 2) === "[" ? "\\-" : "-";
  return literal(character);
}

function translateNamed(state: State, [whole, not, name = ""]: RegExpExecArray): string {
  const members = namedClasses[name];
  if (members === undefined) return refuse(`has a class [:${name}:]`);
  if (not === "^") return giveUp("has a negated class in brackets");
  state.at += whole.length;
  return members;
}
