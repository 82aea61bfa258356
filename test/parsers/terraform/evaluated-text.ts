import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ParseOptions, Workspace } from "../../../src/model/parser.ts";
import { lineStartsOf, positionAt } from "../../../src/model/source.ts";
import type { Source, Span } from "../../../src/model/source.ts";
import { show, shortTarget } from "../../../src/model/value.ts";
import { toValue } from "../../../src/parsers/terraform/datum.ts";
import { alternatives } from "../../../src/parsers/terraform/possible.ts";
import type { Datum, ObjectDatum } from "../../../src/parsers/terraform/datum.ts";
import { evaluate } from "../../../src/parsers/terraform/evaluate.ts";
import type { Placed, Root } from "../../../src/parsers/terraform/instances.ts";
import { isTerraformName } from "../../../src/parsers/terraform/recognise.ts";

/** A folder of fixtures as a workspace; `.terraform` is there, but not among the sources. */
export function openFolder(folder: string, options: Partial<ParseOptions> = {}): Opened {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => statSync(join(folder, path)).isFile())
    .toSorted();
  const texts = new Map(paths.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
  return openTexts(texts, options);
}

export interface Opened {
  readonly sources: readonly Source[];
  readonly workspace: Workspace;
}

export function openTexts(texts: ReadonlyMap<string, string>, options: Partial<ParseOptions> = {}): Opened {
  const sources = [...texts]
    .filter(([path]) => isTerraformName(path) && !path.includes(".terraform/"))
    .map(([path, text]) => ({ path, text }));
  const list = (folder: string): readonly string[] => {
    const prefix = folder === "" ? "" : `${folder}/`;
    const below = [...texts.keys()].filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
    return [...new Set(below.map((path) => path.split("/")[0] ?? ""))].toSorted();
  };
  const workspace: Workspace = {
    options: { varFiles: [], variables: {}, profile: "default", ...options },
    read: (path) => texts.get(path),
    list,
  };
  return { sources, workspace };
}

/** All that was evaluated, with the place of every value, as text for people to check. */
export function evaluatedText({ sources, workspace }: Opened): string {
  const evaluated = evaluate(sources, workspace);
  const place = placesIn(workspace);
  const lines: string[] = [];
  for (const root of evaluated.roots) lines.push(...rootLines(root, place));
  for (const { kind, message, at } of evaluated.problems()) lines.push(`! ${kind}: ${message}  @${place(at)}`);
  return `${lines.join("\n")}\n`;
}

type PlaceOf = (span: Span) => string;

function placesIn({ read }: Workspace): PlaceOf {
  return ({ path, start }) => {
    const { line, column } = positionAt(lineStartsOf(read(path) ?? ""), start);
    return `${path}:${line}:${column}`;
  };
}

function rootLines(root: Root, place: PlaceOf): readonly string[] {
  return [
    `root ${root.dir === "" ? "." : root.dir}`,
    ...root.instances.flatMap(({ mode, config, lifecycle, ...placed }) => [
      header(mode === "managed" ? "" : `${mode} `, placed, place),
      ...bodyLines(config, "  ", place),
      ...(lifecycle ? [`  lifecycle ${JSON.stringify(lifecycle)}`] : []),
    ]),
    ...root.remoteCalls.flatMap(({ source, args, ...placed }) => [
      header(`elsewhere ${source} `, placed, place),
      ...bodyLines(args, "  ", place),
    ]),
    ...root.providers.flatMap(({ config, ...placed }) => [
      header("", placed, place),
      ...bodyLines(config, "  ", place),
    ]),
    ...root.backends.flatMap(({ config, ...placed }) => [header("", placed, place), ...bodyLines(config, "  ", place)]),
    ...[...root.outputs].map(([name, datum]) => `output ${name} = ${shown(datum)}  @${place(datum.span)}`),
    ...root.problems.map(({ kind, message, at }) => `! ${kind}: ${message}  @${place(at)}`),
  ];
}

function header(prefix: string, { address, via, conditional, span }: Placed, place: PlaceOf): string {
  const chain = via.map((one) => `${one.label}@${place(one.span)}`).join(" > ");
  return `${prefix}${address}${conditional ? " (conditional)" : ""}  @${place(span)}${chain === "" ? "" : ` via ${chain}`}`;
}

function bodyLines(config: ObjectDatum, indent: string, place: PlaceOf): readonly string[] {
  return [...config.entries].flatMap(([name, { value }]) => {
    if (value.type !== "list" || !value.items.every((item) => item.type === "object") || value.items.length === 0) {
      return [`${indent}${name} = ${shown(value)}  @${place(value.span)}`];
    }
    return value.items.flatMap((item) =>
      item.type === "object"
        ? [
            `${indent}${name}${item.conditional ? " (conditional)" : ""}  @${place(item.span)}`,
            ...bodyLines(item, `${indent}  `, place),
          ]
        : [],
    );
  });
}

function shown(datum: Datum): string {
  const mark = datum.conditional ? "?" : "";
  switch (datum.type) {
    case "string":
      return mark + JSON.stringify(datum.text);
    case "pattern":
      return `${mark}"${show(toValue(datum))}"${datum.why === "" ? "" : ` (${datum.why})`}`;
    case "number":
    case "boolean":
      return mark + String(datum.value);
    case "null":
      return `${mark}null`;
    case "list":
      return `${mark}[${[...datum.items.map(shown), ...(datum.open ? [`…${shown(datum.open)}`] : [])].join(", ")}]`;
    case "object":
      return `${mark}{${[...datum.entries].map(([key, { value }]) => `${shortTarget(key)}: ${shown(value)}`).join(", ")}${datum.open ? `, …${shown(datum.open.key)}: ${shown(datum.open.value)}` : ""}}`;
    case "unknown":
      return datum.choices
        ? `${mark}<${alternatives(datum).map(shown).join(" | ")}>`
        : `${mark}<${show(toValue(datum))}: ${datum.why}>`;
  }
}
