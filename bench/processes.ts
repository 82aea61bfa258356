import { spawnSync } from "node:child_process";

/** Whole processes, timed from outside: milliseconds of wall time per run. */
export interface Timing {
  readonly label: string;
  readonly runs: readonly number[];
}

export interface Command {
  /** For node. */
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Done before each run, outside of its time. */
  readonly before?: () => void;
}

/**
 * Runs every command `rounds` times, in turn (A B C A B C …), so that a slow spell of the machine hits all alike; the
 * first round warms the file cache and is not counted. A command that refuses its work ends it all.
 */
export function timeProcesses(commands: Readonly<Record<string, Command>>, rounds: number): readonly Timing[] {
  const runs = new Map<string, number[]>(Object.keys(commands).map((label) => [label, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [label, command] of Object.entries(commands)) {
      const elapsed = timeOnce(command);
      if (round > 0) runs.get(label)?.push(elapsed);
    }
  }
  return [...runs].map(([label, times]) => ({ label, runs: times.toSorted((a, b) => a - b) }));
}

function timeOnce({ args, cwd, env, before }: Command): number {
  before?.();
  const start = process.hrtime.bigint();
  const { error, status } = spawnSync(process.execPath, args, { cwd, env, stdio: ["ignore", "ignore", "ignore"] });
  if (error !== undefined) throw error;
  if (status === null || status > 1) throw new Error(`'${args.join(" ")}' ended with ${status}: nothing was measured`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

export const medianOf = ({ runs }: Timing): number => runs[Math.floor(runs.length / 2)] ?? Number.NaN;

/** A table with each median, and the ratios of medians and of minima to the first command: noise only ever adds. */
export function showTimings(timings: readonly Timing[]): string {
  const [floor] = timings;
  if (floor === undefined) return "";
  const leastOf = ({ runs }: Timing): number => runs[0] ?? Number.NaN;
  return timings
    .map((timing) => {
      const figures = [leastOf(timing), medianOf(timing), timing.runs.at(-1) ?? Number.NaN];
      const shown = figures.map((value) => value.toFixed(0).padStart(7)).join("");
      const ratios = [medianOf(timing) / medianOf(floor), leastOf(timing) / leastOf(floor)];
      const [ofMedians = "", ofMinima = ""] = ratios.map((ratio) => `× ${ratio.toFixed(2)}`);
      return `${timing.label.padEnd(44)}${shown} ms   ${ofMedians}   (of minima ${ofMinima})`;
    })
    .join("\n");
}
