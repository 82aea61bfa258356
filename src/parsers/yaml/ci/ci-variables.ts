import type { Value } from "../../../model/value.ts";
import type { Document } from "../text/document.ts";
import { type Tree, entriesOf, isList, isScalar, scalarAt, textAt } from "../text/tree.ts";
import { valueAt } from "../text/values.ts";

/** `{NAME: value}`, GitLab's `{NAME: {value}}`, and Azure's list of `{name, value}`. */
export function variablesOf(document: Document, tree: Tree | undefined): Readonly<Record<string, Value>> {
  const pairs = isList(tree)
    ? tree.items.map((item) => [textAt(item, "name"), scalarAt(item, "value")] as const)
    : entriesOf(tree).map(({ key, value }) => [key.text, isScalar(value) ? value : scalarAt(value, "value")] as const);
  return Object.fromEntries(
    pairs.flatMap(([name, value]) =>
      name === undefined || value === undefined ? [] : [[name, valueAt(document, value)] as const],
    ),
  );
}
