import type { Source } from "../../../model/source.ts";
import { type HostScript, copyRewritten, lineStretches, shellText } from "./host-script.ts";

const fenceLine = /^\s*(`{3,}|~{3,})\s*([\w+-]*)/;
const shellLanguage = /^(?:sh|bash|shell|console|terminal|zsh|shell-session)?$/i;
const prompt = /^\s*(?:\$|%|#)\s+(?=\S)/;
/** `<PROJECT_ID>`, `[PROJECT_ID]`, `[your project]`: what the reader is to fill in. */
const placeholder = /<([A-Za-z][\w .-]*)>|\[((?:[A-Z][\w-]{2,}|(?:your|my|insert|replace|enter|project)\b[^\]\n]*))\]/g;
const toFillIn = /^\s*(?:export\s+)?[A-Za-z_]\w*=(?:""|'')?\s*(?:#.*)?$/;

/** The shell of a document's code blocks: told, not run. */
export function markdownScripts(source: Source): readonly HostScript[] {
  return codeBlocks(source.text).map((lines) => {
    const text = shellText(source);
    for (const [start, end] of lines) {
      if (toFillIn.test(source.text.slice(start, end))) continue;
      const skipped = prompt.exec(source.text.slice(start, end))?.[0].length ?? 0;
      copyRewritten(text, source.text, [start + skipped, end], placeholder, nameOf);
      text.insert("\n", end);
    }
    return { unit: text.unit(), scope: "shared", told: true };
  });
}

type Lines = readonly (readonly [number, number])[];

/** The lines of every block that is shell, or may be. */
function codeBlocks(text: string): readonly Lines[] {
  const blocks: Lines[] = [];
  let open:
    | { readonly fence: string; readonly isShell: boolean; readonly lines: (readonly [number, number])[] }
    | undefined;
  for (const stretch of lineStretches(text)) {
    const line = text.slice(...stretch);
    if (open === undefined) {
      const [, fence, language = ""] = fenceLine.exec(line) ?? [];
      if (fence !== undefined) open = { fence, isShell: shellLanguage.test(language), lines: [] };
    } else if (line.trim().startsWith(open.fence)) {
      if (open.isShell) blocks.push(open.lines);
      open = undefined;
    } else open.lines.push(stretch);
  }
  return blocks;
}

const nameOf = (match: RegExpExecArray): string => `\${${(match[1] ?? match[2] ?? "").replaceAll(/\W/g, "_")}}`;
