import { join } from "node:path";
import { entriesOf, git } from "../git.ts";
import type { Roots } from "../roots.ts";
import { type FileTree, listingOf } from "./file-tree.ts";
import { readSources } from "./read-sources.ts";

/** What a commit is about to hold: the index of a repository. */
export interface Staged {
  /** Paths whose content the commit changes, adds, renames or deletes. */
  readonly changed: ReadonlySet<string>;
  /** Every tracked file that a parser may want, as the index has it. */
  readonly tree: () => FileTree;
}

/**
 * Reads the index of the repository at `roots.base`: staged content, not the work tree's, and no untracked file.
 * `undefined` when git can't (it is not there, or does not trust the repository).
 */
export function readStaged(roots: Roots, accepts: (path: string) => boolean): Staged | undefined {
  const status = git(roots.base, ["status", "--porcelain=v1", "-z", "--untracked-files=no", "--no-renames"]);
  if (status === undefined) return undefined;
  const entries = entriesOf(status).map((entry) => ({ index: entry[0], work: entry[1], path: entry.slice(3) }));
  const changed = new Set(entries.filter(({ index }) => index !== " ").map(({ path }) => path));
  const unlike = entries.filter(({ work, index }) => work !== " " && index !== "D").map(({ path }) => path);
  return { changed, tree: () => indexTree(roots, accepts, new Set(unlike)) };
}

function indexTree(roots: Roots, accepts: (path: string) => boolean, unlike: ReadonlySet<string>): FileTree {
  const tracked = entriesOf(git(roots.base, ["ls-files", "-z", "--cached"]) ?? Buffer.alloc(0));
  const known = new Set(tracked);
  const fromIndex = (path: string): string | undefined => git(roots.base, ["show", `:./${path}`])?.toString("utf8");
  const onDisk = tracked.filter((path) => accepts(path) && !unlike.has(path)).map((path) => join(roots.base, path));
  const { sources, problems } = readSources(onDisk, roots);
  const overlaid = tracked
    .filter((path) => accepts(path) && unlike.has(path))
    .flatMap((path) => {
      const text = fromIndex(path);
      return text === undefined ? [] : [{ path, text }];
    });
  return {
    sources: [...sources, ...overlaid].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    problems,
    read: (path) => (known.has(path) ? fromIndex(path) : undefined),
    list: listingOf(tracked),
  };
}
