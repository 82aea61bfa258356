import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import type { Fact } from "../../model/fact.ts";
import type { Report } from "../../model/report.ts";
import type { Problem } from "../../model/source.ts";
import type { Ignore } from "../../suppress.ts";

/** What the last run over one repository read, and what it came to: all of it can be worked out anew. */
export interface Snapshot {
  /** Tool, role table, options: whatever else decides what files come to. */
  readonly key: string;
  readonly index: SnapshotIndex;
  readonly parts: Readonly<Record<string, StoredPart>>;
  readonly report?: StoredReport;
}

/** What tells whether anything has changed. */
export interface SnapshotIndex {
  readonly files: Readonly<Record<string, FileNote>>;
  /** Everything that a part depends on, with the state that it was in. */
  readonly reads: readonly (readonly [name: string, state: string])[];
  /** Where symbolic links point to, by object. */
  readonly links: Readonly<Record<string, string>>;
  /** Files whose text the report needed. */
  readonly shown: readonly string[];
}

/** A snapshot on disk: each piece is decoded when it is asked for. */
export interface StoredSnapshot {
  readonly index: SnapshotIndex;
  readonly parts: () => Snapshot["parts"];
  readonly report: () => StoredReport | undefined;
}

/** Content id; which parsers want the file, a bit each (-1: not text); its ignore comments. */
export type FileNote = readonly [id: string, wanted: number, comments: readonly Ignore[]];

export interface Outcome {
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
}

export interface StoredPart {
  /** Indices of `reads`. */
  readonly on: readonly number[];
  readonly own: Outcome;
  /** From texts inside others. */
  readonly inner: Outcome;
  readonly notes?: unknown;
}

export interface StoredReport {
  /** Policy, ignore file, day. */
  readonly key: string;
  readonly report: Report;
}

export const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);

/** Larger snapshots cost more to read than they save. */
const largest = 64 << 20;
/** Repositories that are remembered: those used last. */
const mostKept = 32;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Outside of every repository: what is scanned must not be able to answer for the scan. `undefined` where the
 * environment names no folder for such things.
 */
export function snapshotFile(base: string, env: Environment): string | undefined {
  const folders = [env["XDG_CACHE_HOME"], env["LOCALAPPDATA"], env["HOME"] && join(env["HOME"], ".cache")];
  const folder = folders.find((one) => one !== undefined && isAbsolute(one));
  return folder === undefined ? undefined : join(folder, "iam-lint", `${digest(base)}.json`);
}

/** The snapshot of a file; `undefined` if there is none of this key, or what is there is not as we wrote it. */
export function readSnapshot(file: string, key: string): StoredSnapshot | undefined {
  try {
    if (statSync(file).size > largest) return undefined;
    const text = readFileSync(file, "utf8");
    const end = text.indexOf("\n");
    if (text.slice(0, end) !== seal(key, text.slice(end + 1))) return undefined;
    const [, index = "", parts = "", report = ""] = text.split("\n");
    return {
      index: JSON.parse(index) as SnapshotIndex,
      parts: () => JSON.parse(parts) as Snapshot["parts"],
      report: () => (report === "" ? undefined : (JSON.parse(report) as StoredReport)),
    };
  } catch {
    return undefined;
  }
}

/** Writes a snapshot in one step. A folder that can't be written to is nobody's fault: the next run is slower. */
export function writeSnapshot(file: string, { key, index, parts, report }: Snapshot): void {
  const pieces = [JSON.stringify(index), JSON.stringify(parts), report === undefined ? "" : JSON.stringify(report)];
  const text = pieces.join("\n");
  if (text.length > largest / 2) return;
  const draft = `${file}.${process.pid}`;
  const folder = dirname(file);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(draft, `${seal(key, text)}\n${text}`, { mode: 0o600 });
    renameSync(draft, file);
    forgetOldest(folder);
  } catch {
    if (existsSync(draft)) rmSync(draft, { force: true });
  }
}

const seal = (key: string, text: string): string => `${key} ${digest(text)}`;

function forgetOldest(folder: string): void {
  const names = readdirSync(folder);
  if (names.length <= mostKept) return;
  const byAge = names
    .map((name) => ({ name, time: statSync(join(folder, name)).mtimeMs }))
    .toSorted((a, b) => b.time - a.time);
  for (const { name } of byAge.slice(mostKept)) rmSync(join(folder, name), { force: true });
}
