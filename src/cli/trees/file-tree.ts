import type { Workspace } from "../../model/parser.ts";
import type { Problem, Source } from "../../model/source.ts";
import type { LargeExport } from "./read-sources.ts";

/**
 * A tree of files, wherever it comes from: a folder, the index of a repository, one of its revisions. Paths are those of
 * reports: relative to the base, with forward slashes.
 */
export interface FileTree extends Pick<Workspace, "read" | "list"> {
  /** Every file that a parser may want, read. */
  readonly sources: readonly Source[];
  /** What could not be read. */
  readonly problems: readonly Problem[];
  readonly exports?: readonly LargeExport[];
}

/** The folders of a list of paths, as `list` gives them: names, files and folders alike, sorted. */
export function listingOf(paths: Iterable<string>): (folder: string) => readonly string[] {
  const folders = new Map<string, Set<string>>();
  for (const path of paths) {
    for (let at = path; at !== "";) {
      const slash = at.lastIndexOf("/");
      const folder = slash < 0 ? "" : at.slice(0, slash);
      const names = folders.get(folder);
      if (names === undefined) folders.set(folder, new Set([at.slice(slash + 1)]));
      else if (names.has(at.slice(slash + 1))) break;
      else names.add(at.slice(slash + 1));
      at = folder;
    }
  }
  return (folder) => [...(folders.get(normalFolder(folder)) ?? [])].toSorted();
}

const normalFolder = (folder: string): string => (folder === "." ? "" : folder.replace(/^\.\/|\/$/g, ""));
