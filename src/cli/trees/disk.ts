import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Roots, isWithin, shownPath } from "../roots.ts";
import { discover } from "./discover.ts";
import type { FileTree } from "./file-tree.ts";
import { readSources } from "./read-sources.ts";

/** Larger files than this are not read for another file's sake. */
const largestReferenced = 8 << 20;

/**
 * The files below the targets. A Terraform file that is given alone is read with its neighbours, since values cross the
 * files of a folder. What parsers ask for beyond that is read when asked for, if its real place is below the base.
 */
export async function readDisk(
  roots: Roots,
  accepts: (path: string) => boolean,
  exclude: readonly string[],
): Promise<FileTree> {
  const list = listFolder(roots.base);
  const files = await discover(roots, accepts, exclude);
  return { ...readSources([...files, ...neighboursOf(files, roots, list)], roots), read: readFile(roots.base), list };
}

function readFile(base: string): (path: string) => string | undefined {
  return (path) => {
    const real = realPathWithin(base, path);
    if (real === undefined) return undefined;
    const stats = statSync(real);
    return stats.isFile() && stats.size <= largestReferenced ? readFileSync(real, "utf8") : undefined;
  };
}

function listFolder(base: string): (folder: string) => readonly string[] {
  const listings = new Map<string, readonly string[]>();
  return (folder) => {
    const seen = listings.get(folder);
    if (seen !== undefined) return seen;
    const real = realPathWithin(base, folder);
    const entries =
      real !== undefined && statSync(real).isDirectory() ? readdirSync(real, { withFileTypes: true }) : [];
    // Whoever walks a tree asks of everything in it what it holds.
    const within = folder === "" || folder === "." ? "" : `${folder}/`;
    for (const entry of entries) if (entry.isFile()) listings.set(within + entry.name, []);
    const names = entries.map(({ name }) => name).toSorted();
    listings.set(folder, names);
    return names;
  };
}

function realPathWithin(base: string, path: string): string | undefined {
  try {
    const real = realpathSync(join(base, path));
    return isWithin(real, base) ? real : undefined;
  } catch {
    return undefined;
  }
}

function neighboursOf(
  files: readonly string[],
  { targets, base }: Roots,
  list: (folder: string) => readonly string[],
): readonly string[] {
  const alone = targets.filter(({ kind, path }) => kind === "file" && isTerraform(path));
  const given = new Set(files);
  return [...new Set(alone.map(({ path }) => dirname(path)))]
    .flatMap((folder) => list(shownPath(folder, base)).map((name) => join(folder, name)))
    .filter((path) => isTerraform(path) && !given.has(path));
}

const isTerraform = (path: string): boolean => /\.(tf|tofu|tfvars)(\.json)?$/.test(basename(path));
