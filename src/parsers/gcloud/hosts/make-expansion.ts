import type { Source } from "../../../model/source.ts";
import type { ShellText } from "./host-script.ts";

/** What make puts in for `$(…)` at one place. */
export interface Around {
  readonly source: Source;
  /** The lines of each `define`. */
  readonly bodies: ReadonlyMap<string, Stretch>;
  /** What recursive variables hold, for `$(call …)`. */
  readonly values: ReadonlyMap<string, Stretch>;
  /** `$@`, `$<`, and the arguments of a call: `$(1)`. */
  readonly automatic: Readonly<Record<string, Stretch | string>>;
  readonly depth: number;
}

export type Stretch = readonly [start: number, end: number];

const deepest = 10;

/** A name of make's as one of the shell's. */
export const shellName = (name: string): string => name.replaceAll(/\W/g, "_");

/** Copies a stretch with make's `$(NAME)`, `$(shell …)`, `$(call …)` and `$$` in the shell's words; other functions are not known. */
export function copyMake(text: ShellText, around: Around, [start, end]: Stretch, quoted = false): void {
  const { text: source } = around.source;
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
    from = copyExpansion(text, around, at, end);
    at = from - 1;
  }
  text.copy(from, end);
}

/** One `$…`; gives where it ends. */
function copyExpansion(text: ShellText, around: Around, at: number, end: number): number {
  const { text: source } = around.source;
  const next = source[at + 1] ?? "";
  if (next === "$") {
    text.copy(at + 1, at + 2);
    return at + 2;
  }
  if (next !== "(" && next !== "{") {
    copyNamed(text, around, next, [at, Math.min(at + 2, end)]);
    return Math.min(at + 2, end);
  }
  const close = closing(source, at + 1, end);
  copyReference(text, around, [at + 2, close], [at, Math.min(close + 1, end)]);
  return Math.min(close + 1, end);
}

/** What stands between the parentheses. */
function copyReference(text: ShellText, around: Around, inner: Stretch, whole: Stretch): void {
  const inside = around.source.text.slice(...inner);
  const [, name = "", space = ""] = /^([a-z-]+)(\s+)/.exec(inside) ?? [];
  const from = inner[0] + name.length + space.length;
  const copy = functions[name];
  if (/^[\w.-]+$/.test(inside) || /^[@<^*?+|]$/.test(inside)) copyNamed(text, around, inside, whole);
  else if (name === "" || copy === undefined || around.depth > deepest) text.replace("${make_function}", ...whole);
  else copy(text, around, argumentsIn(around.source.text, [from, inner[1]]), whole);
}

/** `$(NAME)`: what is known of it in the file, else a variable of the shell. */
function copyNamed(text: ShellText, around: Around, name: string, whole: Stretch): void {
  const automatic = Object.hasOwn(around.automatic, name) ? around.automatic[name] : undefined;
  const body = around.bodies.get(name);
  if (typeof automatic === "string") text.replace(automatic, ...whole);
  else if (automatic !== undefined) copyMake(text, deeper(around), automatic);
  else if (body !== undefined && around.depth <= deepest) copyBody(text, deeper(around), body);
  else if (/^[\w.-]+$/.test(name) && !/^\d+$/.test(name)) text.replace(`\${${shellName(name)}}`, ...whole);
  else text.replace("${automatic}", ...whole);
}

const deeper = (around: Around): Around => ({ ...around, depth: around.depth + 1 });

/** The lines of a body without what only make reads: tabs, `@` and `-`. */
function copyBody(text: ShellText, around: Around, [start, end]: Stretch): void {
  const lines = around.source.text.slice(start, end);
  let from = 0;
  for (const { index, 0: prefix } of lines.matchAll(/(?:^|(?<!\\)\n)([\s@+-]*)/g)) {
    copyMake(text, around, [start + from, start + index]);
    if (index > 0) text.insert("\n", start + index);
    from = index + prefix.length;
  }
  copyMake(text, around, [start + from, end]);
}

type MakeFunction = (text: ShellText, around: Around, args: readonly Stretch[], whole: Stretch) => void;

const functions: Readonly<Record<string, MakeFunction | undefined>> = {
  shell: (text, around, args, [start, end]) => {
    text.replace("$(", start, start + 2);
    copyMake(text, around, [args[0]?.[0] ?? start, end - 1]);
    text.replace(")", end - 1, end);
  },
  strip: (text, around, [only]) => {
    if (only !== undefined) copyMake(text, deeper(around), trimmed(around, only));
  },
  call: (text, around, [name, ...args], whole) => {
    const called = name === undefined ? "" : around.source.text.slice(...trimmed(around, name));
    const body = around.bodies.get(called) ?? around.values.get(called);
    if (body === undefined) return text.replace("${make_function}", ...whole);
    const given = Object.fromEntries(args.map((stretch, index) => [String(index + 1), stretch] as const));
    copyBody(text, { ...deeper(around), automatic: { ...around.automatic, ...given } }, body);
  },
  foreach: (text, around, [name, list, body], [start, end]) => {
    if (name === undefined || list === undefined || body === undefined) return;
    const variable = shellName(around.source.text.slice(...trimmed(around, name)));
    text.insert(`for ${variable} in `, start);
    copyMake(text, deeper(around), list);
    text.insert("; do ", body[0]);
    copyMake(text, deeper(around), [body[0], end - 1]);
    text.insert(" :; done;", end);
  },
};

function trimmed({ source }: Around, [start, end]: Stretch): Stretch {
  const written = source.text.slice(start, end);
  return [start + written.length - written.trimStart().length, end - (written.length - written.trimEnd().length)];
}

/** Cut at the commas that no parenthesis holds. */
function argumentsIn(source: string, [start, end]: Stretch): readonly Stretch[] {
  const found: Stretch[] = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < end; at++) {
    const char = source[at] ?? "";
    if (char === "(" || char === "{") depth++;
    else if (char === ")" || char === "}") depth--;
    else if (char === "," && depth === 0) {
      found.push([from, at]);
      from = at + 1;
    }
  }
  return [...found, [from, end]];
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
