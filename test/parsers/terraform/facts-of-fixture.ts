import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { terraform } from "../../../src/parsers/terraform/index.ts";
import { compactFacts } from "./compact-facts.ts";

const folder = fileURLToPath(new URL("../../../fixtures/parsers/terraform/facts/", import.meta.url));

/** What the Terraform parser says of one file of the fixtures, as compact JSON. */
export function factsOfFixture(name: string): unknown {
  const source = { path: name, text: readFileSync(folder + name, "utf8") };
  const { facts, problems } = terraform.parse([source], {
    read: () => undefined,
    list: () => [],
    options: { varFiles: [], variables: {}, profile: "default" },
  });
  return {
    facts: compactFacts(facts, () => source.text),
    ...(problems.length > 0 && { problems: problems.map(({ message }) => message) }),
  };
}
