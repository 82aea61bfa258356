import { type Source, spanOf } from "../../../model/source.ts";
import { parseTs } from "../parse-ts.ts";
import type { ModuleScope, Scope } from "../scope.ts";
import { type ClassTerm, type DictTerm, type FunctionTerm, type Term, dict, gap, literal } from "../terms.ts";
import { callFunction } from "./calls.ts";
import { construct, methodOf } from "./classes.ts";
import { placeOf, setEntry } from "./evaluate.ts";
import { type Machine, type Site, chargedTo } from "./machine.ts";
import { runStatements } from "./statements.ts";
import { typedBy } from "./typed.ts";

/** The file, run; once. `undefined` where there is none, or it can't be read. */
export function runFile(machine: Machine, path: string): ModuleScope | undefined {
  const known = machine.modules.get(path);
  if (known !== undefined || machine.modules.has(path)) return known;
  const source = sourceAt(machine, path);
  if (source === undefined) return undefined;
  const module: ModuleScope = { path, text: source.text, exports: new Map() };
  const parsed = parseTs(source.text, source.host ? `${path}.ts` : path);
  if ("error" in parsed) {
    machine.modules.set(path, undefined);
    machine.problems.push({
      message: `The program can't be read: ${parsed.error}`,
      at: spanOf(path, Math.min(parsed.at, source.text.length), Math.min(parsed.at + 1, source.text.length)),
      kind: /larger|minified/.test(parsed.error) ? "unanalysed" : "unread",
    });
    return undefined;
  }
  machine.modules.set(path, module);
  const scope: Scope = { names: new Map(), module };
  const exported: DictTerm = dict(spanOf(path, 0, 0));
  const itself: DictTerm = dict(exported.span);
  setEntry(itself, literal("exports", exported.span), exported);
  scope.names.set("exports", { name: "exports", value: exported });
  scope.names.set("module", { name: "module", value: itself });
  chargedTo(machine, path, () => outsideOfCalls(machine, () => runStatements(machine, parsed.program.body, scope)));
  const whole = itself.entries.get("exports")?.value;
  if (whole !== undefined && (whole !== exported || exported.entries.size > 0)) exportCommon(module, whole);
  return module;
}

/** A file runs by itself, wherever it is imported. */
function outsideOfCalls(machine: Machine, run: () => unknown): void {
  const { uncertain, log } = machine;
  const stack = machine.stack.splice(0);
  machine.uncertain = 0;
  machine.log = undefined;
  run();
  machine.uncertain = uncertain;
  machine.log = log;
  machine.stack.push(...stack);
}

/** `module.exports = { a, b }`, as ES modules see it. */
function exportCommon({ exports }: ModuleScope, whole: Term): void {
  exports.set("module.exports", { name: "module.exports", value: whole });
  if (whole.type !== "dict") return;
  for (const [name, { value }] of whole.entries) if (!exports.has(name)) exports.set(name, { name, value });
}

function sourceAt(machine: Machine, path: string): Source | undefined {
  const scanned = machine.sources.get(path);
  if (scanned !== undefined) return scanned;
  if (/(?:^|\/)node_modules\//.test(path)) return undefined;
  const text = machine.workspace.read(path);
  return text === undefined ? undefined : { path, text };
}

/** Functions and classes that nothing calls: what they would do with arguments that are not known. */
export function runUncalled(machine: Machine): void {
  for (let round = 0; round < 20; round++) {
    const rest = [...machine.seen].filter(([node, { scope }]) => !machine.called.has(node) && isOwn(machine, scope));
    if (rest.length === 0) return;
    for (const [node, term] of rest) {
      if (machine.called.has(node)) continue;
      chargedTo(machine, term.scope.module.path, () => {
        if (term.type === "class") runClass(machine, term);
        else runAlone(machine, term);
      });
    }
  }
}

/** What other files only lend is run where it is called. */
const isOwn = (machine: Machine, { module }: Scope): boolean => machine.sources.has(module.path);

const siteIn = (term: FunctionTerm | ClassTerm): Site => ({ span: term.span, scope: term.scope });

function runAlone(machine: Machine, term: FunctionTerm): void {
  machine.called.add(term.node);
  callFunction(machine, term, unknownArguments(machine, term), siteIn(term), "");
}

const unknownArguments = (machine: Machine, { node, scope }: Pick<FunctionTerm, "node" | "scope">): readonly Term[] =>
  node.params.map((param) => {
    const target = param.type === "TSParameterProperty" ? param.parameter : param;
    const inner = target.type === "AssignmentPattern" ? target.left : target;
    const name = inner.type === "Identifier" ? inner.name : "arguments";
    const span = placeOf(inner, scope);
    return (
      typedBy(inner, scope) ??
      machine.packages.named(name, scope, span) ??
      gap(name, "is given by the caller", placeOf(inner, scope))
    );
  });

function runClass(machine: Machine, term: ClassTerm): void {
  const constructor = methodsOf(term).find(({ kind }) => kind === "constructor");
  const args = constructor ? unknownArguments(machine, { node: constructor.value, scope: term.scope }) : [];
  construct(machine, term, args, siteIn(term));
}

const methodsOf = ({ node }: ClassTerm) =>
  node.body.body.flatMap((element) => (element.type === "MethodDefinition" ? [element] : []));

/** Methods that nothing calls, on an instance that the program made. */
export function runMethods(machine: Machine): void {
  for (const term of Array.from(machine.seen.values())) {
    if (term.type !== "class" || !isOwn(machine, term.scope)) continue;
    const self = machine.instances.get(term.node);
    for (const method of methodsOf(term)) {
      if (method.kind === "constructor" || machine.called.has(method.value) || method.value.body === null) continue;
      const name = "name" in method.key && typeof method.key.name === "string" ? method.key.name : "method";
      if (!method.static && self && methodOf(term, name)?.value !== method.value) continue;
      const of: Term = method.static || self === undefined ? term : self;
      const called: FunctionTerm = {
        type: "function",
        node: method.value,
        scope: term.scope,
        self: of,
        name,
        span: term.span,
      };
      chargedTo(machine, term.scope.module.path, () =>
        callFunction(machine, called, unknownArguments(machine, called), siteIn(term), ""),
      );
    }
  }
}
