import { type Span, spanOf } from "../../../model/source.ts";
import type { Known } from "../../../model/value.ts";

/** Where an asset stands, and which parts of the hierarchy were told before. */
export interface AssetPlace {
  readonly path: string;
  readonly line: string;
  readonly offset: number;
  readonly seen: Set<string>;
}

/**
 * The place of a string, which is looked for from an offset into the line on. In compact JSON the next element of a list
 * begins three characters after the end of the one before.
 */
export function placeOf({ path, line, offset }: AssetPlace, text: string, from = 0): Span {
  if (line.startsWith(text, from + 3) && isQuoted(line, from + 3, text)) return at(path, offset + from + 3, text);
  for (let start = line.indexOf(text, from); start !== -1; start = line.indexOf(text, start + 1)) {
    if (isQuoted(line, start, text)) return at(path, offset + start, text);
  }
  return unquotedPlace({ path, line, offset }, text, from);
}

const at = (path: string, start: number, { length }: string): Span => ({ path, start, end: start + length });

const quote = 34;

const isQuoted = (line: string, start: number, { length }: string): boolean =>
  line.charCodeAt(start - 1) === quote && line.charCodeAt(start + length) === quote;

/** Escapes of JSON, and YAML. */
function unquotedPlace({ path, line, offset }: Omit<AssetPlace, "seen">, text: string, from: number): Span {
  const written = JSON.stringify(text).slice(1, -1);
  const start = line.indexOf(written, from);
  return start === -1 ? spanOf(path, offset, offset) : spanOf(path, offset + start, offset + start + written.length);
}

export const valueAt = (place: AssetPlace, text: string, from: number): Known => ({
  kind: "known",
  text,
  span: placeOf(place, text, from),
});
