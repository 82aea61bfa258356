import { createHash } from "node:crypto";

/** What makes a finding the same one after lines have moved and files were renamed: its rule and what it is about. */
export function fingerprintOf(rule: string, subjects: readonly (readonly string[])[]): string {
  const about = subjects.map((subject) => JSON.stringify(subject)).toSorted();
  return createHash("sha256")
    .update(JSON.stringify([rule, ...new Set(about)]))
    .digest("hex")
    .slice(0, 32);
}
