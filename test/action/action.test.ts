import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { program } from "../cli/program.ts";
import { editorGrant, folderWith } from "../cli/run-main.ts";
import { run } from "../hooks/consumer.ts";
import { workflowComplaints } from "../tools/actionlint.ts";

const file = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const action = parse(readFileSync(file("action.yml"), "utf8"));
const docs = readFileSync(file("docs/github-action.md"), "utf8");
const documented = /```yaml\n(# \.github\/workflows[^]*?)```/.exec(docs)?.[1] ?? "";

describe("the documented workflow", () => {
  it("has nothing for actionlint to complain about", async () => {
    expect(documented).toContain("jobs:");
    expect(await workflowComplaints(documented, ".github/workflows/iam-lint.yml")).toEqual([]);
  });

  it("would be complained about if it were wrong", async () => {
    const broken = documented
      .replace("runs-on: ubuntu-latest", "runs-on: ubuntu-1904")
      .replace("contents: read", "contents: reed");
    expect((await workflowComplaints(broken, "broken.yml")).length).toBeGreaterThan(1);
  });

  it("pins what it uses, grants what it needs, keeps no credentials", () => {
    const { permissions, jobs } = parse(documented);
    expect(permissions).toEqual({});
    expect(jobs["iam-lint"].permissions).toEqual({ contents: "read", "security-events": "write" });
    expect(documented).toMatch(/actions\/checkout@[0-9a-f]{40} # v/);
    expect(documented).toContain("persist-credentials: false");
  });
});

describe("action.yml", () => {
  const steps: readonly Record<string, string & Record<string, string>>[] = action.runs.steps;

  it("is composite, and uploads before the gate", () => {
    expect(action.runs.using).toBe("composite");
    expect(steps.map(({ name }) => name)).toEqual(["Lint", "Upload to code scanning", "Gate"]);
    for (const step of steps.slice(1)) expect(step["if"]).toContain("always()");
  });

  it("pins every action that it uses to a commit", () => {
    const used = steps.flatMap((step) => step["uses"] ?? []);
    expect(used).toHaveLength(1);
    for (const one of used) expect(one).toMatch(/@[0-9a-f]{40}$/);
  });

  it("takes no expression into a script", () => {
    for (const step of steps) expect(step["run"] ?? "").not.toContain("${{");
  });

  it("documents every input", () => {
    for (const name of Object.keys(action.inputs)) expect(docs, name).toContain(`| \`${name}\` |`);
  });
});

describe("the lint step", () => {
  async function runStep(inputs: Readonly<Record<string, string>>, files: Readonly<Record<string, string>>) {
    const workspace = folderWith(files);
    const temporary = mkdtempSync(join(tmpdir(), "iam-lint-action-"));
    writeFileSync(join(temporary, "summary.md"), "");
    const defaults = {
      PATHS: ".",
      CONFIG: "",
      FAIL_ON: "error",
      UPLOAD: "true",
      ANNOTATIONS: "",
      BASELINE: "",
      VERSION: "0.1.0",
      DIRECTORY: ".",
      ARGS: "",
    };
    const env = Object.fromEntries(
      Object.entries({ ...defaults, ...inputs }).map(([name, value]) => [`INPUT_${name}`, value]),
    );
    const result = run("bash", [file("scripts/action.sh")], workspace, {
      ...env,
      IAM_LINT: await program(),
      GITHUB_OUTPUT: join(temporary, "output"),
      GITHUB_STEP_SUMMARY: join(temporary, "summary.md"),
    });
    const outputs = Object.fromEntries(
      readFileSync(join(temporary, "output"), "utf8")
        .trim()
        .split("\n")
        .map((line) => line.split("=")),
    );
    return { ...result, outputs, workspace, summary: readFileSync(join(temporary, "summary.md"), "utf8") };
  }

  it("succeeds itself, and leaves the verdict to the gate", async () => {
    const { ok, outputs, workspace, summary, said } = await runStep({}, { "main.tf": editorGrant });
    expect(ok).toBe(true);
    expect(outputs).toMatchObject({ "exit-code": "1", "sarif-file": "./iam-lint.sarif" });
    expect(Number(outputs["findings"])).toBeGreaterThan(0);
    expect(JSON.parse(readFileSync(join(workspace, "iam-lint.sarif"), "utf8")).version).toBe("2.1.0");
    expect(summary).toContain("basic-role-editor");
    expect(said).not.toContain("::error");
  });

  it("annotates where nothing is uploaded", async () => {
    const { said } = await runStep({ UPLOAD: "false" }, { "main.tf": editorGrant });
    expect(said).toMatch(/^::error file=main\.tf,line=3/m);
  });

  it("writes an empty result too: it is what closes old alerts", async () => {
    const { outputs, workspace } = await runStep({}, { "a.txt": "" });
    expect(outputs).toMatchObject({ "exit-code": "0", findings: "0" });
    expect(JSON.parse(readFileSync(join(workspace, "iam-lint.sarif"), "utf8")).runs[0].results).toEqual([]);
  });

  it("passes inputs as words, whatever they hold", async () => {
    const marker = join(tmpdir(), `iam-lint-injected-${process.pid}`);
    const { outputs } = await runStep(
      { PATHS: `. $(touch ${marker}); \`touch ${marker}\`` },
      { "main.tf": editorGrant },
    );
    expect(existsSync(marker)).toBe(false);
    expect(outputs["exit-code"]).toBe("2");
  });
});
