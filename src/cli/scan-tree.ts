import { readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type Analysis, analyse } from "../lint.ts";
import type { ParseOptions, Workspace } from "../model/parser.ts";
import type { Problem, Source } from "../model/source.ts";
import { recognisers } from "../parsers/index.ts";
import type { Arguments } from "./arguments.ts";
import { type Config, findConfig } from "./config.ts";
import { discover } from "./discover.ts";
import { readSources } from "./read-sources.ts";
import { type Roots, resolveRoots, shownPath } from "./roots.ts";
import type { Streams } from "./streams.ts";
import { todayOf } from "./today.ts";
import { workspaceOf } from "./workspace.ts";

/** A tree that was read and analysed. */
export interface Tree {
  readonly roots: Roots;
  readonly config: Config;
  readonly workspace: Workspace;
  readonly sources: readonly Source[];
  readonly problems: readonly Problem[];
  readonly analysis: Analysis;
  /** Paths that were asked for, where single files were; their neighbours were read for their values only. */
  readonly asked?: ReadonlySet<string>;
}

const accepts = (path: string): boolean => recognisers.some((recogniser) => recogniser.accepts(path));

/** Reads the paths (default: the current folder) and builds the graph, by the flags of `treeFlags`. */
export async function scanTree(args: Arguments, paths: readonly string[], streams: Streams): Promise<Tree> {
  const roots = resolveRoots(paths.length === 0 ? ["."] : paths, streams.cwd);
  const config = await findConfig(args, roots, streams.cwd);
  const workspace = workspaceOf(roots, parseOptions(args, config, roots, streams));
  const files = await discover(roots, accepts, [...(config.exclude ?? []), ...args.all("exclude")]);
  const neighbours = neighboursOf(files, roots);
  const { sources, problems } = readSources([...files, ...neighbours], roots);
  const stdin = sourceFromStdin(args);
  const all = stdin === undefined ? sources : [...sources.filter(({ path }) => path !== stdin.path), stdin];
  const analysis = await analyse(all, workspace, { today: todayOf(streams) });
  const asked = roots.targets.every(({ kind }) => kind === "file") ? askedPaths(files, all, roots) : undefined;
  return { roots, config, workspace, sources: all, problems, analysis, ...(asked === undefined ? {} : { asked }) };
}

function parseOptions(args: Arguments, config: Config, roots: Roots, streams: Streams): ParseOptions {
  const variables = args.has("tf-var-env")
    ? Object.entries(streams.env).flatMap(([name, value]) =>
        name.startsWith("TF_VAR_") && value !== undefined ? [[name.slice("TF_VAR_".length), value] as const] : [],
      )
    : [];
  const given = args.all("var-file").map((file) => shownPath(resolve(streams.cwd, file), roots.base));
  return {
    varFiles: [...(config.varFiles ?? []), ...given],
    variables: Object.fromEntries(variables),
    profile: (args.one("profile") ?? config.profile) === "auditor" ? "auditor" : "default",
  };
}

/** Terraform's values cross the files of a folder: a file that is given alone is read with its neighbours. */
function neighboursOf(files: readonly string[], { targets, base }: Roots): readonly string[] {
  const alone = targets.filter(({ kind, path }) => kind === "file" && isTerraform(path));
  const given = new Set(files);
  const folders = new Set(alone.map(({ path }) => dirname(path)));
  const { list } = workspaceOf({ base, git: false, targets: [] }, { varFiles: [], variables: {}, profile: "default" });
  return [...folders]
    .flatMap((folder) => list(shownPath(folder, base)).map((name) => join(folder, name)))
    .filter((path) => isTerraform(path) && !given.has(path));
}

const isTerraform = (path: string): boolean => /\.(tf|tofu|tfvars)(\.json)?$/.test(basename(path));

/** Standard input stands in for a file that is being edited: `--stdin-filename`. */
function sourceFromStdin(args: Arguments): Source | undefined {
  const path = args.one("stdin-filename");
  return path === undefined ? undefined : { path, text: readFileSync(0, "utf8") };
}

function askedPaths(files: readonly string[], sources: readonly Source[], roots: Roots): ReadonlySet<string> {
  const paths = new Set(files.map((file) => shownPath(file, roots.base)));
  const hosts = sources.flatMap(({ path, host }) => (paths.has(path) && host !== undefined ? [host.path] : []));
  return new Set([...paths, ...hosts]);
}
