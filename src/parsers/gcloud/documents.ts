import { type Document, type Node as YamlNode, isMap, isPair, isScalar, isSeq, parseDocument } from "yaml";
import type { Problem } from "../../model/source.ts";
import { isYamlTooDeep } from "../../model/yaml-nesting.ts";
import { type Text, computed, flat, slice, useOf } from "./text.ts";

/** A YAML or JSON text that a command reads, with the places of its scalars. */
export type Tree =
  | { readonly kind: "map"; readonly entries: ReadonlyMap<string, Tree> }
  | { readonly kind: "list"; readonly items: readonly Tree[] }
  | { readonly kind: "scalar"; readonly text: Text };

const deepest = 50;
const longest = 1_000_000;

/** `undefined` where it is no such text, or one of which the shape depends on what is not known. */
export function readDocument(text: Text, problems: Problem[]): Tree | undefined {
  const source = flat(text);
  if (source.length > longest) return undefined;
  if (isYamlTooDeep(source)) {
    const place = useOf(text);
    if (place !== undefined)
      problems.push({ message: "what the command reads is nested too deeply", at: place, kind: "limit" });
    return undefined;
  }
  const document = parse(source);
  const contents = document?.contents;
  return contents ? treeOf(contents, source, text, 0) : undefined;
}

function parse(source: string): Document | undefined {
  try {
    const document = parseDocument(source, { logLevel: "silent", uniqueKeys: false, strict: false });
    return document.errors.length === 0 ? document : undefined;
  } catch {
    return undefined;
  }
}

function treeOf(node: unknown, source: string, text: Text, depth: number): Tree | undefined {
  if (depth > deepest) return undefined;
  if (isMap(node)) return mapOf(node.items, source, text, depth);
  if (isSeq(node)) {
    const items = node.items.flatMap((item) => treeOf(item, source, text, depth + 1) ?? []);
    return { kind: "list", items };
  }
  return isScalar(node) ? { kind: "scalar", text: scalarText(node, source, text) } : undefined;
}

function mapOf(pairs: readonly unknown[], source: string, text: Text, depth: number): Tree {
  const entries = new Map<string, Tree>();
  for (const pair of pairs) {
    if (!isPair(pair) || !isScalar(pair.key)) continue;
    const value = treeOf(pair.value, source, text, depth + 1);
    if (value !== undefined) entries.set(String(pair.key.value), value);
  }
  return { kind: "map", entries };
}

function scalarText(node: YamlNode & { readonly value: unknown }, source: string, text: Text): Text {
  const [start = 0, end = 0] = node.range ?? [];
  const quoted = source[start] === '"' || source[start] === "'";
  const [from, to] = quoted ? [start + 1, end - 1] : [start, end];
  const part = slice(text, from, to);
  const value = String(node.value);
  if (source.slice(from, to) === value || part.some((piece) => piece.kind === "gap")) return part;
  const use = useOf(part) ?? useOf(text);
  return use === undefined ? [] : computed(value, use);
}

/** What stands at a path of keys. */
export function at(tree: Tree | undefined, ...path: readonly string[]): Tree | undefined {
  let node = tree;
  for (const key of path) node = node?.kind === "map" ? node.entries.get(key) : undefined;
  return node;
}

export const textAt = (tree: Tree | undefined, ...path: readonly string[]): Text | undefined => {
  const node = at(tree, ...path);
  return node?.kind === "scalar" ? node.text : undefined;
};

export const itemsAt = (tree: Tree | undefined, ...path: readonly string[]): readonly Tree[] => {
  const node = at(tree, ...path);
  return node?.kind === "list" ? node.items : [];
};

/** The scalars of a list, or the one that stands for it. */
export const textsAt = (tree: Tree | undefined, ...path: readonly string[]): readonly Text[] => {
  const node = at(tree, ...path);
  if (node?.kind === "scalar") return [node.text];
  return itemsAt(node).flatMap((item) => (item.kind === "scalar" ? [item.text] : []));
};
