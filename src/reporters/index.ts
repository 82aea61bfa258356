import type { Reporter } from "../model/report.ts";

/** All formats by the name that `--format` takes, each loaded when it is asked for. */
export const reporters: ReadonlyMap<string, () => Promise<Reporter>> = new Map([
  ["pretty", async () => (await import("./pretty.ts")).pretty],
  ["json", async () => (await import("./json.ts")).json],
  ["sarif", async () => (await import("./sarif.ts")).sarif],
  ["github", async () => (await import("./github.ts")).github],
  ["markdown", async () => (await import("./markdown.ts")).markdown],
  ["gitlab", async () => (await import("./gitlab.ts")).gitlab],
  ["junit", async () => (await import("./junit.ts")).junit],
  ["rdjson", async () => (await import("./rdjson.ts")).rdjson],
  ["csv", async () => (await import("./csv.ts")).csv],
]);
