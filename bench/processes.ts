import { spawnSync } from "node:child_process";

/** Whole processes, timed from outside: milliseconds of wall time per run. */
export interface Timing {
  readonly label: string;
  readonly runs: readonly number[];
}

/**
 * Runs every command `rounds` times, in turn (A B C A B C …), so that a slow spell of the machine hits all alike; the
 * first round warms the file cache and is not counted. Exit codes are the commands' own matter.
 */
export function timeProcesses(
  commands: Readonly<Record<string, readonly string[]>>,
  rounds: number,
): readonly Timing[] {
  const runs = new Map<string, number[]>(Object.keys(commands).map((label) => [label, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [label, args] of Object.entries(commands)) {
      const elapsed = timeOnce(args);
      if (round > 0) runs.get(label)?.push(elapsed);
    }
  }
  return [...runs].map(([label, times]) => ({ label, runs: times.toSorted((a, b) => a - b) }));
}

function timeOnce(args: readonly string[]): number {
  const start = process.hrtime.bigint();
  const { error } = spawnSync(process.execPath, args, { stdio: ["ignore", "ignore", "ignore"] });
  if (error !== undefined) throw error;
  return Number(process.hrtime.bigint() - start) / 1e6;
}

export const medianOf = ({ runs }: Timing): number => runs[Math.floor(runs.length / 2)] ?? Number.NaN;

/** A table with each median and its ratio to the first command. */
export function showTimings(timings: readonly Timing[]): string {
  const floor = timings[0] === undefined ? Number.NaN : medianOf(timings[0]);
  return timings
    .map((timing) => {
      const [min, median, max] = [timing.runs[0] ?? Number.NaN, medianOf(timing), timing.runs.at(-1) ?? Number.NaN];
      const figures = [min, median, max].map((value) => value.toFixed(0).padStart(7)).join("");
      return `${timing.label.padEnd(44)}${figures} ms   × ${(median / floor).toFixed(2)}`;
    })
    .join("\n");
}
