import { basename } from "node:path";
import type { Source } from "../../model/source.ts";
import { configName } from "../config.ts";
import { entriesOf, git } from "../git.ts";
import { listingOf } from "../trees/file-tree.ts";
import { readObjects } from "../trees/revision.ts";
import { digest } from "./snapshot.ts";

/** The files of a repository's index, read when they are asked for; what is asked for is noted. */
export interface IndexTree {
  readonly paths: readonly string[];
  /** What stands for the content of a file; `undefined` when the index has no such file. */
  readonly idOf: (path: string) => string | undefined;
  readonly source: (path: string) => Source;
  /** `undefined`: no such file, or no text. */
  readonly read: (path: string) => string | undefined;
  readonly list: (folder: string) => readonly string[];
  /** Reads several files by one process. */
  readonly fetch: (paths: Iterable<string>) => void;
  readonly links: Readonly<Record<string, string>>;
}

interface Entry {
  readonly object: string;
  readonly isLink: boolean;
}

/**
 * Reads the index of the repository at a folder. `earlier`: where links of earlier runs point to. `given`: texts that stand
 * in for files; of several configurations only the one among them declares anything.
 */
export function readIndex(
  top: string,
  earlier: Readonly<Record<string, string>>,
  note: (name: string) => void,
  given: readonly Source[],
): IndexTree | undefined {
  const list = git(top, ["ls-files", "-s", "-z"]);
  if (list === undefined) return undefined;
  const texts = new Map<string, string | undefined>();
  const entries = new Map(entriesOf(list).flatMap(entryOf));
  for (const path of entries.keys()) if (basename(path) === configName) entries.delete(path);
  for (const { path, text } of given) {
    const object = `given ${digest(text)}`;
    entries.set(path, { object, isLink: false });
    texts.set(object, text);
  }
  const links = linksOf(top, entries, earlier);
  const listing = listingOf(entries.keys());
  const end = (path: string): string | undefined => endOfLink(path, entries, links);
  const objectOf = (path: string): string | undefined => {
    const at = end(path);
    return at === undefined ? undefined : entries.get(at)?.object;
  };
  const fetch = (paths: Iterable<string>): void => {
    const wanted = [...new Set([...paths].flatMap((path) => objectOf(path) ?? []))].filter((one) => !texts.has(one));
    if (wanted.length === 0) return;
    const found = readObjects(top, wanted);
    for (const object of wanted) texts.set(object, found.get(object));
  };
  const read = (path: string): string | undefined => {
    note(fileRead(path));
    const object = objectOf(path);
    if (object === undefined) return undefined;
    fetch([path]);
    return texts.get(object);
  };
  return {
    paths: [...entries.keys()].filter((path) => end(path) !== undefined).toSorted(),
    idOf: (path) => {
      const at = end(path);
      const object = at === undefined ? undefined : entries.get(at)?.object;
      return object === undefined || at === path ? object : `${object} ${at}`;
    },
    source: (path) => {
      const at = end(path) ?? path;
      const host = at === path ? {} : { host: { path: at, toHost: (offset: number): number => offset } };
      return {
        path,
        get text(): string {
          return read(path) ?? "";
        },
        ...host,
      };
    },
    read,
    list: (folder) => {
      note(folderRead(folder));
      return listing(folder);
    },
    fetch,
    links,
  };
}

export const fileRead = (path: string): string => `f ${path}`;
export const folderRead = (folder: string): string => `d ${folder}`;

/** `100644 OBJECT 0<tab>PATH`; submodules are left out. */
function entryOf(entry: string): readonly (readonly [string, Entry])[] {
  const tab = entry.indexOf("\t");
  const [mode, object = ""] = entry.slice(0, tab).split(" ");
  return mode === "160000" ? [] : [[entry.slice(tab + 1), { object, isLink: mode === "120000" }]];
}

function linksOf(
  top: string,
  entries: ReadonlyMap<string, Entry>,
  earlier: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const objects = [...new Set([...entries.values()].flatMap(({ object, isLink }) => (isLink ? [object] : [])))];
  const missing = objects.filter((object) => !Object.hasOwn(earlier, object));
  const found = missing.length === 0 ? new Map<string, string>() : readObjects(top, missing);
  return Object.fromEntries(objects.map((object) => [object, earlier[object] ?? found.get(object) ?? ""]));
}

const longestChain = 8;

/** The file that a path comes to: itself, or what its links point to within the index. */
function endOfLink(
  path: string,
  entries: ReadonlyMap<string, Entry>,
  links: Readonly<Record<string, string>>,
): string | undefined {
  let at = path;
  for (let step = 0; step < longestChain; step++) {
    const entry = entries.get(at);
    if (entry === undefined || !entry.isLink) return entry && at;
    const next = within(at, links[entry.object] ?? "");
    if (next === undefined) return undefined;
    at = next;
  }
  return undefined;
}

/** A link's target as a path of the repository; `undefined` where it leaves it. */
function within(link: string, target: string): string | undefined {
  if (target === "" || target.startsWith("/")) return undefined;
  const at = link.split("/").slice(0, -1);
  for (const step of target.split("/")) {
    if (step === "..") {
      if (at.pop() === undefined) return undefined;
    } else if (step !== "." && step !== "") at.push(step);
  }
  return at.join("/");
}
