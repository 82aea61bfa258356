import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Embedded, Parsed } from "../../../src/model/parser.ts";
import { show } from "../../../src/model/value.ts";
import { terraform } from "../../../src/parsers/terraform/index.ts";
import { compactFacts } from "./compact-facts.ts";

const folder = fileURLToPath(new URL("../../../fixtures/parsers/terraform/facts/", import.meta.url));

/** What the Terraform parser says of one file of the fixtures, as compact JSON. */
export function factsOfFixture(name: string): unknown {
  const source = { path: name, text: readFileSync(folder + name, "utf8") };
  const { facts, problems, embedded } = parseText(name, source.text);
  return {
    facts: compactFacts(facts, () => source.text),
    ...(problems.length > 0 && { problems: problems.map(({ message }) => message) }),
    ...(embedded.length > 0 && { embedded: embedded.map((one) => compactEmbedded(one, source.text)) }),
  };
}

/** What the parser makes of one file by itself. */
export const parseText = (path: string, text: string): Parsed =>
  terraform.parse([{ path, text }], {
    read: () => undefined,
    list: () => [],
    options: { varFiles: [], variables: {}, profile: "default" },
  });

/** The text, and the stretch of the file where its first word stands. */
function compactEmbedded({ source, language, runsAs, project, environment = {} }: Embedded, text: string): unknown {
  const start = source.host?.toHost(0) ?? -1;
  return {
    language,
    text: source.text,
    at: text.slice(start, source.host?.toHost(6)),
    ...(runsAs && { runsAs: show(runsAs) }),
    ...(project && { project: show(project) }),
    environment: Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, show(value)])),
  };
}
