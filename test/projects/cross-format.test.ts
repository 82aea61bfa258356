import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { analyse } from "../../src/lint.ts";
import type { Source, Span } from "../../src/model/source.ts";
import * as everyRule from "../../src/rules/index.ts";

const folder = fileURLToPath(new URL("../../fixtures/projects/cross-format/", import.meta.url));

const options = {
  breakGlass: [],
  allowedDomains: [],
  knownProjects: [],
  sandboxProjects: [],
  trustedDeployers: [],
  trustedRoleAdmins: [],
  auditors: [],
  publicResources: [],
  today: "2026-10-01",
};

const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => statSync(join(folder, path)).isFile())
  .toSorted()
  .map((path): Source => ({ path, text: readFileSync(join(folder, path), "utf8") }));

const workspace = {
  read: (path: string) => sources.find((source) => source.path === path)?.text,
  list: () => [],
  options: { varFiles: [], variables: {}, profile: "default" as const },
};

/** The file, and the text that stands there, as the file has it. */
function quoted(span: Span, all: readonly Source[]): string {
  const source = all.find(({ path }) => path === span.path);
  if (source?.host === undefined) return `${span.path}: ${source?.text.slice(span.start, span.end)}`;
  const { path, toHost } = source.host;
  return quoted({ path, start: toHost(span.start), end: toHost(span.end - 1) + 1 }, all);
}

test("a workflow, an account in Terraform and an exported policy give one finding with all of its places", async () => {
  const { graph, problems, sources: read } = await analyse(sources, workspace, { today: options.today });
  expect(problems).toEqual([]);
  const found = Object.values(everyRule).flatMap((rule) =>
    [...rule.check(graph, options)].map((violation) => ({ rule: rule.meta.id, violation })),
  );
  const actas = found.filter(({ rule }) => rule.includes("actas"));
  expect(actas.map(({ rule, violation }) => `${rule}: ${violation.message}`)).toEqual([
    "missing-actas: serviceAccount:deployer@ml-prod.iam.gserviceaccount.com can't act as scorer@ml-prod.iam.gserviceaccount.com: nothing that was read grants it iam.serviceAccounts.actAs on that account or above.",
  ]);
  const { at, related = [] } = actas[0]?.violation ?? expect.unreachable();
  expect(quoted(at, read)).toBe(".github/workflows/deploy.yaml: scorer@ml-prod.iam.gserviceaccount.com");
  expect(related.map(({ span, message }) => [quoted(span, read), message])).toMatchInlineSnapshot(`
    [
      [
        ".github/workflows/deploy.yaml: deployer@ml-prod.iam.gserviceaccount.com",
        "serviceAccount:deployer@ml-prod.iam.gserviceaccount.com is who calls.",
      ],
      [
        "terraform/main.tf: resource "google_service_account" "scorer"",
        "scorer@ml-prod.iam.gserviceaccount.com is created here.",
      ],
      [
        "export/ml-prod-policy.json: bindings",
        "The policy of project 'ml-prod' that was read here does not grant it.",
      ],
    ]
  `);
});
