import type { Span } from "../../model/source.ts";
import { type Hole, type Reference, type Value, known, valueOf } from "../../model/value.ts";

/** What a word of a command expands to: stretches of text and what can't be known, each with its places. */
export type Text = readonly Piece[];

type Piece = Literal | Gap;

export interface Literal {
  readonly kind: "literal";
  readonly text: string;
  /** Where the text itself stands: the assignment, the list of a loop. */
  readonly origin: Span;
  /** The origin holds the text as it is, so that parts of one are parts of the other. */
  readonly exact: boolean;
  /** Where the command uses it. */
  readonly use: Span;
  /** The default of a variable that the environment may set: good as a value, not to decide a condition. */
  readonly assumed?: true;
}

export interface Gap {
  readonly kind: "gap";
  readonly part: Reference | Hole;
  readonly why: string;
  readonly choices?: readonly string[];
  readonly use: Span;
}

/** Stands for a gap where a text is searched: a character that no script uses. */
export const gapMark = "\uE0FF";

export const literal = (text: string, at: Span, exact: boolean = at.end - at.start === text.length): Literal => ({
  kind: "literal",
  text,
  origin: at,
  exact,
  use: at,
});

export const gap = (expression: string, why: string, use: Span): Gap => ({
  kind: "gap",
  part: { expression },
  why,
  use,
});

/** The text for searching: one `gapMark` a gap. */
export const flat = (text: Text): string =>
  text.map((piece) => (piece.kind === "literal" ? piece.text : gapMark)).join("");

/** The text where all of it is known. */
export const plain = (text: Text | undefined): string | undefined =>
  text?.every((piece) => piece.kind === "literal") ? flat(text) : undefined;

/** A part, by offsets in `flat(text)`. */
export function slice(text: Text, from: number, to: number = Number.POSITIVE_INFINITY): Text {
  const parts: Piece[] = [];
  let at = 0;
  for (const piece of text) {
    const length = piece.kind === "literal" ? piece.text.length : 1;
    const start = Math.max(from - at, 0);
    const end = Math.min(to - at, length);
    if (start < end) parts.push(piece.kind === "literal" ? cut(piece, start, end) : piece);
    at += length;
  }
  return parts;
}

function cut(piece: Literal, start: number, end: number): Literal {
  if (start === 0 && end === piece.text.length) return piece;
  const { origin, use, exact } = piece;
  const part = { path: origin.path, start: origin.start + start, end: origin.start + end };
  return {
    ...piece,
    text: piece.text.slice(start, end),
    origin: exact ? part : origin,
    use: exact && use.start === origin.start && use.path === origin.path ? part : use,
  };
}

/** The parts between the separators. */
export function split(text: Text, separator: RegExp | string, limit: number = Number.POSITIVE_INFINITY): Text[] {
  const whole = flat(text);
  const pattern = typeof separator === "string" ? new RegExp(escape(separator), "gu") : separator;
  const parts: Text[] = [];
  let from = 0;
  for (const { index, 0: match } of whole.matchAll(pattern)) {
    if (parts.length + 1 >= limit) break;
    parts.push(slice(text, from, index));
    from = index + match.length;
  }
  return [...parts, slice(text, from)];
}

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Without white space at both ends. */
export function trim(text: Text): Text {
  const whole = flat(text);
  return slice(text, whole.length - whole.trimStart().length, whole.trimEnd().length);
}

/** The lines, without a last empty one. */
export function linesOf(text: Text): Text[] {
  const lines = split(text, "\n");
  if (lines.at(-1)?.length === 0) lines.pop();
  return lines;
}

/** The same text at another place of use: what a variable holds where it is expanded. */
export const usedAt = (text: Text, use: Span): Text => text.map((piece) => ({ ...piece, use }));

/** A computed text: all of it stands at one place. */
export const computed = (text: string, use: Span): Text => (text === "" ? [] : [literal(text, use, false)]);

export const sameText = (left: Text | undefined, right: Text | undefined): boolean =>
  left === right || (left !== undefined && right !== undefined && fingerprint(left) === fingerprint(right));

/** Equal for equal texts, wherever they stand. */
export const fingerprint = (text: Text): string =>
  text.map((piece) => (piece.kind === "literal" ? piece.text : `${gapMark}${JSON.stringify(piece.part)}`)).join("");

/** A text that holds only until somebody sets a variable. */
export const assumed = (text: Text): Text =>
  text.map((piece) => (piece.kind === "literal" ? Object.assign({}, piece, { assumed: true as const }) : piece));

export const isAssumed = (text: Text): boolean =>
  text.some((piece) => piece.kind === "literal" && piece.assumed === true);

/** As a value of a fact. A text that stands in one stretch has its own place, whatever variables carried it here. */
export function toValue(text: Text, fallback: Span): Value {
  const span = placeOf(text) ?? fallback;
  const gaps = text.filter((piece) => piece.kind === "gap");
  const [first] = gaps;
  if (first === undefined) return known(flat(text), span);
  const value = valueOf(
    text.map((piece) => (piece.kind === "literal" ? piece.text : piece.part)),
    span,
    gaps.find((piece) => "expression" in piece.part)?.why ?? first.why,
  );
  const { choices } = first;
  if (value.kind !== "unknown" || gaps.length > 1 || choices === undefined) return value;
  const [before = "", after = ""] = flat(text).split(gapMark);
  return { ...value, choices: choices.map((choice) => before + choice + after) };
}

/** The narrowest place: the literal itself where it is one, else its use. */
export function placeOf(text: Text): Span | undefined {
  return originOf(text) ?? useOf(text);
}

function originOf(text: Text): Span | undefined {
  const [first, ...rest] = text;
  if (first?.kind !== "literal") return undefined;
  const { path, start } = first.origin;
  let { end } = first.origin;
  for (const piece of rest) {
    if (piece.kind !== "literal" || piece.origin.path !== path || piece.origin.start !== end) return undefined;
    ({ end } = piece.origin);
  }
  return { path, start, end };
}

/** Where the command uses it, from the first piece to the last. */
export function useOf(text: Text): Span | undefined {
  const [first] = text;
  if (first === undefined) return undefined;
  const inPath = text.filter(({ use }) => use.path === first.use.path);
  return {
    path: first.use.path,
    start: Math.min(...inPath.map(({ use }) => use.start)),
    end: Math.max(...inPath.map(({ use }) => use.end)),
  };
}
