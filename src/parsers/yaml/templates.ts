/** Stands for every character of a template expression, so that offsets stay what they are. A private-use character. */
export const holeCharacter = "\uE000";

/**
 * Helm, Jinja, Mustache, Terraform and workflow expressions made harmless without moving a character: a line of its own
 * becomes blank, an expression inside a line becomes a run of `holeCharacter`, which `values.ts` turns into a hole.
 */
export function withoutTemplates(text: string): string {
  if (!isTemplate(text)) return text;
  return text
    .replace(/^[ \t]*-?[ \t]*(?:\{%[\s\S]*?%\}|\{#[\s\S]*?#\}|%\{[^\n}]*\})/gmu, blanked)
    .replace(/^[ \t]*\{\{[\s\S]*?\}\}[ \t]*(?:\{\{[^\n]*?\}\}[ \t]*)*(?=\r?$)/gmu, blanked)
    .replace(inside, holed);
}

/** What fills it in comes before YAML: where it can't be read without that, the file is not at fault. */
export const isTemplate = (text: string): boolean => /\{\{|\{%|%\{|\{#|\$\{/u.test(text);

/** Of `${…}` only those that hold what YAML would trip over. */
const inside = /\$?\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|\{#[\s\S]*?#\}|%\{[^\n}]*\}|\$\{[^{}\n]*[\s"'][^{}\n]*\}/gu;

const blanked = (match: string): string => match.replace(/[^\r\n]/gu, " ");

const holed = (match: string): string => match.replace(/[^\r\n]/gu, holeCharacter);
