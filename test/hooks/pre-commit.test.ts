import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { recognisers } from "../../src/parsers/index.ts";
import { commit, consumerWith, grantOf, hookRepository, isInstalled, run } from "./consumer.ts";

const hooksFile = fileURLToPath(new URL("../../.pre-commit-hooks.yaml", import.meta.url));
const hooks: readonly Record<string, string>[] = parse(readFileSync(hooksFile, "utf8"));
const minutes = 60_000;

describe(".pre-commit-hooks.yaml", () => {
  it("offers a graph hook and a changed-files hook", () => {
    expect(hooks.map(({ id }) => id)).toEqual(["iam-lint", "iam-lint-files"]);
  });

  it.each(hooks)("$id runs for the files that the parsers read", ({ files = "" }) => {
    const pattern = new RegExp(files);
    const names = [
      "main.tf",
      "a.tofu",
      "x.auto.tfvars",
      "p.yaml",
      "p.yml",
      "p.json",
      "deploy.sh",
      "index.ts",
      "Makefile",
      "sub/Dockerfile",
    ];
    for (const name of names) {
      expect(pattern.test(name), name).toBe(true);
      if (!name.endsWith(".ts"))
        expect(
          recognisers.some(({ accepts }) => accepts(name)),
          name,
        ).toBe(true);
    }
    for (const name of ["README.md", "a.txt", "logo.png"]) expect(pattern.test(name), name).toBe(false);
  });
});

describe.skipIf(!isInstalled("pre-commit"))("the real pre-commit", () => {
  const home = mkdtempSync(join(tmpdir(), "iam-lint-pre-commit-home-"));
  const env = { PRE_COMMIT_HOME: home };
  const repository = hookRepository();

  it("installs and runs the hook by try-repo", { timeout: 10 * minutes }, () => {
    const consumer = consumerWith({});
    consumer.write("infra/new.tf", grantOf("roles/editor", "fresh"));
    consumer.git("add", "--all");
    const { ok, said } = run("pre-commit", ["try-repo", repository, "iam-lint", "--verbose"], consumer.top, env);
    expect(said).toContain("error[basic-role-editor]");
    expect(ok).toBe(false);
  });

  it("stops a bad commit, lets a clean one pass in silence", { timeout: 10 * minutes }, () => {
    const consumer = consumerWith({
      ".pre-commit-config.yaml": `repos:\n- repo: ${repository}\n  rev: v0.0.1\n  hooks:\n  - id: iam-lint\n  - id: iam-lint-files\n`,
    });
    expect(run("pre-commit", ["install"], consumer.top, env).ok).toBe(true);
    consumer.write("infra/new.tf", grantOf("roles/owner", "fresh"));
    consumer.git("add", "--all");
    const bad = commit(consumer, "bad", env);
    expect(bad.ok).toBe(false);
    expect(bad.said).toMatch(/error\[basic-role-owner\][^]*infra\/new\.tf:3/);
    consumer.write("infra/new.tf", grantOf("roles/logging.logWriter", "fresh"));
    consumer.git("add", "--all");
    const good = commit(consumer, "good", env);
    expect(good.ok).toBe(true);
    expect(good.said).toMatch(/iam-lint\.+Passed/);
  });
});
