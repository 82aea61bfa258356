import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { PolicyFile } from "../policy.ts";
import type { Arguments } from "./arguments.ts";
import { nearest } from "./nearest.ts";
import type { Roots } from "./roots.ts";
import { UsageError } from "./usage-error.ts";

export const configName = "iam-lint.json";

/** A user's configuration: the policy's changes, and what is to be read. */
export interface Config extends PolicyFile {
  readonly exclude?: readonly string[];
  readonly varFiles?: readonly string[];
  /** Where it stands, absolute: what it declares (workloads, groups) is read from there as facts. */
  readonly file?: string;
}

/**
 * The configuration in force: `--config`, else the nearest `iam-lint.json` from the first path up to the base; none with
 * `--no-config`. Throws `UsageError` when it can't be read or does not follow the schema. Nothing in it is executed.
 */
export async function findConfig(args: Arguments, roots: Roots, cwd: string): Promise<Config> {
  if (args.has("no-config")) return {};
  const given = args.one("config");
  const file = given === undefined ? nearestConfig(roots) : resolve(cwd, given);
  return file === undefined ? {} : readConfig(file);
}

function nearestConfig(roots: Roots): string | undefined {
  const [first] = roots.targets;
  const start = first === undefined ? roots.base : first.kind === "folder" ? first.path : dirname(first.path);
  for (let at = start; ; at = dirname(at)) {
    const file = join(at, configName);
    if (existsSync(file)) return file;
    if (at === roots.base || dirname(at) === at) return undefined;
  }
}

async function readConfig(file: string): Promise<Config> {
  const { validateConfig } = await import("./validate-config.js");
  const config = parseJson(file);
  if (validateConfig(config)) return { ...(config as Config), file };
  const [error] = validateConfig.errors ?? [];
  throw new UsageError(
    `the configuration ${file} is wrong at '${error?.instancePath || "/"}': ${describeError(error)}.`,
    "docs/configuration.md lists what it may say.",
  );
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`the configuration ${file} can't be read: ${why}.`, "It must be a JSON file.");
  }
}

interface SchemaError {
  readonly keyword: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly parentSchema?: { readonly properties?: Readonly<Record<string, unknown>> };
}

function describeError(error: SchemaError | undefined): string {
  const extra = error?.params["additionalProperty"] ?? error?.params["unevaluatedProperty"];
  if (typeof extra !== "string") return error?.message ?? "it does not follow the schema";
  const near = nearest(extra, Object.keys(error?.parentSchema?.properties ?? {}));
  return `unknown key '${extra}'${near === undefined ? "" : `, did you mean '${near}'?`}`;
}
