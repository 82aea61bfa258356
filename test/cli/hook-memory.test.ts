import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Repository, repositoryWith } from "./repository.ts";
import { editorGrant, folderWith, type Outcome, runMain } from "./run-main.ts";

const moduleOfRole = `variable "role" {}\n${editorGrant.replace('"roles/editor"', "var.role")}`;
const call = (role: string): string => `module "iam" {\n  source = "../modules/iam"\n  role   = "${role}"\n}\n`;
const script = "gcloud projects add-iam-policy-binding p --member=user:a@b.co --role=roles/owner\n";
const workflow = `on: push\njobs:\n  grant:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n          ${script}`;

const files = {
  "modules/iam/main.tf": moduleOfRole,
  "prod/main.tf": call("roles/editor"),
  "dev/main.tf": call("roles/logging.viewer"),
  "broken/main.tf": 'resource "google_project_iam_member" {{{\n',
  "grant.sh": script,
  ".github/workflows/ci.yaml": workflow,
  "README.md": "Nothing.\n",
};

const args = ["lint", "--hook", "--format", "json"];

/** A repository in which everything is staged anew, and a folder for what is remembered. */
function staged(): Repository & {
  readonly memory: string;
  readonly hook: (...more: readonly string[]) => Promise<Outcome>;
} {
  const repository = repositoryWith({});
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  repository.git("add", "--all");
  const memory = folderWith({});
  const hook = (...more: readonly string[]): Promise<Outcome> =>
    runMain([...args, ...more], repository.top, { XDG_CACHE_HOME: memory });
  return { ...repository, memory, hook };
}

const rulesIn = ({ out }: Outcome): readonly string[] =>
  JSON.parse(out).findings.map(
    ({ rule, location }: { rule: string; location: { path: string } }) => `${location.path} ${rule}`,
  );

const snapshotIn = (memory: string): string => join(memory, "iam-lint", readdirSync(join(memory, "iam-lint"))[0] ?? "");

describe("what a hook remembers", () => {
  it("changes no byte of the report: cold, warm, without", async () => {
    const { hook } = staged();
    const cold = await hook();
    expect(rulesIn(cold)).toEqual(
      expect.arrayContaining([
        "prod/main.tf basic-role-editor",
        "grant.sh basic-role-owner",
        ".github/workflows/ci.yaml basic-role-owner",
      ]),
    );
    expect(await hook()).toEqual(cold);
    expect(await hook("--no-cache")).toEqual(cold);
  });

  it.each([
    ["a caller's value", "dev/main.tf", call("roles/owner")],
    ["a module", "modules/iam/main.tf", moduleOfRole.replace("google_project_iam_member", "google_folder_iam_member")],
    ["a file beside it", "dev/more.tf", editorGrant],
    ["values of variables", "modules/iam/terraform.tfvars", 'role = "roles/owner"\n'],
    ["a text inside another", ".github/workflows/ci.yaml", workflow.replace("roles/owner", "roles/editor")],
    ["a script", "grant.sh", `\n${script.replace("roles/owner", "roles/viewer")}`],
    ["an ignore comment", "grant.sh", `# iam-lint-ignore basic-role-owner: reviewed\n${script}`],
    ["a file that nobody wanted", "README.md", "Run `gcloud auth login`.\n"],
    ["what the configuration declares", "iam-lint.json", '{ "groups": { "all@example.com": ["user:a@example.com"] } }'],
    ["the policy", "iam-lint.json", '{ "rules": { "basic-role-owner": "note" } }'],
    ["a caller that is another now", "prod/main.tf", ""],
  ])("is as good as new after a change of %s", async (_, path, text) => {
    const { hook, write, git } = staged();
    await hook();
    write(path, text);
    git("add", "--all");
    const warm = await hook();
    expect(warm).toEqual(await hook("--no-cache"));
    expect(await hook()).toEqual(warm);
  });

  it("follows a variable's file to the module that uses it", async () => {
    const { hook, write, git } = staged();
    write("dev/main.tf", editorGrant.replace('"roles/editor"', "var.role"));
    write("dev/variables.tf", 'variable "role" {\n  default = "roles/viewer"\n}\n');
    git("add", "--all");
    expect(rulesIn(await hook())).not.toContain("dev/variables.tf basic-role-owner");
    write("dev/variables.tf", 'variable "role" {\n  default = "roles/owner"\n}\n');
    git("add", "--all");
    expect(rulesIn(await hook())).toContain("dev/variables.tf basic-role-owner");
  });

  it("is as good as new after a file is gone", async () => {
    const { hook, git } = staged();
    await hook();
    git("rm", "--quiet", "--cached", "prod/main.tf");
    const warm = await hook();
    expect(rulesIn(warm)).not.toContain("prod/main.tf basic-role-editor");
    expect(warm).toEqual(await hook("--no-cache"));
  });

  it("answers anew for other flags", async () => {
    const { hook } = staged();
    await hook();
    const selected = await hook("--select", "basic-role-owner");
    expect(selected).toEqual(await hook("--no-cache", "--select", "basic-role-owner"));
    expect(await hook("--profile", "auditor")).toEqual(await hook("--no-cache", "--profile", "auditor"));
  });

  it("is not believed when somebody else wrote it", async () => {
    const { hook, memory } = staged();
    const cold = await hook();
    const file = snapshotIn(memory);
    const sound = readFileSync(file, "utf8");
    for (const poison of [sound.replaceAll("roles/owner", "roles/viewer"), sound.slice(0, -20), "", "{}\n[]", "\0"]) {
      writeFileSync(file, poison);
      expect(await hook()).toEqual(cold);
    }
  });

  it("is kept outside of the repository, and not at all with --no-cache", async () => {
    const { hook, memory, git } = staged();
    await hook("--no-cache");
    expect(existsSync(join(memory, "iam-lint"))).toBe(false);
    await hook();
    expect(existsSync(snapshotIn(memory))).toBe(true);
    expect(git("status", "--porcelain", "--ignored")).not.toContain("iam-lint");
  });

  it("does without where it can't be kept", async () => {
    const { hook, top } = staged();
    const blocked = folderWith({ "iam-lint": "a file" });
    expect(await runMain(args, top, { XDG_CACHE_HOME: blocked })).toEqual(await hook("--no-cache"));
  });

  it("reads links within the index only", async () => {
    const { hook, top, git } = staged();
    const outside = folderWith({ "grant.sh": script });
    const { symlinkSync } = await import("node:fs");
    symlinkSync("../grant.sh", join(top, "prod", "linked.sh"));
    symlinkSync(join(outside, "grant.sh"), join(top, "outside.sh"));
    git("add", "--all");
    const cold = await hook();
    expect(cold.out).not.toContain("outside.sh");
    expect(await hook()).toEqual(cold);
  });
});
