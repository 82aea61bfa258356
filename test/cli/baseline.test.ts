import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { editorGrant, folderWith, runMain } from "./run-main.ts";

const baselineIn = (folder: string): { findings: { id: string; rule: string }[] } =>
  JSON.parse(readFileSync(join(folder, "iam-lint.baseline.json"), "utf8"));

describe("baselines", () => {
  it("hide what was there, and only that", async () => {
    const folder = folderWith({ "main.tf": editorGrant });
    expect((await runMain(["baseline", "create"], folder)).code).toBe(0);
    expect((await runMain([".", "--baseline", "iam-lint.baseline.json"], folder)).code).toBe(0);
    writeFileSync(join(folder, "new.tf"), editorGrant.replaceAll("ci", "cd").replace("editor", "owner"));
    const { code, out } = await runMain([".", "--baseline", "iam-lint.baseline.json", "--format", "json"], folder);
    expect(code).toBe(1);
    const statuses = JSON.parse(out).findings.map(({ rule, status }: Record<string, string>) => `${rule} ${status}`);
    expect(statuses).toContain("basic-role-editor baselined");
    expect(statuses).toContain("basic-role-owner open");
  });

  it("update never adds unless told, prune drops what is gone", async () => {
    const folder = folderWith({ "main.tf": editorGrant });
    await runMain(["baseline", "create"], folder);
    const before = baselineIn(folder).findings.length;
    writeFileSync(join(folder, "new.tf"), editorGrant.replaceAll("ci", "cd").replace("editor", "owner"));
    await runMain(["baseline", "update"], folder);
    expect(baselineIn(folder).findings).toHaveLength(before);
    await runMain(["baseline", "update", "--add"], folder);
    expect(baselineIn(folder).findings.length).toBeGreaterThan(before);
    writeFileSync(join(folder, "new.tf"), "");
    await runMain(["baseline", "prune"], folder);
    expect(baselineIn(folder).findings).toHaveLength(before);
  });

  it.each([
    [["baseline"], "needs create, update or prune"],
    [["baseline", "drop"], "needs create, update or prune"],
    [["baseline", "update"], "can't be read"],
    [["baseline", "create", "main.tf"], "under whole folders"],
    [["lint", "--baseline", "no-such.json"], "can't be read"],
    [["lint", "--baseline", "main.tf"], "not valid JSON"],
  ])("%j says what to do", async (args, message) => {
    const { code, err } = await runMain(args, folderWith({ "main.tf": editorGrant }));
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it("create keeps an existing one", async () => {
    const folder = folderWith({ "main.tf": editorGrant });
    await runMain(["baseline", "create"], folder);
    expect((await runMain(["baseline", "create"], folder)).err).toContain("is there already");
  });
});
