import { parseNodes } from "./node.ts";
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
  const tree = parseNodes(repaired(text));
  return { statements: statementsIn({ text, depth: 0 }, tree), errors: errorsIn(tree) };
}

function errorsIn(tree: ReturnType<typeof parseNodes>): readonly number[] {
  const errors: number[] = [];
  const cursor = tree.cursor();
  do if (cursor.type.isError) errors.push(cursor.from);
  while (cursor.next());
  return errors;
}
