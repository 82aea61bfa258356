import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogDate, catalogSize } from "../gcp/role-table.ts";
import { type LintInput, lint } from "../lint.ts";
import type { Report } from "../model/report.ts";
import type { Problem } from "../model/source.ts";
import type { Ignore } from "../suppress.ts";
import type { Arguments } from "./arguments.ts";
import type { Roots } from "./roots.ts";
import { policyInForce, rules } from "./rule-set.ts";
import type { Scope, Tree } from "./scan-tree.ts";
import type { Streams } from "./streams.ts";
import { todayOf } from "./today.ts";
import { homepage, version } from "./version.ts";

/** The stamp of every report: the tool and its role table. */
export const stamp = (): Pick<LintInput, "tool" | "catalog"> => ({
  tool: { name: "iam-lint", version, ...(homepage === undefined ? {} : { homepage }) },
  catalog: { date: catalogDate(), roles: catalogSize().roles },
});

/** Judges an analysed tree by the policy in force, with the ignores of its comments and of the ignore file at the base. */
export async function reportOf(
  args: Arguments,
  { roots, config }: Scope,
  tree: Tree,
  streams: Streams,
): Promise<Report> {
  const ignoreFile = args.has("no-ignores") ? undefined : await ignoresOf(roots);
  const policy = policyInForce(args, config, todayOf(streams));
  const report = lint({
    ...stamp(),
    analysis: tree.analysis,
    sources: tree.sources,
    problems: [...tree.problems, ...(ignoreFile?.problems ?? [])],
    rules,
    policy,
    ignores: ignoreFile?.ignores,
    partial: roots.targets.every(({ kind }) => kind === "file"),
  });
  if (tree.exports === undefined || tree.exports.length === 0) return report;
  const { withExports } = await import("./exports/with-exports.ts");
  return withExports(report, tree.exports, rules, policy);
}

const ignoreFileName = "iam-lint.ignores.yaml";

/** The entries of the ignore file at the base, for formats that have no comments. */
export async function ignoresOf(roots: Roots): Promise<{ ignores: readonly Ignore[]; problems: readonly Problem[] }> {
  const file = join(roots.base, ignoreFileName);
  if (!existsSync(file)) return { ignores: [], problems: [] };
  const { parseIgnoreFile } = await import("../suppress/ignore-file.ts");
  return parseIgnoreFile({ path: ignoreFileName, text: readFileSync(file, "utf8") });
}
