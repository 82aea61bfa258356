import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { UsageError } from "./usage-error.ts";

/** What is scanned: paths as the user gave them, and the folder that all reported paths are relative to. */
export interface Roots {
  /** Absolute, symbolic links resolved. */
  readonly base: string;
  /** Whether `base` is a git work tree's top. */
  readonly git: boolean;
  readonly targets: readonly Target[];
}

export interface Target {
  readonly path: string;
  readonly kind: "file" | "folder";
}

/**
 * Resolves the paths to scan. The base is the top of the repository that holds the first path, outside of one the scanned
 * folder. Throws `UsageError` for a path that does not exist.
 */
export function resolveRoots(paths: readonly string[], cwd: string): Roots {
  const targets = paths.map((path) => targetOf(path, cwd));
  const first = targets[0];
  const folder = first === undefined ? cwd : folderOf(first);
  const top = repositoryTop(folder);
  const base = top ?? commonFolder(targets.map(folderOf));
  return { base, git: top !== undefined, targets };
}

function targetOf(path: string, cwd: string): Target {
  const absolute = resolve(cwd, path);
  const stats = statSync(absolute, { throwIfNoEntry: false });
  if (stats === undefined)
    throw new UsageError(`'${path}' does not exist.`, "Give the path of a file or folder to read.");
  return { path: realpathSync(absolute), kind: stats.isDirectory() ? "folder" : "file" };
}

const folderOf = (target: Target): string => (target.kind === "folder" ? target.path : dirname(target.path));

/** The top of the git work tree that holds a folder: the nearest ancestor with a `.git`. */
export function repositoryTop(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return undefined;
  }
}

function commonFolder(folders: readonly string[]): string {
  const [first = "/", ...rest] = folders;
  let common = first;
  for (const folder of rest) while (!isWithin(folder, common)) common = dirname(common);
  return common;
}

export const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** A path as reports show it: relative to the base, with forward slashes. */
export function shownPath(path: string, base: string): string {
  const inside = relative(base, path);
  return sep === "/" ? inside : inside.split(sep).join("/");
}
