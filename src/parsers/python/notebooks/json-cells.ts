/** A cell of a notebook: its text, and where each character of it stands in the file. */
export interface Cell {
  readonly kind: string;
  readonly text: string;
  readonly offsets: readonly number[];
}

/** The cells of a notebook's JSON, read without building what is not asked for, up to where it is no JSON. */
export function cellsIn(text: string): { readonly cells: readonly Cell[]; readonly error?: number } {
  if (otherKernel.test(text)) return { cells: [] };
  const reader: Reader = { text, at: 0 };
  const cells: Cell[] = [];
  const readCells = (): boolean => array(reader, () => cell(reader, cells));
  const isRead = object(reader, (key) => {
    if (key === "cells") return readCells();
    // Notebooks of version 3 have sheets of cells.
    if (key !== "worksheets") return skip(reader, 0);
    return array(reader, () => object(reader, (inner) => (inner === "cells" ? readCells() : skip(reader, 0))));
  });
  return isRead ? { cells } : { cells, error: Math.min(reader.at, text.length) };
}

/** The notebook says that its cells are in another language. */
const otherKernel =
  /"(?:kernelspec|language_info)"\s*:\s*\{[^{}]*"(?:language|name)"\s*:\s*"(?:R|ir|julia[^"]*|scala|bash|javascript|typescript)"/i;

interface Reader {
  readonly text: string;
  at: number;
}

interface Piece {
  readonly text: string;
  readonly offsets: readonly number[];
}

function cell(reader: Reader, cells: Cell[]): boolean {
  let kind = "";
  const pieces: Piece[] = [];
  const piece = (): boolean => {
    const read = string(reader);
    if (read !== undefined) pieces.push(read);
    return read !== undefined;
  };
  const isRead = object(reader, (key) => {
    if (key === "cell_type") {
      kind = string(reader)?.text ?? "";
      return true;
    }
    if (key !== "source" && key !== "input") return skip(reader, 0);
    return peek(reader) === '"' ? piece() : peek(reader) === "[" ? array(reader, piece) : skip(reader, 0);
  });
  const text = pieces.map((one) => one.text).join("");
  cells.push({ kind, text, offsets: pieces.flatMap((one) => one.offsets) });
  return isRead;
}

const peek = (reader: Reader): string => {
  while (/\s/.test(reader.text[reader.at] ?? "")) reader.at++;
  return reader.text[reader.at] ?? "";
};

function take(reader: Reader, character: string): boolean {
  if (peek(reader) !== character) return false;
  reader.at++;
  return true;
}

function object(reader: Reader, member: (key: string) => boolean): boolean {
  if (!take(reader, "{")) return false;
  if (take(reader, "}")) return true;
  do {
    const key = string(reader);
    if (key === undefined || !take(reader, ":") || !member(key.text)) return false;
  } while (take(reader, ","));
  return take(reader, "}");
}

function array(reader: Reader, item: () => boolean): boolean {
  if (!take(reader, "[")) return false;
  if (take(reader, "]")) return true;
  do if (!item()) return false;
  while (take(reader, ","));
  return take(reader, "]");
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

function string(reader: Reader): Piece | undefined {
  if (peek(reader) !== '"') return undefined;
  const { text } = reader;
  const parts: string[] = [];
  const offsets: number[] = [];
  let at = reader.at + 1;
  while (at < text.length && text[at] !== '"') {
    const start = at;
    let character = text[at] ?? "";
    at++;
    if (character === "\\") {
      const escape = text[at] ?? "";
      at++;
      character = escapes[escape] ?? escape;
      if (escape === "u") {
        character = String.fromCharCode(Number.parseInt(text.slice(at, at + 4), 16) || 0);
        at += 4;
      }
    }
    parts.push(character);
    offsets.push(start);
  }
  reader.at = at + 1;
  return at < text.length ? { text: parts.join(""), offsets } : undefined;
}

function skip(reader: Reader, depth: number): boolean {
  if (depth > 100) return false;
  const next = peek(reader);
  if (next === '"') return skipString(reader);
  if (next === "{") return object(reader, () => skip(reader, depth + 1));
  if (next === "[") return array(reader, () => skip(reader, depth + 1));
  const match = /^[-+.\w]+/.exec(reader.text.slice(reader.at, reader.at + 40));
  reader.at += match?.[0].length ?? 0;
  return match !== null;
}

/** Outputs hold megabytes of images. */
function skipString(reader: Reader): boolean {
  for (let end = reader.text.indexOf('"', reader.at + 1); end >= 0; end = reader.text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (reader.text[end - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) {
      reader.at = end + 1;
      return true;
    }
  }
  return false;
}
