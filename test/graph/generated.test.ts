import { beforeAll, describe, expect, it } from "vitest";
import { loadCel } from "../../src/gcp/cel.ts";
import type { Fact } from "../../src/model/fact.ts";
import { isAllowed } from "./reference.ts";
import { ask, boundary, customRole, deny, grant, member, ref, under, value, world } from "./world.ts";

beforeAll(loadCel);

/** The same numbers everywhere (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const users = ["user:a@x.com", "user:b@x.com", "serviceAccount:s@proj-0.iam.gserviceaccount.com"];
const groups = ["group:g@x.com", "group:h@x.com", "group:i@x.com"];
const nodes = ["organizations/9", "folders/1", "folders/2", "projects/p", "projects/q"];
const roles = ["roles/viewer", "roles/editor", "roles/owner", "roles/run.developer", "projects/p/roles/c"];
const permissions = [
  "run.services.create",
  "run.services.get",
  "iam.serviceAccounts.actAs",
  "resourcemanager.projects.setIamPolicy",
];
const denied = [
  "run.googleapis.com/services.create",
  "run.googleapis.com/*.*",
  "iam.googleapis.com/serviceAccounts.*",
  "cloudresourcemanager.googleapis.com/projects.setIamPolicy",
];

/** Conditions, and whether they hold today. */
const conditions: Readonly<Record<string, boolean>> = {
  true: true,
  false: false,
  'request.time < timestamp("2030-01-01T00:00:00Z")': true,
  'request.time < timestamp("2020-01-01T00:00:00Z")': false,
};
const isTrue = (expression: string): boolean => conditions[expression] === true;

const cloud = "//cloudresourcemanager.googleapis.com/";

interface Generated {
  readonly hierarchy: readonly Fact[];
  readonly boundaries: readonly Fact[];
  readonly grants: readonly Fact[];
  readonly denies: readonly Fact[];
}

const factsOf = ({ hierarchy, boundaries, grants, denies }: Generated): readonly Fact[] => [
  ...hierarchy,
  ...boundaries,
  ...grants,
  ...denies,
];

function generate(seed: number): Generated {
  const next = random(seed);
  const pick = <T>(from: readonly T[]): T => from[next(from.length)] as T;
  const some = <T>(count: number, make: () => T): readonly T[] => Array.from({ length: next(count + 1) }, make);
  const hierarchy = [
    under("folders/1", "organizations/9"),
    under("folders/2", pick(["folders/1", "organizations/9"])),
    under("projects/p", pick(["folders/1", "folders/2", "organizations/9"])),
    under("projects/q", pick(["folders/1", "folders/2"])),
    customRole("projects/p/roles/c", [pick(permissions), pick(permissions)]),
    // A group that somebody declared, so that who is not listed is not in it.
    ...groups.map((group) => member("user:nobody@x.com", group)),
    ...some(4, () => member(pick([...users, ...groups]), pick(groups))),
  ];
  const everyone = [...users, ...groups, "allUsers"];
  return {
    hierarchy,
    boundaries: next(3) === 0 ? some(2, () => boundary(`${cloud}projects/proj-0`, [cloud + pick(nodes)])) : [],
    grants: some(6, () => {
      const when = next(3) === 0 ? pick(Object.keys(conditions)) : undefined;
      return grant(pick(everyone), pick(roles), pick(nodes), when === undefined ? {} : { when });
    }),
    denies: some(2, () =>
      deny([pick(everyone)], [pick(denied)], pick(nodes), {
        except: some(1, () => pick(everyone)),
        exceptPermissions: some(1, () => pick(denied)),
      }),
    ),
  };
}

const seeds = Array.from({ length: 400 }, (_, index) => index + 1);
const questions = users.flatMap((who) =>
  permissions.flatMap((permission) => ["projects/p", "projects/q", "folders/2"].map((on) => ({ who, permission, on }))),
);

const strength: Readonly<Record<string, number>> = { denied: 0, unknown: 0, conditional: 1, allowed: 2 };
const strengthsOf = (facts: readonly Fact[]): readonly number[] => {
  const graph = world(facts);
  return questions.map(({ who, permission, on }) => strength[ask(graph, who, permission, on)] ?? -1);
};

describe("generated worlds", () => {
  it("agree with the reference evaluator", () => {
    for (const seed of seeds) {
      const facts = factsOf(generate(seed));
      const graph = world(facts);
      for (const { who, permission, on } of questions) {
        const answer = ask(graph, who, permission, on) === "allowed";
        expect({ seed, who, permission, on, answer }).toEqual({
          seed,
          who,
          permission,
          on,
          answer: isAllowed(facts, who, permission, on, isTrue),
        });
      }
    }
  });

  it("lists as holders those who are allowed, and as permissions what is", () => {
    for (const seed of seeds.slice(0, 150)) {
      const facts = factsOf(generate(seed));
      const graph = world(facts);
      for (const permission of permissions) {
        const resource = graph.resource(ref("projects/p"));
        const holders = graph.whoCan(permission, resource).filter(({ via }) => via !== "impersonation");
        for (const { principal } of holders) {
          if (principal.type !== "user") continue;
          expect([
            seed,
            permission,
            principal.id,
            isAllowed(facts, `user:${principal.id}`, permission, "projects/p", isTrue),
          ]).toEqual([seed, permission, principal.id, true]);
        }
        for (const who of users) {
          const held = graph.permissionsOf(graph.principal(value(who)), resource).has(permission);
          expect([seed, permission, who, held]).toEqual([
            seed,
            permission,
            who,
            isAllowed(facts, who, permission, "projects/p", isTrue),
          ]);
        }
      }
    }
  });

  it("never lose access by another binding", () => {
    for (const seed of seeds.slice(0, 150)) {
      const facts = factsOf(generate(seed));
      const before = strengthsOf(facts);
      const after = strengthsOf([...facts, ...generate(seed + 10_000).grants]);
      expect([seed, after.findIndex((now, index) => now < (before[index] ?? 0))]).toEqual([seed, -1]);
    }
  });

  it("never gain access by another deny rule", () => {
    for (const seed of seeds.slice(0, 150)) {
      const facts = factsOf(generate(seed));
      const before = strengthsOf(facts);
      const after = strengthsOf([...facts, ...generate(seed + 20_000).denies]);
      expect([seed, after.findIndex((now, index) => now > (before[index] ?? 2))]).toEqual([seed, -1]);
    }
  });

  it("do not depend on the order of facts", () => {
    for (const seed of seeds.slice(0, 150)) {
      const facts = factsOf(generate(seed));
      expect(strengthsOf(facts.toReversed())).toEqual(strengthsOf(facts));
    }
  });
});
