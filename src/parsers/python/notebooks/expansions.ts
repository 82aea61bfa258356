import { spanOf } from "../../../model/source.ts";
import type { Value } from "../../../model/value.ts";
import { evaluate } from "../eval/evaluate.ts";
import type { Machine } from "../eval/machine.ts";
import { type Scope, innerScope, lookUp } from "../scope.ts";
import { parsePython } from "../syntax/parse-python.ts";
import type { Expression } from "../syntax/tree.ts";
import { type Term, toValue } from "../terms.ts";
import type { Piece } from "./magics.ts";
import { placeAfter } from "./notebook-module.ts";

/** A stretch of a shell text that IPython replaces, and by what. */
export interface Expansion {
  readonly start: number;
  readonly end: number;
  readonly value: Value;
  /** The variable of the program that it is. */
  readonly name?: string;
}

/**
 * `{PROJECT_ID}`, `{os.path.join(ROOT, "a")}`, `$model.resource_name`; of a `%%bash` cell in the line of the magic only.
 * https://ipython.readthedocs.io/en/stable/interactive/reference.html#system-shell-access
 */
export function expansionsIn(
  machine: Machine,
  { text, offsets }: Piece,
  scriptFrom: number | undefined,
  scope: Scope,
): readonly Expansion[] {
  const found: Expansion[] = [];
  const whole = text.slice(0, scriptFrom);
  for (let at = 0; at < whole.length; at++) {
    const stretch = whole[at] === "{" ? bracesAt(whole, at) : dollarAt(whole, at, scriptFrom !== undefined, scope);
    if (stretch === undefined) continue;
    const [from, to, end] = stretch;
    const inner = whole.slice(from, to);
    const value = valueOf(machine, { text: inner, offsets: offsets.slice(from, to) }, scope);
    if (value === undefined) continue;
    found.push({ start: at, end, value, ...(/^[A-Za-z_]\w*$/.test(inner) && { name: inner }) });
    at = end - 1;
  }
  return found;
}

/** What stands in the braces, and where they end. */
type Stretch = readonly [from: number, to: number, end: number];

/** `${NAME}` is the shell's own, `{{` a brace. */
function bracesAt(text: string, at: number): Stretch | undefined {
  if (text[at - 1] === "$" || text[at - 1] === "{" || text[at + 1] === "{") return undefined;
  let depth = 0;
  for (let end = at; end < Math.min(text.length, at + 300) && text[end] !== "\n"; end++) {
    if (text[end] === "{") depth++;
    else if (text[end] === "}" && --depth === 0) return [at + 1, end, end + 1];
  }
  return undefined;
}

/** `$job.name`; a name alone is the shell's too, unless the shell's text is a script of its own. */
function dollarAt(text: string, at: number, isAlone: boolean, scope: Scope): Stretch | undefined {
  if (text[at] !== "$") return undefined;
  const [, name = "", members = ""] = /^\$\{?([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)*)/.exec(text.slice(at, at + 100)) ?? [];
  const type = lookUp(scope, name)?.value.type;
  if (type === undefined) return undefined;
  const from = at + (text[at + 1] === "{" ? 2 : 1);
  const hasMembers = members !== "" && (type === "instance" || type === "object" || type === "external");
  if (!hasMembers && !isAlone) return undefined;
  const to = from + name.length + (hasMembers ? members.length : 0);
  return [from, to, text[at + 1] === "{" ? to + 1 : to];
}

function valueOf(machine: Machine, { text, offsets }: Piece, scope: Scope): Value | undefined {
  const expression = expressionIn(text);
  if (expression === undefined) return undefined;
  const { path, text: host } = { path: scope.module.path, text: machine.sources.get(scope.module.path)?.text ?? "" };
  const place = (start: number, end: number) =>
    spanOf(path, offsets[start] ?? offsets[0] ?? 0, placeAfter(host, offsets[end - 1] ?? offsets[0] ?? 0));
  const term = evaluate(machine, expression, { ...innerScope(scope), module: { path, text, place } });
  return isPlain(term) ? toValue(term) : undefined;
}

/** Of braces that hold something else, a JSON text or a list of the shell's, nothing is made. */
function expressionIn(text: string): Expression | undefined {
  const parsed = parsePython(text);
  if ("tooLarge" in parsed || parsed.errors.length > 0) return undefined;
  const [only, ...more] = parsed.statements;
  if (only?.type !== "expression" || more.length > 0) return undefined;
  return only.value.type === "string" || only.value.type === "constant" || only.value.type === "sequence"
    ? undefined
    : only.value;
}

const isPlain = ({ type }: Term): boolean =>
  type === "text" ||
  type === "gap" ||
  type === "scalar" ||
  type === "instance" ||
  type === "external" ||
  type === "list";
