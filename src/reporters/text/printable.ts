/**
 * What would move the cursor, change colours or turn the reading direction, as signs of the same width: control
 * characters as control pictures, the rest as U+FFFD. Line ends must be gone before.
 */
export const printable = (text: string): string =>
  text
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    .replaceAll(/[\u0000-\u0008\u000a-\u001f]/g, (control) => String.fromCharCode(0x24_00 + control.charCodeAt(0)))
    // oxlint-disable-next-line no-control-regex -- C1 controls, zero-width and direction marks
    .replaceAll(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, "\ufffd");

/** Columns that a text takes in a terminal; tabs must be gone before. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += columnsOf(character.codePointAt(0) ?? 0);
  return width;
}

const combining = /^\p{Mark}$/u;

const wide: readonly (readonly [number, number])[] = [
  [0x11_00, 0x11_5f],
  [0x2e_80, 0xa4_cf],
  [0xac_00, 0xd7_a3],
  [0xf9_00, 0xfa_ff],
  [0xfe_30, 0xfe_6f],
  [0xff_00, 0xff_60],
  [0xff_e0, 0xff_e6],
  [0x1_f3_00, 0x1_f6_4f],
  [0x1_f9_00, 0x1_f9_ff],
  [0x2_00_00, 0x3_ff_fd],
];

function columnsOf(code: number): number {
  if (code < 0x3_00) return 1;
  if (combining.test(String.fromCodePoint(code))) return 0;
  return wide.some(([from, to]) => from <= code && code <= to) ? 2 : 1;
}
