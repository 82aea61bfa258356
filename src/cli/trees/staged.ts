import { entriesOf, git } from "../git.ts";
import type { Roots } from "../roots.ts";

/**
 * The paths whose content a commit of the index changes, adds, renames or deletes. `undefined` when git can't (it is not there, or does not trust the repository). Only plumbing that compares names and
 * dates: content comparison would run the filters and converters that a hostile repository configures.
 */
export function changedInIndex({ base }: Roots): ReadonlySet<string> | undefined {
  const changed =
    git(base, ["diff-index", "--cached", "--name-only", "--no-renames", "-z", "HEAD", "--"]) ??
    git(base, ["ls-files", "-z", "--cached"]);
  return changed && new Set(entriesOf(changed));
}
