import { spawnSync } from "node:child_process";
import type { Source } from "../../model/source.ts";
import { entriesOf, git, safely } from "../git.ts";
import type { Roots } from "../roots.ts";
import { UsageError } from "../usage-error.ts";
import { type FileTree, listingOf } from "./file-tree.ts";
import { largestSource, textOf } from "./read-sources.ts";

/** The files of one revision of the repository at the base, read from its objects: the work tree is left alone. */
export function readRevision({ base: top }: Roots, revision: string, accepts: (path: string) => boolean): FileTree {
  const commit = git(top, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`]);
  if (commit === undefined) {
    throw new UsageError(
      `git knows no revision '${revision}' here.`,
      "Give a branch, tag or commit; fetch it in a shallow clone.",
    );
  }
  const list = git(top, ["ls-tree", "-r", "-z", "--full-tree", commit.toString("utf8").trim()]);
  const entries = entriesOf(list ?? Buffer.alloc(0)).flatMap(entryOf);
  const objects = new Map(entries.map(({ path, object }) => [path, object]));
  const wanted = entries.filter(({ path }) => accepts(path));
  const texts = readObjects(
    top,
    wanted.map(({ object }) => object),
  );
  const sources = wanted.flatMap(({ path, object }): Source[] => {
    const text = texts.get(object);
    return text === undefined ? [] : [{ path, text }];
  });
  return {
    sources,
    problems: [],
    read: (path) => {
      const object = objects.get(path);
      return object === undefined ? undefined : (texts.get(object) ?? readObjects(top, [object]).get(object));
    },
    list: listingOf(objects.keys()),
  };
}

/** `100644 blob OBJECT<tab>PATH`; links and submodules are left out. */
function entryOf(entry: string): readonly { path: string; object: string }[] {
  const tab = entry.indexOf("\t");
  const [mode, , object = ""] = entry.slice(0, tab).split(" ");
  return mode === "100644" || mode === "100755" ? [{ path: entry.slice(tab + 1), object }] : [];
}

/** All objects by one process: `git cat-file --batch`. What is no text, or too large, is not among them. */
export function readObjects(top: string, objects: readonly string[]): ReadonlyMap<string, string> {
  const { args, env } = safely(top, ["cat-file", "--batch", "--buffer"]);
  const input = `${objects.join("\n")}\n`;
  const { stdout, status } = spawnSync("git", args, {
    input,
    env,
    maxBuffer: 2 ** 31 - 1,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const texts = new Map<string, string>();
  if (status !== 0) return texts;
  for (let at = 0; at < stdout.length;) {
    const lineEnd = stdout.indexOf(10, at);
    const [object = "", type, size = "0"] = stdout.toString("latin1", at, lineEnd).split(" ");
    if (type === "missing") {
      at = lineEnd + 1;
      continue;
    }
    const start = lineEnd + 1;
    const content = stdout.subarray(start, start + Number(size));
    const text = content.length <= largestSource ? textOf(content) : undefined;
    if (text !== undefined) texts.set(object, text);
    at = start + Number(size) + 1;
  }
  return texts;
}
