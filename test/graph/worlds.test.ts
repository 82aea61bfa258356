import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { loadCel } from "../../src/gcp/cel.ts";
import { parseWorlds } from "./parse-world.ts";
import { ask, world } from "./world.ts";

beforeAll(loadCel);

const worlds = parseWorlds(readFileSync(new URL("worlds.txt", import.meta.url), "utf8"));

describe("small worlds", () => {
  it("cite a page each", () => {
    expect(worlds.filter(({ source }) => !/^[a-z-]+\/docs\/\S+: /.test(source))).toEqual([]);
    expect(worlds.length).toBeGreaterThan(300);
  });

  it.each(worlds)("$line", ({ facts, who, permission, on, answer }) => {
    expect(ask(world(facts), who, permission, on)).toBe(answer);
  });

  it.each(worlds)("in any order: $line", ({ facts, who, permission, on, answer }) => {
    expect(ask(world(facts.toReversed()), who, permission, on)).toBe(answer);
  });
});
