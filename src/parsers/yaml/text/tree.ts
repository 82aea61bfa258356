/** What YAML and JSON have in common, with offsets into the text. Aliases share the node that they name. */
export type Tree = Scalar | List | Dict;

export interface Scalar {
  readonly kind: "scalar";
  readonly text: string;
  /** Without quotes; of a block scalar, from its header on. */
  readonly start: number;
  readonly end: number;
  readonly style: "plain" | "quoted" | "block";
  /** Plain scalars that mean no text: `null`, `~`, nothing. */
  readonly empty?: true;
  /** All texts that the key has in this mapping, where it stands there more than once. */
  readonly alternatives?: readonly string[];
}

export interface List {
  readonly kind: "list";
  readonly items: readonly Tree[];
  readonly start: number;
  readonly end: number;
}

export interface Dict {
  readonly kind: "dict";
  readonly entries: readonly Entry[];
  readonly start: number;
  readonly end: number;
}

export interface Entry {
  readonly key: Scalar;
  readonly value: Tree;
}

export const isDict = (tree: Tree | undefined): tree is Dict => tree?.kind === "dict";
export const isList = (tree: Tree | undefined): tree is List => tree?.kind === "list";
export const isScalar = (tree: Tree | undefined): tree is Scalar => tree?.kind === "scalar" && tree.empty !== true;

/** The entry of a key; of two with one name the last, as every reader of YAML and JSON has it. */
export function entryOf(tree: Tree | undefined, key: string): Entry | undefined {
  return isDict(tree) ? tree.entries.findLast((entry) => entry.key.text === key) : undefined;
}

/** The value under a key; `null` and nothing count as absent. */
export function get(tree: Tree | undefined, key: string): Tree | undefined {
  const value = entryOf(tree, key)?.value;
  return value?.kind === "scalar" && value.empty === true ? undefined : value;
}

/** The value at the end of a way of keys: `at(tree, "metadata", "annotations")`. */
export const at = (tree: Tree | undefined, ...keys: readonly string[]): Tree | undefined =>
  keys.reduce<Tree | undefined>(get, tree);

export const scalarAt = (tree: Tree | undefined, ...keys: readonly string[]): Scalar | undefined =>
  asScalar(at(tree, ...keys));

/** The scalar; `[PROJECT_ID]`, which YAML takes for a list, is a placeholder where one is expected. */
export function asScalar(tree: Tree | undefined): Scalar | undefined {
  if (!isList(tree)) return isScalar(tree) ? tree : undefined;
  const [only] = tree.items;
  return isScalar(only) && tree.items.length === 1 && /^[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)+$/u.test(only.text)
    ? { kind: "scalar", text: `[${only.text}]`, start: tree.start, end: tree.end, style: "plain" }
    : undefined;
}

export const textAt = (tree: Tree | undefined, ...keys: readonly string[]): string | undefined =>
  scalarAt(tree, ...keys)?.text;

/** The elements of a list; of anything else, none. */
export const itemsOf = (tree: Tree | undefined): readonly Tree[] => (isList(tree) ? tree.items : []);

/** The scalars of a list, or the one scalar that stands in its place. */
export const scalarsOf = (tree: Tree | undefined): readonly Scalar[] =>
  isScalar(tree) ? [tree] : itemsOf(tree).filter(isScalar);

export const entriesOf = (tree: Tree | undefined): readonly Entry[] => (isDict(tree) ? tree.entries : []);

export const has = (tree: Tree | undefined, key: string): boolean => entryOf(tree, key) !== undefined;

/** `true`, `yes`, `on` and `1` of either YAML, quoted or not; undefined when it is no boolean. */
export function booleanOf(tree: Tree | undefined): boolean | undefined {
  if (!isScalar(tree)) return undefined;
  if (/^(?:true|yes|on|y)$/iu.test(tree.text)) return true;
  return /^(?:false|no|off|n)$/iu.test(tree.text) ? false : undefined;
}

/** All nodes at a path such as `spec.executionConfigs[].serviceAccountRef`; `*` stands for every key. */
export function nodesAt(tree: Tree | undefined, path: string): readonly Tree[] {
  let nodes: readonly Tree[] = tree === undefined ? [] : [tree];
  for (const step of path.split(".")) {
    const key = step.replace(/\[\]$/u, "");
    nodes = nodes.flatMap((node) => {
      const found = key === "*" ? entriesOf(node).map((entry) => entry.value) : [get(node, key) ?? []].flat();
      return found.flatMap((value) => (step.endsWith("[]") || isList(value) ? itemsOf(value) : value));
    });
  }
  return nodes;
}

const walks = new WeakMap<Tree, readonly Tree[]>();

/** Every node once, however often aliases name it, parents before children. Many readers ask it of one document. */
export function nodesOf(root: Tree): readonly Tree[] {
  const before = walks.get(root);
  if (before !== undefined) return before;
  const seen = new Set<Tree>();
  visit(root, seen);
  const nodes = [...seen];
  walks.set(root, nodes);
  return nodes;
}

function visit(node: Tree, seen: Set<Tree>): void {
  if (seen.has(node)) return;
  seen.add(node);
  if (node.kind === "list") for (const item of node.items) visit(item, seen);
  if (node.kind === "dict") for (const { value } of node.entries) visit(value, seen);
}
