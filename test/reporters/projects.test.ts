import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Log } from "sarif";
import { expect, test } from "vitest";
import { repositoryTop } from "../../src/cli/roots.ts";
import { folderWith, runMain } from "../cli/run-main.ts";
import { hasMultitool, multitoolComplaints } from "./multitool.ts";
import { assertSarif } from "./sarif-assertions.ts";

const fixtures = fileURLToPath(new URL("../../fixtures/", import.meta.url));

/** Whole projects, and all fixtures of all rules as if they were one. */
const folders = [...readdirSync(join(fixtures, "projects")).map((name) => `projects/${name}`), "rules"];

const logs = new Map<string, string>();

test.each(folders)("the SARIF of %s is fit for code scanning", async (name) => {
  const folder = join(fixtures, name);
  const { code, out, err } = await runMain(["lint", ".", "--format", "sarif", "--profile", "auditor"], folder);
  expect(code, err).toBeLessThan(2);
  logs.set(name.replaceAll("/", "-"), out);
  const root = repositoryTop(folder) ?? folder;
  assertSarif(JSON.parse(out) as Log, (path) => textOf(join(root, path)));
});

test("fingerprints survive moved lines, other line ends and renamed files", async () => {
  const grants = `variable "project" {}
resource "google_project_iam_member" "known" {
  project = "ml-prod"
  role    = "roles/editor"
  member  = "serviceAccount:ci@ml-prod.iam.gserviceaccount.com"
}
resource "google_project_iam_binding" "unknown" {
  project = var.project
  role    = "roles/owner"
  members = ["user:jane@example.com", "user:john@example.com"]
}
`;
  const before = await fingerprintsOf(folderWith({ "main.tf": grants }));
  expect(before.length).toBeGreaterThan(1);
  const moved = `# moved\r\n\r\n${grants.replaceAll("\n", "\r\n")}`;
  expect(await fingerprintsOf(folderWith({ "infra/prod/iam.tf": moved }))).toEqual(before);
});

test.skipIf(!hasMultitool)("Microsoft's validator has nothing against any of them", () => {
  expect(logs.size).toBe(folders.length);
  expect(multitoolComplaints(Object.fromEntries(logs))).toEqual([]);
});

async function fingerprintsOf(folder: string): Promise<readonly (string | undefined)[]> {
  const { out } = await runMain(["lint", ".", "--format", "sarif", "--profile", "auditor"], folder);
  const { runs } = JSON.parse(out) as Log;
  return (runs[0]?.results ?? []).map(({ partialFingerprints }) => partialFingerprints?.["iamLint/v1"]).toSorted();
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
