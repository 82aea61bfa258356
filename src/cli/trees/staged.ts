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
 * `undefined` when git can't (it is not there, or does not trust the repository). Only plumbing that compares names and
 * dates: content comparison would run the filters and converters that a hostile repository configures.
 */
export function readStaged(roots: Roots, accepts: (path: string) => boolean): Staged | undefined {
  const against = git(roots.base, ["diff-index", "--cached", "--name-only", "--no-renames", "-z", "HEAD", "--"]);
  if (against !== undefined) {
    return { changed: new Set(entriesOf(against)), tree: () => indexTree(roots, accepts, trackedIn(roots) ?? []) };
  }
  const tracked = trackedIn(roots);
  return tracked && { changed: new Set(tracked), tree: () => indexTree(roots, accepts, tracked) };
}

function trackedIn({ base }: Roots): readonly string[] | undefined {
  const list = git(base, ["ls-files", "-z", "--cached"]);
  return list && entriesOf(list);
}

function indexTree(roots: Roots, accepts: (path: string) => boolean, tracked: readonly string[]): FileTree {
  const known = new Set(tracked);
  const unlike = new Set(entriesOf(git(roots.base, ["diff-files", "--name-only", "-z"]) ?? Buffer.alloc(0)));
  const fromIndex = (path: string): string | undefined =>
    git(roots.base, ["cat-file", "blob", `:./${path}`])?.toString("utf8");
  const wanted = tracked.filter(accepts);
  const onDisk = wanted.filter((path) => !unlike.has(path)).map((path) => join(roots.base, path));
  const { sources, problems } = readSources(onDisk, roots);
  const overlaid = wanted
    .filter((path) => unlike.has(path))
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
