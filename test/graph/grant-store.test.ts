import { describe, expect, it } from "vitest";
import { buildGraph } from "../../src/graph/build.ts";
import { separate } from "../../src/graph/grant-store.ts";
import type { Fact, Grant } from "../../src/model/fact.ts";
import { known } from "../../src/model/value.ts";
import { ask, grant, under } from "./world.ts";

const spanAt = (start: number): Grant["span"] => ({ path: "inventory.ndjson", start, end: start + 5 });

const listed = (principal: string, more: Partial<Grant> = {}): Grant => ({
  kind: "grant",
  principal: known(principal, spanAt(10)),
  role: known("roles/owner", spanAt(20)),
  resource: { type: "project", name: known("p", spanAt(30)) },
  change: "add",
  authority: "listed",
  writer: "inventory",
  span: spanAt(0),
  dialect: "json",
  ...more,
});

function* each(facts: readonly Fact[]): Generator<Fact> {
  yield* facts;
}

const grants: readonly Grant[] = [
  listed("user:kim@x.com"),
  listed("user:Kim@X.com"),
  listed("principal://goog/subject/kim@x.com"),
  listed("user:far@x.com", { span: { ...spanAt(0), end: 90_000 }, principal: known("user:far@x.com", spanAt(80_000)) }),
  listed("user:lee@x.com", { condition: { expression: known("false", spanAt(40)) } }),
  listed("user:ann@x.com", { dialect: "yaml", authority: "policy", change: "remove", writer: "other" }),
  listed("user:eve@x.com", { eligible: true }),
  listed("user:max@x.com", {
    resource: {
      type: "bigquery-table",
      name: known("t", spanAt(30)),
      within: { type: "bigquery-dataset", name: known("d", spanAt(30)) },
    },
  }),
  grant("serviceAccount:${infra#google_service_account.ci.email}", "roles/viewer", "projects/p"),
];

describe("packed grants", () => {
  it("come out as they went in", () => {
    const { grants: packed } = separate(each(grants));
    expect(Array.from({ length: packed.length }, (_, index) => packed.at(index))).toEqual(grants);
    expect(packed.at(grants.length)).toBeUndefined();
    expect([packed.hasRemovals, packed.hasOwners, packed.hasEvaluated]).toEqual([true, true, false]);
  });

  it("keep other facts as they are", () => {
    const fact = under("projects/p", "folders/1");
    expect(separate(each([fact, ...grants])).others).toEqual([fact]);
  });

  it("make the same graph", () => {
    const facts = [under("projects/p", "folders/1"), ...grants];
    const [whole, packed] = [buildGraph(facts), buildGraph(each(facts))];
    expect(
      packed.bindings.map(({ principal, role, resource, grant: from }) => [
        principal.key,
        role.name,
        resource.key,
        from,
      ]),
    ).toEqual(
      whole.bindings.map(({ principal, role, resource, grant: from }) => [
        principal.key,
        role.name,
        resource.key,
        from,
      ]),
    );
    expect(packed.facts("grant")).toEqual(whole.facts("grant"));
    expect(ask(packed, "user:kim@x.com", "run.services.create", "projects/p")).toBe("allowed");
  });
});
