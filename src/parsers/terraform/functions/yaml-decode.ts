import { createRequire } from "node:module";
import type * as Yaml from "yaml";
import type { Span } from "../../../model/source.ts";
import { boolean, list, nothing, number, object, text } from "../datum.ts";
import type { Datum, Entry, Text } from "../datum.ts";
import { placesIn } from "./verbatim.ts";
import { plainScalar } from "./yaml-scalars.ts";

let loaded: typeof Yaml | undefined;

/** Only configurations that decode YAML pay for the library. */
function yaml(): typeof Yaml {
  loaded ??= (typeof require === "function" ? require("yaml") : createRequire(import.meta.url)("yaml")) as typeof Yaml;
  return loaded;
}

class Malformed extends Error {}

interface Reading {
  readonly document: Yaml.Document.Parsed;
  readonly place: (start: number, end: number) => Span;
  /** Nodes still allowed: aliases can make much of little. */
  left: number;
  readonly open: Set<unknown>;
}

const mostNodes = 200_000;

/** Reads one document of YAML as Terraform does, each value with its place; `undefined` when Terraform would refuse it. */
export function decodeYaml(source: Text): Datum | undefined {
  const documents = yaml().parseAllDocuments(source.text, {
    schema: "failsafe",
    uniqueKeys: false,
    logLevel: "silent",
  });
  const [document, more] = documents as Yaml.Document.Parsed[];
  if (!document || more || document.errors.length > 0 || document.contents === null) return undefined;
  const reading: Reading = { document, place: placesIn(source), left: mostNodes, open: new Set() };
  try {
    return read(document.contents, reading, source.span);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

function read(node: unknown, reading: Reading, around: Span): Datum {
  if (--reading.left < 0) throw new Malformed();
  const { isAlias, isMap, isScalar, isSeq } = yaml();
  if (isAlias(node)) return readAlias(node, reading, around);
  if (isScalar(node)) return readScalar(node, reading, around);
  if (isMap(node)) return within(node, reading, () => readMap(node, reading, spanOf(node, reading, around)));
  if (!isSeq(node)) return nothing(around);
  const span = spanOf(node, reading, around);
  return within(node, reading, () =>
    list(
      node.items.map((item) => read(item, reading, span)),
      span,
    ),
  );
}

/** An alias inside of its own anchor has no end. */
function within(node: unknown, { open }: Reading, make: () => Datum): Datum {
  if (open.has(node)) throw new Malformed();
  open.add(node);
  const datum = make();
  open.delete(node);
  return datum;
}

function spanOf(node: Yaml.Node, { place }: Reading, around: Span): Span {
  return node.range ? place(node.range[0], node.range[1]) : around;
}

function readAlias(alias: Yaml.Alias, reading: Reading, around: Span): Datum {
  const target = alias.resolve(reading.document);
  if (!target) throw new Malformed();
  return read(target, reading, around);
}

const known: ReadonlySet<string> = new Set([
  "tag:yaml.org,2002:str",
  "tag:yaml.org,2002:int",
  "tag:yaml.org,2002:float",
  "tag:yaml.org,2002:bool",
  "tag:yaml.org,2002:binary",
  "tag:yaml.org,2002:timestamp",
  "!",
]);

function readScalar(node: Yaml.Scalar, reading: Reading, around: Span): Datum {
  const span = insideOf(node, reading, around);
  const source = typeof node.value === "string" ? node.value : "";
  if (node.tag !== undefined && !known.has(node.tag)) throw new Malformed();
  const isText = node.tag === "tag:yaml.org,2002:str" || node.tag === "!" || node.tag === "tag:yaml.org,2002:binary";
  if (isText || (node.type !== undefined && node.type !== "PLAIN")) return text(source, span);
  const value = plainScalar(source);
  if (value === undefined) throw new Malformed();
  if (value === null) return nothing(span);
  if (typeof value === "string") return text(value, span);
  return typeof value === "number" ? number(value, span) : boolean(value, span);
}

/** Without the quotes. */
function insideOf(node: Yaml.Scalar, reading: Reading, around: Span): Span {
  if (!node.range) return around;
  const quote = node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE" ? 1 : 0;
  return reading.place(node.range[0] + quote, node.range[1] - quote);
}

function readMap(node: Yaml.YAMLMap, reading: Reading, span: Span): Datum {
  const own = new Map<string, Entry>();
  const merged = new Map<string, Entry>();
  for (const { key, value } of node.items) {
    const keyDatum = read(key, reading, span);
    if (isMergeKey(key)) addMerged(merged, read(value, reading, span));
    else {
      const name = keyOf(keyDatum);
      own.set(name.text, { key: name, value: read(value, reading, name.span) });
    }
  }
  for (const [name, entry] of merged) if (!own.has(name)) own.set(name, entry);
  return object(own, span);
}

const isMergeKey = (key: unknown): boolean => {
  const { isScalar } = yaml();
  return isScalar(key) && key.value === "<<" && key.type === "PLAIN";
};

function addMerged(merged: Map<string, Entry>, from: Datum): void {
  if (from.type === "list") for (const item of from.items) addMerged(merged, item);
  else if (from.type !== "object") throw new Malformed();
  else for (const [name, entry] of from.entries) if (!merged.has(name)) merged.set(name, entry);
}

function keyOf(datum: Datum): Text {
  if (datum.type === "string") return datum;
  if (datum.type === "number" || datum.type === "boolean") return text(String(datum.value), datum.span);
  throw new Malformed();
}
