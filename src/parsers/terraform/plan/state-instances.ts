import type { Node } from "jsonc-parser";
import type { Source } from "../../../model/source.ts";
import { type Datum, type ObjectDatum, gap, object } from "../datum.ts";
import type { Instance } from "../instances.ts";
import { known } from "./after-apply.ts";
import { type Missing, datumOfNode, itemsOf, memberOf, spanOfNode, textIn } from "./json-nodes.ts";
import { placed } from "./placed.ts";

/** A state file as Terraform keeps it. */
export function stateInstances(tree: Node, source: Source): readonly Instance[] {
  return itemsOf(memberOf(tree, "resources")).flatMap((resource) =>
    itemsOf(memberOf(resource, "instances")).flatMap((node) => stateInstance(resource, node, source)),
  );
}

function stateInstance(resource: Node, node: Node, source: Source): readonly Instance[] {
  const type = textIn(memberOf(resource, "type"));
  const name = textIn(memberOf(resource, "name"));
  const at = memberOf(resource, "name");
  if (type === undefined || name === undefined || at === undefined) return [];
  const module = textIn(memberOf(resource, "module"));
  const isData = textIn(memberOf(resource, "mode")) === "data";
  const key = memberOf(node, "index_key");
  const index = key === undefined ? "" : `[${JSON.stringify(key.value)}]`;
  const address = `${module === undefined ? "" : `${module}.`}${isData ? "data." : ""}${type}.${name}${index}`;
  const span = spanOfNode(at, source.path);
  const config = datumOfNode(memberOf(node, "attributes"), source.path, {}, unknownInState, "", span);
  if (config.type !== "object") return [];
  return [placed(resource, address, withoutSecrets(config, node), source, span)];
}

const unknownInState: Missing = (argument, span) => known(argument, span);

/** Attributes that the state marks as sensitive. */
function withoutSecrets(config: ObjectDatum, node: Node): ObjectDatum {
  const entries = new Map(config.entries);
  for (const path of itemsOf(memberOf(node, "sensitive_attributes"))) {
    const name = textIn(memberOf(itemsOf(path)[0], "value"));
    const entry = name === undefined ? undefined : entries.get(name);
    if (name === undefined || entry === undefined) continue;
    const hidden: Datum = { ...gap("(sensitive)", "it is sensitive", entry.value.span), sensitive: true };
    entries.set(name, { ...entry, value: hidden });
  }
  return object(entries, config.span);
}
