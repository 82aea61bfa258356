import type { Command } from "./command.ts";

/** Every command, loaded when it is called. The first is the default. */
export const commands: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ["lint", async () => (await import("./commands/lint.ts")).lint],
  ["why", async () => (await import("./commands/why.ts")).why],
  ["who-can", async () => (await import("./commands/who-can.ts")).whoCan],
  ["denied", async () => (await import("./commands/denied.ts")).denied],
  ["least-privilege", async () => (await import("./commands/least-privilege.ts")).leastPrivilege],
  ["diff", async () => (await import("./commands/diff.ts")).diff],
  ["graph", async () => (await import("./commands/graph.ts")).graph],
  ["rules", async () => (await import("./commands/rules.ts")).rules],
  ["explain", async () => (await import("./commands/explain.ts")).explain],
  ["baseline", async () => (await import("./commands/baseline.ts")).baseline],
  ["report", async () => (await import("./commands/report.ts")).report],
  ["scan", async () => (await import("./commands/scan.ts")).scan],
]);
