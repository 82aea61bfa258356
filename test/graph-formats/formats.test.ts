import { describe, expect, it } from "vitest";
import { drawingOf } from "../../src/graph-formats/nodes.ts";
import { graphFormats } from "../../src/graph-formats/formats.ts";
import type { Fact } from "../../src/model/fact.ts";
import { grant, value, world } from "../graph/world.ts";

const root = "serviceAccount:root@p.iam.gserviceaccount.com";
const middle = "serviceAccount:mid@q.iam.gserviceaccount.com";

const job: Fact = {
  kind: "workload",
  type: "cloud-run-v2-job",
  purpose: "runtime",
  name: value("nightly"),
  project: value("p"),
  account: value("root@p.iam.gserviceaccount.com"),
  defaultAccount: "none",
  span: { path: "main.tf", start: 0, end: 1 },
  dialect: "hcl",
};

/** One grant, one way to mint, one of those under a condition, one by what runs; the middle account is granted nothing. */
const drawn = drawingOf(
  world([
    job,
    grant(root, "roles/owner", "projects/p"),
    grant(middle, "roles/iam.serviceAccountTokenCreator", "sa:root@p.iam.gserviceaccount.com"),
    grant("user:kim@x.com", "roles/iam.serviceAccountTokenCreator", "sa:mid@q.iam.gserviceaccount.com", {
      when: "resource.matchTag('1/env', 'dev')",
    }),
    grant("user:lee@x.com", "roles/run.jobsExecutorWithOverrides", "projects/p"),
  ]),
);

const write = (format: string): string => graphFormats[format]?.(drawn) ?? "";

describe("a drawing", () => {
  it("has every way to act as somebody, by policy and by what runs", () => {
    const acting = drawn.edges.filter(({ kind }) => kind === "acts-as");
    expect(acting.map(({ from, to, label, conditional }) => [from, to, label, conditional ?? false].join(" "))).toEqual(
      [
        "p:service-account:mid@q.iam.gserviceaccount.com p:service-account:root@p.iam.gserviceaccount.com mint false",
        "p:user:kim@x.com p:service-account:mid@q.iam.gserviceaccount.com mint true",
        "p:user:kim@x.com p:service-account:root@p.iam.gserviceaccount.com delegate true",
        "p:user:lee@x.com p:service-account:root@p.iam.gserviceaccount.com run.jobs.runWithOverrides false",
      ],
    );
  });

  it("goes round a ring once", () => {
    const [a, b] = [middle, root].map((who) => who.slice("serviceAccount:".length));
    const ring = drawingOf(
      world([
        grant(root, "roles/iam.serviceAccountTokenCreator", `sa:${a}`),
        grant(middle, "roles/iam.serviceAccountTokenCreator", `sa:${b}`),
      ]),
    );
    expect(ring.edges.filter(({ kind }) => kind === "acts-as")).toHaveLength(2);
  });
});

describe("as Mermaid", () => {
  it("what is certain is thick or plain, what a condition decides is dotted", () => {
    expect(write("mermaid")).toMatchInlineSnapshot(`
      "flowchart LR
        n0("serviceAccount:mid@q.iam.gserviceaccount.com")
        n1("serviceAccount:root@p.iam.gserviceaccount.com")
        n2("user:kim@x.com")
        n3("user:lee@x.com")
        n4["project 'p'"]
        n5["project 'q'"]
        n6["service account 'mid@q.iam.gserviceaccount.com'"]
        n7["service account 'root@p.iam.gserviceaccount.com'"]
        n0 ==>|"mint"| n1
        n0 -->|"roles/iam.serviceAccountTokenCreator"| n7
        n1 -->|"roles/owner"| n4
        n2 -.->|"mint"| n0
        n2 -.->|"delegate"| n1
        n2 -.->|"roles/iam.serviceAccountTokenCreator"| n6
        n3 ==>|"run.jobs.runWithOverrides"| n1
        n3 -->|"roles/run.jobsExecutorWithOverrides"| n4
        n4 -->|"contains"| n7
        n5 -->|"contains"| n6
      "
    `);
  });
});

describe("as DOT", () => {
  it("what is certain is bold or plain, what a condition decides is dashed", () => {
    const edges = write("dot")
      .split("\n")
      .filter((line) => line.includes("->"));
    expect(edges.filter((line) => line.includes("style=dashed")).map((line) => line.trim().split(" ")[0])).toEqual([
      '"p:user:kim@x.com"',
      '"p:user:kim@x.com"',
      '"p:user:kim@x.com"',
    ]);
    expect(edges.filter((line) => line.includes("style=bold"))).toHaveLength(2);
  });
});

describe.each(["json", "csv", "graphml"])("as %s", (format) => {
  it("conditional edges say so", () => {
    const text = write(format);
    expect(text.match(format === "json" ? /"conditional": true/g : /true(?:<\/data>|\r\n)/g)).toHaveLength(2);
    expect(text).toContain("matchTag");
  });
});
