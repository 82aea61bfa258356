import type * as Yaml from "yaml";
import type { Span } from "../../../model/source.ts";
import { readSimpleYaml } from "../../../model/simple-yaml/read-simple-yaml.ts";
import type { YamlDict, YamlScalar, YamlTree } from "../../../model/simple-yaml/tree.ts";
import { valueEnd, yamlLibrary } from "../../../model/yaml-library.ts";
import { isYamlTooDeep } from "../../../model/yaml-nesting.ts";
import { boolean, gap, list, nothing, number, object, text } from "../datum.ts";
import type { Datum, Entry, Text } from "../datum.ts";
import { placesIn } from "./verbatim.ts";
import { plainScalar } from "./yaml-scalars.ts";

class Malformed extends Error {}

type Place = (start: number, end: number) => Span;

interface Reading {
  readonly document: Yaml.Document.Parsed;
  readonly place: Place;
  /** Nodes still allowed: aliases can make much of little. */
  left: number;
  readonly open: Set<unknown>;
}

const mostNodes = 200_000;

const longest = 4 * 1024 * 1024;

/** Reads one document of YAML as Terraform does, each value with its place; `undefined` when Terraform would refuse it. */
export function decodeYaml(source: Text): Datum | undefined {
  if (source.text.length > longest) return gap("…", "is too long a text", source.span);
  const simple = readSimpleYaml(source.text);
  if (!simple && isYamlTooDeep(source.text)) return gap("…", "is nested too deeply", source.span);
  try {
    return simple ? ofTree(simple, placesIn(source)) : decodeDocument(source);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

function ofTree(tree: YamlTree, place: Place): Datum {
  const span = place(tree.start, tree.end);
  if (tree.kind === "dict") return ofDict(tree, place, span);
  if (tree.kind === "scalar") return ofScalar(tree, span);
  return list(
    tree.items.map((item) => ofTree(item, place)),
    span,
  );
}

function ofDict(dict: YamlDict, place: Place, span: Span): Datum {
  const entries = new Map<string, Entry>();
  for (const { key, value } of dict.entries) {
    const name = keyOf(ofScalar(key, place(key.start, key.end)));
    entries.set(name.text, { key: name, value: ofTree(value, place) });
  }
  return object(entries, span);
}

const ofScalar = ({ style, text: written }: YamlScalar, span: Span): Datum =>
  style === "plain" ? ofPlain(written, span) : text(written, span);

function ofPlain(source: string, span: Span): Datum {
  const value = plainScalar(source);
  if (value === undefined) throw new Malformed();
  if (value === null) return nothing(span);
  if (typeof value === "string") return text(value, span);
  return typeof value === "number" ? number(value, span) : boolean(value, span);
}

function decodeDocument(source: Text): Datum | undefined {
  const documents = yamlLibrary().parseAllDocuments(source.text, {
    schema: "failsafe",
    uniqueKeys: false,
    logLevel: "silent",
  });
  const [document, more] = documents as Yaml.Document.Parsed[];
  if (!document || more || document.errors.length > 0 || document.contents === null) return undefined;
  const reading: Reading = { document, place: placesIn(source), left: mostNodes, open: new Set() };
  return read(document.contents, reading, source.span);
}

function read(node: unknown, reading: Reading, around: Span): Datum {
  if (--reading.left < 0) throw new Malformed();
  const { isAlias, isMap, isScalar, isSeq } = yamlLibrary();
  if (isAlias(node)) return readAlias(node, reading, around);
  if (isScalar(node)) return readScalar(node, reading, around);
  if ((isMap(node) || isSeq(node)) && !collections.has(node.tag)) throw new Malformed();
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
  return node.range ? place(node.range[0], valueEnd(node)) : around;
}

function readAlias(alias: Yaml.Alias, reading: Reading, around: Span): Datum {
  const target = alias.resolve(reading.document);
  if (!target) throw new Malformed();
  return read(target, reading, around);
}

const collections: ReadonlySet<string | undefined> = new Set([
  undefined,
  "tag:yaml.org,2002:map",
  "tag:yaml.org,2002:seq",
]);

const known: ReadonlySet<string | undefined> = new Set([
  undefined,
  "tag:yaml.org,2002:null",
  "tag:yaml.org,2002:str",
  "tag:yaml.org,2002:int",
  "tag:yaml.org,2002:float",
  "tag:yaml.org,2002:bool",
  "tag:yaml.org,2002:binary",
  "tag:yaml.org,2002:timestamp",
]);

function readScalar(node: Yaml.Scalar, reading: Reading, around: Span): Datum {
  const span = insideOf(node, reading, around);
  const source = node.source ?? "";
  if (!known.has(node.tag)) throw new Malformed();
  if (node.tag === "tag:yaml.org,2002:null") return nothing(span);
  const isBinary = node.tag === "tag:yaml.org,2002:binary";
  if (isBinary && !/^[A-Za-z0-9+/\s]*={0,2}$/u.test(source)) throw new Malformed();
  const isText = isBinary || node.tag === "tag:yaml.org,2002:str";
  return isText || (node.type !== undefined && node.type !== "PLAIN") ? text(source, span) : ofPlain(source, span);
}

/** Without the quotes. */
function insideOf(node: Yaml.Scalar, reading: Reading, around: Span): Span {
  if (!node.range) return around;
  const quote = node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE" ? 1 : 0;
  return reading.place(node.range[0] + quote, node.range[1] - quote);
}

/** What comes later wins, what is merged in as well. */
function readMap(node: Yaml.YAMLMap, reading: Reading, span: Span): Datum {
  const entries = new Map<string, Entry>();
  for (const { key, value } of node.items) {
    const name = keyOf(read(key, reading, span));
    const datum = read(value, reading, name.span);
    if (name.text !== "<<") entries.set(name.text, { key: name, value: datum });
    else if (datum.type !== "object") throw new Malformed();
    else for (const [merged, entry] of datum.entries) entries.set(merged, entry);
  }
  return object(entries, span);
}

function keyOf(datum: Datum): Text {
  if (datum.type === "string") return datum;
  if (datum.type === "number" || datum.type === "boolean") return text(String(datum.value), datum.span);
  throw new Malformed();
}
