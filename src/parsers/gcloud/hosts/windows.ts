import type { Source } from "../../../model/source.ts";
import { type HostScript, copyRewritten, logicalLines, shellText } from "./host-script.ts";

const tool = /^\s*(?:&\s+|call\s+)?(?:gcloud|gsutil|bq)(?:\.cmd|\.exe)?\s/i;

/** Plain lines of gcloud in PowerShell, with the variables that hold literals. */
export const powershellScripts = (source: Source): readonly HostScript[] =>
  scripts(
    source,
    (line) => line.endsWith("`"),
    (start, end) => {
      const line = source.text.slice(start, end);
      const assignment = /^\s*\$(env:)?([A-Za-z_]\w*)\s*=\s*((['"])[^'"]*\4|[\w./:@-]+)\s*;?\s*$/.exec(line);
      if (assignment !== null) {
        const value = start + line.indexOf(assignment[3] ?? "", line.indexOf("=") + 1);
        const text = shellText(source);
        text.insert(`${assignment[1] === undefined ? "" : "export "}${assignment[2] ?? ""}=`, start);
        text.copy(value, value + (assignment[3] ?? "").length);
        return { unit: text.unit(), scope: "shared" };
      }
      return tool.test(line)
        ? command(source, start, end, /`(?=\r?\n)|\$env:(?=\w)|\$\{env:|(?<=\s)&(?=\s+gcloud)/gi, powershellWord)
        : undefined;
    },
  );

const powershellWord = (match: RegExpExecArray): string => {
  if (match[0] === "`") return "\\";
  if (match[0] === "&") return " ";
  return match[0].startsWith("${") ? "${" : "$";
};

/** Plain lines of gcloud in a batch file; `%NAME%` is a variable. */
export const batchScripts = (source: Source): readonly HostScript[] =>
  scripts(
    source,
    (line) => line.endsWith("^"),
    (start, end) => {
      const line = source.text.slice(start, end);
      const assignment = /^\s*@?set\s+"?([A-Za-z_]\w*)=([^"\n]*?)"?\s*$/i.exec(line);
      if (assignment !== null) {
        const value = start + line.indexOf("=") + 1;
        const text = shellText(source);
        text.insert(`export ${assignment[1]}="`, start);
        copyRewritten(text, source.text, [value, value + (assignment[2] ?? "").length], batchVariable, batchWord);
        text.insert('"\n', end);
        return { unit: text.unit(), scope: "shared" };
      }
      return tool.test(line.replace(/^\s*@/, ""))
        ? command(source, start, end, /\^(?=\r?\n)|^\s*@|%[A-Za-z_]\w*%|%\d/g, batchWord)
        : undefined;
    },
  );

const batchVariable = /%[A-Za-z_]\w*%/g;

const batchWord = (match: RegExpExecArray): string => {
  if (match[0] === "^") return "\\";
  return match[0].startsWith("%") ? `\${${match[0].replaceAll("%", "")}}` : " ";
};

function scripts(
  source: Source,
  continues: (line: string) => boolean,
  read: (start: number, end: number) => HostScript | undefined,
): readonly HostScript[] {
  let depth = 0;
  return logicalLines(source.text, continues).flatMap(([start, end]) => {
    const line = source.text.slice(start, end);
    const found = read(start, end);
    const conditional = depth > 0;
    if (found === undefined)
      depth = Math.max(0, depth + count(line, "{") + count(line, "(") - count(line, "}") - count(line, ")"));
    return found === undefined ? [] : [conditional ? { ...found, conditional } : found];
  });
}

const count = (line: string, char: string): number => line.split(char).length - 1;

function command(
  source: Source,
  start: number,
  end: number,
  pattern: RegExp,
  rewrite: (match: RegExpExecArray) => string,
): HostScript {
  const text = shellText(source);
  const prefix = /^\s*(?:@|&\s+|call\s+)?/i.exec(source.text.slice(start, end))?.[0].length ?? 0;
  copyRewritten(text, source.text, [start + prefix, end], pattern, rewrite);
  return { unit: text.unit(), scope: "shared" };
}
