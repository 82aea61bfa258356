/**
 * `npx tsx bench/inventory.ts [MEGABYTES]`: a seeded asset inventory of that size, judged by the program, against reading
 * it and a bare JSON.parse a line. Ratios and peak memory; run `npm run build` first.
 */
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { numbers } from "./numbers.ts";

const megabytes = Number(process.argv[2] ?? "1024");
const folder = mkdtempSync(join(tmpdir(), "iam-lint-bench-"));
const file = join(folder, "assets.ndjson");
const program = fileURLToPath(new URL("../dist/iam-lint.cjs", import.meta.url));

const roles = [
  "viewer",
  "storage.objectViewer",
  "run.invoker",
  "bigquery.dataEditor",
  "aiplatform.user",
  "logging.logWriter",
];
const rare = ["editor", "owner", "iam.serviceAccountUser"];

function writeInventory(): void {
  const next = numbers(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const out = openSync(file, "w");
  for (let size = 0, project = 0; size < megabytes << 20; project++) {
    const lines: string[] = [];
    for (let at = 0; at < 20; at++) lines.push(JSON.stringify(asset(project, at, pick, next)));
    size += writeSync(out, `${lines.join("\n")}\n`);
  }
  closeSync(out);
}

function asset(project: number, at: number, pick: <T>(list: readonly T[]) => T, next: () => number): object {
  const id = `project-${project}`;
  const isProject = at === 0;
  const bindings = Array.from({ length: 1 + Math.floor(next() * 4) }, () => ({
    role: `roles/${next() < 0.01 ? pick(rare) : pick(roles)}`,
    members: Array.from({ length: 1 + Math.floor(next() * 5) }, () =>
      next() < 0.5
        ? `user:u${Math.floor(next() * 5000)}@example.com`
        : `serviceAccount:sa-${at}@${id}.iam.gserviceaccount.com`,
    ),
  }));
  return {
    name: isProject
      ? `//cloudresourcemanager.googleapis.com/projects/${id}`
      : `//storage.googleapis.com/${id}-bucket-${at}`,
    asset_type: isProject ? "cloudresourcemanager.googleapis.com/Project" : "storage.googleapis.com/Bucket",
    iam_policy: { version: 1, etag: "BwXhqDVIbW8=", bindings },
    ancestors: [`projects/${100_000 + project}`, `folders/${project % 500}`, "organizations/1"],
    update_time: "2026-11-01T00:00:00Z",
  };
}

/** Wall seconds and peak megabytes of a process. */
function measure(args: readonly string[]): { readonly seconds: number; readonly megabytes: number } {
  const start = performance.now();
  const { stderr } = spawnSync("/usr/bin/env", ["time", "-f", "%M", process.execPath, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  return { seconds: (performance.now() - start) / 1000, megabytes: Number(stderr.trim().split("\n").at(-1)) / 1024 };
}

const bare = `
  const lines = require("node:readline").createInterface({ input: require("node:fs").createReadStream(process.argv[1]) });
  let count = 0;
  lines.on("line", (line) => { count += Object.keys(JSON.parse(line)).length; });
`;

try {
  writeInventory();
  const floor = measure(["-e", bare, file]);
  const ours = measure([program, "lint", "--no-config", "--format", "json", file]);
  const show = (label: string, { seconds, megabytes: peak }: typeof ours): string =>
    `${label.padEnd(28)}${seconds.toFixed(1).padStart(8)} s ${peak.toFixed(0).padStart(6)} MB`;
  console.log(`${megabytes} MB of newline-delimited assets`);
  console.log(show("read and JSON.parse a line", floor));
  console.log(show("iam-lint lint", ours));
  console.log(
    `ratio of times ${(ours.seconds / floor.seconds).toFixed(2)} (budget 2.00), peak ${ours.megabytes.toFixed(0)} MB (budget 300)`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
