import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { renderedFacts, valuesIn } from "./rendered-facts.ts";
import { parseFiles } from "./workspace.ts";

const fixtures = fileURLToPath(new URL("../../../fixtures/parsers/yaml/", import.meta.url));

const cases = readdirSync(fixtures)
  .filter((name) => !name.endsWith(".facts.json"))
  .toSorted();

/** The files of a case by path: one, or all of a folder. */
function filesOf(name: string): Readonly<Record<string, string>> {
  const top = join(fixtures, name);
  if (!statSync(top).isDirectory()) return { [name]: readFileSync(top, "utf8") };
  const paths = readdirSync(top, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(top, path)).isFile(),
  );
  return Object.fromEntries(paths.toSorted().map((path) => [path, readFileSync(join(top, path), "utf8")]));
}

test.each(cases)("%s", async (name) => {
  const files = filesOf(name);
  const parsed = parseFiles(files);
  const snapshot = join(fixtures, `${name.replace(/\.\w+$/u, "")}.facts.json`);
  await expect(renderedFacts(parsed, (path) => files[path] ?? "")).toMatchFileSnapshot(snapshot);
});

test.each(cases)("what is known in %s stands where its place says", (name) => {
  const files = filesOf(name);
  for (const value of valuesIn(parseFiles(files).facts)) {
    if (value.kind !== "known" || value.span.end === value.span.start) continue;
    const written = (files[value.span.path] ?? "").slice(value.span.start, value.span.end);
    const isDerived =
      /["\\|>]|^\*|\$\{|^project[RWO-]|^\$|^READER$/u.test(written) ||
      written.includes(value.text) ||
      derived.test(value.text);
    expect(isDerived ? "" : `${value.text} at ${written}`).toBe("");
  }
});

/** Values that are made from what stands at their place: e-mails from names, roles from ACL words, ids of namespaces. */
const derived =
  /@.*\.iam\.gserviceaccount\.com$|^roles\/bigquery\.|^roles\/storage\.legacy|^[\w-]+\/[\w-]+$|^acme-features$|^all$|^(?:projects|organizations)\/|^user:|^constraints\/|^\d+$|^ADMIN_READ$|^group:|^acme-/u;
