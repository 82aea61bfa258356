import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { Arguments } from "../arguments.ts";
import { findConfig } from "../config.ts";
import type { Streams } from "../streams.ts";
import { UsageError } from "../usage-error.ts";
import type { Done } from "./outputs.ts";
import type { Repository } from "./repositories.ts";
import { scanRepository } from "./scan-repository.ts";

/** What came of one repository: its marker, or why there is none. */
export interface Scanned {
  readonly name: string;
  readonly done?: Done;
  readonly error?: string;
  /** The output folder is at fault: no other repository will fare better. */
  readonly fatal?: true;
}

export interface PoolSettings {
  readonly size: number;
  readonly out: string;
  readonly settings: string;
  readonly args: Arguments;
  readonly streams: Streams;
}

export interface Pool {
  readonly run: (repositories: readonly Repository[], report: (result: Scanned) => void) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What a worker is started with: the command line, to be read again there. */
export interface WorkerStart {
  readonly scanArguments: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: string;
  readonly settings: string;
}

type Scan = (repository: Repository) => Promise<Scanned>;

/** Scans several repositories at once, each in a thread; in this thread where one is enough or the program is not built. */
export function createPool(settings: PoolSettings): Pool {
  const program = fileURLToPath(import.meta.url);
  const useThreads = settings.size > 1 && program.endsWith(".cjs");
  const threads = useThreads ? Array.from({ length: settings.size }, () => createThread(program, settings)) : [];
  const scans: readonly Scan[] = useThreads ? threads.map(({ scan }) => scan) : [(one) => scanHere(one, settings)];
  return {
    run: async (repositories, report) => {
      const queue = [...repositories];
      const drain = async (scan: Scan): Promise<void> => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
          const result = await scan(next);
          if (result.fatal)
            throw new UsageError(result.error ?? "", "Mend that and run it again: what is done is kept.");
          report(result);
        }
      };
      await Promise.all(scans.map(drain));
    },
    close: async () => {
      await Promise.all(threads.map(({ close }) => close()));
    },
  };
}

interface ScanningThread {
  readonly scan: Scan;
  readonly close: () => Promise<unknown>;
}

/** A thread that is started anew after one that a repository brought down. */
function createThread(program: string, { out, settings, args, streams }: PoolSettings): ScanningThread {
  const workerData: WorkerStart = { scanArguments: args.raw, cwd: streams.cwd, env: streams.env, out, settings };
  let worker: Worker | undefined;
  let settle: ((result: Scanned | { readonly error: string }) => void) | undefined;
  const end = (why: string): void => {
    worker = undefined;
    settle?.({ error: why });
  };
  const start = (): Worker =>
    new Worker(program, { workerData })
      .on("message", (result: Scanned) => settle?.(result))
      .on("error", ({ message }) => end(message))
      .on("exit", (code) => end(`the scanning thread ended with ${code}`));
  return {
    scan: ({ name, path }) =>
      new Promise((resolve) => {
        settle = (result) => resolve({ name, ...result });
        worker ??= start();
        worker.postMessage({ name, path });
      }),
    close: async () => worker?.terminate(),
  };
}

/** Scans in this thread. Never throws: what went wrong is in the result. */
export async function scanHere(
  repository: Repository,
  { out, settings, args, streams }: Omit<PoolSettings, "size">,
): Promise<Scanned> {
  try {
    const config = args.one("config") === undefined ? {} : await findConfig(args, anywhere, streams.cwd);
    return { name: repository.name, done: await scanRepository(repository, out, settings, args, config, streams) };
  } catch (error) {
    const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    const isFatal = error instanceof UsageError && message.includes("output folder");
    return { name: repository.name, error: message, ...(isFatal ? { fatal: true } : {}) };
  }
}

/** `--config` is found without roots. */
const anywhere = { base: "/", git: false, targets: [] };
