import type { Command } from "./command.ts";

/** Every command, loaded when it is called. The first is the default. */
export const commands: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ["lint", async () => (await import("./commands/lint.ts")).lint],
  ["rules", async () => (await import("./commands/rules.ts")).rules],
  ["explain", async () => (await import("./commands/explain.ts")).explain],
  ["report", async () => (await import("./commands/report.ts")).report],
  ["scan", async () => (await import("./commands/scan.ts")).scan],
]);
