import { folded, one, readEscapedCharacter, readEscapedSet, readSet } from "./sets.ts";
import type { Cursor } from "./sets.ts";
import { giveUp, refuse } from "./tree.ts";
import type { Assertion, Has, Node } from "./tree.ts";

export interface Pattern {
  readonly node: Node;
  /** The names of the groups; `undefined` for those without. */
  readonly names: readonly (string | undefined)[];
}

interface Flags {
  readonly fold: boolean;
  readonly lines: boolean;
  readonly dotAll: boolean;
  readonly lazy: boolean;
}

interface State extends Cursor {
  flags: Flags;
  depth: number;
  readonly names: (string | undefined)[];
}

const deepest = 200;

/** Reads a whole pattern. */
export function readPattern(pattern: string): Pattern {
  const flags = { fold: false, lines: false, dotAll: false, lazy: false };
  const state: State = { pattern, at: 0, flags, depth: 0, names: [] };
  const node = readEither(state);
  if (state.at < pattern.length) refuse("has a parenthesis that was never opened");
  return { node, names: state.names };
}

/** Flags that are set in a group end with it. */
function readEither(state: State): Node {
  if (++state.depth > deepest) giveUp("is nested too deeply");
  const { flags } = state;
  const items = [readSequence(state)];
  while (state.pattern.charAt(state.at) === "|") {
    state.at++;
    items.push(readSequence(state));
  }
  state.flags = flags;
  state.depth--;
  const [only] = items;
  return only && items.length === 1 ? only : { type: "either", items };
}

function readSequence(state: State): Node {
  const items: Node[] = [];
  while (state.at < state.pattern.length && !/[|)]/u.test(state.pattern.charAt(state.at))) {
    if (state.pattern.startsWith("\\Q", state.at)) items.push(...readQuoted(state));
    else {
      const atom = readAtom(state) ?? (isRepeated(state) ? (items.pop() ?? refuse("repeats nothing")) : undefined);
      if (atom) items.push(readRepeats(state, atom));
    }
  }
  return { type: "sequence", items };
}

function readQuoted(state: State): readonly Node[] {
  const start = state.at + 2;
  const close = state.pattern.indexOf("\\E", start);
  const end = close < 0 ? state.pattern.length : close;
  state.at = close < 0 ? end : end + 2;
  const letters = Array.from(state.pattern.slice(start, end), (letter) => literal(state, letter.codePointAt(0) ?? 0));
  const last = letters.pop();
  return last ? [...letters, readRepeats(state, last)] : [];
}

const foldIf = ({ flags }: State): ((has: Has) => Has) => (flags.fold ? folded : (has) => has);
const setOf = (has: Has): Node => ({ type: "set", has });
const literal = (state: State, code: number): Node => setOf(foldIf(state)(one(code)));

/** `undefined`: flags alone. */
function readAtom(state: State): Node | undefined {
  const character = state.pattern.charAt(state.at);
  switch (character) {
    case "(":
      return readGroup(state);
    case "[":
      return setOf(readSet(state, foldIf(state)));
    case "\\":
      return readEscape(state);
    case ".":
      state.at++;
      return setOf(state.flags.dotAll ? (): boolean => true : (code): boolean => code !== 10);
    case "^":
      return assertion(state, 1, state.flags.lines ? "line-start" : "text-start");
    case "$":
      return assertion(state, 1, state.flags.lines ? "line-end" : "text-end");
    case "*":
    case "+":
    case "?":
      return refuse("repeats nothing");
    default: {
      const code = state.pattern.codePointAt(state.at) ?? 0;
      state.at += code > 0xffff ? 2 : 1;
      return literal(state, code);
    }
  }
}

function assertion(state: State, length: number, kind: Assertion): Node {
  state.at += length;
  return { type: "assert", kind };
}

const assertions: Readonly<Record<string, Assertion>> = {
  A: "text-start",
  z: "text-end",
  b: "word-edge",
  B: "no-word-edge",
};

function readEscape(state: State): Node {
  const kind = assertions[state.pattern.charAt(state.at + 1)];
  if (kind) return assertion(state, 2, kind);
  const set = readEscapedSet(state);
  return set ? setOf(foldIf(state)(set)) : literal(state, readEscapedCharacter(state));
}

function readGroup(state: State): Node | undefined {
  const rest = state.pattern.slice(state.at);
  const named = /^\(\?P?<(\w+)>/u.exec(rest);
  if (named) return readCapture(state, named[0].length, named[1]);
  const flagged = /^\(\?([a-zA-Z]*)(?:(-)([a-zA-Z]+))?([:)])/u.exec(rest);
  if (flagged) return readFlagged(state, flagged);
  return rest.startsWith("(?") ? refuse("has a group that RE2 lacks") : readCapture(state, 1, undefined);
}

function readCapture(state: State, length: number, name: string | undefined): Node {
  if (name !== undefined && state.names.includes(name)) refuse(`has two groups named ${name}`);
  state.at += length;
  state.names.push(name);
  const index = state.names.length;
  return { type: "group", index, body: readClosed(state) };
}

function readClosed(state: State): Node {
  const body = readEither(state);
  if (state.pattern.charAt(state.at) !== ")") refuse("has a parenthesis that is never closed");
  state.at++;
  return body;
}

function readFlagged(state: State, [whole, on = "", , off = "", end]: RegExpExecArray): Node | undefined {
  if (/[^imsU]/u.test(on + off) || (on + off === "" && end === ")")) refuse("has a flag that RE2 lacks");
  const outer = state.flags;
  const flag = (name: string, before: boolean): boolean => (before || on.includes(name)) && !off.includes(name);
  state.at += whole.length;
  state.flags = {
    fold: flag("i", outer.fold),
    lines: flag("m", outer.lines),
    dotAll: flag("s", outer.dotAll),
    lazy: flag("U", outer.lazy),
  };
  if (end === ")") return undefined;
  const body = readClosed(state);
  state.flags = outer;
  return body;
}

const mostRepeats = 1000;
const quantifier = /(?:[*+?]|\{(\d{1,9})(,(\d{0,9}))?\})(\??)/uy;

/** What repeats stands behind flags: it is for what stands before them. */
function isRepeated({ pattern, at }: State): boolean {
  quantifier.lastIndex = at;
  return quantifier.test(pattern);
}

function readRepeats(state: State, atom: Node): Node {
  quantifier.lastIndex = state.at;
  const found = quantifier.exec(state.pattern);
  if (!found) return atom;
  state.at += found[0].length;
  quantifier.lastIndex = state.at;
  if (quantifier.test(state.pattern)) refuse("repeats what is repeated");
  const [least, most] = bounds(found);
  if (Math.max(least, most ?? 0) > mostRepeats || (most ?? least) < least) refuse("repeats too often");
  const greedy = (found[4] === "?") === state.flags.lazy;
  return { type: "repeat", body: atom, least, ...(most !== undefined && { most }), greedy };
}

function bounds([whole, least, hasMost, most]: RegExpExecArray): readonly [least: number, most: number | undefined] {
  if (whole.startsWith("*")) return [0, undefined];
  if (whole.startsWith("+")) return [1, undefined];
  if (whole.startsWith("?")) return [0, 1];
  if (hasMost === undefined) return [Number(least), Number(least)];
  return [Number(least), most === "" ? undefined : Number(most)];
}
