import { dirname } from "node:path";
import type { Arguments } from "../arguments.ts";
import { type Roots, type Target, shownPath } from "../roots.ts";
import { type Scope, accepts, excludeOf } from "../scan-tree.ts";
import { excluder } from "./discover.ts";
import type { FileTree } from "./file-tree.ts";
import { readRevision } from "./revision.ts";

/** The files that a command reads, as they were at a revision: two trees are compared only if both hold the same places. */
export async function readRevisionInScope(scope: Scope, args: Arguments, revision: string): Promise<FileTree> {
  const { roots } = scope;
  const isExcluded = await excluder(excludeOf(args, scope));
  const isAsked = (path: string): boolean => roots.targets.some((target) => holds(target, path, roots));
  return readRevision(roots, revision, (path) => accepts(path) && isAsked(path) && !isExcluded(path));
}

/** A folder holds what is below it; a file stands for its folder, whose files share its values. */
function holds({ kind, path: target }: Target, path: string, { base }: Roots): boolean {
  const shown = shownPath(target, base);
  if (kind === "file") return dirname(path) === dirname(shown);
  return shown === "" || shown === "." || path.startsWith(`${shown}/`);
}
