import type { ParameterExpansionPart, ParameterOperation, Word } from "unbash";
import type { Span } from "../../model/source.ts";
import { activeProject } from "./call.ts";
import { globPattern } from "./glob.ts";
import { type Shell, type Variable, setText, textOf } from "./shell.ts";
import { type Text, assumed, computed, flat, gap, gapMark, isAssumed, plain, slice, usedAt } from "./text.ts";
import { own } from "./own.ts";

export type Expanded =
  | { readonly kind: "text"; readonly text: Text }
  | {
      readonly kind: "list";
      readonly items: readonly Text[];
      readonly joined: boolean;
      readonly isArguments?: true;
    };

type ExpandText = (shell: Shell, word: Word) => Text;

/** What `$name` or `${name…}` holds at its place of use. */
export function expandParameter(
  shell: Shell,
  name: string,
  use: Span,
  part: ParameterExpansionPart | undefined,
  expand: ExpandText,
): Expanded {
  const found = lookUp(shell, name, use, part, expand);
  if (part?.prefix === "#") return text(lengthOf(found, part, use));
  const { operation } = part ?? {};
  if (operation === undefined) return found ?? text([unset(name, use)]);
  if (operation.type === "Default") return withDefault(shell, name, found, operation, use, expand);
  if (found === undefined) return text([unset(name, use)]);
  if (found.kind === "list" && operation.type === "Slice")
    return slicedList(shell, found, operation, expand) ?? text([gap(name, "a part of the list is not known", use)]);
  if (found.kind === "list") {
    return { ...found, items: found.items.map((item) => transform(shell, item, operation, use, part, expand)) };
  }
  return text(transform(shell, found.text, operation, use, part, expand));
}

const text = (value: Text): Expanded => ({ kind: "text", text: value });

function unset(name: string, use: Span): Text[number] {
  if (/^\d+$/.test(name) || name === "@" || name === "*") return gap(name, `the script's arguments are not known`, use);
  return gap(name, `${name} is not set in the script`, use);
}

function lookUp(
  shell: Shell,
  name: string,
  use: Span,
  part: ParameterExpansionPart | undefined,
  expand: ExpandText,
): Expanded | undefined {
  if (name === "@" || name === "*") return argumentList(shell, name, use);
  if (/^\d+$/.test(name)) return argument(shell, Number(name), use);
  if (part?.prefix === "!") return indirect(shell, name, use, part);
  const special = own(specials, name)?.(shell);
  if (special !== undefined) return text(special === "" ? [] : computed(special, use));
  const variable = shell.state.variables.get(name);
  if (part?.index !== undefined) return element(shell, name, variable, part.index, use, expand);
  const value = textOf(shell, name);
  // In Cloud Shell, which alone sets it, it is the active project. https://cloud.google.com/shell/docs/how-cloud-shell-works
  const isActiveProject = value === undefined && name === "DEVSHELL_PROJECT_ID";
  if (isActiveProject) return text(activeProject(shell, { environment: new Map(), span: use }));
  return value && text(usedAt(value, use));
}

const specials: Readonly<Record<string, (shell: Shell) => string | undefined>> = {
  "#": ({ args }) => (args === undefined ? undefined : String(args.length)),
  "?": () => undefined,
  BASH_SOURCE: ({ unit }) => unit.path,
  FUNCNAME: ({ via }) => via.findLast(({ label }) => label.startsWith("function "))?.label.slice("function ".length),
};

function argumentList({ args }: Shell, name: string, use: Span): Expanded | undefined {
  return args && { kind: "list", items: args.map((arg) => usedAt(arg, use)), joined: name === "*", isArguments: true };
}

function argument({ args, unit }: Shell, index: number, use: Span): Expanded | undefined {
  if (index === 0) return text(computed(unit.path, use));
  const arg = args?.[index - 1];
  return arg && text(usedAt(arg, use));
}

/** `${!name}`: the variable that a variable names; `${!list[@]}`: the keys. */
function indirect(shell: Shell, name: string, use: Span, part: ParameterExpansionPart): Expanded | undefined {
  if (part.index !== undefined) {
    const variable = shell.state.variables.get(name);
    if (variable?.kind !== "list") return undefined;
    return { kind: "list", items: [...variable.items.keys()].map((key) => computed(key, use)), joined: false };
  }
  const target = plain(textOf(shell, name));
  const value = target === undefined ? undefined : textOf(shell, target);
  return value && text(usedAt(value, use));
}

function element(
  shell: Shell,
  name: string,
  variable: Variable | undefined,
  index: Word,
  use: Span,
  expand: ExpandText,
): Expanded | undefined {
  if (index.value === "@" || index.value === "*") {
    if (variable === undefined) return undefined;
    const items = variable.kind === "list" ? [...variable.items.values()] : [variable.text];
    return { kind: "list", items: items.map((item) => usedAt(item, use)), joined: index.value === "*" };
  }
  if (variable?.kind !== "list") return variable && text(usedAt(variable.text, use));
  const written = plain(expand(shell, index));
  const named = written !== undefined && /^[A-Za-z_]\w*$/.test(written) && !variable.items.has(written);
  const key = fromEnd(variable, named ? plain(textOf(shell, written)) : written);
  const value = key === undefined ? undefined : variable.items.get(key);
  return text(
    value === undefined ? [gap(`${name}[${index.text}]`, "the element is not known", use)] : usedAt(value, use),
  );
}

/** `${list[-1]}`: the last one. */
const fromEnd = (variable: Extract<Variable, { kind: "list" }>, key: string | undefined): string | undefined =>
  key !== undefined && /^-\d+$/.test(key) ? [...variable.items.keys()].at(Number(key)) : key;

function lengthOf(found: Expanded | undefined, part: ParameterExpansionPart, use: Span): Text {
  if (found?.kind === "list") return computed(String(found.items.length), use);
  const known = plain(found?.text);
  return known === undefined ? [gap(part.text, "the length is not known", use)] : computed(String(known.length), use);
}

/** `${x:-default}`: a variable that the script does not set takes its default. */
function withDefault(
  shell: Shell,
  name: string,
  found: Expanded | undefined,
  { operator, operand }: Extract<ParameterOperation, { type: "Default" }>,
  use: Span,
  expand: ExpandText,
): Expanded {
  const empty = found === undefined || (operator.startsWith(":") && found.kind === "text" && found.text.length === 0);
  if (operator.endsWith("+")) return empty ? text([]) : text(expand(shell, operand));
  if (!empty) return found;
  if (operator.endsWith("?")) return text([unset(name, use)]);
  const value = expand(shell, operand);
  // `${X:-}` only keeps the shell from complaining.
  const isOpen = found === undefined && !(/^(?:\d+|[@*])$/.test(name) && shell.args !== undefined);
  const taken = !isOpen ? value : value.length === 0 ? [unset(name, use)] : assumed(value);
  if (operator.endsWith("=")) setText(shell, name, taken);
  return text(taken);
}

function transform(
  shell: Shell,
  value: Text,
  operation: ParameterOperation,
  use: Span,
  part: ParameterExpansionPart | undefined,
  expand: ExpandText,
): Text {
  const result = apply(shell, value, operation, use, expand);
  if (result !== undefined) return isAssumed(value) ? assumed(result) : result;
  return [gap(part?.text.replace(/^\$\{(.*)\}$/, "$1") ?? "", "a part of the text is not known", use)];
}

function apply(
  shell: Shell,
  value: Text,
  operation: ParameterOperation,
  use: Span,
  expand: ExpandText,
): Text | undefined {
  const known = plain(value);
  switch (operation.type) {
    case "Remove":
      return removed(value, operation.operator, plain(expand(shell, operation.operand)));
    case "Replace": {
      const pattern = plain(expand(shell, operation.pattern));
      const replacement = plain(expand(shell, operation.replacement));
      if (known === undefined || pattern === undefined || replacement === undefined) return undefined;
      const changed = replaced(known, operation.operator, pattern, replacement);
      return changed === undefined ? undefined : computed(changed, use);
    }
    case "CaseModification":
      return known === undefined ? undefined : computed(recased(known, operation.operator), use);
    case "Slice":
      return sliced(shell, value, operation, expand);
    default:
      return undefined;
  }
}

/** Patterns are tried at every length. */
const longest = 1000;

/** Cuts what a pattern matches off one end. A gap matches only what stands for anything. */
function removed(value: Text, operator: string, pattern: string | undefined): Text | undefined {
  const whole = flat(value);
  const glob = pattern === undefined || whole.length > longest ? undefined : globPattern(pattern);
  if (pattern === undefined || glob === undefined) return undefined;
  const lengths = Array.from({ length: whole.length + 1 }, (_, index) => index);
  const greedy = operator.length === 2;
  for (const length of greedy ? lengths.toReversed() : lengths) {
    const end = operator.startsWith("#") ? whole.slice(0, length) : whole.slice(whole.length - length);
    if (!glob.matches(end)) continue;
    // What a gap holds decides how far the pattern reaches.
    if (end.includes(gapMark) || (greedy && whole.includes(gapMark))) return undefined;
    return operator.startsWith("#") ? slice(value, length) : slice(value, 0, whole.length - length);
  }
  return whole.includes(gapMark) && !/^[^*?[]+$/.test(pattern) ? undefined : value;
}

function replaced(value: string, operator: string, pattern: string, replacement: string): string | undefined {
  const source = value.length > longest ? undefined : globPattern(pattern)?.source;
  if (source === undefined) return undefined;
  const anchored = operator === "/#" ? `^${source}` : operator === "/%" ? `${source}$` : source;
  return value.replace(new RegExp(anchored, operator === "//" ? "gsu" : "su"), () => replacement);
}

/** `${list[@]:1:2}`: elements, not letters. */
function slicedList(
  shell: Shell,
  list: Extract<Expanded, { kind: "list" }>,
  operation: Extract<ParameterOperation, { type: "Slice" }>,
  expand: ExpandText,
): Expanded | undefined {
  const offset = Number(plain(expand(shell, operation.offset)) ?? Number.NaN);
  const length = operation.length && Number(plain(expand(shell, operation.length)) ?? Number.NaN);
  if (Number.isNaN(offset) || Number.isNaN(length ?? 0)) return undefined;
  // `$@` counts from one: its zeroth is the script.
  const from = list.isArguments === true && offset > 0 ? offset - 1 : offset;
  const items = list.items.slice(from);
  return { ...list, items: length === undefined ? items : items.slice(0, length) };
}

function recased(value: string, operator: string): string {
  const change = (part: string): string => (operator.startsWith("^") ? part.toUpperCase() : part.toLowerCase());
  return operator.length === 2 ? change(value) : change(value.slice(0, 1)) + value.slice(1);
}

function sliced(
  shell: Shell,
  value: Text,
  operation: Extract<ParameterOperation, { type: "Slice" }>,
  expand: ExpandText,
): Text | undefined {
  const known = plain(value);
  const offset = Number(plain(expand(shell, operation.offset)) ?? Number.NaN);
  const length = operation.length && Number(plain(expand(shell, operation.length)) ?? Number.NaN);
  if (known === undefined || Number.isNaN(offset) || Number.isNaN(length ?? 0)) return undefined;
  const from = offset < 0 ? Math.max(known.length + offset, 0) : offset;
  if (length === undefined) return slice(value, from);
  return slice(value, from, length < 0 ? known.length + length : from + length);
}
