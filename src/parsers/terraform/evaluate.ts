import type { Workspace } from "../../model/parser.ts";
import type { Problem, Source } from "../../model/source.ts";
import type { Datum } from "./datum.ts";
import { evaluateBody } from "./eval/body.ts";
import { blocksIn, headerOf, literalIn } from "./eval/definition.ts";
import type { Definition } from "./eval/definition.ts";
import { Evaluation } from "./eval/evaluation.ts";
import { Project } from "./eval/project.ts";
import { rootValues } from "./eval/root-values.ts";
import { ModuleScope } from "./eval/scope.ts";
import type { Origin } from "./eval/scope.ts";
import type { Backend, Instance, ProviderConfig, RemoteCall, Root } from "./instances.ts";

export interface Evaluated {
  /** One after the other: a root is evaluated when it is asked for, and can be forgotten before the next. */
  readonly roots: Iterable<Root>;
  /** Files that could not be read; complete once all roots were asked for. */
  readonly problems: () => readonly Problem[];
}

/**
 * Evaluates every root module of the sources: each folder that no scanned module calls. `anyName`: the sources are HCL
 * whatever they are called.
 */
export function evaluate(sources: readonly Source[], workspace: Workspace, anyName = false): Evaluated {
  const project = new Project(sources, workspace, anyName);
  return {
    roots: {
      *[Symbol.iterator](): Iterator<Root> {
        for (const definition of rootsOf(project)) {
          yield evaluateRoot(definition, project);
          project.release(definition.dir);
        }
      },
    },
    problems: () => project.problems(),
  };
}

/** Folders that nobody calls; of those that remain, as they only call each other in a circle, the first. */
function* rootsOf(project: Project): Iterable<Definition> {
  const folders = ownFolders(project);
  const called = new Set(folders.flatMap((folder) => calledAtAGlance(folder, project)));
  const reached = new Set<string>();
  for (const isLeft of [(folder: string) => !called.has(folder), (folder: string) => !reached.has(folder)]) {
    for (const folder of folders.filter(isLeft)) {
      const definition = reached.has(folder) ? undefined : project.definition(folder);
      if (!definition) continue;
      reach(definition, project, reached);
      yield definition;
    }
  }
}

/** The folders of the sources, without what `terraform init` installed. */
export const ownFolders = (project: Project): readonly string[] =>
  project.folders.filter((folder) => !/(?:^|\/)\.terraform(?:\/|$)/.test(folder));

/** Without reading the files as HCL, so that they need not all be kept. A wrong guess is found out in the end. */
export function calledAtAGlance(folder: string, project: Project): readonly string[] {
  const sources = project.sourcesIn(folder);
  if (!sources.some((source) => source.startsWith(".") && source.includes("${")))
    return sources.flatMap((source) => project.folderOfSource(folder, source) ?? []);
  const definition = project.definition(folder);
  return definition ? localCalls(definition, project) : [];
}

/** The folders of the modules that a module calls by a path, or by the name of this repository. */
function localCalls(definition: Definition, project: Project): readonly string[] {
  const { dir, calls } = definition;
  return [...calls.values()].flatMap((call) => {
    const source = literalIn(call.block, "source") ?? rootScope(definition, project).calls.sourceOf(call);
    return source === undefined ? [] : (project.folderOfSource(dir, source, literalIn(call.block, "version")) ?? []);
  });
}

/** Adds the folders of a module and of all that it calls. */
export function reach(from: Definition, project: Project, reached: Set<string>): void {
  const waiting = [from];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (reached.has(next.dir)) continue;
    reached.add(next.dir);
    waiting.push(...localCalls(next, project).flatMap((dir) => project.definition(dir) ?? []));
  }
}

/** A module evaluated by itself, with the values that its folder and the options give its variables. */
function rootScope(definition: Definition, project: Project): ModuleScope {
  const { workspace } = project;
  const evaluation = new Evaluation(definition.dir, workspace, project.decoded);
  const values = new Map<string, Datum>();
  const origin: Origin = { address: "", path: "", via: [], conditional: false, values };
  const scope = new ModuleScope(definition, origin, evaluation, project);
  const given = rootValues(definition, workspace, scope);
  for (const [name, value] of given.values) values.set(name, value);
  evaluation.problems.push(...given.problems);
  return scope;
}

/** Evaluates one root module with all that it calls. */
export function evaluateRoot(definition: Definition, project: Project): Root {
  const scope = rootScope(definition, project);
  const found: Found = { instances: [], remoteCalls: [], providers: [] };
  collect(scope, found);
  return {
    dir: definition.dir,
    ...found,
    backends: backendsOf(scope),
    get outputs(): Root["outputs"] {
      return outputsOf(scope);
    },
    problems: scope.evaluation.problems,
  };
}

interface Found {
  readonly instances: Instance[];
  readonly remoteCalls: RemoteCall[];
  readonly providers: ProviderConfig[];
}

function collect(scope: ModuleScope, found: Found): void {
  const { resources, calls } = scope.definition;
  found.providers.push(...scope.providers.configs());
  for (const key of resources.keys())
    for (const instance of scope.resources.instances(key)) found.instances.push(instance);
  for (const [name, { block, file }] of calls) {
    for (const [index, child] of scope.calls.children(name).entries()) {
      if (index > 0 && scope.evaluation.isFull) {
        const message = `module.${name} has too many copies to evaluate; ${index} of them are`;
        scope.evaluation.report("limit", message, headerOf(block, file));
        break;
      }
      if ("scope" in child) collect(child.scope, found);
      else found.remoteCalls.push(child.remote);
    }
  }
}

const backendsOf = (scope: ModuleScope): readonly Backend[] =>
  scope.definition.settings.flatMap(({ block, file }) =>
    blocksIn(block, "backend").map((backend) => ({
      type: backend.labels[0]?.text ?? "",
      address: "terraform.backend",
      span: headerOf(backend, file),
      dir: scope.dir,
      via: [],
      config: evaluateBody({ block: backend, file }, scope.envOf(file)),
    })),
  );

function outputsOf(scope: ModuleScope): ReadonlyMap<string, Datum> {
  const outputs = new Map<string, Datum>();
  for (const [name, { block, file }] of scope.definition.outputs) {
    outputs.set(name, scope.output(name, { expression: `output.${name}`, span: headerOf(block, file) }));
  }
  return outputs;
}
