import { posix } from "node:path";
import { type Shell, textOf } from "./shell.ts";
import { type Text, flat, gapMark, literal, plain } from "./text.ts";

/** A file as the script would find it: what it wrote itself, or a file of the scanned tree. */
export interface ShellFile {
  readonly path: string;
  /** `undefined`: written by a command whose output is not known. */
  readonly text: Text | undefined;
}

const biggest = 2_000_000;

export function fileOf(shell: Shell, name: Text): ShellFile | undefined {
  const written = flat(name);
  if (shell.state.files.has(keyOf(name))) return { path: written, text: shell.state.files.get(keyOf(name)) };
  for (const path of candidates(shell, name)) {
    if (shell.state.files.has(path)) return { path, text: shell.state.files.get(path) };
    const text = shell.workspace.read(path);
    if (text !== undefined && text.length <= biggest) {
      return { path, text: text === "" ? [] : [literal(text, { path, start: 0, end: text.length })] };
    }
  }
  return undefined;
}

/** Remembers what a file holds from here on. */
export function writeFile(shell: Shell, name: Text, text: Text | undefined, append: boolean): void {
  const before = append ? (fileOf(shell, name)?.text ?? []) : [];
  shell.state.files.set(keyOf(name), text && [...before, ...text]);
}

/** Equal for equal expressions: `$TMP/policy.json` is one file whatever `$TMP` is. */
const keyOf = (name: Text): string =>
  name
    .map((piece) => {
      if (piece.kind === "literal") return piece.text;
      return `\${${"expression" in piece.part ? piece.part.expression : `${piece.part.target}.${piece.part.attribute}`}}`;
    })
    .join("")
    .replace(/^\.\//, "");

/** Where a path may be: below the current folder, beside the script, below the scanned root. */
function candidates(shell: Shell, name: Text): string[] {
  const written = flat(name);
  const folder = posix.dirname(shell.root.path);
  const gapEnd = written.lastIndexOf(gapMark);
  // `$DIR/lib.sh`: most often beside the script.
  if (gapEnd >= 0) return written[gapEnd + 1] === "/" ? aboveOrBeside(folder, written.slice(gapEnd + 1)) : [];
  if (written === "" || written.startsWith("/")) return [];
  const current = plain(textOf(shell, "PWD"));
  const folders = [...(current === undefined ? [] : [current]), folder, posix.dirname(shell.unit.path), ""];
  return inRoot(folders.map((base) => posix.join(base, written)));
}

/** `$ROOT/lib.sh`: beside the script, else below one of the folders above it. */
function aboveOrBeside(folder: string, rest: string): string[] {
  const folders = [folder];
  for (let above = folder; above !== "." && above !== "" && folders.length < 20; folders.push(above))
    above = posix.dirname(above);
  return inRoot(folders.map((base) => posix.join(base, rest)));
}

const inRoot = (paths: readonly string[]): string[] => [
  ...new Set(paths.filter((path) => !path.startsWith("../") && !path.startsWith("/") && path !== "..")),
];
