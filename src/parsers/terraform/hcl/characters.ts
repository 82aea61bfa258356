export const tab = 9;
export const newline = 10;
export const carriageReturn = 13;
export const space = 32;
export const bang = 33;
export const quote = 34;
export const hash = 35;
export const dollar = 36;
export const percent = 37;
export const ampersand = 38;
export const openParenthesis = 40;
export const closeParenthesis = 41;
export const star = 42;
export const plus = 43;
export const comma = 44;
export const minus = 45;
export const dot = 46;
export const slash = 47;
export const colon = 58;
export const less = 60;
export const equals = 61;
export const greater = 62;
export const question = 63;
export const openBracket = 91;
export const backslash = 92;
export const closeBracket = 93;
export const openBrace = 123;
export const pipe = 124;
export const closeBrace = 125;
export const tilde = 126;
export const byteOrderMark = 0xfeff;

const start = 1;
const inside = 2;
const digit = 4;

/** What each ASCII character may be part of. */
const classes = new Uint8Array(128);
for (let code = 48; code <= 57; code++) classes[code] = inside | digit;
for (let code = 65; code <= 90; code++) classes[code] = classes[code + 32] = start | inside;
classes[95] = start | inside;
classes[minus] = inside;

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;

export const startsIdentifier = (text: string, at: number): boolean =>
  isIdentifierCharacter(text, at, start, /^\p{ID_Start}$/u);

export const continuesIdentifier = (text: string, at: number): boolean =>
  isIdentifierCharacter(text, at, inside, /^\p{ID_Continue}$/u);

function isIdentifierCharacter(text: string, at: number, wanted: number, beyondAscii: RegExp): boolean {
  const code = text.charCodeAt(at);
  if (code < 128) return ((classes[code] ?? 0) & wanted) !== 0;
  return code >= 128 && beyondAscii.test(text.charAt(at));
}

/** The first offset from `at` that doesn't continue an identifier. */
export function identifierEnd(text: string, at: number): number {
  let end = at;
  for (;;) {
    const code = text.charCodeAt(end);
    if (code < 128 ? ((classes[code] ?? 0) & inside) !== 0 : continuesIdentifier(text, end)) end++;
    else return end;
  }
}
