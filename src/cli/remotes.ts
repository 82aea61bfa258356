import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Roots } from "./roots.ts";

/** The addresses of `origin` and `upstream`, read from git's own file: a process for it would cost a hook its time. */
export function remotesOf({ base, git }: Roots): readonly string[] {
  const config = git ? textOf(join(commonFolder(join(base, ".git")), "config")) : undefined;
  if (config === undefined) return [];
  return config.split(/^(?=\[)/m).flatMap((section) => {
    if (!/^\[remote "(?:origin|upstream)"\]/.test(section)) return [];
    return /^\s*url\s*=\s*(\S+)\s*$/m.exec(section)?.[1] ?? [];
  });
}

/** In a linked work tree `.git` is a file that names a folder, and `commondir` in it names the one with the configuration. */
function commonFolder(place: string): string {
  const pointer = /^gitdir: (.+)$/m.exec(textOf(place) ?? "")?.[1];
  if (pointer === undefined) return place;
  const folder = resolve(place, "..", pointer);
  return resolve(folder, textOf(join(folder, "commondir"))?.trim() ?? ".");
}

function textOf(path: string): string | undefined {
  try {
    return statSync(path).isFile() ? readFileSync(path, "utf8") : undefined;
  } catch {
    return undefined;
  }
}
