import type { ASTNode } from "@marcbachmann/cel-js";

/** The syntax tree of a condition. */
export type CelNode = ASTNode;

type Parse = (text: string) => { readonly ast: CelNode };

let parse: Parse | undefined;

/** Conditions are rare and their parser is not small: it is loaded when there is one. */
export async function loadCel(): Promise<void> {
  parse ??= (await import("@marcbachmann/cel-js")).parse;
}

/** The tree of an expression: `error` if it is none, `undefined` if `loadCel` was never asked for. */
export function parseCel(text: string): CelNode | "error" | undefined {
  if (parse === undefined) return undefined;
  try {
    return parse(text).ast;
  } catch {
    return "error";
  }
}
