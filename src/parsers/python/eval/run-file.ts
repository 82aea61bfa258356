import { spanOf } from "../../../model/source.ts";
import { notebookModule } from "../notebooks/notebook-module.ts";
import type { ModuleText, Scope } from "../scope.ts";
import { parsePython } from "../syntax/parse-python.ts";
import { type ClassTerm, type FunctionTerm, type ModuleTerm, type Term, byCaller, gap } from "../terms.ts";
import { callFunction } from "./calls.ts";
import { construct } from "./classes.ts";
import { annotated } from "./annotations.ts";
import { headerOf, placeOf } from "./evaluate.ts";
import type { Args, Machine, Site } from "./machine.ts";
import { classMember } from "./members.ts";
import { runStatements } from "./statements.ts";

/** The file, run; once. `undefined` where there is none, or it can't be read. */
export function runFile(machine: Machine, path: string): ModuleTerm | undefined {
  if (machine.modules.has(path)) return machine.modules.get(path);
  const module = moduleAt(machine, path);
  if (module === undefined) {
    machine.modules.set(path, undefined);
    return undefined;
  }
  return runModule(machine, module);
}

export function runModule(machine: Machine, module: ModuleText): ModuleTerm | undefined {
  const { path, text } = module;
  machine.modules.set(path, undefined);
  const parsed = parsePython(text);
  if ("tooLarge" in parsed) {
    machine.problems.push({
      message: "The program is too large to be read",
      at: spanOf(path, 0, 0),
      kind: "unanalysed",
    });
    return undefined;
  }
  const [error] = parsed.errors;
  if (error !== undefined) {
    const at = module.place(Math.min(error, text.length), Math.min(error + 1, text.length));
    machine.problems.push({
      message: "This is no Python that can be read; the rest of the file is",
      at,
      kind: "unread",
    });
  }
  const scope: Scope = { names: new Map(), module };
  const term: ModuleTerm = { type: "module", path, scope, span: module.place(0, 0) };
  machine.modules.set(path, term);
  const [steps, uncertain, log, depth] = [machine.steps, machine.uncertain, machine.log, machine.depth];
  Object.assign(machine, { steps: 0, uncertain: 0, log: undefined, depth: 0 });
  runStatements(machine, parsed.statements, scope);
  Object.assign(machine, { steps, uncertain, log, depth });
  return term;
}

function moduleAt(machine: Machine, path: string): ModuleText | undefined {
  const text = machine.sources.get(path)?.text ?? machine.workspace.read(path);
  if (text === undefined) return undefined;
  if (/\.ipynb$/i.test(path)) return notebookModule(machine, { path, text });
  return { path, text, place: (start, end) => spanOf(path, start, end) };
}

/** Functions and classes that nothing calls: what they would do with arguments that are not known. */
export function runUncalled(machine: Machine): void {
  for (let round = 0; round < 20; round++) {
    const rest = [...machine.seen].filter(
      ([node, { scope }]) => !machine.called.has(node) && machine.sources.has(scope.module.path),
    );
    if (rest.length === 0) return;
    // Who calls stands below whom he calls, most often: with what is given there, more is known.
    for (const [node, term] of rest.toReversed()) if (!machine.called.has(node)) runAlone(machine, term);
  }
}

const siteIn = (term: FunctionTerm | ClassTerm): Site => ({ span: term.span, scope: term.scope, written: term.name });

const nothing: Args = { positional: [], named: new Map() };

function runAlone(machine: Machine, term: FunctionTerm | ClassTerm): void {
  machine.steps = 0;
  machine.program = term.scope.module.path;
  if (term.type === "class") {
    const initialiser = classMember(term, "__init__");
    construct(
      machine,
      term,
      initialiser?.type === "function" ? unknownArguments(machine, initialiser, 1) : nothing,
      siteIn(term),
    );
    return;
  }
  const self = selfOf(machine, term);
  callFunction(
    machine,
    self === undefined ? term : { ...term, self },
    unknownArguments(machine, term, self === undefined ? 0 : 1),
    siteIn(term),
    "",
  );
}

/** A method runs on an instance that the program made. */
function selfOf(machine: Machine, { scope, node, decorators }: FunctionTerm): Term | undefined {
  if (!scope.isClass || decorators.includes("staticmethod")) return undefined;
  for (const term of machine.seen.values()) {
    if (term.type !== "class" || term.scope !== scope) continue;
    if (decorators.includes("classmethod")) return term;
    if (!machine.instances.has(term.node)) {
      const initialiser = classMember(term, "__init__");
      construct(
        machine,
        term,
        initialiser?.type === "function" ? unknownArguments(machine, initialiser, 1) : nothing,
        siteIn(term),
      );
    }
    machine.called.add(node);
    return machine.instances.get(term.node) ?? term;
  }
  return undefined;
}

function unknownArguments(machine: Machine, { node, scope, decorators }: FunctionTerm, from: number): Args {
  const why = decorators.every((name) => plain.test(name)) ? byCaller : "is given from outside";
  const positional = node.parameters
    .filter(({ rest }) => rest === undefined)
    .slice(from)
    .map((parameter) => annotated(machine, parameter, scope) ?? gap(parameter.name, why, placeOf(parameter, scope)));
  return { positional, named: new Map(), open: gap("…", why, headerOf(node, scope)) };
}

/** What is decorated otherwise, a command or a request's handler, something outside of the program calls. */
const plain = /^(?:property|classmethod|staticmethod|functools\.\w+|abc\.\w+|contextlib\.\w+|typing\.\w+)$/;
