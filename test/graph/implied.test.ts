import { describe, expect, it } from "vitest";
import type { Fact } from "../../src/model/fact.ts";
import { project, ref, value, world } from "./world.ts";
import { parseWorlds } from "./parse-world.ts";

const editorOf = (facts: string): readonly string[] => {
  const [parsed] = parseWorlds(
    `${facts} | serviceAccount:42-compute@developer.gserviceaccount.com compute.instances.create projects/p = unknown`,
  );
  const graph = world(parsed?.facts ?? []);
  const who = graph.principal(value("serviceAccount:42-compute@developer.gserviceaccount.com"));
  return graph.whyCan(who, "compute.instances.create", graph.resource(ref("projects/p"))).path.map(({ text }) => text);
};

describe("the Editor of default accounts", () => {
  it("is assumed, and says so", () => {
    expect(editorOf("project p 42")).toEqual([
      "42-compute@developer.gserviceaccount.com may hold roles/editor on project 'p': Google grants it unless the organization forbids it",
    ]);
  });

  it.each([
    "project p 42; enforce constraints/iam.automaticIamGrantsForDefaultServiceAccounts on projects/p",
    "project p 42; enforce iam.managed.preventPrivilegedBasicRolesForDefaultServiceAccounts on organizations/9; projects/p < organizations/9",
    "project p 42; deprivilege p",
    "project p 42; read projects/p",
  ])("is not assumed after: %s", (facts) => {
    expect(editorOf(facts)).toEqual([]);
  });
});

const holders = (facts: readonly Fact[]): readonly string[] => {
  const graph = world(facts);
  return graph
    .whoCan("aiplatform.models.export", graph.resource(ref("projects/p")))
    .map(({ principal }) => principal.id);
};

describe("service agents", () => {
  const api: Fact = {
    kind: "api",
    project: value("p"),
    service: value("aiplatform.googleapis.com"),
    enabled: true,
    span: { path: "main.tf", start: 0, end: 1 },
    dialect: "hcl",
  };
  it("are holders where their API is switched on", () => {
    expect(holders([project("p", "42"), api])).toContain("service-42@gcp-sa-aiplatform.iam.gserviceaccount.com");
    expect(holders([project("p", "42")])).toEqual([]);
  });

  it("are one with what a reference to the project's number says", () => {
    const graph = world([project("p", "42", "infra#google_project.p")]);
    const bySymbol = graph.principal(
      value("serviceAccount:service-${infra#google_project.p.number}@gcp-sa-aiplatform.iam.gserviceaccount.com"),
    );
    const pattern = "service-PROJECT_NUMBER@gcp-sa-aiplatform.iam.gserviceaccount.com";
    expect(graph.projectAccount(pattern, graph.resourceNamed("p")).principal).toBe(bySymbol);
  });

  it("are one with the reference even if nobody knows the number", () => {
    const graph = world([]);
    const bySymbol = graph.principal(
      value("serviceAccount:${infra#data.google_project.p.number}-compute@developer.gserviceaccount.com"),
    );
    const home = graph.resource(ref("projects/${infra#data.google_project.p.project_id}"));
    expect(graph.projectAccount("PROJECT_NUMBER-compute@developer.gserviceaccount.com", home).principal).toBe(bySymbol);
    expect(
      graph.account(value("${infra#data.google_project.p.number}-compute@developer.gserviceaccount.com")).resource
        .project?.key,
    ).toBe(home.key);
  });
});
