import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { entriesOf, git } from "../git.ts";
import { type Roots, type Target, isWithin, shownPath } from "../roots.ts";

/** Folders that hold no source of the repository's own; git repositories say it by `.gitignore`, the rest by this list. */
const skippedFolders = new Set([".git", "node_modules", ".terraform", ".venv", "__pycache__", ".pulumi", "cdktf.out"]);

/**
 * The absolute paths of all files below the targets whose shown path is accepted, sorted, each once. In a git work tree:
 * what git tracks and what it does not ignore; elsewhere: a walk that honours `.gitignore`. Links that leave the roots
 * are not followed.
 */
export async function discover(
  roots: Roots,
  accepts: (path: string) => boolean,
  exclude: readonly string[] = [],
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const target of roots.targets) {
    for (const path of await filesOf(target, roots, accepts)) found.add(path);
  }
  const isExcluded = await excluder(exclude);
  const kept = [...found].filter((path) => !isExcluded(shownPath(path, roots.base)));
  return kept.toSorted((a, b) => (a < b ? -1 : 1));
}

async function filesOf(target: Target, roots: Roots, accepts: (path: string) => boolean): Promise<readonly string[]> {
  if (target.kind === "file") return [target.path];
  const listed = roots.git ? gitFiles(target.path) : undefined;
  const paths = listed ?? (await walk(target.path));
  return paths.filter((path) => accepts(shownPath(path, roots.base)) && isReadableFile(path, roots));
}

function gitFiles(folder: string): readonly string[] | undefined {
  const list = git(folder, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  return list && entriesOf(list).map((path) => join(folder, path));
}

/** Regular files, and links to regular files within the roots. */
function isReadableFile(path: string, roots: Roots): boolean {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (entry === undefined || entry.isDirectory()) return false;
  if (!entry.isSymbolicLink()) return entry.isFile();
  try {
    return statSync(path).isFile() && isWithin(realpathSync(path), roots.base);
  } catch {
    return false;
  }
}

async function walk(top: string): Promise<readonly string[]> {
  const { default: ignore } = await import("ignore");
  const files: string[] = [];
  const visit = (folder: string, ignored: (path: string) => boolean): void => {
    const rules = ignoreFileOf(folder);
    const own = rules === undefined ? undefined : ignore().add(rules);
    const isIgnored = (path: string): boolean => ignored(path) || own?.ignores(path.slice(folder.length + 1)) === true;
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!skippedFolders.has(entry.name) && !isIgnored(`${path}/`)) visit(path, isIgnored);
      } else if (!isIgnored(path)) files.push(path);
    }
  };
  visit(top, () => false);
  return files;
}

function ignoreFileOf(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, ".gitignore"), "utf8");
  } catch {
    return undefined;
  }
}

/** Which shown paths the patterns keep out. */
export async function excluder(exclude: readonly string[]): Promise<(path: string) => boolean> {
  if (exclude.length === 0) return () => false;
  const { default: ignore } = await import("ignore");
  const excluded = ignore().add([...exclude]);
  return (path) => excluded.ignores(path);
}
