import type { Source } from "../../../model/source.ts";
import { type HostScript, copyRewritten, lineStretches, shellText } from "./host-script.ts";

const opening = /^\s*(`{3,}|~{3,})\s*(?:sh|bash|shell|console|terminal|zsh|shell-session)?\s*(?:\{[^}]*\})?\s*$/i;
const prompt = /^\s*(?:\$|%|#)\s+(?=\S)/;
/** `<PROJECT_ID>`, `[PROJECT_ID]`: what the reader is to fill in. */
const placeholder = /<([A-Za-z][\w .-]*)>|\[([A-Z][A-Z0-9_-]{2,})\]/g;

/** The shell of a document's code blocks: told, not run. */
export function markdownScripts(source: Source): readonly HostScript[] {
  const scripts: HostScript[] = [];
  let fence: string | undefined;
  let text = shellText(source);
  for (const [start, end] of lineStretches(source.text)) {
    const line = source.text.slice(start, end);
    if (fence === undefined) {
      fence = opening.exec(line)?.[1];
      text = shellText(source);
    } else if (line.trim().startsWith(fence)) {
      scripts.push({ unit: text.unit(), scope: "shared", conditional: true });
      fence = undefined;
    } else {
      const skipped = prompt.exec(line)?.[0].length ?? 0;
      copyRewritten(text, source.text, [start + skipped, end], placeholder, nameOf);
      text.insert("\n", end);
    }
  }
  return scripts;
}

const nameOf = (match: RegExpExecArray): string => `\${${(match[1] ?? match[2] ?? "").replaceAll(/\W/g, "_")}}`;
