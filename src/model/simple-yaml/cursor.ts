/** Where the reading of one document stands. One object a document; every reading function moves `at` forward. */
export interface Cursor {
  readonly text: string;
  /** Where the document ends. */
  readonly end: number;
  at: number;
  /** Where the line of `at` begins. */
  lineStart: number;
  depth: number;
}

/** Thrown where a document is not simple; the whole of it is left to the YAML library. */
export class NotSimple extends Error {}

export function giveUp(): never {
  throw new NotSimple();
}

export const tab = 9;
export const newline = 10;
export const space = 32;
export const hash = 35;
export const dash = 45;
export const colon = 58;

/** The character at an offset; past the end, a line break: what ends the document ends its last line. */
export const codeAt = ({ text, end }: Cursor, at: number): number => (at < end ? text.charCodeAt(at) : newline);

export const isBlank = (code: number): boolean => code === space || code === newline;

/** The column of what comes next; −1 at the end of the document. */
export const columnOf = ({ at, end, lineStart }: Cursor): number => (at < end ? at - lineStart : -1);

export const isAtDash = (cursor: Cursor): boolean =>
  codeAt(cursor, cursor.at) === dash && isBlank(codeAt(cursor, cursor.at + 1));

/** Skips spaces. What a tab means there is for the library to say. */
export function skipSpaces(cursor: Cursor): void {
  while (codeAt(cursor, cursor.at) === space) cursor.at++;
  if (codeAt(cursor, cursor.at) === tab) giveUp();
}

/** Skips spaces; is nothing but a comment left of this line? */
export function isLineOver(cursor: Cursor): boolean {
  skipSpaces(cursor);
  const code = codeAt(cursor, cursor.at);
  return code === newline || (code === hash && !isInWord(cursor));
}

const isInWord = ({ text, at, lineStart }: Cursor): boolean => at > lineStart && text.charCodeAt(at - 1) !== space;

export function lineEnd({ text, end }: Cursor, at: number): number {
  const found = text.indexOf("\n", at);
  return found < 0 || found > end ? end : found;
}

/** To the next line that says something, past what is left of this one, which must be nothing but a comment. */
export function nextLine(cursor: Cursor): void {
  if (!isLineOver(cursor)) giveUp();
  cursor.at = Math.min(cursor.end, lineEnd(cursor, cursor.at) + 1);
  cursor.lineStart = cursor.at;
  skipEmptyLines(cursor);
}

/** From the start of a line to what the first line says that is neither blank nor a comment. */
export function skipEmptyLines(cursor: Cursor): void {
  while (cursor.at < cursor.end && isLineOver(cursor)) {
    cursor.at = Math.min(cursor.end, lineEnd(cursor, cursor.at) + 1);
    cursor.lineStart = cursor.at;
  }
}

/** `---` and `...` */
export const isAtMarker = (cursor: Cursor): boolean =>
  cursor.at === cursor.lineStart &&
  (cursor.text.startsWith("---", cursor.at) || cursor.text.startsWith("...", cursor.at)) &&
  isBlank(codeAt(cursor, cursor.at + 3));
