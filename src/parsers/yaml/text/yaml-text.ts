import type { Alias, Document, Node, Pair } from "yaml";
import { readSimpleYaml } from "../../../model/simple-yaml/read-simple-yaml.ts";
import { valueEnd, yamlLibrary } from "../../../model/yaml-library.ts";
import { isYamlTooDeep } from "../../../model/yaml-nesting.ts";
import { type Fault, type TextRead, maxDepth, maxFaults } from "./text-read.ts";
import type { Dict, Entry, Scalar, Tree } from "./tree.ts";

/** A document is read up to here; the library takes a second for every two million characters. */
const maxDocument = 4_000_000;

/** Reads the documents of a YAML text of which `matters` says that they may hold something of ours. */
export function readYaml(text: string, matters: (document: string) => boolean): TextRead {
  const roots: Tree[] = [];
  const faults: Fault[] = [];
  for (const [start, end] of documentsOf(text)) {
    const whole = text.slice(start, end);
    if (!matters(whole)) continue;
    if (whole.length > maxDocument) faults.push(tooLong(start, end));
    const simple = whole.length > maxDocument ? undefined : readSimpleYaml(text, start, end);
    if (simple) {
      roots.push(simple);
      continue;
    }
    const read = readDocuments(whole.length > maxDocument ? beginningOf(whole) : whole, start);
    roots.push(...read.roots);
    faults.push(...read.faults);
  }
  return { roots, faults };
}

const tooLong = (start: number, end: number): Fault => ({
  message: `a YAML document of ${end - start} characters: only the first ${maxDocument} are read`,
  kind: "limit",
  start,
  end: start,
});

const beginningOf = (text: string): string => text.slice(0, text.lastIndexOf("\n", maxDocument) + 1);

/** Where documents begin and end: `---` at the start of a line ends one, whatever it stands in. */
function documentsOf(text: string): readonly (readonly [number, number])[] {
  const starts = [0, ...Array.from(text.matchAll(/^---(?=\s|$)/gmu), (marker) => marker.index).filter((at) => at > 0)];
  return starts.map((start, n) => [start, starts[n + 1] ?? text.length]);
}

const tooDeep = (base: number): TextRead => ({
  roots: [],
  faults: [{ message: "a YAML document that is nested too deep", kind: "limit", start: base, end: base }],
});

function readDocuments(text: string, base: number): TextRead {
  if (isYamlTooDeep(text)) return tooDeep(base);
  try {
    const documents = yamlLibrary().parseAllDocuments(text, {
      schema: "failsafe",
      logLevel: "silent",
      uniqueKeys: false,
      prettyErrors: false,
      strict: false,
    });
    return joined([...documents].map((document) => treeOf(document, base)));
  } catch (error) {
    if (error instanceof RangeError) return tooDeep(base);
    return { roots: [], faults: [{ message: "YAML that can't be read", kind: "limit", start: base, end: base }] };
  }
}

const joined = (reads: readonly TextRead[]): TextRead => ({
  roots: reads.flatMap((read) => read.roots),
  faults: reads.flatMap((read) => read.faults),
});

/** What building one document's tree needs to remember. */
interface Building {
  readonly base: number;
  /** Anchors as they were defined so far: an alias means the last one before it. */
  readonly anchors: Map<string, Node>;
  readonly built: Map<Node, Tree>;
  readonly open: Set<Node>;
  readonly faults: Fault[];
}

function treeOf(document: Document, base: number): TextRead {
  const faults: Fault[] = document.errors.slice(0, maxFaults).map(({ message, pos: [start, end] }) => ({
    message: `YAML: ${message}`,
    kind: "unread",
    start: base + start,
    end: base + end,
  }));
  const building: Building = { base, anchors: new Map(), built: new Map(), open: new Set(), faults };
  const root = document.contents === null ? undefined : build(document.contents, building, 0);
  return { roots: root === undefined ? [] : [root], faults };
}

function build(node: Node, building: Building, depth: number): Tree {
  if (yamlLibrary().isAlias(node)) return target(node, building, depth);
  const done = building.built.get(node);
  if (done !== undefined) return done;
  if (depth > maxDepth) return cut(node, building, `nested deeper than ${maxDepth} levels: what is inside is not read`);
  building.open.add(node);
  if ("anchor" in node && typeof node.anchor === "string") building.anchors.set(node.anchor, node);
  const tree = fresh(node, building, depth);
  building.open.delete(node);
  building.built.set(node, tree);
  return tree;
}

function fresh(node: Node, building: Building, depth: number): Tree {
  const { isMap, isScalar, isSeq } = yamlLibrary();
  const [start, end] = placeOf(node, building);
  if (isSeq(node)) {
    return { kind: "list", items: node.items.map((item) => build(item as Node, building, depth + 1)), start, end };
  }
  if (isMap(node)) {
    return { kind: "dict", entries: entriesOf(node.items as Pair<Node, Node | null>[], building, depth), start, end };
  }
  return isScalar(node) ? scalarOf(node, start, end) : emptyAt(start);
}

function placeOf(node: Node, { base }: Building): readonly [number, number] {
  const [start] = node.range ?? [0];
  return [base + start, base + valueEnd(node)];
}

const emptyAt = (at: number): Scalar => ({ kind: "scalar", text: "", start: at, end: at, style: "plain", empty: true });

function scalarOf(node: { value: unknown; type?: string; source?: string }, start: number, end: number): Scalar {
  const text = typeof node.value === "string" ? node.value : (node.source ?? "");
  if (node.type === "QUOTE_SINGLE" || node.type === "QUOTE_DOUBLE") {
    return { kind: "scalar", text, start: start + 1, end: Math.max(start + 1, end - 1), style: "quoted" };
  }
  if (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED") {
    return { kind: "scalar", text, start, end, style: "block" };
  }
  const plain: Scalar = { kind: "scalar", text, start, end, style: "plain" };
  return /^(?:~|null|Null|NULL|)$/u.test(text) ? { ...plain, empty: true } : plain;
}

/** A scalar that an alias names stands where the alias stands; a collection where its anchor stands. */
function target(alias: Alias, building: Building, depth: number): Tree {
  const node = building.anchors.get(alias.source);
  if (node === undefined) return cut(alias, building, `the anchor '${alias.source}' is not defined before its alias`);
  if (building.open.has(node)) return cut(alias, building, `the anchor '${alias.source}' holds itself`);
  const tree = build(node, building, depth);
  if (tree.kind !== "scalar") return tree;
  const [start, end] = placeOf(alias, building);
  return { ...tree, start, end };
}

function cut(node: Node, building: Building, message: string): Tree {
  const [start, end] = placeOf(node, building);
  if (building.faults.length < maxFaults) building.faults.push({ message, kind: "limit", start, end });
  return emptyAt(start);
}

function entriesOf(pairs: readonly Pair<Node, Node | null>[], building: Building, depth: number): readonly Entry[] {
  const entries: Entry[] = [];
  const merged: Entry[] = [];
  const seen = new Set<string>();
  for (const { key: keyNode, value: valueNode } of pairs) {
    const key = build(keyNode, building, depth + 1);
    if (key.kind !== "scalar") continue;
    const value = valueNode === null ? emptyAt(key.end) : build(valueNode, building, depth + 1);
    if (key.text === "<<" && key.style === "plain") merged.push(...mergedFrom(value));
    else {
      if (seen.has(key.text)) repeated(key, building);
      entries.push({ key, value: seen.has(key.text) ? withAlternatives(value, key.text, entries) : value });
      seen.add(key.text);
    }
  }
  return [...firstOfEach(merged, seen), ...entries];
}

/** The entries of `<<`: of one mapping, or of several, the first of which wins. */
const mergedFrom = (tree: Tree): readonly Entry[] =>
  tree.kind === "dict"
    ? tree.entries
    : tree.kind === "list"
      ? tree.items.flatMap((item) => (item as Dict).entries ?? [])
      : [];

function firstOfEach(entries: readonly Entry[], seen: Set<string>): readonly Entry[] {
  return entries.filter(({ key }) => {
    const isFirst = !seen.has(key.text);
    seen.add(key.text);
    return isFirst;
  });
}

/** The value, with what the key said before. */
function withAlternatives(value: Tree, key: string, before: readonly Entry[]): Tree {
  const earlier = before.findLast((entry) => entry.key.text === key)?.value;
  if (value.kind !== "scalar" || earlier?.kind !== "scalar") return value;
  return { ...value, alternatives: [...(earlier.alternatives ?? [earlier.text]), value.text] };
}

function repeated(key: Scalar, { faults }: Building): void {
  const message = `the key '${key.text}' stands twice in one mapping: the last one is read`;
  if (faults.length < maxFaults)
    faults.push({ message, kind: "unread", start: key.start, end: key.end, repeats: true });
}
