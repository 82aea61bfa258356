import { beforeAll, describe, expect, it } from "vitest";
import { loadCel } from "../../src/gcp/cel.ts";
import { parsePrincipal } from "../../src/gcp/principal.ts";
import { fitsParts } from "../../src/graph/glob.ts";
import type { Fact } from "../../src/model/fact.ts";
import { account, ask, customRole, grant, member, under, value, world } from "./world.ts";

beforeAll(loadCel);

const kim = "user:kim@x.com";

describe("hostile input", () => {
  it.each(["constructor", "toString", "__proto__", "constructor:x", "hasOwnProperty:a@b", "__proto__:a@b"])(
    "%s is no principal",
    (text) => {
      expect(parsePrincipal(text).type).toBe("malformed");
    },
  );

  it.each([
    "constructor(1)",
    '"a".constructor("b")',
    "constructor",
    "__proto__ == 1",
    "resource.constructor",
    '"a".toString()',
  ])("%s is no condition that holds", (when) => {
    const graph = world([grant(kim, "roles/owner", "projects/p", { when })]);
    expect(ask(graph, kim, "run.services.get", "projects/p")).not.toBe("allowed");
  });

  it("may name attributes and types after what every object has", () => {
    const facts = [
      account("ci@p1234.iam.gserviceaccount.com", "a#google_service_account.ci"),
      grant("serviceAccount:${a#google_service_account.ci.constructor}", "roles/owner", "projects/p"),
      grant(kim, "roles/owner", "constructor:p/x"),
    ];
    expect(world(facts).bindings.map(({ principal }) => principal.type)).toEqual(["service-account", "user"]);
  });

  it("may make names that double with every reference", () => {
    const facts: Fact[] = Array.from({ length: 200 }, (_, index) =>
      account(`\${a#sa.n${index + 1}.email}\${a#sa.n${index + 1}.email}`, `a#sa.n${index}`),
    );
    const [principal] = world([
      ...facts,
      grant("serviceAccount:${a#sa.n0.email}", "roles/owner", "projects/p"),
    ]).bindings.map((binding) => binding.principal);
    expect(principal?.key.length).toBeLessThan(5000);
  });

  it("may nest folders and groups without end", () => {
    const folders = Array.from({ length: 20_000 }, (_, index) => under(`folders/${index}`, `folders/${index + 1}`));
    const groups = Array.from({ length: 20_000 }, (_, index) =>
      member(`group:g${index}@x.com`, `group:g${index + 1}@x.com`),
    );
    const graph = world([
      ...folders,
      ...groups,
      member(kim, "group:g0@x.com"),
      grant("group:g20000@x.com", "roles/owner", "projects/p"),
    ]);
    expect(graph.bindingsOn(graph.resourceNamed("folders/0"))).toEqual([]);
    expect(graph.whyCan(graph.principal(value(kim)), "run.services.get", graph.resourceNamed("p")).answer).toBe(
      "allowed",
    );
  });

  it("may put many stars into a permission, many gaps into a name", () => {
    const stars = `${"a*".repeat(500)}b`;
    const gaps = `user:${"a${x}".repeat(500)}b@x.com`;
    const graph = world([
      customRole("projects/p/roles/r", [stars]),
      grant(kim, "projects/p/roles/r", "projects/p"),
      grant(gaps, "roles/owner", "projects/p"),
    ]);
    const long = `user:${"a".repeat(5000)}@x.com`;
    expect(graph.permissionsOf(graph.principal(value(kim)), graph.resourceNamed("p")).has("a".repeat(5000))).toBe(
      false,
    );
    expect(ask(graph, long, "run.services.get", "projects/p")).toBe("unknown");
  });
});

describe("fitsParts", () => {
  it.each([
    ["abc", ["abc"], true],
    ["abc", ["a", "c"], true],
    ["ac", ["a", "c"], true],
    ["a", ["a", "a"], false],
    ["abcbc", ["a", "b", "c"], true],
    ["acb", ["a", "b", "c"], false],
    ["", [""], true],
    ["x", ["", ""], true],
  ])("%s in %j: %s", (text, parts, fits) => {
    expect(fitsParts(text, parts)).toBe(fits);
  });
});
