import type { Assignment, Command, Word as WordNode } from "unbash";
import type { Span } from "../../model/source.ts";
import { expandText, expandWords } from "./expand.ts";
import { type Outcome, done } from "./outcome.ts";
import { type Shell, type Variable, setText } from "./shell.ts";
import { type Text, computed, flat, gap, plain, slice } from "./text.ts";

export const declarations: ReadonlySet<string> = new Set(["export", "readonly", "declare", "typeset", "local"]);

/** `export`, `local` and their like. */
export function declare(shell: Shell, node: Command, keyword: string): Outcome {
  const flags = node.args
    .flatMap((arg) => (arg.type === "Word" && arg.value.startsWith("-") ? [arg.value] : []))
    .join("");
  const exported = keyword === "export" || flags.includes("x");
  for (const arg of node.args) {
    const name = arg.type === "Assignment" ? arg.name : arg.value;
    if (name.startsWith("-")) continue;
    if (isLocal(shell, keyword, flags)) keepOuter(shell, name);
    if (arg.type === "Assignment") {
      assign(shell, arg, exported);
      adjust(shell, name, flags, shell.unit.place(arg.pos, arg.end));
    } else declareName(shell, name, arg, exported);
  }
  return done;
}

/** `declare -u` and `-l` change the letters; what `-i` computes is not known. */
function adjust(shell: Shell, name: string, flags: string, at: Span): void {
  const variable = shell.state.variables.get(name);
  const known = variable?.kind === "text" ? plain(variable.text) : undefined;
  if (known === undefined) return;
  if (flags.includes("u")) setText(shell, name, computed(known.toUpperCase(), at));
  if (flags.includes("l")) setText(shell, name, computed(known.toLowerCase(), at));
  if (flags.includes("i") && !/^-?\d+$/.test(known)) setText(shell, name, [gap(name, "it is computed", at)]);
}

/** `declare` in a function makes a local variable; `-g` does not. */
const isLocal = (shell: Shell, keyword: string, flags: string): boolean =>
  shell.locals !== undefined &&
  (keyword === "local" || ((keyword === "declare" || keyword === "typeset") && !flags.includes("g")));

function keepOuter(shell: Shell, name: string): void {
  if (shell.locals?.has(name) === false) shell.locals.set(name, shell.state.variables.get(name));
}

/** `export NAME`, and words that become `NAME=value` (`export $pair`). */
function declareName(shell: Shell, name: string, arg: WordNode, exported: boolean): void {
  const at = shell.unit.place(arg.pos, arg.end);
  const variable = shell.state.variables.get(name);
  if (variable?.kind === "text" && exported) announce(shell, name, variable.text, at);
  if (arg.parts === undefined) return;
  for (const { text } of expandWords(shell, arg)) {
    const whole = flat(text);
    const equals = whole.indexOf("=");
    if (equals > 0) setExported(shell, whole.slice(0, equals), slice(text, equals + 1), exported, at);
  }
}

function setExported(shell: Shell, name: string, text: Text, exported: boolean, at: Span): void {
  setText(shell, name, text);
  if (exported) announce(shell, name, text, at);
}

function announce(shell: Shell, name: string, text: Text, at: Span): void {
  shell.state.variables.set(name, { kind: "text", text, exported: true });
  shell.onExport(shell, name, text, at);
}

export function assign(shell: Shell, node: Assignment, exported = false): void {
  const { name, value, append, index } = node;
  if (value.type === "ArrayValue") {
    const items = listOf(shell, value.elements);
    const before = append === true ? itemsOf(shell.state.variables.get(name)) : [];
    const keyed = items.some(([key]) => key !== undefined);
    const entries = [...before, ...items].map(
      ([key, text], at) => [keyed && key !== undefined ? key : String(at), text] as const,
    );
    shell.state.variables.set(name, { kind: "list", items: new Map(entries) });
    return;
  }
  const text = expandText(shell, value);
  if (index !== undefined) return assignElement(shell, name, plain(expandText(shell, index)), text);
  const whole = append === true ? [...(firstOf(shell, name) ?? []), ...text] : text;
  if (append === true && shell.state.variables.get(name)?.kind === "list") return;
  const already = shell.state.variables.get(name);
  if (exported || shell.exportAll || (already?.kind === "text" && already.exported === true))
    announce(shell, name, whole, shell.unit.place(node.pos, node.end));
  else setText(shell, name, whole);
}

const firstOf = (shell: Shell, name: string): Text | undefined => {
  const variable = shell.state.variables.get(name);
  return variable?.kind === "text" ? variable.text : undefined;
};

function itemsOf(variable: Variable | undefined): (readonly [string | undefined, Text])[] {
  if (variable === undefined) return [];
  return variable.kind === "list" ? [...variable.items] : [["0", variable.text]];
}

function assignElement(shell: Shell, name: string, key: string | undefined, text: Text): void {
  const variable = shell.state.variables.get(name);
  const items = new Map(itemsOf(variable).map(([at, item], index) => [at ?? String(index), item]));
  if (key !== undefined) items.set(key, text);
  shell.state.variables.set(name, { kind: "list", items });
}

/** The elements of `(a b [key]=c)`. */
function listOf(shell: Shell, elements: readonly WordNode[]): (readonly [string | undefined, Text])[] {
  return elements.flatMap((element) =>
    expandWords(shell, element).map(({ text }) => {
      const keyed = /^\[["']?([^\]"']+)["']?\]=/.exec(flat(text));
      return keyed === null ? ([undefined, text] as const) : ([keyed[1], slice(text, keyed[0].length)] as const);
    }),
  );
}
