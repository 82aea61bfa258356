/** What a YAML document holds, with offsets into its text. */
export type YamlTree = YamlScalar | YamlList | YamlDict;

export interface YamlScalar {
  readonly kind: "scalar";
  readonly text: string;
  /** Without quotes; of a block scalar, from its header on. */
  readonly start: number;
  readonly end: number;
  readonly style: "plain" | "quoted" | "block";
  /** Plain scalars that mean no text: `null`, `~`, nothing. */
  readonly empty?: true;
}

export interface YamlList {
  readonly kind: "list";
  readonly items: readonly YamlTree[];
  readonly start: number;
  readonly end: number;
}

export interface YamlDict {
  readonly kind: "dict";
  readonly entries: readonly YamlEntry[];
  readonly start: number;
  readonly end: number;
}

export interface YamlEntry {
  readonly key: YamlScalar;
  readonly value: YamlTree;
}

/** Where a node ends, its closing quote included. */
export const outerEnd = (tree: YamlTree): number =>
  tree.kind === "scalar" && tree.style === "quoted" ? tree.end + 1 : tree.end;
