import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Baseline, parseBaseline } from "../baseline.ts";
import { UsageError } from "./usage-error.ts";

export const baselineName = "iam-lint.baseline.json";

/** Reads a baseline. Throws `UsageError` when it is not there or wrong. */
export function readBaseline(file: string, cwd: string): Baseline {
  const baseline = parseBaseline(textOf(resolve(cwd, file), file));
  if (typeof baseline !== "string") return baseline;
  throw new UsageError(baseline.replace(/^The baseline/, `the baseline '${file}'`), "docs/ignores.md shows its form.");
}

function textOf(path: string, file: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new UsageError(`the baseline '${file}' can't be read (${code}).`, "'iam-lint baseline create' writes one.");
  }
}
