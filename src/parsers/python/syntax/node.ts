import { parser } from "@lezer/python";
import type { Range } from "./tree.ts";

/** A node of the grammar's tree. */
export type Node = ReturnType<typeof parser.parse>["topNode"];

export interface Reading {
  readonly text: string;
  /** Brackets in brackets deeper than this are nobody's program. */
  depth: number;
}

export const maxDepth = 200;

export const parseNodes = (text: string): Node => parser.parse(text).topNode;

/**
 * The same without a bound: the parser takes three hundred statements in a row for an expression that is nested too
 * deeply, and breaks off the one that it is in (`bigReductionCount` in @lezer/lr). `undefined`: it really is, and then the
 * tree may lead nowhere when it is walked.
 */
export function parseLong<Walked>(text: string, walk: (tree: Node) => Walked): Walked | undefined {
  const parse = parser.startParse(text);
  try {
    for (let tree = parse.advance(); ; tree = parse.advance()) {
      if (tree !== null) return walk(tree.topNode);
      if ("bigReductionCount" in parse) parse.bigReductionCount = 0;
    }
  } catch {
    return undefined;
  }
}

export function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== "Comment" && child.name !== "⚠") children.push(child);
  }
  return children;
}

export const textOf = ({ text }: Reading, node: Node): string => text.slice(node.from, node.to);

export const rangeOf = (node: Node): Range => ({ start: node.from, end: node.to });

/** The children between separators. */
export function splitAt(children: readonly Node[], separator: string): readonly (readonly Node[])[] {
  const groups: Node[][] = [[]];
  for (const child of children) {
    if (child.name === separator) groups.push([]);
    else groups.at(-1)?.push(child);
  }
  return groups.filter((group, index) => group.length > 0 || index < groups.length - 1);
}
