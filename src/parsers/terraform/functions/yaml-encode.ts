import { scalarText, sortedKeys } from "../datum.ts";
import type { Datum } from "../datum.ts";
import { plainNumber } from "./decimals.ts";

/** YAML as Terraform writes it: every string in double quotes, several lines as a block. */
export function encodeYaml(datum: Datum): string | undefined {
  if (!isWritable(datum)) return undefined;
  const own = linesOf(datum);
  const lines = datum.type === "string" ? [...own.slice(0, 1), ...own.slice(1).map(indented)] : own;
  const isBare = datum.type === "number" || datum.type === "boolean" || datum.type === "null";
  return `${[...lines, ...(isBare ? ["..."] : [])].join("\n")}\n`;
}

/** Blocks with blanks at their ends, tabs and the like are written in ways that aren't followed here. */
function isWritable(datum: Datum): boolean {
  if (datum.type === "string")
    return (
      !datum.text.includes("\n") ||
      /^(?:[!-~\u00a1-\ud7ff](?:[ -~\u00a1-\ud7ff]*[!-~\u00a1-\ud7ff])?\n*)+$/u.test(datum.text)
    );
  if (datum.type === "list") return datum.items.every(isWritable);
  if (datum.type !== "object") return true;
  return [...datum.entries.values()].every(({ key, value }) => isWritable(key) && isWritable(value));
}

/** The first line goes behind what introduces it; the others stand below. */
function linesOf(datum: Datum): readonly string[] {
  switch (datum.type) {
    case "number":
      return [plainNumber(datum.value)];
    case "boolean":
      return [scalarText(datum)];
    case "string":
      return stringLines(datum.text);
    case "list":
      return datum.items.length === 0 ? ["[]"] : datum.items.flatMap((item) => itemLines(linesOf(item), "- "));
    case "object":
      return datum.entries.size === 0
        ? ["{}"]
        : sortedKeys(datum).flatMap((name) => memberLines(name, datum.entries.get(name)?.value));
    default:
      return ["null"];
  }
}

const itemLines = (lines: readonly string[], mark: string): readonly string[] =>
  lines.map((line, index) => (index === 0 ? mark + line : line === "" ? "" : "  " + line));

function memberLines(name: string, value: Datum | undefined): readonly string[] {
  const key = `${quotedYaml(name)}:`;
  if (!value) return [`${key} null`];
  const lines = linesOf(value);
  if (value.type === "list" && value.items.length > 0) return [key, ...lines];
  if (value.type === "object" && value.entries.size > 0) return [key, ...lines.map((line) => indented(line))];
  return [`${key} ${lines[0] ?? ""}`, ...lines.slice(1).map((line) => indented(line))];
}

const indented = (line: string): string => (line === "" ? "" : `  ${line}`);

function stringLines(text: string): readonly string[] {
  if (!text.includes("\n")) return [quotedYaml(text)];
  const end = text.endsWith("\n\n") ? "|+" : text.endsWith("\n") ? "|" : "|-";
  const body = text.endsWith("\n") ? text.slice(0, -1) : text;
  return [end, ...body.split("\n")];
}

const quotedYaml = (text: string): string =>
  JSON.stringify(text).replaceAll(/\\u[\da-f]{4}|[\u007f-\u00a0\u2028\u2029\ufeff]/gu, (written) => {
    const code = written.length === 1 ? written.charCodeAt(0) : Number.parseInt(written.slice(2), 16);
    const [short] = namedEscapes.find(([, named]) => named === code) ?? [];
    return short ?? (code < 256 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
  });

const hex = (code: number, digits: number): string => code.toString(16).toUpperCase().padStart(digits, "0");

const namedEscapes: readonly (readonly [escape: string, code: number])[] = [
  ["\\0", 0x00],
  ["\\a", 0x07],
  ["\\v", 0x0b],
  ["\\e", 0x1b],
  ["\\N", 0x85],
  ["\\_", 0xa0],
  ["\\L", 0x2028],
  ["\\P", 0x2029],
];
