import { spawnSync } from "node:child_process";

/**
 * Runs git in a repository that may be hostile: no file-system monitor, no hooks, no pager, no prompts, no optional locks.
 * Gives the bytes of its standard output, or `undefined` when git is not there or says no.
 */
export function git(folder: string, args: readonly string[]): Buffer | undefined {
  const safe = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false"];
  const { status, stdout } = spawnSync("git", ["-C", folder, ...safe, ...args], {
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 1 << 30,
    env: { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", GIT_PAGER: "cat" },
  });
  return status === 0 ? stdout : undefined;
}

/** The entries of a NUL-separated list. */
export const entriesOf = (list: Buffer): readonly string[] => list.toString("utf8").split("\0").filter(Boolean);
