import { scalarText, sortedKeys } from "../datum.ts";
import type { Datum } from "../datum.ts";
import { plainNumber } from "./json-text.ts";

/** YAML as Terraform writes it: every string in double quotes, several lines as a block. */
export function encodeYaml(datum: Datum): string {
  const lines = linesOf(datum);
  const isBare = datum.type === "number" || datum.type === "boolean" || datum.type === "null";
  return `${[...lines, ...(isBare ? ["..."] : [])].join("\n")}\n`;
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

const quotedYaml = (text: string): string => JSON.stringify(text);
