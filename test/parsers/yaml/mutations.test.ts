import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parseFiles } from "./workspace.ts";

const fixtures = fileURLToPath(new URL("../../../fixtures/parsers/yaml/", import.meta.url));

const originals = readdirSync(fixtures, { recursive: true, encoding: "utf8" })
  .filter((path) => !path.endsWith(".facts.json") && statSync(join(fixtures, path)).isFile())
  .toSorted()
  .map((path) => [path, readFileSync(join(fixtures, path), "utf8")] as const);

/** The same numbers on every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
}

const odd = [
  "{",
  "}",
  "[",
  "]",
  ":",
  "- ",
  "\n",
  "\t",
  '"',
  "'",
  "&a ",
  "*a ",
  "|\n",
  "${{",
  "}}",
  "{{",
  "#",
  "\uFFFD",
  "<<: ",
  "null",
  "\\u12",
];

/** The text with a few pieces cut out, doubled or replaced. */
function mutated(text: string, next: (below: number) => number): string {
  let result = text;
  for (let n = next(4) + 1; n > 0; n--) {
    const at = next(result.length + 1);
    const length = next(30);
    const piece = next(3) === 0 ? result.slice(at, at + length).repeat(2) : (odd[next(odd.length)] ?? "");
    result = result.slice(0, at) + piece + result.slice(at + length);
  }
  return result;
}

/** Every place in what was found. */
function* spansIn(thing: unknown): Generator<{ readonly path: string; readonly start: number; readonly end: number }> {
  if (typeof thing !== "object" || thing === null) return;
  if ("path" in thing && "start" in thing && "end" in thing) {
    yield thing as { path: string; start: number; end: number };
    return;
  }
  for (const inner of Object.values(thing)) yield* spansIn(inner);
}

test.each(originals)("whatever becomes of %s, it is read without a crash and places stay inside", (path, text) => {
  const next = numbers(text.length);
  for (let round = 0; round < 15; round++) {
    const changed = mutated(text, next);
    const { facts, problems } = parseFiles({ [path]: changed });
    for (const { start, end } of spansIn([facts, problems])) {
      const isInside = start >= 0 && start <= end && end <= changed.length;
      expect(isInside ? "" : `${start}-${end} of ${changed.length} in ${changed}`).toBe("");
    }
  }
});
