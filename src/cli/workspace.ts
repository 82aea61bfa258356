import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ParseOptions, Workspace } from "../model/parser.ts";
import { type Roots, isWithin } from "./roots.ts";

/** Larger files than this are not read whole. */
const largestReferenced = 8 << 20;

/**
 * What parsers may see of the world: files below the base, read when asked for, whose real place is below it too.
 * Paths are those of reports: relative to the base, with forward slashes.
 */
export function workspaceOf({ base }: Roots, options: ParseOptions): Workspace {
  const listings = new Map<string, readonly string[]>();
  return {
    options,
    read: (path) => {
      const real = realPathWithin(base, path);
      if (real === undefined) return undefined;
      const stats = statSync(real);
      return stats.isFile() && stats.size <= largestReferenced ? readFileSync(real, "utf8") : undefined;
    },
    list: (folder) => {
      const seen = listings.get(folder);
      if (seen !== undefined) return seen;
      const real = realPathWithin(base, folder);
      const names = real !== undefined && statSync(real).isDirectory() ? readdirSync(real).toSorted() : [];
      listings.set(folder, names);
      return names;
    },
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
