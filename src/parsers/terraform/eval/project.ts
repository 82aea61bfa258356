import type { Workspace } from "../../../model/parser.ts";
import type { Problem, Source } from "../../../model/source.ts";
import { readHcl } from "../hcl/read-hcl.ts";
import type { File } from "../syntax.ts";
import { Decoded } from "./decoded.ts";
import { define } from "./definition.ts";
import type { Definition, ReadFile } from "./definition.ts";
import type { TextFile } from "./env.ts";
import { readJson } from "./json-body.ts";
import { namesRepository, ownFolder } from "./own-repository.ts";
import { folderOf, joinPath, leavesRoot, nameOf } from "./paths.ts";

/** Modules that are kept once read, by the size of their texts; what was used least recently is read again. */
const mostKept = 24_000_000;

/** All modules on disk that the scanned sources belong to or call. */
export class Project {
  readonly workspace: Workspace;
  readonly decoded: Decoded = new Decoded();
  /** Folders that have scanned sources, sorted. */
  readonly folders: readonly string[];
  private readonly sources = new Map<string, Map<string, Source>>();
  /** In the order of their last use. */
  private readonly kept = new Map<string, Kept>();
  private size = 0;
  private readonly problemsByFolder = new Map<string, readonly Problem[]>();
  private readonly manifests = new Map<string, ReadonlyMap<string, string>>();
  /** The folders that a part of the work asked for; see `beginPart`. */
  private asked: Set<string> | undefined;

  constructor(sources: readonly Source[], workspace: Workspace, anyName = false) {
    this.workspace = workspace;
    for (const source of sources) {
      if (!anyName && !isConfiguration(nameOf(source.path))) continue;
      const folder = folderOf(source.path);
      const before = this.sources.get(folder) ?? new Map<string, Source>();
      this.sources.set(folder, before.set(nameOf(source.path), source));
    }
    this.folders = [...this.sources.keys()].toSorted((a, b) => (a < b ? -1 : 1));
  }

  /** The module in a folder; `undefined` if there is none within the scanned roots. */
  definition(folder: string): Definition | undefined {
    const before = this.kept.get(folder);
    const isNew = this.asked !== undefined && !this.asked.has(folder);
    this.asked?.add(folder);
    if (before) {
      // Whoever watches the workspace sees every part read what it depends on.
      if (isNew) this.texts(folder);
      this.kept.delete(folder);
      this.kept.set(folder, before);
      return before.definition;
    }
    const texts = this.texts(folder);
    const definition = texts.length === 0 ? undefined : define(folder, texts.map(readFile));
    if (definition) this.problemsByFolder.set(folder, definition.problems);
    this.keep(folder, { definition, size: texts.reduce((sum, { text }) => sum + text.length, 0) });
    return definition;
  }

  private keep(folder: string, made: Kept): void {
    this.kept.set(folder, made);
    this.size += made.size;
    for (const oldest of this.kept.keys()) {
      if (this.size <= mostKept || oldest === folder) break;
      this.release(oldest);
    }
  }

  /** Nobody needs this module any more. */
  release(folder: string): void {
    this.size -= this.kept.get(folder)?.size ?? 0;
    this.kept.delete(folder);
  }

  /** From here on reads everything that a part of the work depends on, though others have read it before. */
  beginPart(): void {
    this.asked = new Set();
    this.manifests.clear();
  }

  /** The problems of the files that the part read, by folder. */
  problemsOfPart(): readonly (readonly [string, readonly Problem[]])[] {
    return [...(this.asked ?? [])].flatMap((folder) => {
      const problems = this.problemsByFolder.get(folder) ?? [];
      return problems.length === 0 ? [] : [[folder, problems] as const];
    });
  }

  /** Problems of all files that were read. */
  problems(): readonly Problem[] {
    return [...this.problemsByFolder.keys()].toSorted().flatMap((folder) => this.problemsByFolder.get(folder) ?? []);
  }

  /** What stands after `source`, as a glance at a folder's texts shows it: modules that it calls, and some that it does not. */
  sourcesIn(folder: string): readonly string[] {
    return this.texts(folder).flatMap(({ text }) =>
      [...text.matchAll(/\bsource"?\s*[=:]\s*"([^"\n]+)"/g)].flatMap(([, source]) => source ?? []),
    );
  }

  /** The folder that a source names, as seen from another: a path, or this very repository. */
  folderOfSource(dir: string, source: string, version?: string): string | undefined {
    if (/^\.\.?(?:\/|$)/.test(source)) return joinPath(dir, source);
    if (!namesRepository(source)) return undefined;
    const { read, options } = this.workspace;
    const hasModule = (folder: string): boolean => this.texts(folder).length > 0;
    return ownFolder(dir, source, version, { read, hasModule, remotes: options.remotes ?? [] });
  }

  /** Where `terraform init` put a module: the folder that `.terraform/modules/modules.json` names. */
  installed(rootDir: string, path: string): string | undefined {
    const before = this.manifests.get(rootDir);
    if (before) return before.get(path);
    const text = this.workspace.read(joinPath(rootDir, ".terraform/modules/modules.json"));
    const made = new Map(manifestEntries(text).map(({ key, folder }) => [key, joinPath(rootDir, folder)]));
    this.manifests.set(rootDir, made);
    return made.get(path);
  }

  /** The scanned files of a folder and those beside them. */
  private texts(folder: string): readonly TextFile[] {
    if (leavesRoot(folder)) return [];
    const scanned = this.sources.get(folder) ?? new Map<string, Source>();
    const names = new Set([...scanned.keys(), ...this.workspace.list(folder).filter(isConfiguration)]);
    return [...names]
      .filter((name) => !names.has(inOpenTofu(name)))
      .flatMap((name) => {
        const path = joinPath(folder, name);
        const text = scanned.get(name)?.text ?? this.workspace.read(path);
        return text === undefined ? [] : [{ path, text }];
      });
  }
}

const isConfiguration = (name: string): boolean =>
  /\.(?:tf|tofu)(?:\.json)?$/.test(name) && !name.startsWith(".") && !name.startsWith("#");

/** OpenTofu ignores `main.tf` next to `main.tofu`. */
const inOpenTofu = (name: string): string =>
  /\.tf(?:\.json)?$/.test(name) ? name.replace(/\.tf(?=\.json$|$)/, ".tofu") : "";

interface Kept {
  readonly definition: Definition | undefined;
  readonly size: number;
}

function readFile(file: TextFile): ReadFile {
  const { path, text } = file;
  const { body, problems }: File = path.endsWith(".json") ? readJson(text) : readHcl(text);
  return {
    file,
    body,
    problems: problems.map(({ message, start, end }) => ({ kind: "unread", message, at: { path, start, end } })),
  };
}

interface Installed {
  readonly key: string;
  readonly folder: string;
}

function manifestEntries(text: string | undefined): readonly Installed[] {
  if (text === undefined) return [];
  try {
    const manifest: unknown = JSON.parse(text);
    const modules = fieldOf(manifest, "Modules");
    return Array.isArray(modules) ? modules.flatMap(installedIn) : [];
  } catch {
    return [];
  }
}

function installedIn(entry: unknown): readonly Installed[] {
  const key = fieldOf(entry, "Key");
  const folder = fieldOf(entry, "Dir");
  return typeof key === "string" && key !== "" && typeof folder === "string" ? [{ key, folder }] : [];
}

const fieldOf = (of: unknown, name: string): unknown =>
  typeof of === "object" && of !== null ? (of as Readonly<Record<string, unknown>>)[name] : undefined;
