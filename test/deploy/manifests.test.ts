import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readArguments } from "../../src/cli/arguments.ts";
import { shardOf } from "../../src/cli/batch/shard.ts";
import { scan } from "../../src/cli/commands/scan.ts";
import { validateJob } from "../tools/kubernetes.ts";

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");

describe("deploy/kubernetes-indexed-job.yaml", () => {
  const job = parse(read("deploy/kubernetes-indexed-job.yaml"));

  it("follows the schema of batch/v1", () => {
    expect(() => validateJob(job)).not.toThrow();
  });

  it.each([
    ["completions", (copy: typeof job) => (copy.spec.completions = "eight")],
    ["containers", (copy: typeof job) => (copy.spec.template.spec.containers = {})],
    ["volumes", (copy: typeof job) => delete copy.spec.template.spec.volumes[0].name],
  ])("would not with wrong %s", (_what, breakIt) => {
    const copy = structuredClone(job);
    breakIt(copy);
    expect(() => validateJob(copy)).toThrow(/./);
  });

  it("has as many shards as completions", () => {
    const [, count] =
      /--shard "\$JOB_COMPLETION_INDEX\/(\d+)"/.exec(job.spec.template.spec.containers[0].args[0]) ?? [];
    expect(Number(count)).toBe(job.spec.completions);
  });
});

describe("deploy/cloud-run-job.yaml", () => {
  const job = parse(read("deploy/cloud-run-job.yaml"));
  const validate = new Ajv({ allErrors: true }).compile(JSON.parse(read("fixtures/deploy/run-v1-job.schema.json")));

  it("follows the schema of Cloud Run's API", () => {
    expect(validate(job) ? [] : validate.errors).toEqual([]);
  });

  it.each([
    ["an unknown field", (copy: typeof job) => (copy.spec.template.spec.tasks = 3)],
    ["a number for a timeout", (copy: typeof job) => (copy.spec.template.spec.template.spec.timeoutSeconds = 3600)],
  ])("would not with %s", (_what, breakIt) => {
    const copy = structuredClone(job);
    breakIt(copy);
    expect(validate(copy)).toBe(false);
  });

  it("calls the program with arguments that it takes, and variables that it reads", () => {
    const { args } = job.spec.template.spec.template.spec.containers[0];
    const words = args.slice(args.indexOf("scan") + 1);
    expect(readArguments("scan", scan.flags, words).one("out")).toBe("/data/results");
    expect(shardOf(undefined, { CLOUD_RUN_TASK_INDEX: "9", CLOUD_RUN_TASK_COUNT: "10" })).toEqual({
      index: 9,
      count: 10,
    });
  });
});
