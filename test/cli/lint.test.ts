import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { editorGrant, folderWith, runMain } from "./run-main.ts";

const isolated = 'resource "google_project" "p" {\n  project_id = "quiet"\n  name = "quiet"\n}\n';

describe("exit codes", () => {
  it("is 1 when an error is found", async () => {
    const { code, out } = await runMain(["lint", "."], folderWith({ "main.tf": editorGrant }));
    expect(code).toBe(1);
    expect(out).toContain("error[basic-role-editor]");
    expect(out).toContain("main.tf:3:14");
  });

  it("lints when no command is named", async () => {
    const { code } = await runMain(["main.tf"], folderWith({ "main.tf": editorGrant }));
    expect(code).toBe(1);
  });

  it("is 0 when nothing is found", async () => {
    expect(await runMain(["."], folderWith({ "main.tf": isolated }))).toMatchObject({ code: 0, err: "" });
  });

  it.each([
    ["never", 0],
    ["note", 1],
    ["error", 1],
  ])("follows --fail-on %s", async (level, code) => {
    const folder = folderWith({ "main.tf": editorGrant });
    expect((await runMain([".", "--fail-on", level], folder)).code).toBe(code);
  });

  it("does not depend on the format", async () => {
    const folder = folderWith({ "main.tf": editorGrant });
    for (const format of ["pretty", "json", "sarif"]) {
      expect((await runMain([".", "--format", format], folder)).code, format).toBe(1);
    }
  });

  it("is 0 with a line on standard error when nothing of ours is among the paths", async () => {
    const { code, err } = await runMain(["."], folderWith({ "a.txt": "hello" }));
    expect(code).toBe(0);
    expect(err).toBe("iam-lint: no file with access configuration among the paths.\n");
  });
});

describe("bad usage is one sentence, one next step, exit code 2", () => {
  it.each([
    [["lint", "nowhere"], "'nowhere' does not exist"],
    [["lint", "--formt", "json"], "unknown flag '--formt'. Did you mean '--format'?"],
    [["lint", "--format", "sarff"], "unknown format 'sarff'. Did you mean 'sarif'?"],
    [["lint", "--format", "json", "--format", "sarif"], "json and sarif can't both go to standard output"],
    [["lint", "--fail-on", "high"], "'--fail-on' can't be 'high'"],
    [["lint", "--select", "basic-role-editr"], "Did you mean 'basic-role-editor'?"],
    [["lint", "--config"], "'--config' needs a value"],
    [["lint", "--strict=yes"], "takes no value"],
    [["explain"], "explain takes one rule"],
    [["explain", "no-such"], "unknown rule 'no-such'"],
    [["rulez"], "Did you mean 'iam-lint rules'?"],
  ])("%j", async (args, message) => {
    const { code, out, err } = await runMain(args, folderWith({ "main.tf": editorGrant }));
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(2);
  });
});

describe("bad input is a problem with its place; the rest is analysed", () => {
  const lint = async (
    files: Readonly<Record<string, string | Uint8Array>>,
    ...flags: readonly string[]
  ): Promise<{ code: number; report: ReportJson; err: string }> => {
    const folder = folderWith({ "good.tf": editorGrant, ...files });
    const { code, out, err } = await runMain([".", "--format", "json", ...flags], folder);
    return { code, report: JSON.parse(out), err };
  };

  it.each([
    ["a/broken.tf", 'resource "google_project_iam_member" "x" {\n  role = \n', 1],
    ["broken.yaml", "bindings:\n- role: roles/owner\n  members: [user:a@example.com\n", 3],
    ["broken.json", '{"bindings": [{"role": "roles/owner", "members": ["user:a@example.com"]}\n', 1],
    ["broken.sh", "gcloud projects add-iam-policy-binding p --role=roles/viewer --member='user:a@example.com\n", 1],
  ])("%s", async (path, text, line) => {
    const { code, report } = await lint({ [path]: text });
    expect(code).toBe(1);
    expect(report.findings.map(({ rule }) => rule)).toContain("basic-role-editor");
    const problem = report.problems.find(({ kind, location }) => kind === "unread" && location.path === path);
    expect(problem?.location.line).toBeGreaterThanOrEqual(line);
  });

  it("says that a file is binary", async () => {
    const { code, report } = await lint({ "image.yaml": new Uint8Array([0x89, 0x50, 0, 1, 2]) });
    expect(code).toBe(1);
    expect(report.problems).toMatchObject([{ kind: "unread", message: "the file is binary, not text" }]);
  });

  it("exits with 2 under --strict", async () => {
    const { code } = await lint({ "image.yaml": new Uint8Array([0, 1, 2]) }, "--strict");
    expect(code).toBe(2);
  });

  it("leaves out a file of a gigabyte, and says so", async () => {
    const folder = folderWith({ "good.tf": editorGrant, "huge.yaml": "" });
    const { truncateSync } = await import("node:fs");
    truncateSync(join(folder, "huge.yaml"), 1 << 30);
    const { code, out } = await runMain([".", "--format", "json"], folder);
    expect(code).toBe(1);
    expect(JSON.parse(out).problems).toMatchObject([{ kind: "limit", location: { path: "huge.yaml" } }]);
  });

  it("does not follow links that leave the tree", async () => {
    const outside = folderWith({ "secret.tf": editorGrant });
    const folder = folderWith({ "main.tf": isolated });
    symlinkSync(join(outside, "secret.tf"), join(folder, "link.tf"));
    symlinkSync(outside, join(folder, "folder"));
    symlinkSync(join(folder, "nowhere"), join(folder, "dangling.tf"));
    expect(await runMain(["."], folder)).toMatchObject({ code: 0 });
  });

  it("reads a link in its own folder and reports the file it points to", async () => {
    const folder = folderWith({ "modules/main.tf": editorGrant, "env/other.tf": isolated });
    symlinkSync("../modules/main.tf", join(folder, "env/main.tf"));
    const { out } = await runMain([".", "--format", "json"], folder);
    expect(JSON.parse(out).findings.map((one: FindingJson) => one.location.path)).toEqual(["modules/main.tf"]);
  });

  it("never shows a stack trace", async () => {
    const { out, err } = await runMain(["."], folderWith({ "a.tf": "\u0000\u0001", "b.yaml": "{".repeat(5000) }));
    expect(out + err).not.toMatch(/\n\s+at .*\(/);
  });
});

describe("the configuration", () => {
  it("is the nearest iam-lint.json", async () => {
    const folder = folderWith({ "main.tf": editorGrant, "iam-lint.json": '{"rules": {"basic-role-editor": "off"}}' });
    expect((await runMain(["."], folder)).code).toBe(0);
    expect((await runMain([".", "--no-config"], folder)).code).toBe(1);
  });

  it.each([
    ['{"ruls": {}}', "unknown key 'ruls', did you mean 'rules'?"],
    ['{"rules": {"basic-role-editor": "fatal"}}', "/rules/basic-role-editor"],
    ['{"rules": {"no-such-rule": "off"}}', "unknown rule 'no-such-rule'"],
    ['{"rules": ', "can't be read"],
  ])("is refused when wrong: %s", async (config, message) => {
    const { code, err } = await runMain(["."], folderWith({ "main.tf": editorGrant, "iam-lint.json": config }));
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe("what is read", () => {
  it("a single file's neighbours give it values, but are not reported", async () => {
    const folder = folderWith({
      "main.tf": editorGrant.replace('"roles/editor"', "var.role"),
      "variables.tf": 'variable "role" {\n  default = "roles/owner"\n}\n',
      "other.tf": editorGrant,
    });
    const { out } = await runMain(["main.tf", "--format", "json"], folder);
    const rules = (JSON.parse(out) as ReportJson).findings.map(({ rule }) => rule);
    expect(rules).not.toContain("basic-role-editor");
  });

  it("leaves out what .gitignore and --exclude name", async () => {
    const folder = folderWith({ "main.tf": editorGrant, "old/main.tf": editorGrant, ".gitignore": "old/\n" });
    const { out } = await runMain([".", "--format", "json"], folder);
    expect((JSON.parse(out) as ReportJson).stats.files).toBe(1);
    expect((await runMain([".", "--exclude", "*.tf"], folder)).code).toBe(0);
  });

  it("expands globs that no shell expanded", async () => {
    const folder = folderWith({ "a/main.tf": editorGrant, "b/main.tf": editorGrant, "b/x.yaml": "a: 1\n" });
    const { out } = await runMain(["*/main.tf", "--format", "json"], folder);
    expect((JSON.parse(out) as ReportJson).stats.files).toBe(2);
    expect((await runMain(["c/*.tf"], folder)).err).toContain("no file matches 'c/*.tf'");
  });

  it("the same input gives the same bytes", async () => {
    const folder = folderWith({ "main.tf": editorGrant, "b/main.tf": editorGrant });
    const [first, second] = [
      await runMain([".", "--format", "sarif"], folder),
      await runMain([".", "--format", "sarif"], folder),
    ];
    expect(first.out).toBe(second.out);
  });

  it("writes every format asked for", async () => {
    const folder = folderWith({ "main.tf": editorGrant });
    const { out } = await runMain([".", "--format", "sarif:out/a.sarif", "--format", "pretty"], folder);
    expect(out).toContain("error[basic-role-editor]");
    expect(JSON.parse(readFileSync(join(folder, "out/a.sarif"), "utf8")).version).toBe("2.1.0");
  });
});

interface FindingJson {
  readonly rule: string;
  readonly location: { readonly path: string; readonly line: number };
}

interface ReportJson {
  readonly findings: readonly FindingJson[];
  readonly problems: readonly { kind: string; message: string; location: { path: string; line: number } }[];
  readonly stats: { readonly files: number };
}

describe("a file by itself", () => {
  const factory = `resource "google_project_iam_member" "m" {
  for_each = { for f in fileset("data", "*.yaml") : f => yamldecode(file("data/\${f}")) }
  project  = "p"
  role     = each.value.role
  member   = each.value.member
}
`;
  const files = {
    ".git/HEAD": "",
    "main.tf": factory,
    "other.tf": editorGrant,
    "data/team.yaml": "role: roles/owner\nmember: user:kim@example.com\n",
  };

  it("answers for the data files that it reads, not for its neighbours", async () => {
    const folder = folderWith(files);
    const placesOf = async (file: string): Promise<readonly string[]> => {
      const { out } = await runMain([file, "--format", "json"], folder);
      return (JSON.parse(out) as ReportJson).findings.map(({ rule, location }) => `${rule} ${location.path}`);
    };
    expect(await placesOf("main.tf")).toEqual(["basic-role-owner data/team.yaml"]);
    expect(await placesOf("other.tf")).toEqual(["basic-role-editor other.tf"]);
  });
});

describe("what Terraform refuses", () => {
  it("a resource that is declared twice is a problem, and both are judged", async () => {
    const folder = folderWith({
      "a.tf": editorGrant.replace("roles/editor", "roles/logging.viewer"),
      "b.tf": editorGrant.replace("roles/editor", "roles/owner"),
    });
    const { code, out } = await runMain([".", "--format", "json"], folder);
    expect(code).toBe(1);
    const report: ReportJson = JSON.parse(out);
    expect(report.findings.map(({ rule, location }) => `${rule} ${location.path}`)).toContain("basic-role-owner b.tf");
    expect(report.problems).toMatchObject([{ kind: "unread", location: { path: "b.tf", line: 1 } }]);
  });

  it("files that declare the same are alternatives: they take nothing away from each other", async () => {
    const binding = (member: string): string =>
      `resource "google_project_iam_binding" "b" {\n  project = "p"\n  role = "roles/logging.viewer"\n  members = ["${member}"]\n}\n`;
    const single = `resource "google_project_iam_member" "m" {\n  project = "p"\n  role = "roles/logging.viewer"\n  member = "user:c@example.com"\n}\n`;
    const rulesOf = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
      const { out } = await runMain([".", "--format", "json"], folderWith(files));
      return (JSON.parse(out) as ReportJson).findings.map(({ rule }) => rule);
    };
    const [one, other] = [binding("user:a@example.com"), binding("user:b@example.com")];
    expect(await rulesOf({ "a.tf": one, "c.tf": single })).toContain("authoritative-conflict");
    expect(await rulesOf({ "a.tf": one, "b.tf": other, "c.tf": single })).not.toContain("authoritative-conflict");
  });
});

describe("what the configuration declares", () => {
  const policy = `bindings:\n- role: roles/bigquery.jobUser\n  members: [serviceAccount:pipe@ml-prod.iam.gserviceaccount.com]\n`;
  const workloads = [
    {
      serviceAccount: "pipe@ml-prod.iam.gserviceaccount.com",
      project: "ml-prod",
      operations: [{ id: "bq.load", dataset: "ml-prod.features" }],
    },
  ];
  const rulesOf = async (config: object, files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> => {
    const folder = folderWith({ "ml-prod-policy.yaml": policy, "iam-lint.json": JSON.stringify(config), ...files });
    const { out } = await runMain([".", "--format", "json"], folder);
    return (JSON.parse(out) as ReportJson).findings.map(({ rule }) => rule);
  };

  it("a workload is judged as if it were scanned", async () => {
    expect(await rulesOf({})).not.toContain("missing-bigquery-write");
    expect(await rulesOf({ workloads })).toContain("missing-bigquery-write");
  });

  it("may stand in a file that it names", async () => {
    const files = { "declared.json": JSON.stringify(workloads) };
    expect(await rulesOf({ workloads: "declared.json" }, files)).toContain("missing-bigquery-write");
  });

  it("counts for a folder below it, and not with --no-config", async () => {
    const folder = folderWith({
      ".git/HEAD": "",
      "sub/ml-prod-policy.yaml": policy,
      "iam-lint.json": JSON.stringify({ workloads }),
    });
    const run = async (...flags: readonly string[]): Promise<readonly string[]> =>
      (JSON.parse((await runMain(["sub", "--format", "json", ...flags], folder)).out) as ReportJson).findings.map(
        ({ rule }) => rule,
      );
    expect(await run()).toContain("missing-bigquery-write");
    expect(await run("--no-config")).toEqual([]);
  });

  it("names variable files relative to itself", async () => {
    const folder = folderWith({
      ".git/HEAD": "",
      "infra/main.tf": `variable "role" {}\n${editorGrant.replace('"roles/editor"', "var.role")}`,
      "infra/prod.tfvars": 'role = "roles/editor"\n',
      "infra/iam-lint.json": '{"varFiles": ["prod.tfvars"]}',
    });
    expect((await runMain(["infra", "--select", "basic-role-editor"], folder)).code).toBe(1);
  });

  it("reads variable files outside the repository, and says which is missing", async () => {
    const folder = folderWith({
      "repo/.git/HEAD": "",
      "repo/main.tf": `variable "role" {}\n${editorGrant.replace('"roles/editor"', "var.role")}`,
      "prod.tfvars": 'role = "roles/editor"\n',
    });
    const run = (file: string) => runMain(["repo", "--select", "basic-role-editor", "--var-file", file], folder);
    expect((await run("prod.tfvars")).code).toBe(1);
    const missing = await run("test.tfvars");
    expect(missing.code).toBe(2);
    expect(missing.err).toContain("test.tfvars");
  });
});
