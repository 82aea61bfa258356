import type { Embedded } from "../../../model/parser.ts";
import { type Value, show } from "../../../model/value.ts";
import { lineStartsOf, positionAt } from "../../../model/source.ts";
import { environmentOf } from "../environment.ts";
import type { Args, Machine, Site } from "../eval/machine.ts";
import { type Scope, lookUp } from "../scope.ts";
import { type Term, atRun, gap, knownText, list, partsOfTerm, scalar, textOfValue, toValue } from "../terms.ts";
import { expansionsIn } from "./expansions.ts";
import type { Command, Piece } from "./magics.ts";

const direct =
  /^(?:os\.(?:system|popen)|subprocess\.(?:run|call|check_call|check_output|Popen|getoutput|getstatusoutput)|asyncio\.create_subprocess_(?:exec|shell)|builtins\.get_ipython\.(?:system|getoutput|run_cell_magic))$/;

export const isShellCall = (name: string): boolean => direct.test(name);

const concernsUs = /gcloud|gsutil|\bbq\b|GOOGLE_|CLOUDSDK_|gserviceaccount|roles\/|docker/;

/** `os.system("gcloud …")`, `subprocess.run(["gcloud", …])` */
export function callShell(machine: Machine, name: string, args: Args, site: Site): void {
  const command = commandOf(name, args, site);
  if (command === undefined) return;
  const variables = new Map<string, Value>();
  const words = command.type === "list" ? command.items : [command];
  const pieces = words.map((word) => wordOf(word, variables, command.type === "list"));
  const text = pieces.map((piece) => piece.text).join(" ");
  if (!concernsUs.test(text)) return;
  for (const [variable, term] of environmentOf(machine))
    if (isPlain(term) && (text.includes(`$${variable}`) || text.includes(`\${${variable}`)))
      variables.set(variable, toValue(term));
  const offsets = pieces.flatMap((piece) => piece.offsets.concat(piece.offsets.at(-1) ?? site.span.start));
  const start = offsets[0] ?? site.span.start;
  embed(machine, { text, toHost: (offset) => offsets[offset] ?? offsets.at(-1) ?? start, at: start }, site, variables);
}

function commandOf(name: string, { positional, named }: Args, { span }: Site): Term | undefined {
  if (name.endsWith("_exec")) return list([...positional], span);
  if (!name.endsWith("run_cell_magic")) return positional[0] ?? named.get("args");
  return /^(?:bash|sh)$/.test(knownText(positional[0]) ?? "") ? positional[2] : undefined;
}

/** Gaps become variables of the shell, of which it is told what they are. */
function wordOf(term: Term, variables: Map<string, Value>, isQuoted: boolean): Piece {
  const parts = partsOfTerm(term).map((part) => {
    if (typeof part === "string") return isQuoted ? quoted(part) : part;
    const name = `_python_${variables.size}`;
    const holes = ["target" in part ? { expression: part.target } : part];
    variables.set(name, { kind: "unknown", why: atRun, parts: holes, span: term.span });
    return isQuoted ? `"\${${name}}"` : `\${${name}}`;
  });
  const text = parts.join("");
  const { start, end } = term.span;
  return { text, offsets: Array.from({ length: text.length }, (_, at) => Math.min(start + at, end)) };
}

const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** `__shell__(3)`: a shell text of the notebook. */
export function callNotebookShell(machine: Machine, { positional: [index] }: Args, site: Site): Term {
  const { path } = site.scope.module;
  const commands = machine.memory.get(`commands ${path}`) as readonly Command[] | undefined;
  const command = commands?.[Number(knownText(index) ?? -1)];
  if (command === undefined) return scalar(null, site.span);
  const { text, offsets, variables } = expanded(machine, command, site.scope);
  if (concernsUs.test(text)) {
    const end = offsets.at(-1) ?? site.span.start;
    embed(machine, { text, toHost: (offset) => offsets[offset] ?? end, at: offsets[0] ?? end }, site, variables);
  }
  return gap(command.text.trim().slice(0, 60), atRun, site.span);
}

/** The text as the shell gets it: what stands in braces, or after a dollar sign, is the program's. */
function expanded(
  machine: Machine,
  { text, offsets, scriptFrom }: Command,
  scope: Scope,
): Piece & { readonly variables: ReadonlyMap<string, Value> } {
  const variables = new Map<string, Value>();
  for (const [name, term] of environmentOf(machine)) if (isPlain(term)) variables.set(name, toValue(term));
  const parts: string[] = [];
  const places: number[] = [];
  let at = 0;
  // `!{command}`: the words of a command are those of its text.
  const [whole] = expansionsIn(machine, { text, offsets }, scriptFrom, scope);
  if (whole !== undefined && scriptFrom === undefined && text.slice(0, whole.start).trim() === "") {
    const { text: words } = wordOf(textOfValue(whole.value), variables, false);
    parts.push(text.slice(0, whole.start), words);
    places.push(...offsets.slice(0, whole.start), ...Array.from(words, () => offsets[whole.start] ?? 0));
    at = whole.end;
  }
  for (const { start, end, value, ...own } of expansionsIn(machine, { text, offsets }, scriptFrom, scope)) {
    if (start < at) continue;
    const name = scriptFrom === undefined && own.name !== undefined ? own.name : `_python_${variables.size}`;
    variables.set(name, value);
    parts.push(text.slice(at, start), `\${${name}}`);
    places.push(...offsets.slice(at, start), ...Array.from({ length: name.length + 3 }, () => offsets[start] ?? 0));
    at = end;
  }
  const left = parts.join("") + text.slice(at);
  if (scriptFrom === undefined) addNamed(variables, left, scope);
  return { text: left, offsets: places.concat(offsets.slice(at)), variables };
}

/** `$PROJECT_ID`, which the shell itself looks up. */
function addNamed(variables: Map<string, Value>, text: string, scope: Scope): void {
  for (const [, name = ""] of text.matchAll(/\$\{?([A-Za-z_]\w*)/g)) {
    const term = lookUp(scope, name)?.value;
    if (term !== undefined && isPlain(term)) variables.set(name, toValue(term));
  }
}

const isPlain = ({ type }: Term): boolean =>
  type === "text" || type === "gap" || type === "scalar" || type === "instance" || type === "external";

/** A loop hands the same text on again, and again with other variables. */
function embeddedTexts(machine: Machine): Set<string> {
  const known = machine.memory.get("embedded texts") as Set<string> | undefined;
  const texts = known ?? new Set<string>();
  machine.memory.set("embedded texts", texts);
  return texts;
}

interface Text {
  readonly text: string;
  readonly toHost: (offset: number) => number;
  readonly at: number;
}

function embed(machine: Machine, { text, toHost, at }: Text, site: Site, variables: ReadonlyMap<string, Value>): void {
  const { path } = site.span;
  const key = `line starts ${path}`;
  const starts =
    (machine.memory.get(key) as readonly number[] | undefined) ??
    lineStartsOf(machine.sources.get(path)?.text ?? machine.workspace.read(path) ?? "");
  machine.memory.set(key, starts);
  const name = `${path}#shell:${positionAt(starts, at).line}`;
  const told = [...variables].map(([variable, value]) => `${variable}=${show(value)}`).join("\n");
  const known = embeddedTexts(machine);
  if (known.has(`${name}\n${text}\n${told}`)) return;
  known.add(`${name}\n${text}\n${told}`);
  const taken = machine.embedded.filter(
    ({ source }) => source.path === name || source.path.startsWith(`${name}.`),
  ).length;
  const one: Embedded = {
    source: { path: taken === 0 ? name : `${name}.${taken + 1}`, text, host: { path, toHost } },
    language: "shell",
    ...(variables.size > 0 && { environment: Object.fromEntries(variables) }),
    session: path,
  };
  machine.embedded.push(one);
}
