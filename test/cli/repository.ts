import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { folderWith } from "./run-main.ts";

/** A git repository made for a test, with one commit of these files. */
export interface Repository {
  readonly top: string;
  readonly git: (...args: readonly string[]) => string;
  readonly write: (path: string, text: string) => void;
}

export function repositoryWith(files: Readonly<Record<string, string>>): Repository {
  const top = folderWith(files);
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-C", top, "-c", "user.name=Test", "-c", "user.email=test@example.com", ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  git("init", "--quiet", "--initial-branch=main");
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "--message=first");
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  };
  return { top, git, write };
}
