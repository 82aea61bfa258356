import type { Grant } from "./fact.ts";

/** Its condition may keep the grant to a part of the resource; one on the time alone limits when, not where. */
export function isNarrowed({ condition }: Grant): boolean {
  if (condition === undefined) return false;
  const { expression } = condition;
  return expression.kind !== "known" || /\b(?:resource|api|destination)\.|\brequest\.(?!time\b)/.test(expression.text);
}

/** What is said of such a grant. */
export const whereItHolds = (grant: Grant): string => (isNarrowed(grant) ? ", where its condition holds" : "");
