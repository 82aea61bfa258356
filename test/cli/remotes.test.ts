import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { remotesOf } from "../../src/cli/remotes.ts";

const top = mkdtempSync(join(tmpdir(), "remotes-"));
afterAll(() => rmSync(top, { recursive: true }));

const config = `[core]
	bare = false
[remote "origin"]
	url = git@github.com:kim/infra.git
	fetch = +refs/heads/*:refs/remotes/origin/*
[remote "upstream"]
	url = https://github.com/acme/infra
[remote "jo"]
	url = https://github.com/jo/something-else
[branch "main"]
	remote = origin
`;

const remotes = ["git@github.com:kim/infra.git", "https://github.com/acme/infra"];
const rootsOf = (base: string): Parameters<typeof remotesOf>[0] => ({ base, git: true, targets: [] });

test("origin and upstream, of a repository and of a work tree linked to it", () => {
  const [base, linked] = [join(top, "main"), join(top, "linked")];
  mkdirSync(join(base, ".git/worktrees/linked"), { recursive: true });
  mkdirSync(linked);
  writeFileSync(join(base, ".git/config"), config);
  writeFileSync(join(base, ".git/worktrees/linked/commondir"), "../..\n");
  writeFileSync(join(linked, ".git"), `gitdir: ${join(base, ".git/worktrees/linked")}\n`);
  expect(remotesOf(rootsOf(base))).toEqual(remotes);
  expect(remotesOf(rootsOf(linked))).toEqual(remotes);
});

test("none where there is no repository, or nothing to read in it", () => {
  const bare = join(top, "bare");
  mkdirSync(join(bare, ".git"), { recursive: true });
  expect(remotesOf(rootsOf(bare))).toEqual([]);
  expect(remotesOf({ base: bare, git: false, targets: [] })).toEqual([]);
  expect(remotesOf(rootsOf(join(top, "nowhere")))).toEqual([]);
});
