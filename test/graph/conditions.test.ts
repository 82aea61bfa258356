import { beforeAll, describe, expect, it } from "vitest";
import { loadCel } from "../../src/gcp/cel.ts";
import { ask, grant, world } from "./world.ts";

beforeAll(loadCel);

describe("conditions", () => {
  it("that can't be read whole stay open", () => {
    const graph = world([grant("user:kim@x.com", "roles/run.admin", "projects/p", { when: "${var.condition}" })]);
    expect(ask(graph, "user:kim@x.com", "run.services.create", "projects/p")).toBe("conditional");
  });

  it("on time stay open without a day to judge them by", () => {
    const graph = world(
      [
        grant("user:kim@x.com", "roles/run.admin", "projects/p", {
          when: 'request.time < timestamp("2027-01-01T00:00:00Z")',
        }),
      ],
      {},
    );
    expect(ask(graph, "user:kim@x.com", "run.services.create", "projects/p")).toBe("conditional");
  });
});
