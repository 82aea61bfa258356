import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isInShard, readRepositoryList } from "../../src/cli/batch/repositories.ts";
import { shardOf } from "../../src/cli/batch/shard.ts";
import { queryRows } from "../tools/duckdb.ts";
import { killProgram, runProgram } from "./program.ts";
import { repositoryWith } from "./repository.ts";
import { editorGrant, folderWith, runMain } from "./run-main.ts";

const repositories = Object.fromEntries(
  Array.from({ length: 12 }, (_, at) => [
    `repos/r${at}/main.tf`,
    editorGrant
      .replace("roles/editor", at % 3 === 0 ? "roles/logging.viewer" : "roles/editor")
      .replace("ml-prod", `ml-${at}`),
  ]),
);
const list = Array.from(
  { length: 12 },
  (_, at) => `${JSON.stringify({ name: `acme/r${at}`, path: `repos/r${at}` })}\n`,
).join("");

const workspace = (): string => folderWith({ ...repositories, "list.ndjson": list });

/** Every file below a folder, by its path. */
function filesBelow(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();
  return Object.fromEntries(
    names
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), "latin1")]),
  );
}

describe("the list of repositories", () => {
  it("takes paths relative to its own folder", () => {
    const { repositories: read, bad } = readRepositoryList('{"name":"a/b","path":"../x"}\n\n', "/lists/all.ndjson");
    expect({ read, bad }).toEqual({ read: [{ name: "a/b", path: "/x" }], bad: [] });
  });

  it.each([
    ["not json", "it is no JSON object"],
    ["[]", "it is no JSON object"],
    ['{"path":"x"}', "'name' is missing"],
    ['{"name":"a"}', "'path' is missing"],
    ['{"name":"/etc/x","path":"x"}', "would leave the output folder"],
    ['{"name":"../x","path":"x"}', "would leave the output folder"],
    ['{"name":"a/../../x","path":"x"}', "would leave the output folder"],
    ['{"name":"a//b","path":"x"}', "would leave the output folder"],
    ['{"name":"C:\\\\x","path":"x"}', "would leave the output folder"],
    ['{"name":"a.sarif/b","path":"x"}', "would leave the output folder"],
  ])("reports the bad line %s", (line, why) => {
    const { bad } = readRepositoryList(`${line}\n`, "/l");
    expect(bad).toEqual([{ line: 1, why: expect.stringContaining(why) }]);
  });

  it("reports a repeated name, whatever its case", () => {
    const { repositories: read, bad } = readRepositoryList('{"name":"a","path":"x"}\n{"name":"A","path":"y"}\n', "/l");
    expect(read).toHaveLength(1);
    expect(bad).toMatchObject([{ line: 2 }]);
  });
});

describe("shards", () => {
  it.each([
    [{}, { index: 0, count: 1 }],
    [
      { CLOUD_RUN_TASK_INDEX: "2", CLOUD_RUN_TASK_COUNT: "5" },
      { index: 2, count: 5 },
    ],
    [
      { BATCH_TASK_INDEX: "0", BATCH_TASK_COUNT: "3" },
      { index: 0, count: 3 },
    ],
    [
      { GITLAB_CI: "true", CI_NODE_INDEX: "1", CI_NODE_TOTAL: "4" },
      { index: 0, count: 4 },
    ],
    [
      { CI_NODE_INDEX: "1", CI_NODE_TOTAL: "4" },
      { index: 0, count: 1 },
    ],
  ])("reads the runner's variables %j", (env, shard) => {
    expect(shardOf(undefined, env)).toEqual(shard);
  });

  it("lets the flag win", () => {
    expect(shardOf("1/2", { CLOUD_RUN_TASK_INDEX: "0", CLOUD_RUN_TASK_COUNT: "9" })).toEqual({ index: 1, count: 2 });
  });

  it.each([
    [undefined, { JOB_COMPLETION_INDEX: "3" }],
    [undefined, { CLOUD_RUN_TASK_INDEX: "3" }],
    [undefined, { CLOUD_RUN_TASK_INDEX: "5", CLOUD_RUN_TASK_COUNT: "5" }],
    ["2/2", {}],
    ["1", {}],
    ["a/b", {}],
    ["0/0", {}],
  ])("refuses %s with %j", (flag, env) => {
    expect(() => shardOf(flag, env)).toThrow(/./);
  });

  it("put every repository into exactly one, and leave it there when the list grows", () => {
    const names = Array.from({ length: 200 }, (_, at) => ({ name: `org/repo-${at}`, path: "" }));
    for (const one of names) {
      expect([0, 1, 2, 3, 4].filter((index) => isInShard(one, index, 5))).toHaveLength(1);
    }
    const sizes = [0, 1, 2, 3, 4].map((index) => names.filter((one) => isInShard(one, index, 5)).length);
    expect(Math.min(...sizes)).toBeGreaterThan(20);
  });
});

describe("iam-lint scan", () => {
  it("writes one SARIF, one fact file and one marker each", async () => {
    const folder = workspace();
    const { code, out } = await runMain(["scan", "--repos", "list.ndjson", "--out", "out"], folder);
    expect(code).toBe(0);
    expect(out).toMatch(/^12 of 12 repositories done, 12 scanned now: \d+ errors/);
    const files = Object.keys(filesBelow(join(folder, "out")));
    expect(files).toHaveLength(36);
    expect(files).toContain("acme/r1.sarif");
    expect(JSON.parse(readFileSync(join(folder, "out/acme/r1.sarif"), "utf8")).runs[0].results[0].ruleId).toBe(
      "basic-role-editor",
    );
  });

  it("scans again only what changed in the settings, or with --force", async () => {
    const folder = workspace();
    const scan = (...flags: readonly string[]): Promise<{ out: string }> =>
      runMain(["scan", "--repos", "list.ndjson", "--out", "out", ...flags], folder);
    await scan();
    expect((await scan()).out).toContain("0 scanned now");
    expect((await scan("--force")).out).toContain("12 scanned now");
    expect((await scan("--select", "basic-role-owner")).out).toContain("12 scanned now: 0 errors");
  });

  it("goes on after a bad line and a repository that is not there, and exits with 2", async () => {
    const folder = workspace();
    const broken = folderWith({
      "list.ndjson": `${JSON.stringify({ name: "gone", path: "nowhere" })}\n{"name":"..","path":"x"}\n${JSON.stringify({ name: "good", path: join(folder, "repos/r1") })}\n`,
    });
    const { code, out, err } = await runMain(["scan", "--repos", "list.ndjson", "--out", "out"], broken);
    expect(code).toBe(2);
    expect(out).toContain("1 of 2 repositories done");
    expect(err).toContain("line 2 of the list is left out");
    expect(err).toContain("gone could not be scanned");
  });

  it("does not follow the configuration of what it audits", async () => {
    const folder = folderWith({
      "r/main.tf": editorGrant,
      "r/iam-lint.json": '{"rules": {"basic-role-editor": "off"}}',
      "list.ndjson": '{"name":"r","path":"r"}\n',
    });
    expect((await runMain(["scan", "--repos", "list.ndjson", "--out", "out"], folder)).out).toContain("1 errors");
  });

  it.each([
    [["scan", "--out", "x"], "needs --repos"],
    [["scan", "--repos", "no-such", "--out", "x"], "can't be read"],
    [["scan", "--repos", "list.ndjson", "--out", "list.ndjson"], "can't be written to"],
    [["scan", "--repos", "list.ndjson", "--out", "x", "--threads", "many"], "is no number"],
  ])("%j says what to do", async (args, message) => {
    const { code, err } = await runMain(args, workspace());
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(2);
  });

  it("keeps secrets of remotes out of what it writes", async () => {
    const { top, git } = repositoryWith({ "main.tf": editorGrant });
    git("remote", "add", "origin", "https://user:hunter2@github.com/acme/train.git");
    const folder = folderWith({ "list.ndjson": `${JSON.stringify({ name: "r", path: top })}\n` });
    await runMain(["scan", "--repos", "list.ndjson", "--out", "out"], folder);
    const text = Object.values(filesBelow(join(folder, "out"))).join("");
    expect(text).not.toContain("hunter2");
    expect(text).toContain("https://github.com/acme/train");
  });
});

describe("what a scan comes to does not depend on how it ran", () => {
  it("threads and shards give the bytes of one unsharded run", async () => {
    const folder = workspace();
    const scan = ["scan", "--repos", "list.ndjson"];
    await runMain([...scan, "--out", "whole"], folder);
    expect((await runProgram([...scan, "--out", "threads", "--threads", "2"], folder)).code).toBe(0);
    for (const index of [2, 0, 1]) await runMain([...scan, "--out", "shards", "--shard", `${index}/3`], folder);
    for (const name of ["whole", "threads", "shards"]) await runMain(["report", name], folder);
    const whole = filesBelow(join(folder, "whole"));
    expect(Object.keys(whole)).toHaveLength(43);
    expect(filesBelow(join(folder, "threads"))).toEqual(whole);
    expect(filesBelow(join(folder, "shards"))).toEqual(whole);
  });

  it("a run that is killed at any point and resumed gives the bytes of an undisturbed one", async () => {
    const folder = workspace();
    const scan = ["scan", "--repos", "list.ndjson", "--threads", "2"];
    await runProgram([...scan, "--out", "whole"], folder);
    const whole = filesBelow(join(folder, "whole"));
    for (const after of [0, 1, 4, 9, 20, 33]) {
      const out = join(folder, `killed-${after}`);
      await killProgram([...scan, "--out", out], folder, () => countFiles(out) >= after);
      expect((await runProgram([...scan, "--out", out], folder)).code).toBe(0);
      expect(filesBelow(out)).toEqual(whole);
    }
  });
});

function countFiles(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" }).length;
  } catch {
    return 0;
  }
}

describe("iam-lint report", () => {
  const accounts = `resource "google_service_account" "ci" {\n  project    = "ml-prod"\n  account_id = "ci"\n}\n`;
  const key = `resource "google_service_account_key" "k" {\n  service_account_id = "projects/ml-prod/serviceAccounts/ci@ml-prod.iam.gserviceaccount.com"\n}\n`;

  it("joins an account of one repository and its role in another", async () => {
    const folder = folderWith({
      "accounts/main.tf": accounts,
      "grants/main.tf": editorGrant + key,
      "list.ndjson": '{"name":"acme/accounts","path":"accounts"}\n{"name":"acme/grants","path":"grants"}\n',
    });
    await runMain(["scan", "--repos", "list.ndjson", "--out", "out"], folder);
    expect((await runMain(["report", "out"], folder)).code).toBe(0);
    const summary = readFileSync(join(folder, "out/report/summary.md"), "utf8");
    expect(summary).toContain("| acme/accounts | 1 |");
    const findings = readFileSync(join(folder, "out/report/findings.csv"), "utf8");
    expect(findings).toContain("acme/grants,,main.tf,3,basic-role-editor");
    const bindings = readFileSync(join(folder, "out/report/bindings.csv"), "utf8");
    expect(bindings).toContain(
      "project,ml-prod,ml-prod,roles/editor,basic,service-account,ci@ml-prod.iam.gserviceaccount.com",
    );
  });

  it("writes Parquet that DuckDB reads back as the CSV has it", async () => {
    const folder = workspace();
    await runMain(["scan", "--repos", "list.ndjson", "--out", "out"], folder);
    await runMain(["report", "out"], folder);
    for (const table of ["findings", "bindings", "coverage"]) {
      const read = (file: string): ReturnType<typeof queryRows> => {
        const [reader, options] = file.endsWith(".csv") ? ["read_csv", ", all_varchar = true"] : ["read_parquet", ""];
        return queryRows(`SELECT * FROM ${reader}('${join(folder, "out/report", file)}'${options})`);
      };
      const rows = await read(`${table}.parquet`);
      expect(rows).toEqual(await read(`${table}.csv`));
      expect(rows.length).toBeGreaterThan(0);
    }
  });

  it("leaves out a fact file whose scan did not finish, and says so", async () => {
    const folder = workspace();
    await runMain(["scan", "--repos", "list.ndjson", "--out", "out"], folder);
    const { rmSync } = await import("node:fs");
    rmSync(join(folder, "out/acme/r1.done"));
    const { code, err } = await runMain(["report", "out"], folder);
    expect(code).toBe(2);
    expect(err).toContain("acme/r1.ndjson is left out: its scan did not finish");
  });

  it.each([
    [["report"], "takes one folder"],
    [["report", "nowhere"], "is no folder"],
    [["report", "repos"], "no finished fact file"],
  ])("%j says what to do", async (args, message) => {
    const { code, err } = await runMain(args, workspace());
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
