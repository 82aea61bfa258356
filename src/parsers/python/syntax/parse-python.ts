import { type Node, parseLong, parseNodes } from "./node.ts";
import { repaired } from "./repairs.ts";
import { statementsIn } from "./statements.ts";
import type { Statement } from "./tree.ts";

export interface ParsedPython {
  readonly statements: readonly Statement[];
  /** Where text stands that is no Python. */
  readonly errors: readonly number[];
}

const maxLength = 3_000_000;

/** The statements of a text. What is not Python is left out, and the rest is read. */
export function parsePython(text: string): ParsedPython | { readonly tooLarge: true } {
  if (text.length > maxLength) return { tooLarge: true };
  const whole = readable(text);
  if (whole !== undefined) return whole;
  const end = startOfDeep(text);
  const before = readable(text.slice(0, end));
  return { statements: before?.statements ?? [], errors: [...(before?.errors ?? []), end] };
}

/** `undefined`: so deep that the grammar's own tree can't be made on this stack. */
function readable(text: string): ParsedPython | undefined {
  try {
    const { tree, errors } = treeOf(repaired(text));
    return { statements: statementsIn({ text, depth: 0 }, tree), errors };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const deepBrackets = 500;

/** The line on which brackets go deeper than any program's; the start where it is something else that does. */
function startOfDeep(text: string): number {
  let depth = 0;
  for (const { 0: bracket, index } of text.matchAll(/[()[\]{}]/g)) {
    depth = "([{".includes(bracket) ? depth + 1 : Math.max(0, depth - 1);
    if (depth > deepBrackets) return text.lastIndexOf("\n", index) + 1;
  }
  return 0;
}

interface Tree {
  readonly tree: Node;
  readonly errors: readonly number[];
  readonly depth: number;
}

function treeOf(text: string): Tree {
  const first = examined(parseNodes(text));
  const isDone = first.errors.length === 0 || first.depth >= maxTreeDepth;
  const second = isDone ? undefined : parseLong(text, examined);
  return second && second.errors.length < first.errors.length && second.depth < maxTreeDepth ? second : first;
}

/** Brackets and blocks that people write stay far below it. */
const maxTreeDepth = 2000;

function examined(tree: Node): Tree {
  const errors: number[] = [];
  const cursor = tree.cursor();
  let depth = 0;
  let deepest = 0;
  for (;;) {
    if (cursor.type.isError) errors.push(cursor.from);
    if (cursor.firstChild()) {
      deepest = Math.max(deepest, ++depth);
      continue;
    }
    while (!cursor.nextSibling()) {
      if (!cursor.parent()) return { tree, errors, depth: deepest };
      depth--;
    }
  }
}
