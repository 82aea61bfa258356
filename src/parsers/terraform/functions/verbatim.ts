import type { Span } from "../../../model/source.ts";
import type { Text } from "../datum.ts";

/** Places inside a text that stands in its file as it is (a whole file, a string without escapes); else the text's own place. */
export function placesIn({ text, span }: Text): (start: number, end: number) => Span {
  const isVerbatim = span.end - span.start === text.length;
  return isVerbatim ? (start, end) => ({ ...span, start: span.start + start, end: span.start + end }) : () => span;
}
