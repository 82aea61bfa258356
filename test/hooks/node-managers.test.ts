import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { commit, consumerWith, grantOf, packedPackage, run } from "./consumer.ts";
import type { Repository } from "../cli/repository.ts";

const minutes = 60_000;
const docs = readFileSync(fileURLToPath(new URL("../../docs/pre-commit.md", import.meta.url)), "utf8");

/** The snippet of the documentation for a file, as it stands there. */
function documented(file: string): string {
  const [, snippet] = new RegExp(`<!-- ${file} -->\\n\`\`\`\\w*\\n([^]*?)\`\`\``).exec(docs) ?? [];
  if (snippet === undefined) throw new Error(`docs/pre-commit.md shows no ${file}`);
  return snippet;
}

let tarball = "";
beforeAll(() => {
  tarball = packedPackage();
}, 5 * minutes);

it("the package is below 1.5 MB", () => {
  expect(statSync(tarball).size).toBeLessThan(1_500_000);
});

/** Installs iam-lint and a hook manager into a consumer, commits its files. */
function install(files: Readonly<Record<string, string>>, packages: readonly string[]): Repository {
  const consumer = consumerWith({ "package.json": '{"name": "consumer", "private": true}\n', ...files });
  const { ok, said } = run(
    "npm",
    ["install", "--no-audit", "--no-fund", "--save-dev", tarball, ...packages],
    consumer.top,
  );
  if (!ok) throw new Error(said);
  return consumer;
}

function expectGuarded(consumer: Repository): void {
  consumer.write("infra/new.tf", grantOf("roles/editor", "fresh"));
  consumer.git("add", "infra");
  const bad = commit(consumer, "bad");
  expect(bad.said).toContain("error[basic-role-editor]");
  expect(bad.ok).toBe(false);
  consumer.write("infra/new.tf", grantOf("roles/logging.logWriter", "fresh"));
  consumer.git("add", "infra");
  const good = commit(consumer, "good");
  expect(good.said).not.toContain("[basic-role");
  expect(good.ok).toBe(true);
}

describe("hook managers of npm, with the snippets of docs/pre-commit.md", () => {
  it("lefthook", { timeout: 5 * minutes }, () => {
    const consumer = install({ "lefthook.yml": documented("lefthook.yml") }, ["lefthook@2.2.2"]);
    expect(run("npx", ["--no-install", "lefthook", "install"], consumer.top).ok).toBe(true);
    expectGuarded(consumer);
  });

  it("husky", { timeout: 5 * minutes }, () => {
    const consumer = install({ ".husky/pre-commit": documented(".husky/pre-commit") }, ["husky@9.1.7"]);
    expect(run("npx", ["--no-install", "husky"], consumer.top).ok).toBe(true);
    expectGuarded(consumer);
  });

  it("husky with lint-staged", { timeout: 5 * minutes }, () => {
    const files = {
      ".husky/pre-commit": "npx --no-install lint-staged\n",
      "lint-staged.config.mjs": documented("lint-staged.config.mjs"),
    };
    const consumer = install(files, ["husky@9.1.7", "lint-staged@15.5.2"]);
    expect(run("npx", ["--no-install", "husky"], consumer.top).ok).toBe(true);
    expectGuarded(consumer);
  });
});
