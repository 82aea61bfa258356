import { execFileSync } from "node:child_process";
import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Timing, timeProcesses } from "./processes.ts";

/** `iam-lint lint --hook` in a clone of a repository: nothing remembered, one file changed since, nothing changed since. */
export function timeHooks(program: string, repository: string, scratch: string): readonly Timing[] {
  const cwd = join(scratch, "clone");
  const git = (...args: readonly string[]): string =>
    execFileSync("git", args, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] });
  git("clone", "--quiet", "--no-local", "--depth=1", `file://${repository}`, cwd);
  const files = git("-C", cwd, "ls-files", "*.tf").split("\n").filter(Boolean);
  const file = files[Math.floor(files.length / 2)] ?? "main.tf";
  const stage = (): void => {
    appendFileSync(join(cwd, file), "\n# changed\n");
    git("-C", cwd, "add", file);
  };
  const memory = join(scratch, "memory");
  const env = { ...process.env, XDG_CACHE_HOME: memory };
  const args = [program, "lint", "--hook", "--fail-on", "never"];
  stage();
  return timeProcesses(
    {
      "node -e 0": { args: ["-e", "0"] },
      "hook, cold": { args, cwd, env, before: () => rmSync(memory, { recursive: true, force: true }) },
      "hook, nothing changed since": { args, cwd, env },
      [`hook, ${file} changed since`]: { args, cwd, env, before: stage },
    },
    5,
  );
}
