import type { Fact } from "../../model/fact.ts";
import type { Memory, Parsed, Part, Workspace } from "../../model/parser.ts";
import type { Problem, Source } from "../../model/source.ts";
import { Project } from "./eval/project.ts";
import { calledAtAGlance, evaluateRoot, ownFolders, reach } from "./evaluate.ts";
import { factsOf } from "./facts/index.ts";
import { type MissingModule, missingModules } from "./facts/modules/index.ts";
import { placedIn } from "./facts/script-places.ts";

/** What is remembered of a root module besides its facts. */
interface RootNotes {
  /** The folders that it calls, itself among them. */
  readonly reached: readonly string[];
  /** What could not be read, by folder: roots share modules. */
  readonly unread: readonly (readonly [string, readonly Problem[]])[];
  /** Calls of modules that are not there: roots call the same ones. */
  readonly missing: readonly MissingModule[];
}

/** Parses root by root: one that has not changed, nor anything that it reads, is remembered. */
export function parseInParts(sources: readonly Source[], workspace: Workspace, memory: Memory): Parsed {
  const project = new Project(sources, workspace);
  const folders = ownFolders(project);
  const called = new Set(folders.flatMap((folder) => calledFrom(folder, project, memory)));
  const reached = new Set<string>();
  const unread = new Map<string, readonly Problem[]>();
  const missing: MissingModule[] = [];
  const parts: Parsed[] = [];
  for (const isLeft of [(folder: string) => !called.has(folder), (folder: string) => !reached.has(folder)]) {
    for (const folder of folders.filter(isLeft)) {
      if (reached.has(folder)) continue;
      const { parsed, notes } = memory.recall(`root ${folder}`, () => rootPart(folder, project));
      const about = notes as RootNotes;
      for (const one of about.reached) reached.add(one);
      for (const [where, problems] of about.unread) unread.set(where, problems);
      missing.push(...about.missing);
      parts.push(parsed);
    }
  }
  const syntax = [...unread.keys()].toSorted().flatMap((folder) => unread.get(folder) ?? []);
  return joined(parts, [...syntax, ...missingModules(missing)]);
}

function calledFrom(folder: string, project: Project, memory: Memory): readonly string[] {
  const { notes } = memory.recall(`calls ${folder}`, () => {
    project.beginPart();
    return { parsed: nothing, notes: calledAtAGlance(folder, project) };
  });
  return notes as readonly string[];
}

const nothing: Parsed = { facts: [], problems: [], embedded: [] };

function rootPart(folder: string, project: Project): Part {
  project.beginPart();
  const definition = project.definition(folder);
  if (!definition) return { parsed: nothing, notes: { reached: [], unread: [], missing: [] } satisfies RootNotes };
  const reached = new Set<string>();
  reach(definition, project, reached);
  const root = evaluateRoot(definition, project);
  const { facts, missing, embedded } = factsOf(root);
  const parsed = {
    facts,
    problems: root.problems,
    embedded: placedIn(embedded, project.workspace.read),
  };
  const notes: RootNotes = { reached: [...reached], unread: project.problemsOfPart(), missing };
  project.release(folder);
  return { parsed, notes };
}

function joined(parts: readonly Parsed[], common: readonly Problem[]): Parsed {
  const facts: Fact[] = [];
  for (const part of parts) for (const fact of part.facts) facts.push(fact);
  return {
    facts,
    problems: [...common, ...parts.flatMap(({ problems }) => problems)],
    embedded: parts.flatMap(({ embedded }) => embedded),
  };
}
