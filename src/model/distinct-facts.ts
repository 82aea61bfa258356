import type { Fact } from "./fact.ts";

/** A loop that runs twice and a function that is called twice say the same thing twice. */
export function distinctFacts(facts: readonly Fact[]): readonly Fact[] {
  const found = new Map<string, Fact>();
  for (const fact of facts) {
    const key = JSON.stringify({ ...fact, via: undefined });
    if (!found.has(key)) found.set(key, fact);
  }
  return [...found.values()];
}
