/** Stands for every character of a template expression, so that offsets stay what they are. A private-use character. */
export const holeCharacter = "\uE000";

/**
 * Helm, Jinja, Mustache, Terraform and workflow expressions made harmless without moving a character: a line of its own becomes a
 * comment, an expression inside a line becomes a run of `holeCharacter`, which `values.ts` turns into a hole.
 */
export function withoutTemplates(text: string): string {
  if (!/\{\{|\{%|\{#|%\{/u.test(text)) return text;
  return text
    .replace(/^[ \t]*-?[ \t]*(?:\{%[\s\S]*?%\}|\{#[\s\S]*?#\}|%\{[^\n}]*\})/gmu, commented)
    .replace(/^[ \t]*\{\{[\s\S]*?\}\}[ \t]*(?:\{\{[^\n]*?\}\}[ \t]*)*(?=\r?$)/gmu, commented)
    .replace(/\$?\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|\{#[\s\S]*?#\}|%\{[^\n}]*\}/gu, holed);
}

/** Every line of the match as a comment; its line breaks stay. */
const commented = (match: string): string => match.replace(/[^\r\n]+/gu, (line) => "#".padEnd(line.length, " "));

const holed = (match: string): string => match.replace(/[^\r\n]/gu, holeCharacter);
