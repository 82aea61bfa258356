import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "./usage-error.ts";

const magic = /[*?[\]{}!()]/;

/**
 * The paths with globs in place of which shells left them (quoted, or on Windows) expanded. What exists under its written
 * name is no glob. Throws `UsageError` for a glob that matches nothing.
 */
export async function expandGlobs(paths: readonly string[], cwd: string): Promise<readonly string[]> {
  const expanded: string[] = [];
  for (const path of paths) {
    if (!magic.test(path) || existsSync(resolve(cwd, path))) expanded.push(path);
    else expanded.push(...(await matchesOf(path, cwd)));
  }
  return expanded;
}

async function matchesOf(pattern: string, cwd: string): Promise<readonly string[]> {
  const { default: glob } = await import("fast-glob");
  const found = await glob(pattern, {
    cwd,
    dot: true,
    followSymbolicLinks: false,
    ignore: ["**/.git/**", "**/node_modules/**"],
  });
  if (found.length > 0) return found.toSorted();
  throw new UsageError(`no file matches '${pattern}'.`, "Give the path of a file or folder to read, or a glob.");
}
