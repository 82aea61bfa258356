import { type Source, spanOf } from "../../../model/source.ts";
import type { Machine } from "../eval/machine.ts";
import type { ModuleText } from "../scope.ts";
import { enabledApis } from "./enabled-apis.ts";
import { type Cell, cellsIn } from "./json-cells.ts";
import { type Piece, pythonOf } from "./magics.ts";
import { writtenFile } from "./written-files.ts";

/** The code cells of a notebook as one program, every character with its place in the file. */
export function notebookModule(machine: Machine, { path, text }: Source): ModuleText {
  const { cells, error } = cellsIn(text);
  if (error !== undefined) {
    const at = spanOf(path, error, Math.min(error + 1, text.length));
    machine.problems.push({ message: "The notebook is no JSON from here on", at, kind: "unread" });
  }
  machine.facts.push(...enabledApis(path, cells));
  addWritten(machine, path, cells);
  const parts: string[] = [];
  const offsets: number[] = [];
  const commands: Piece[] = [];
  for (const cell of cells.filter(({ kind }) => kind === "code")) {
    const read = pythonOf(cell, commands);
    parts.push(read.text, "\n");
    for (const offset of read.offsets) offsets.push(offset);
    offsets.push(read.offsets.at(-1) ?? 0);
  }
  machine.memory.set(`commands ${path}`, commands);
  const last = offsets.at(-1) ?? 0;
  return {
    path,
    text: parts.join(""),
    place: (start, end) => {
      const from = offsets[start] ?? last;
      return spanOf(path, from, end > start ? Math.max(from, placeAfter(text, offsets[end - 1] ?? last)) : from);
    },
  };
}

/** A file that several cells write is several texts. */
function addWritten(machine: Machine, path: string, cells: readonly Cell[]): void {
  const taken = new Map<string, number>();
  for (const one of cells.flatMap((cell) => writtenFile(path, cell) ?? [])) {
    const count = (taken.get(one.source.path) ?? 0) + 1;
    taken.set(one.source.path, count);
    const name = count === 1 ? one.source.path : one.source.path.replace(/(\.\w+)$/, `-${count}$1`);
    machine.embedded.push({ ...one, source: { ...one.source, path: name } });
  }
}

/** After the character, of which the JSON may be an escape. */
export const placeAfter = (text: string, at: number): number =>
  at + (text[at] !== "\\" ? 1 : text[at + 1] === "u" ? 6 : 2);
