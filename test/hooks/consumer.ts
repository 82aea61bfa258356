import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Repository, repositoryWith } from "../cli/repository.ts";

const top = fileURLToPath(new URL("../../", import.meta.url));

/** What ran, whether it succeeded, and everything that it said. */
export interface Run {
  readonly ok: boolean;
  readonly said: string;
}

export function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Run {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...withoutGitHooks(process.env), CI: "", ...env },
    maxBuffer: 1 << 26,
  });
  return { ok: status === 0, said: `${stdout}${stderr}${error?.message ?? ""}` };
}

/** Tests may themselves run in a hook: its variables must not reach the repositories made here. */
const withoutGitHooks = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("GIT_") && !name.startsWith("npm_")));

export const isInstalled = (command: string): boolean => spawnSync(command, ["--version"]).status === 0;

/** This repository as a hook manager gets it: a clone of what is tracked and changed, in one commit with a tag. */
export function hookRepository(): string {
  const folder = mkdtempSync(join(tmpdir(), "iam-lint-hook-repository-"));
  const list = execFileSync("git", ["-C", top, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  for (const path of list.toString("utf8").split("\0").filter(Boolean)) {
    if (!path.startsWith("fixtures/") && !path.startsWith("test/")) {
      cpSync(join(top, path), join(folder, path), { recursive: true });
    }
  }
  const git = (...args: readonly string[]): void => {
    execFileSync("git", ["-C", folder, "-c", "user.name=T", "-c", "user.email=t@example.com", ...args], {
      stdio: "ignore",
    });
  };
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--no-verify", "--message=hook");
  git("tag", "v0.0.1");
  return folder;
}

/** The package as npm would publish it: what `npm run build` made. */
export function packedPackage(): string {
  const folder = mkdtempSync(join(tmpdir(), "iam-lint-pack-"));
  execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder], {
    cwd: top,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "missing.tgz");
}

/** A repository that uses iam-lint, with a clean Terraform file and these files committed. */
export const consumerWith = (files: Readonly<Record<string, string>>): Repository =>
  repositoryWith({ "infra/main.tf": grantOf("roles/logging.viewer"), ".gitignore": "node_modules/\n", ...files });

export const grantOf = (role: string, name = "ci"): string => `resource "google_project_iam_member" "${name}" {
  project = "ml-prod"
  role    = "${role}"
  member  = "serviceAccount:ci@ml-prod.iam.gserviceaccount.com"
}
`;

export const commit = ({ top: folder }: Repository, message: string, env: NodeJS.ProcessEnv = {}): Run =>
  run("git", ["-c", "user.name=T", "-c", "user.email=t@example.com", "commit", "--message", message], folder, env);
