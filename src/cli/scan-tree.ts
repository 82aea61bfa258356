import { readFileSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { type Analysis, analyse } from "../lint.ts";
import type { ParseOptions, Workspace } from "../model/parser.ts";
import type { Source } from "../model/source.ts";
import { recognisers } from "../parsers/index.ts";
import type { Arguments } from "./arguments.ts";
import { type Config, configName, findConfig } from "./config.ts";
import { expandGlobs } from "./expand-globs.ts";
import { remotesOf } from "./remotes.ts";
import { isWithin, type Roots, resolveRoots, shownPath } from "./roots.ts";
import type { Streams } from "./streams.ts";
import { todayOf } from "./today.ts";
import { readDisk } from "./trees/disk.ts";
import type { FileTree } from "./trees/file-tree.ts";
import { UsageError } from "./usage-error.ts";

/** Files that were read and analysed. */
export interface Tree extends Pick<FileTree, "sources" | "problems" | "exports"> {
  readonly workspace: Workspace;
  readonly analysis: Analysis;
}

/** What a command is asked to read. */
export interface Scope {
  readonly roots: Roots;
  readonly config: Config;
}

export const accepts = (path: string): boolean => recognisers.some((recogniser) => recogniser.accepts(path));

/** Resolves the paths (default: the current folder) and finds the configuration. */
export async function scopeOf(args: Arguments, paths: readonly string[], streams: Streams): Promise<Scope> {
  const expanded = await expandGlobs(paths, streams.cwd);
  const roots = resolveRoots(expanded.length === 0 ? ["."] : expanded, streams.cwd);
  return { roots, config: await findConfig(args, roots, streams.cwd) };
}

/** Reads the scope from disk and builds the graph, by the flags of `treeFlags`. */
export async function scanTree(args: Arguments, scope: Scope, streams: Streams): Promise<Tree> {
  return analyseTree(await readDisk(scope.roots, accepts, excludeOf(args, scope)), args, scope, streams);
}

/** Patterns of what is not read. */
export const excludeOf = (args: Arguments, { config }: Scope): readonly string[] => [
  ...(config.exclude ?? []),
  ...args.all("exclude"),
];

/** Builds the graph of a tree of files. */
export async function analyseTree(files: FileTree, args: Arguments, scope: Scope, streams: Streams): Promise<Tree> {
  const options = parseOptions(args, scope, streams);
  const given = givenElsewhere(options.varFiles, files, scope.roots);
  const read = (path: string): string | undefined => given.get(path) ?? files.read(path);
  const workspace = { read, list: files.list, options };
  const sources = withSources(files.sources, givenSources(args, scope));
  const analysis = await analyse(sources, workspace, { today: todayOf(streams) });
  const { problems, exports = [] } = files;
  return { workspace, sources, problems, exports, analysis };
}

/** Variable files that are not in the tree: somebody named them, wherever they are. Throws `UsageError` for one that is nowhere. */
function givenElsewhere(paths: readonly string[], { read }: FileTree, { base }: Roots): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const path of paths) {
    if (read(path) !== undefined) continue;
    const file = resolve(base, path);
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
      throw new UsageError(`'${path}' does not exist.`, "Give the path of a file of Terraform variables.");
    found.set(path, readFileSync(file, "utf8"));
  }
  return found;
}

/** The sources, and others in their place. Of several configurations only the one in force declares anything. */
function withSources(sources: readonly Source[], added: readonly Source[]): readonly Source[] {
  const replaced = new Set(added.map(({ path }) => path));
  return [...sources.filter(({ path }) => !replaced.has(path) && basename(path) !== configName), ...added];
}

/** What stands in for files, or beside them: the configuration in force, and standard input. */
export const givenSources = (args: Arguments, scope: Scope): readonly Source[] =>
  [configSource(scope), sourceFromStdin(args)].filter((one) => one !== undefined);

function configSource({ config: { file }, roots }: Scope): Source | undefined {
  if (file === undefined) return undefined;
  const path = isWithin(file, roots.base) ? shownPath(file, roots.base) : basename(file);
  return { path, text: readFileSync(file, "utf8") };
}

/** What the flags and the configuration tell parsers. */
export function parseOptions(args: Arguments, { config, roots }: Scope, streams: Streams): ParseOptions {
  const variables = args.has("tf-var-env")
    ? Object.entries(streams.env).flatMap(([name, value]) =>
        name.startsWith("TF_VAR_") && value !== undefined ? [[name.slice("TF_VAR_".length), value] as const] : [],
      )
    : [];
  const at = (folder: string) => (file: string) => shownPath(resolve(folder, file), roots.base);
  const configured = (config.varFiles ?? []).map(at(config.file === undefined ? roots.base : dirname(config.file)));
  const given = args.all("var-file").map(at(streams.cwd));
  return {
    varFiles: [...configured, ...given],
    variables: Object.fromEntries(variables),
    remotes: remotesOf(roots),
    profile: (args.one("profile") ?? config.profile) === "auditor" ? "auditor" : "default",
  };
}

/** Standard input stands in for a file that is being edited: `--stdin-filename`. */
function sourceFromStdin(args: Arguments): Source | undefined {
  const path = args.one("stdin-filename");
  return path === undefined ? undefined : { path, text: readFileSync(0, "utf8") };
}
