import { spawnSync } from "node:child_process";

export interface GitCall {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** For a repository that may be hostile: no file-system monitor, no hooks, no network. */
const harmless = ["core.fsmonitor=false", "core.hooksPath=/dev/null", "core.quotePath=false", "protocol.allow=never"];

export const safely = (folder: string, args: readonly string[]): GitCall => ({
  args: ["-C", folder, ...harmless.flatMap((setting) => ["-c", setting]), ...args],
  env: {
    ...withoutGitVariables(process.env),
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_PAGER: "cat",
    GIT_NO_LAZY_FETCH: "1",
  },
});

/** A hook runs with `GIT_DIR` and its like set; only the index that a partial commit prepares is of use to us. */
function withoutGitVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) => !/^GIT_(DIR|WORK_TREE|CONFIG|EXTERNAL_DIFF|SSH|PREFIX)/.test(name),
  );
  return Object.fromEntries(kept);
}

/** Runs git and gives the bytes of its standard output, or `undefined` when git is not there or says no. */
export function git(folder: string, args: readonly string[]): Buffer | undefined {
  const call = safely(folder, args);
  const { status, stdout } = spawnSync("git", call.args, {
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 1 << 30,
    env: call.env,
  });
  return status === 0 ? stdout : undefined;
}

/** The entries of a NUL-separated list. */
export const entriesOf = (list: Buffer): readonly string[] => list.toString("utf8").split("\0").filter(Boolean);
