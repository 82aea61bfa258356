import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryWith } from "./repository.ts";
import { editorGrant, folderWith, runMain } from "./run-main.ts";

const viewerGrant = editorGrant.replace("roles/editor", "roles/logging.viewer");
const ownerGrant = editorGrant.replaceAll("ci", "cd").replace("roles/editor", "roles/owner");

describe("iam-lint lint --hook", () => {
  it("is silent when nothing is staged", async () => {
    const { top } = repositoryWith({ "main.tf": editorGrant });
    expect(await runMain(["lint", "--hook"], top)).toEqual({ code: 0, out: "", err: "" });
  });

  it("is silent when a clean commit is staged, whatever the rest of the repository holds", async () => {
    const { top, write, git } = repositoryWith({ "old/main.tf": editorGrant });
    write("new/main.tf", viewerGrant);
    git("add", "new/main.tf");
    expect(await runMain(["lint", "--hook"], top)).toEqual({ code: 0, out: "", err: "" });
  });

  it("shows what touches staged files and counts the rest in one line", async () => {
    const { top, write, git } = repositoryWith({ "old/main.tf": editorGrant });
    write("new/main.tf", ownerGrant);
    git("add", "new/main.tf");
    const { code, out } = await runMain(["lint", "--hook"], top);
    expect(code).toBe(1);
    expect(out).toContain("error[basic-role-owner]");
    expect(out).not.toContain("basic-role-editor");
    expect(out).toMatch(/1 more|elsewhere/);
  });

  it("judges the staged content, not the work tree's", async () => {
    const { top, write, git } = repositoryWith({ "main.tf": viewerGrant });
    write("main.tf", editorGrant);
    git("add", "main.tf");
    write("main.tf", viewerGrant);
    expect((await runMain(["lint", "--hook"], top)).code).toBe(1);
    git("add", "main.tf");
    write("main.tf", editorGrant);
    expect((await runMain(["lint", "--hook"], top)).code).toBe(0);
  });

  it("does not see untracked files", async () => {
    const { top, write, git } = repositoryWith({ "main.tf": viewerGrant });
    write("variables.auto.tfvars", 'role = "roles/editor"\n');
    write(
      "main.tf",
      `variable "role" {\n  default = "roles/logging.viewer"\n}\n${editorGrant.replace('"roles/editor"', "var.role")}`,
    );
    git("add", "main.tf");
    expect((await runMain(["lint", "--hook"], top)).code).toBe(0);
    git("add", "variables.auto.tfvars");
    expect((await runMain(["lint", "--hook"], top)).code).toBe(1);
  });

  it("reports a finding whose evidence is staged although its anchor is not", async () => {
    const { top, write, git } = repositoryWith({ "main.tf": editorGrant.replace('"roles/editor"', "var.role") });
    write("variables.tf", 'variable "role" {\n  default = "roles/editor"\n}\n');
    git("add", "variables.tf");
    expect((await runMain(["lint", "--hook"], top)).code).toBe(1);
  });

  it("reads the whole repository from one of its folders", async () => {
    const { top, write, git } = repositoryWith({ "a/main.tf": viewerGrant, "b/main.tf": viewerGrant });
    write("b/main.tf", editorGrant);
    git("add", "b/main.tf");
    expect((await runMain(["lint", "--hook"], join(top, "a"))).code).toBe(1);
  });

  it("judges the first commit of a repository", async () => {
    const { top, write, git } = repositoryWith({});
    git("update-ref", "-d", "HEAD");
    write("main.tf", editorGrant);
    git("add", "main.tf");
    expect((await runMain(["lint", "--hook"], top)).code).toBe(1);
  });

  it("says what to do outside of a repository", async () => {
    const { code, err } = await runMain(["lint", "--hook"], folderWith({ "main.tf": editorGrant }));
    expect({ code, lines: err.trim().split("\n").length }).toEqual({ code: 2, lines: 2 });
  });

  it("runs nothing that a hostile repository configures", async () => {
    const { top, write, git } = repositoryWith({ "main.tf": viewerGrant });
    const marker = join(top, "executed");
    writeFileSync(join(top, "evil.sh"), `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 });
    git("config", "core.fsmonitor", join(top, "evil.sh"));
    git("config", "core.pager", join(top, "evil.sh"));
    git("config", "diff.external", join(top, "evil.sh"));
    git("config", "filter.evil.clean", join(top, "evil.sh"));
    git("config", "filter.evil.smudge", join(top, "evil.sh"));
    git("config", "diff.evil.textconv", join(top, "evil.sh"));
    write(".gitattributes", "*.tf filter=evil diff=evil\n");
    write("main.tf", viewerGrant.replace("viewer", "writer"));
    const { rmSync, existsSync } = await import("node:fs");
    rmSync(marker, { force: true });
    await runMain(["lint", "--hook"], top);
    await runMain(["lint", "."], top);
    await runMain(["lint", ".", "--since", "HEAD"], top);
    expect(existsSync(marker)).toBe(false);
  });
});

describe("iam-lint lint --since", () => {
  it("shows only what is absent at the revision", async () => {
    const { top, write } = repositoryWith({ "old.tf": editorGrant });
    write("new.tf", ownerGrant);
    const { code, out } = await runMain([".", "--since", "HEAD", "--select", "basic-role-*", "--format", "json"], top);
    expect(code).toBe(1);
    expect(JSON.parse(out).findings.map(({ rule }: { rule: string }) => rule)).toEqual(["basic-role-owner"]);
  });

  it("does not take a moved line for a new finding", async () => {
    const { top, write } = repositoryWith({ "main.tf": editorGrant });
    write("main.tf", `# a comment\n\n${editorGrant}`);
    expect((await runMain([".", "--since", "HEAD"], top)).code).toBe(0);
  });

  it("says what to do about an unknown revision", async () => {
    const { top } = repositoryWith({ "main.tf": editorGrant });
    const { code, err } = await runMain([".", "--since", "no-such-branch"], top);
    expect(code).toBe(2);
    expect(err).toContain("git knows no revision 'no-such-branch'");
  });
});
