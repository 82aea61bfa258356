import type { Node } from "jsonc-parser";
import type { Source, Span } from "../../../model/source.ts";
import type { ObjectDatum } from "../datum.ts";
import type { Instance } from "../instances.ts";
import { memberOf, textIn } from "./json-nodes.ts";

/** An instance whose place is in the JSON itself. */
export function placed(node: Node, address: string, config: ObjectDatum, source: Source, span: Span): Instance {
  return {
    address,
    span,
    dir: source.path.slice(0, Math.max(source.path.lastIndexOf("/"), 0)),
    via: [],
    mode: textIn(memberOf(node, "mode")) === "data" ? "data" : "managed",
    type: textIn(memberOf(node, "type")) ?? "",
    name: textIn(memberOf(node, "name")) ?? "",
    object: `${source.path}#${address}`,
    config,
    provider: { name: "google" },
  };
}
