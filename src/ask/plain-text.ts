/** Longer texts are logs: the first error of one is what is asked about. */
const longest = 200_000;

/**
 * An error as its author wrote it, before JSON, a terminal, a word processor and a bug tracker quoted it: without escapes,
 * typographic quotes, mail links and Terraform's frame.
 */
export const plainText = (pasted: string): string =>
  pasted
    .slice(0, longest)
    .replaceAll(/\[([^\]\s]{1,200})\]\((?:mailto:|https?:)[^)\s]{0,300}\)/g, "$1")
    .replaceAll(/\\{1,8}n/g, "\n")
    .replaceAll(/\\{1,8}(?=["'`])/g, "")
    .replaceAll(/[‘’‛]/g, "'")
    .replaceAll(/[“”]/g, '"')
    .replaceAll(/^[ \t]*[│╷╵]/gm, "");
