/**
 * JSON with two blanks of indentation; what would turn the reading direction or steer a terminal stands as `\uXXXX`, so
 * that the output is safe to look at.
 */
export const jsonText = (value: unknown): string =>
  `${JSON.stringify(value, undefined, 2).replaceAll(
    // oxlint-disable-next-line no-control-regex -- C1 controls, zero-width and direction marks
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )}\n`;
