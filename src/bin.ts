import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { main } from "./cli/main.ts";
import { processStreams } from "./cli/streams.ts";

if (isMainThread || parentPort === null) {
  void main(process.argv.slice(2), processStreams()).then((code) => {
    process.exitCode = code;
  });
} else {
  const port = parentPort;
  void import("./cli/batch/worker.ts").then(({ serveScans }) => serveScans(port, workerData));
}
