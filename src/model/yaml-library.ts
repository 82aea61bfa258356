import type * as Yaml from "yaml";

let loaded: typeof Yaml | undefined;

/** The `yaml` library: only a text that is no simple YAML pays for it. */
export function yamlLibrary(): typeof Yaml {
  loaded ??= (
    typeof require === "function"
      ? require("yaml")
      : process.getBuiltinModule("node:module").createRequire(import.meta.url)("yaml")
  ) as typeof Yaml;
  return loaded;
}

/** Where a node's value ends: a block collection with its last value, not after the comments and blank lines below it. */
export function valueEnd(node: Yaml.Node): number {
  const { isCollection, isNode, isPair } = yamlLibrary();
  let last = node;
  while (isCollection(last) && last.flow !== true) {
    const item: unknown = last.items.at(-1);
    const inner = isPair(item) ? (item.value ?? item.key) : item;
    if (!isNode(inner)) break;
    last = inner;
  }
  return last.range?.[1] ?? 0;
}
