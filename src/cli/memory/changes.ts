import type { Recogniser } from "../../model/parser.ts";
import { ignoreComments } from "../../suppress.ts";
import type { IndexTree } from "./index-tree.ts";
import { digest, type FileNote, type SnapshotIndex } from "./snapshot.ts";

/** The index of a repository beside what an earlier run noted of it. */
export interface Changes {
  /** Every file that a parser may want. */
  readonly accepted: readonly string[];
  readonly files: Readonly<Record<string, FileNote>>;
  readonly noteOf: (path: string) => FileNote;
  /** The state of something that was read, now. */
  readonly stateOf: (name: string) => string;
  /** Whether everything at these indices of `reads` is as it was. */
  readonly isFresh: (on: readonly number[]) => boolean;
  /** Nothing differs that any part, ignore comment or report depends on. */
  readonly none: boolean;
}

/** The set of files that are scanned, as something to be read. */
export const scannedRead = "s";
export const notText = -1;

export function changesSince(
  earlier: SnapshotIndex | undefined,
  tree: IndexTree,
  recognisers: readonly Recogniser[],
): Changes {
  const accepted = tree.paths.filter((path) => recognisers.some((one) => one.accepts(path)));
  const scannedState = digest(accepted.join("\n"));
  const states = new Map<string, string>();
  const stateOf = (name: string): string => {
    const before = states.get(name);
    if (before !== undefined) return before;
    const state = stateNow(name, tree, scannedState);
    states.set(name, state);
    return state;
  };
  const stale = (earlier?.reads ?? []).map(([name, state]) => stateOf(name) !== state);
  const before = new Map(Object.entries(earlier?.files ?? {}));
  const files: Record<string, FileNote> = Object.create(null);
  const noteOf = (path: string): FileNote => (files[path] ??= noteNow(path, before.get(path), tree, recognisers));
  tree.fetch(accepted.filter((path) => before.get(path)?.[0] !== tree.idOf(path)));
  for (const path of accepted) noteOf(path);
  // What was read though no parser accepts it is among the files of the earlier run alone.
  for (const path of before.keys()) if (tree.idOf(path) !== undefined) noteOf(path);
  const paths = Object.keys(files);
  return {
    accepted,
    files,
    noteOf,
    stateOf,
    isFresh: (on) => on.every((index) => stale[index] === false),
    none:
      !stale.includes(true) &&
      paths.length === before.size &&
      paths.every((path) => isAlike(before.get(path), files[path])),
  };
}

function stateNow(name: string, tree: IndexTree, scanned: string): string {
  if (name === scannedRead) return scanned;
  if (name.startsWith("f ")) return tree.idOf(name.slice(2)) ?? "";
  return digest(tree.list(name.slice(2)).join("\n"));
}

function noteNow(
  path: string,
  before: FileNote | undefined,
  tree: IndexTree,
  recognisers: readonly Recogniser[],
): FileNote {
  const id = tree.idOf(path) ?? "";
  if (before !== undefined && before[0] === id) return before;
  const text = tree.read(path);
  if (text === undefined) return [id, notText, []];
  const wanted = recognisers.reduce(
    (bits, one, bit) => (one.accepts(path) && one.glance(text, path) ? bits | (1 << bit) : bits),
    0,
  );
  return [id, wanted, ignoreComments(tree.source(path))];
}

/** What a text says beyond that is its readers' matter: whoever read it is stale. */
const isAlike = (before: FileNote | undefined, now: FileNote | undefined): boolean =>
  before === now || (before?.[1] === now?.[1] && JSON.stringify(before?.[2]) === JSON.stringify(now?.[2]));
