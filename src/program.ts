/**
 * The one bundle that ships: the launcher starts the command line from it, worker threads serve scans from it, and
 * `dist/index.js` hands on the library.
 */
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { main } from "./cli/main.ts";
import { processStreams } from "./cli/streams.ts";

export * as library from "./index.ts";

export function start(): void {
  void main(process.argv.slice(2), processStreams()).then((code) => {
    process.exitCode = code;
  });
  // All is written by then: the process may end without taking its heap apart.
  process.on("beforeExit", () => process.exit());
}

if (!isMainThread && parentPort !== null && workerData?.scanArguments !== undefined) {
  const port = parentPort;
  void import("./cli/batch/worker.ts").then(({ serveScans }) => serveScans(port, workerData));
}
