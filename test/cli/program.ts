import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleProgram } from "../../scripts/bundle.ts";
import type { Outcome } from "./run-main.ts";

let built: Promise<string> | undefined;

/** The program as it ships, bundled once a test file. */
export function program(): Promise<string> {
  built ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), "iam-lint-program-"));
    await bundleProgram(folder);
    return join(folder, "iam-lint.cjs");
  })();
  return built;
}

/** Runs the program as a process of its own, without a terminal. */
export async function runProgram(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const { status, stdout, stderr } = spawnSync(process.execPath, [await program(), ...args], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, SOURCE_DATE_EPOCH: "1795478400", ...env },
    maxBuffer: 1 << 28,
  });
  return { code: status ?? -1, out: stdout, err: stderr };
}

/** Starts the program and kills it when `until` says so, or lets it end. */
export async function killProgram(args: readonly string[], cwd: string, until: () => boolean): Promise<void> {
  const child = spawn(process.execPath, [await program(), ...args], {
    cwd,
    stdio: "ignore",
    env: { ...process.env, SOURCE_DATE_EPOCH: "1795478400" },
  });
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (until()) child.kill("SIGKILL");
    }, 2);
    child.once("exit", () => {
      clearInterval(timer);
      resolve();
    });
  });
}
