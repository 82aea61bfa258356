import type { Document, Found } from "../text/document.ts";
import { assetFacts, isAsset } from "./inventory-assets.ts";
import { type Tree, get, has, isDict, isList } from "../text/tree.ts";

/** Exports and searches of Cloud Asset Inventory that are one document: JSON arrays, API answers, YAML. */
export const inventoryFiles = {
  recognises: ({ root }: Document): boolean => {
    const [first] = assetsIn(root);
    return (has(first, "assetType") || has(first, "asset_type")) && first !== undefined && isAsset(plainOf(first, 2));
  },

  read(document: Document, found: Found): void {
    const { path, text } = document;
    for (const asset of assetsIn(document.root)) {
      const place = { path, line: text.slice(asset.start, asset.end), offset: asset.start, seen: found.told };
      found.facts.push(...assetFacts(plainOf(asset, maxDepth), place));
    }
  },
};

/** Of an asset only what stands near its top is of use. */
const maxDepth = 8;

function assetsIn(root: Tree): readonly Tree[] {
  const listed = isList(root) ? root : (get(root, "results") ?? get(root, "assets") ?? get(root, "readTimeAssets"));
  return isList(listed) ? listed.items : [root];
}

/** The tree as `JSON.parse` would have it. */
function plainOf(tree: Tree, depth: number): unknown {
  if (depth === 0) return undefined;
  if (isList(tree)) return tree.items.map((item) => plainOf(item, depth - 1));
  if (isDict(tree))
    return Object.fromEntries(tree.entries.map(({ key, value }) => [key.text, plainOf(value, depth - 1)]));
  if (tree.empty === true) return null;
  return tree.style === "plain" && /^(?:true|false)$/u.test(tree.text) ? tree.text === "true" : tree.text;
}
