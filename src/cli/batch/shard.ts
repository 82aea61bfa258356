import { UsageError } from "../usage-error.ts";

export interface Shard {
  /** From 0. */
  readonly index: number;
  readonly count: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A runner that tells its tasks apart. `base` is the number of its first task. */
interface Runner {
  readonly name: string;
  readonly index: string;
  /** Absent: the runner does not say it. */
  readonly count?: string;
  readonly base: 0 | 1;
  /** A variable that must be set for the pair to be this runner's. */
  readonly mark?: string;
}

/** Index and count variables, from the runners' own documentation. */
const runners: readonly Runner[] = [
  { name: "Cloud Run jobs", index: "CLOUD_RUN_TASK_INDEX", count: "CLOUD_RUN_TASK_COUNT", base: 0 },
  { name: "Cloud Batch", index: "BATCH_TASK_INDEX", count: "BATCH_TASK_COUNT", base: 0 },
  { name: "GitLab", index: "CI_NODE_INDEX", count: "CI_NODE_TOTAL", base: 1, mark: "GITLAB_CI" },
  { name: "CircleCI", index: "CIRCLE_NODE_INDEX", count: "CIRCLE_NODE_TOTAL", base: 0 },
  { name: "Buildkite", index: "BUILDKITE_PARALLEL_JOB", count: "BUILDKITE_PARALLEL_JOB_COUNT", base: 0 },
  { name: "AWS Batch", index: "AWS_BATCH_JOB_ARRAY_INDEX", count: "AWS_BATCH_JOB_ARRAY_SIZE", base: 0 },
  { name: "a Kubernetes Indexed Job", index: "JOB_COMPLETION_INDEX", base: 0 },
];

/**
 * `--shard i/n`, else the runner's variables, else the whole. Throws `UsageError` when a runner gives an index without a
 * count: every shard would do all the work, and nobody would see it.
 */
export function shardOf(flag: string | undefined, env: Environment): Shard {
  if (flag !== undefined) return fromFlag(flag);
  const runner = runners.find(({ index, mark }) => isSet(env, index) && (mark === undefined || isSet(env, mark)));
  if (runner === undefined) return { index: 0, count: 1 };
  const index = env[runner.index] ?? "";
  const count = runner.count === undefined ? undefined : env[runner.count];
  if (count === undefined || count === "") {
    throw new UsageError(
      `${runner.name} says which task this is (${runner.index}=${index}) but not of how many.`,
      `Pass --shard "$${runner.index}/COUNT".`,
    );
  }
  return checked(Number(index) - runner.base, Number(count), `${runner.index}=${index}, ${runner.count}=${count}`);
}

const isSet = (env: Environment, name: string): boolean => (env[name] ?? "") !== "";

function fromFlag(flag: string): Shard {
  const [, index = "", count = ""] = /^(\d+)\/(\d+)$/.exec(flag) ?? [];
  if (count === "")
    throw new UsageError(`'--shard ${flag}' is not of the form i/n.`, "The first of four is --shard 0/4.");
  return checked(Number(index), Number(count), `--shard ${flag}`);
}

function checked(index: number, count: number, written: string): Shard {
  if (Number.isInteger(index) && Number.isInteger(count) && index >= 0 && index < count) return { index, count };
  throw new UsageError(`${written} names no shard.`, "Indexes count from 0 and are below the count.");
}
