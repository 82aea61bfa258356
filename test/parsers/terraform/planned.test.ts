import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { type Datum, attribute } from "../../../src/parsers/terraform/datum.ts";
import { evaluate } from "../../../src/parsers/terraform/evaluate.ts";
import { openFolder } from "./evaluated-text.ts";

const folder = "fixtures/parsers/terraform/planned/";

/** What Terraform plans; see `scripts/record-plans.ts`. */
interface Planned {
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly resources: Readonly<Record<string, unknown>>;
}

/** As JSON has it; what we don't know fails the comparison. */
function plain(datum: Datum | undefined): unknown {
  if (datum === undefined) return null;
  switch (datum.type) {
    case "null":
      return null;
    case "string":
      return datum.text;
    case "number":
    case "boolean":
      return datum.value;
    case "list":
      return datum.open ? "may have more items" : datum.items.map(plain);
    case "object":
      return Object.fromEntries([...datum.entries].map(([name, { value }]) => [name, plain(value)]));
    default:
      return `unknown: ${datum.type === "unknown" || datum.type === "pattern" ? datum.why : ""}`;
  }
}

test.each(readdirSync(folder))("%s comes to what Terraform plans", (name) => {
  const planned = JSON.parse(readFileSync(`${folder}${name}/planned.json`, "utf8")) as Planned;
  const { sources, workspace } = openFolder(`${folder}${name}`);
  const [root, ...others] = evaluate(sources, workspace).roots;
  expect(others).toEqual([]);
  const outputs = Object.fromEntries([...(root?.outputs ?? [])].map(([key, value]) => [key, plain(value)]));
  expect(outputs).toEqual(planned.outputs);
  const resources = root?.instances.map(({ address, config }) => [address, plain(attribute(config, "input"))] as const);
  expect(Object.fromEntries(resources ?? [])).toEqual(planned.resources);
  expect(root?.instances.every(({ conditional }) => !conditional)).toBe(true);
});
