import type { Node } from "jsonc-parser";
import { memberOf, textIn } from "./json-nodes.ts";

/** The planned resources by address, and the addresses of each without its keys. */
export interface Planned {
  readonly byAddress: ReadonlyMap<string, Node>;
  readonly copies: ReadonlyMap<string, readonly string[]>;
}

export const addressOf = (node: Node): string => textIn(memberOf(node, "address")) ?? "";

export function indexed(nodes: readonly Node[]): Planned {
  const copies = new Map<string, string[]>();
  const byAddress = new Map(nodes.map((node) => [addressOf(node), node]));
  for (const address of byAddress.keys()) {
    const bare = withoutKeys(address);
    const known = copies.get(bare);
    if (known === undefined) copies.set(bare, [address]);
    else known.push(address);
  }
  return { byAddress, copies };
}

/** `module.a["x"].google_project.p[0]`: without the keys. */
export const withoutKeys = (address: string): string => address.replaceAll(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, "");
