import type { Source } from "../../../model/source.ts";
import { type HostScript, shellText } from "./host-script.ts";

const script = /"(?:[^"\\\n]|\\.)*"\s*:\s*"((?:[^"\\\n]|\\.)*)"/g;

/** The commands under `scripts`. */
export function packageScripts(source: Source): readonly HostScript[] {
  const open = /"scripts"\s*:\s*\{/.exec(source.text);
  if (open === null) return [];
  const start = open.index + open[0].length;
  const inside = source.text.slice(start, scriptsEnd(source.text, start));
  return [...inside.matchAll(script)].map((match) => {
    const value = match[1] ?? "";
    const from = start + match.index + match[0].length - 1 - value.length;
    return { unit: unescaped(source, from, from + value.length), scope: "own" };
  });
}

/** The closing brace; those within strings do not count. */
function scriptsEnd(text: string, start: number): number {
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') quoted = !quoted;
    else if (text[at] === "}" && !quoted) return at;
  }
  return text.length;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

function unescaped(source: Source, start: number, end: number): HostScript["unit"] {
  const text = shellText(source);
  for (let at = start; at < end; at++) {
    const char = source.text[at + 1] ?? "";
    if (source.text[at] !== "\\") text.copy(at, at + 1);
    else if (char === "u") {
      text.insert(String.fromCodePoint(Number.parseInt(source.text.slice(at + 2, at + 6), 16) || 0), at);
      at += 5;
    } else {
      if (escapes[char] === undefined) text.copy(at + 1, at + 2);
      else text.insert(escapes[char], at);
      at++;
    }
  }
  return text.unit();
}
