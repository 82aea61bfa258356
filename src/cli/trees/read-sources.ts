import { closeSync, lstatSync, openSync, readFileSync, readSync, realpathSync, statSync } from "node:fs";
import type { Problem, Source } from "../../model/source.ts";
import { type Roots, shownPath } from "../roots.ts";

export interface ReadSources {
  readonly sources: readonly Source[];
  readonly problems: readonly Problem[];
  /** Asset inventories too large to be held. */
  readonly exports: readonly LargeExport[];
}

/** A file that is judged a stretch at a time. */
export interface LargeExport {
  /** Absolute. */
  readonly file: string;
  readonly path: string;
}

/** Files above this size are no hand-written configuration; they are reported and left out. */
export const largestSource: number = 32 << 20;

/** Reads files as UTF-8. What can't be read, is binary, or is too large is a problem; the rest goes on. */
export function readSources(paths: readonly string[], roots: Roots): ReadSources {
  const sources: Source[] = [];
  const problems: Problem[] = [];
  const exports: LargeExport[] = [];
  for (const path of paths) {
    const shown = shownPath(path, roots.base);
    const outcome = readOne(path, shown, roots);
    if ("text" in outcome) sources.push(outcome);
    else if ("file" in outcome) exports.push(outcome);
    else problems.push({ ...outcome, at: { path: shown, start: 0, end: 0 } });
  }
  return { sources, problems, exports };
}

type Trouble = Pick<Problem, "kind" | "message">;

function readOne(path: string, shown: string, roots: Roots): Source | LargeExport | Trouble {
  try {
    const { size } = statSync(path);
    if (size > largestSource && isInventory(path)) return { file: path, path: shown };
    if (size > largestSource) {
      return { kind: "limit", message: `the file has ${size} bytes, more than ${largestSource}: not read` };
    }
    if (size > 1 << 20 && isBinary(firstBytes(path))) return binary;
    const bytes = readFileSync(path);
    if (isBinary(bytes.subarray(0, 8192))) return binary;
    return { path: shown, text: decode(bytes), ...linkHost(path, roots) };
  } catch (error) {
    return {
      kind: "unread",
      message: `the file can't be read (${(error as NodeJS.ErrnoException).code ?? "unknown error"})`,
    };
  }
}

/** An export of Cloud Asset Inventory, by its name and its first bytes. */
const isInventory = (path: string): boolean =>
  /\.(?:json|ndjson|jsonl)$/i.test(path) && /"asset_?[tT]ype"/.test(Buffer.from(firstBytes(path)).toString("latin1"));

const binary: Trouble = { kind: "unread", message: "the file is binary, not text" };

const isBinary = (bytes: Uint8Array): boolean => bytes.includes(0) && !isUtf16(bytes);

const isUtf16 = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);

/** The text that bytes are; `undefined` where they are none. */
export const textOf = (bytes: Buffer): string | undefined =>
  isBinary(bytes.subarray(0, 8192)) ? undefined : decode(bytes);

/** UTF-8, or UTF-16 where a byte-order mark says so (PowerShell writes it). */
function decode(bytes: Buffer): string {
  if (!isUtf16(bytes)) return withoutMark(bytes.toString("utf8"));
  return new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-16be").decode(bytes);
}

/** Editors do not count a byte-order mark as a column. */
const withoutMark = (text: string): string => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);

function firstBytes(path: string): Uint8Array {
  const descriptor = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(8192);
    return bytes.subarray(0, readSync(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}

/** A link is read where it stands (Terraform evaluates it in that folder) and reported at the file it points to. */
function linkHost(path: string, roots: Roots): Pick<Source, "host"> {
  if (!lstatSync(path).isSymbolicLink()) return {};
  return { host: { path: shownPath(realpathSync(path), roots.base), toHost: (offset) => offset } };
}
