import type { MessagePort } from "node:worker_threads";
import { readArguments } from "../arguments.ts";
import { scan } from "../commands/scan.ts";
import { type WorkerStart, scanHere } from "./pool.ts";
import type { Repository } from "./repositories.ts";

const silent = (): void => undefined;

/** The scanning thread: one repository a message, one result a reply. */
export function serveScans(port: MessagePort, { scanArguments, cwd, env, out, settings }: WorkerStart): void {
  const args = readArguments(scan.name, scan.flags, scanArguments);
  const streams = { out: silent, err: silent, outIsTerminal: false, errIsTerminal: false, columns: 100, env, cwd };
  port.on("message", async (repository: Repository) => {
    port.postMessage(await scanHere(repository, { out, settings, args, streams }));
  });
}
