import { expect, test } from "vitest";
import { readInventory } from "../../../src/parsers/yaml/inventory/inventory.ts";
import { parseFiles } from "./workspace.ts";

const asset = (n: number): string =>
  JSON.stringify({
    name: `//cloudresourcemanager.googleapis.com/projects/${1000 + n}`,
    asset_type: "cloudresourcemanager.googleapis.com/Project",
    iam_policy: { bindings: [{ role: "roles/editor", members: [`user:u${n}@acme.com`, "group:g@acme.com"] }] },
    ancestors: [`projects/${1000 + n}`, "folders/7", "organizations/1"],
  });

test("a streamed export says what the same file says as a whole, at the same places", async () => {
  const lines = Array.from({ length: 20 }, (_, n) => asset(n));
  const facts = [];
  for await (const parsed of readInventory(lines, "export.ndjson")) facts.push(...parsed.facts);
  expect(facts).toEqual(parseFiles({ "export.ndjson": `${lines.join("\n")}\n` }).facts);
  expect(facts.filter(({ kind }) => kind === "grant")).toHaveLength(40);
  expect(facts.filter(({ kind }) => kind === "policy-read")).toHaveLength(20);
});

test("places are offsets into the whole file", async () => {
  const text = `${asset(0)}\n${asset(1)}\n`;
  for await (const { facts } of readInventory(text.split("\n"), "export.ndjson")) {
    for (const fact of facts) {
      if (fact.kind !== "grant" || fact.principal.kind !== "known") continue;
      expect(text.slice(fact.principal.span.start, fact.principal.span.end)).toBe(fact.principal.text);
    }
  }
});

test("the hierarchy above assets is told once", async () => {
  const facts = [];
  for await (const parsed of readInventory([asset(0), asset(1), asset(0)], "x")) facts.push(...parsed.facts);
  const above = facts.flatMap((fact) =>
    fact.kind === "resource" ? [`${fact.resource.type} in ${fact.parent?.type}`] : [],
  );
  expect(above).toEqual(["project in folder", "folder in organization", "project in folder"]);
});
