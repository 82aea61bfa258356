import { csvOf } from "../reporters/text/csv.ts";
import { jsonText } from "../reporters/text/json-text.ts";
import type { Drawing, DrawnEdge } from "./nodes.ts";

/** Every form in which the graph is written. */
export const graphFormats: Readonly<Record<string, (drawing: Drawing) => string>> = {
  json: (drawing) => jsonText({ schemaVersion: 1, ...drawing }),
  dot,
  mermaid,
  graphml,
  csv: ({ edges }) =>
    csvOf(
      ["from", "to", "kind", "label", "condition", "certainty", "conditional"],
      edges.map(({ conditional, ...edge }) =>
        [edge.from, edge.to, edge.kind, edge.label, edge.condition, edge.certainty].concat(
          conditional === true ? "true" : undefined,
        ),
      ),
    ),
};

/** What a condition decides, or what can't be known, is dashed; acting as somebody is thick. */
const isDashed = ({ conditional, condition, certainty }: DrawnEdge): boolean =>
  conditional === true || condition !== undefined || (certainty !== undefined && certainty !== "proven");

const dotText = (text: string): string =>
  `"${printable(text)
    .replaceAll("\\", "\\\\")
    .replaceAll('"', String.raw`\"`)}"`;

function dot({ nodes, edges }: Drawing): string {
  const shape = { principal: "ellipse", resource: "box" };
  return [
    "digraph access {",
    "  rankdir=LR;",
    ...nodes.map(({ id, kind, label }) => `  ${dotText(id)} [label=${dotText(label)}, shape=${shape[kind]}];`),
    ...edges.map((edge) => {
      const style = isDashed(edge) ? ", style=dashed" : edge.kind === "acts-as" ? ", style=bold" : "";
      return `  ${dotText(edge.from)} -> ${dotText(edge.to)} [label=${dotText(edge.label)}${style}];`;
    }),
    "}\n",
  ].join("\n");
}

const mermaidText = (text: string): string =>
  `"${printable(text).replaceAll(/[#"<>&`|\\]/g, (character) => `#${character.codePointAt(0)};`)}"`;

function mermaid({ nodes, edges }: Drawing): string {
  const ids = new Map(nodes.map(({ id }, at) => [id, `n${at}`]));
  return [
    "flowchart LR",
    ...nodes.map(({ id, kind, label }) =>
      kind === "principal" ? `  ${ids.get(id)}(${mermaidText(label)})` : `  ${ids.get(id)}[${mermaidText(label)}]`,
    ),
    ...edges.map((edge) => {
      const arrow = isDashed(edge) ? "-.->" : edge.kind === "acts-as" ? "==>" : "-->";
      return `  ${ids.get(edge.from)} ${arrow}|${mermaidText(edge.label)}| ${ids.get(edge.to)}`;
    }),
    "",
  ].join("\n");
}

function graphml({ nodes, edges }: Drawing): string {
  const keys = [
    ["kind", "all"],
    ["type", "node"],
    ["label", "all"],
    ["condition", "edge"],
    ["certainty", "edge"],
    ["conditional", "edge"],
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keys.map(([name, of]) => `  <key id="${name}" for="${of}" attr.name="${name}" attr.type="string"/>`),
    '  <graph id="access" edgedefault="directed">',
    ...nodes.map(({ id, kind, type, label }) => `    <node id="${xml(id)}">${data({ kind, type, label })}</node>`),
    ...edges.map(
      ({ from, to, conditional, ...edge }) =>
        `    <edge source="${xml(from)}" target="${xml(to)}">${data({ ...edge, ...(conditional ? { conditional: "true" } : {}) })}</edge>`,
    ),
    "  </graph>",
    "</graphml>\n",
  ].join("\n");
}

const data = (values: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `<data key="${key}">${xml(value ?? "")}</data>`)
    .join("");

const xml = (text: string): string =>
  printable(text).replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** Names come from scanned files: no control character, and none that turns the reading direction, reaches a drawing. */
const printable = (text: string): string =>
  text.replaceAll(/[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, "�");
