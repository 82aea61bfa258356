import type { Condition } from "../../../model/fact.ts";
import { known } from "../../../model/value.ts";
import { type Document, spanAt } from "../text/document.ts";
import { type Tree, isScalar, scalarAt } from "../text/tree.ts";
import { optionalValue } from "../text/values.ts";

/** `{title, description, expression}`, or the expression alone. */
export function conditionAt(document: Document, tree: Tree | undefined): Condition | undefined {
  if (isScalar(tree)) return { expression: known(tree.text, spanAt(document, tree)) };
  const expression = scalarAt(tree, "expression");
  if (expression === undefined) return undefined;
  const title = optionalValue(document, scalarAt(tree, "title"));
  const description = optionalValue(document, scalarAt(tree, "description"));
  return {
    expression: known(expression.text.trim(), spanAt(document, expression)),
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
  };
}
