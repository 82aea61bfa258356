import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../usage-error.ts";

/** What the scan of one repository came to: the content of its `.done` marker. */
export interface Done {
  readonly schemaVersion: 1;
  readonly name: string;
  /** Tool, role table and settings: a marker of others is done again. */
  readonly settings: string;
  readonly files: number;
  readonly facts: number;
  readonly bindings: number;
  readonly findings: { readonly error: number; readonly warning: number; readonly note: number };
  readonly problems: number;
}

const fileOf = (out: string, name: string, ending: string): string => join(out, `${name}.${ending}`);

/** The marker of a repository that is done with these settings. */
export function readDone(out: string, name: string, settings: string): Done | undefined {
  try {
    const done: Done = JSON.parse(readFileSync(fileOf(out, name, "done"), "utf8"));
    return done.schemaVersion === 1 && done.settings === settings ? done : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Writes the outputs of one repository, the marker last, each under another name first: a killed scan leaves nothing
 * half-written under the real names. Throws `UsageError` when the folder can't be written to.
 */
export function writeOutputs(out: string, done: Done, sarif: string, facts: string): void {
  try {
    rmSync(fileOf(out, done.name, "done"), { force: true });
    writeWhole(fileOf(out, done.name, "sarif"), sarif);
    writeWhole(fileOf(out, done.name, "ndjson"), facts);
    writeWhole(fileOf(out, done.name, "done"), `${JSON.stringify(done)}\n`);
  } catch (error) {
    throw unwritable(out, error);
  }
}

/** Writes a file under a temporary name in the same folder, then renames it. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.writing`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

export function unwritable(out: string, error: unknown): UsageError {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  const next = code === "ENOSPC" ? "Free some space and run it again: what is done is kept." : "Choose another --out.";
  return new UsageError(`the output folder '${out}' can't be written to (${code}).`, next);
}
