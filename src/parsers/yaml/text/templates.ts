/** Stands for every character of a template expression, so that offsets stay what they are. A private-use character. */
export const holeCharacter = "\uE000";

/**
 * Helm, Jinja, Mustache, Terraform and workflow expressions made harmless without moving a character: a line of its own
 * becomes blank, an expression inside a line becomes a run of `holeCharacter`, which `values.ts` turns into a hole.
 */
export function withoutTemplates(text: string): string {
  if (!isTemplate(text)) return text;
  return text
    .replace(/^[ \t]*-?[ \t]*(?:\{%[\s\S]{0,2000}?%\}|\{#[\s\S]{0,2000}?#\}|%\{[^\n}]{0,2000}\})/gmu, blanked)
    .replace(/^[ \t]*\{\{[\s\S]{0,2000}?\}\}[ \t]*(?:\{\{[^\n]{0,2000}?\}\}[ \t]*)*(?=\r?$)/gmu, blanked)
    .replace(inside, holed);
}

/** What fills it in comes before YAML: where it can't be read without that, the file is not at fault. */
export const isTemplate = (text: string): boolean => /\{\{|\{%|%\{|\{#|\$\{/u.test(text);

/** Bounded: braces that nothing closes cost no more than a look at what follows them. Of `${…}` only those that hold what YAML would trip over. */
const inside =
  /\$?\{\{[\s\S]{0,2000}?\}\}|\{%[\s\S]{0,2000}?%\}|\{#[\s\S]{0,2000}?#\}|%\{[^\n}]{0,2000}\}|\$\{[^{}\n\s"']{0,200}[\s"'][^{}\n]{0,500}\}/gu;

/** Both branches of a condition stand in the text: keys that are said twice are said once. */
export const hasBranches = (text: string): boolean =>
  /\{\{-?\s*(?:if|else|range|with)\b|\{%-?\s*(?:if|for)\b|%\{~?\s*(?:if|for)\b/u.test(text);

const blanked = (match: string): string => match.replace(/[^\r\n]/gu, " ");

const holed = (match: string): string => match.replace(/[^\r\n]/gu, holeCharacter);
