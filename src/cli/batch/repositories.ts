import { createHash } from "node:crypto";
import { dirname, resolve } from "node:path";

/** A local checkout to scan, and the name that its outputs get. */
export interface Repository {
  /** `acme/train`: becomes `<out>/acme/train.sarif`. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
}

export interface RepositoryList {
  readonly repositories: readonly Repository[];
  /** Lines that can't be used: line number from 1, and why. */
  readonly bad: readonly { readonly line: number; readonly why: string }[];
}

/** Reads `{"name": "acme/train", "path": "../train"}` a line; paths are relative to the list's own folder. */
export function readRepositoryList(text: string, file: string): RepositoryList {
  const repositories: Repository[] = [];
  const bad: { line: number; why: string }[] = [];
  const names = new Set<string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const read = readLine(line, names);
    if (typeof read === "string") bad.push({ line: index + 1, why: read });
    else {
      names.add(read.name.toLowerCase());
      repositories.push({ name: read.name, path: resolve(dirname(file), read.path) });
    }
  }
  return { repositories, bad };
}

function readLine(line: string, names: ReadonlySet<string>): Repository | string {
  const value = parseObject(line);
  if (value === undefined) return "it is no JSON object";
  const { name, path } = value;
  if (typeof name !== "string" || name === "") return "'name' is missing";
  if (typeof path !== "string" || path === "") return "'path' is missing";
  if (!isSafeName(name)) return `the name '${name}' would leave the output folder`;
  if (names.has(name.toLowerCase())) return `the name '${name}' is used by an earlier line`;
  return { name, path };
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Relative, of plain segments: the name becomes a path below the output folder. */
const isSafeName = (name: string): boolean =>
  name
    .split("/")
    .every((segment) => /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(segment) && !/\.(sarif|ndjson|done)$/.test(segment));

/** Whether a shard has this repository: by hash of its name, so that the others stay where they are when the list grows. */
export function isInShard({ name }: Repository, index: number, count: number): boolean {
  const hash = createHash("sha256").update(name).digest();
  return Number(hash.readBigUInt64BE() % BigInt(count)) === index;
}
