import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { check } from "../src/check.ts";
import { analyse } from "../src/lint.ts";
import type { Source } from "../src/model/source.ts";
import { emptyPolicy, type PolicyFile, withPolicyFile } from "../src/policy.ts";
import * as everyRule from "../src/rules/index.ts";
import shipped from "../rules.json" with { type: "json" };

const projects = fileURLToPath(new URL("../fixtures/projects/", import.meta.url));
const day = "2026-10-01";
const shippedFile: PolicyFile = JSON.parse(JSON.stringify(shipped));

/** What the default profile shows of a project: rule, level, file. */
async function findingsOf(name: string): Promise<readonly string[]> {
  const folder = join(projects, name);
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
  const sources = paths.toSorted().map((path): Source => ({ path, text: readFileSync(join(folder, path), "utf8") }));
  const workspace = {
    read: (path: string) => sources.find((source) => source.path === path)?.text,
    list: () => [],
    options: { varFiles: [], variables: {}, profile: "default" as const },
  };
  const { graph, problems } = await analyse(sources, workspace, { today: day });
  expect(problems).toEqual([]);
  const policy = withPolicyFile(emptyPolicy(day), shippedFile, true);
  const shown = check(graph, Object.values(everyRule), policy).filter(({ hidden }) => !hidden);
  return shown.map(({ rule, level, at }) => `${level} ${rule} ${at.path}`).toSorted();
}

describe("the example projects", () => {
  it("predictive-maintenance shows what went wrong, and nothing else", async () => {
    expect(await findingsOf("predictive-maintenance")).toEqual([
      "error basic-role-editor terraform/iam.tf",
      "error key-file-in-repo keys/iot-deployer.json",
      "warning cross-project-model-get scripts/deploy.sh",
      "warning key-file-reference scripts/deploy.sh",
      "warning key-file-reference terraform/main.tf",
      "warning missing-actas scripts/deploy.sh",
      "warning missing-bigquery-write scripts/load-scores.sh",
      "warning missing-vertex-permission scripts/deploy.sh",
      "warning missing-vertex-permission scripts/deploy.sh",
      "warning unknown-predefined-role terraform/iam.tf",
    ]);
  });

  it("predictive-maintenance-cured is clean", async () => {
    expect(await findingsOf("predictive-maintenance-cured")).toEqual([]);
  });
});
