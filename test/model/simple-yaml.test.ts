import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { type Node, isMap, isScalar, parseAllDocuments } from "yaml";
import { readSimpleYaml } from "../../src/model/simple-yaml/read-simple-yaml.ts";
import type { YamlScalar, YamlTree } from "../../src/model/simple-yaml/tree.ts";
import { valueEnd } from "../../src/model/yaml-library.ts";

/** What the library reads, in the same form; `undefined` for faults and for what a tree can't show. */
function readByLibrary(text: string): YamlTree | undefined {
  const options = { schema: "failsafe", uniqueKeys: true, logLevel: "silent" } as const;
  const [document, more] = [...parseAllDocuments(text, options)];
  if (!document || more || document.errors.length > 0 || document.contents === null) return undefined;
  return treeOf(document.contents as Node);
}

function treeOf(node: Node): YamlTree {
  const start = node.range?.[0] ?? -1;
  const end = valueEnd(node);
  if (isScalar(node)) return scalarOf(String(node.value), node.type ?? "", start, end);
  if (isMap<Node, Node>(node)) {
    const entries = node.items.map(({ key, value }) => ({
      key: treeOf(key) as YamlScalar,
      value: treeOf(value as Node),
    }));
    return { kind: "dict", entries, start, end };
  }
  const { items } = node as unknown as { readonly items: readonly Node[] };
  return { kind: "list", items: items.map(treeOf), start, end };
}

function scalarOf(text: string, type: string, start: number, end: number): YamlScalar {
  if (type.startsWith("QUOTE")) return { kind: "scalar", text, start: start + 1, end: end - 1, style: "quoted" };
  if (type.startsWith("BLOCK")) return { kind: "scalar", text, start, end, style: "block" };
  const isEmpty = ["", "~", "null", "Null", "NULL"].includes(text);
  return { kind: "scalar", text, start, end, style: "plain", ...(isEmpty && { empty: true as const }) };
}

it.each([
  ["a mapping", "a: 1\nb: two words\n"],
  ["mappings in mappings", "a:\n  b:\n     c: d\n  e: f\ng: h"],
  ["lists", "- a\n-   b\n-\n  c: d\n- e: f\n  g: h\n- - i\n  - j\n"],
  ["a list as far out as its key", "a:\n- b\n- c\nd:\n  - e\n"],
  ["nothing, in all its spellings", "a:\nb: ~\nc: null\nd:   # none\ne:\n\nf: Null\n"],
  ["empty items", "-\n- a\n-   # none\n- b: \n"],
  ["quoted scalars", `a: 'it''s'\n"b c": "\\"x\\"\\t\\u00e9\\x41\\\\"\n'd' : ""\n`],
  ["quoted scalars of several lines", `a: "b\n  c\\\n  d  \n\n\n  e "\nb: 'f\n\n  g''s\n  '\n`],
  ["plain scalars of several lines", "a: b\n  c # d\ne:\n  f\n   g\n\n  h i\n"],
  ["literal blocks", "a: |\n  b\n   c\n\n  # d\n  \te\n\n\nf: |-\n    g\n"],
  ["folded blocks", "a: >\n\n  b\n  c\n\n  d\n    e\n    f\n  g\n\n\n  h\nb: >-\n  i\n  j"],
  ["blocks in lists", "- |\n  a\n- b: |\n    c\n  d: e\n"],
  ["brackets", "a: [b, 'c', \"d\" , [e, f]]\n"],
  ["braces", "a: {b: c, 'd': {e: [f]}, g: h, }\n"],
  ["brackets of several lines", "a: [\n  b, # c\n\n  d,\n  ]\ne: {\n   f: g }\n"],
  ["empty brackets", "a: []\nb: {}\nc: [ ]\n"],
  ["comments", "# a\n\n   # b\nc: # d\n# e\n  f: g#h #i\n # j\nk: l\n# m"],
  ["the start of a document", "# a\n--- # b\nc: d\n"],
  ["what only looks like an indicator", "a: -b\nc: ?d\ne: :f\ng: h:i\nj: k#l\n-m: n\nhttp://o: p, q [r] {s}\n"],
  ["an indented document", "  a: b\n  c: d\n"],
  ["white space at ends of lines", 'a:  \n  b: c  \nd: "e"  \n  \n'],
])("reads %s as the library does", (_, text) => {
  expect(readSimpleYaml(text)).toEqual(readByLibrary(text));
  expect(readSimpleYaml(text)).toBeDefined();
});

it.each([
  ["anchors", "a: &b c\n"],
  ["aliases", "a: *b\n"],
  ["merges", "<<: a\n"],
  ["tags", "a: !b c\n"],
  ["repeated keys", "a: b\na: c\n"],
  ["repeated keys in braces", "{a: {b: 1, b: 2}}\n"],
  ["explicit keys", "? a\n: b\n"],
  ["tabs that separate", "a:\tb\n"],
  ["tabs that indent", "a:\n\tb: c\n"],
  ["carriage returns", "a: b\r\n"],
  ["a byte order mark", "\uFEFFa: b\n"],
  ["several documents", "a: b\n---\nc: d\n"],
  ["an ended document", "a: b\n...\n"],
  ["directives", "%YAML 1.1\n---\na: b\n"],
  ["a lone scalar", "a\n"],
  ["no document", "# a\n"],
  ["a mapping in a value", "a: b: c\n"],
  ["a list in a value", "a: - b\n"],
  ["a key on several lines", "'a\n  b': c\n"],
  ["a long key", `${"a".repeat(2000)}: b\n`],
  ["wrong indentation", "a:\n    b: c\n  d: e\n"],
  ["a value that is too far out", 'a:\n  b: "c\n d"\n'],
  ["a scalar that is never closed", "a: 'b\n"],
  ["brackets that are never closed", "a: [b\n"],
  ["brackets that are too far out", "a: [\nb]\n"],
  ["pairs in a list", "a: [b: c]\n"],
  ["a block that says how far in it is", "a: |2\n   b\n"],
  ["a block that keeps its end", "a: |+\n  b\n\n"],
  ["an unknown escape", '"a\\z": b\n'],
  ["deep nesting", `a: ${"[".repeat(100)}${"]".repeat(100)}\n`],
])("leaves %s to the library", (_, text) => {
  expect(readSimpleYaml(text)).toBeUndefined();
});

it("reads a document between two offsets of a text", () => {
  const text = "a: b\n---\nc: 'd'\n---\ne: f\n";
  expect(readSimpleYaml(text, 5, 16)).toEqual({
    kind: "dict",
    start: 9,
    end: 15,
    entries: [
      {
        key: { kind: "scalar", text: "c", start: 9, end: 10, style: "plain" },
        value: { kind: "scalar", text: "d", start: 13, end: 14, style: "quoted" },
      },
    ],
  });
});

const fixtures = fileURLToPath(new URL("../../fixtures/", import.meta.url));

const originals = readdirSync(fixtures, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.ya?ml$/u.test(path))
  .toSorted()
  .map((path) => readFileSync(join(fixtures, path), "utf8"));

/** The same numbers on every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

const odd = [
  ..." |  |\n|\n\n|\t|- |: |:| #|# c\n|'|\"|''|\\|\\n|\\\n".split("|"),
  ..."[!]!{!}!,!? !&a !*a !--- \n!...\n!%!@!<<: !~!|\n!>-\n!\r\n".split("!"),
  ..."key:\n|  - y\n|    |a: b|é|\uFEFF|\u00A0|\u2028| [a, b]\n| {a: b}\n".split("|"),
];

/** A few lines of a text with a few pieces put in, cut out or moved in. */
function mutated(text: string, next: (below: number) => number): string {
  const lines = text.split("\n");
  const from = next(lines.length);
  let result = lines.slice(from, from + 2 + next(12)).join("\n");
  for (let n = next(4); n > 0; n--) {
    const at = next(result.length + 1);
    const cut = next(3) === 0 ? next(5) : 0;
    result = result.slice(0, at) + (odd[next(odd.length)] ?? "") + result.slice(at + cut);
  }
  return result;
}

it("reads every YAML fixture, whole or broken, as the library does or not at all", () => {
  const next = numbers(1);
  const broken = originals.flatMap((text) => Array.from({ length: 60 }, () => mutated(text, next)));
  let read = 0;
  for (const text of [...originals, ...broken]) {
    const tree = readSimpleYaml(text);
    if (!tree) continue;
    read++;
    expect(tree, JSON.stringify(text)).toEqual(readByLibrary(text));
  }
  expect(read).toBeGreaterThan(2000);
});
