import type { Node } from "jsonc-parser";
import type { Source } from "../../../model/source.ts";
import type { Instance } from "../instances.ts";
import { type Surroundings, missingIn } from "./after-apply.ts";
import { datumOfNode, itemsOf, memberOf, membersOf, spanOfNode, textIn } from "./json-nodes.ts";
import { placed } from "./placed.ts";
import { addressOf, indexed } from "./planned.ts";
import { stateInstances } from "./state-instances.ts";

/** What a plan or a state says, as if it had been evaluated. */
export interface Plan {
  readonly instances: readonly Instance[];
  /** Module address without keys (`module.a.module.b`) to the source that its call names. */
  readonly moduleSources: ReadonlyMap<string, string>;
}

/** The instances of a plan, of `terraform show -json`, or of a state file. */
export function instancesIn(tree: Node, source: Source): Plan {
  const values = memberOf(tree, "planned_values") ?? memberOf(tree, "values");
  if (values === undefined) return { instances: stateInstances(tree, source), moduleSources: new Map() };
  const root = memberOf(values, "root_module");
  const configuration = memberOf(memberOf(tree, "configuration"), "root_module");
  const context: Context = {
    source,
    changes: changesIn(memberOf(tree, "resource_changes")),
    around: {
      path: source.path,
      configured: new Map(configuredIn(configuration, "")),
      planned: indexed(resourcesIn(root)),
    },
  };
  const read = memberOf(memberOf(memberOf(tree, "prior_state"), "values"), "root_module");
  const looked = resourcesIn(read).filter((node) => textIn(memberOf(node, "mode")) === "data");
  const { byAddress } = context.around.planned;
  const nodes = [...byAddress.values(), ...looked.filter((node) => !byAddress.has(addressOf(node)))];
  return {
    instances: nodes.flatMap((node) => instanceOf(node, context)),
    moduleSources: new Map(moduleSourcesIn(configuration, "")),
  };
}

interface Context {
  readonly source: Source;
  readonly changes: ReadonlyMap<string, Node>;
  readonly around: Surroundings;
}

/** The resources of a module and of those below it. */
function resourcesIn(module: Node | undefined): readonly Node[] {
  if (module === undefined) return [];
  return [
    ...itemsOf(memberOf(module, "resources")),
    ...itemsOf(memberOf(module, "child_modules")).flatMap(resourcesIn),
  ];
}

const changesIn = (list: Node | undefined): ReadonlyMap<string, Node> =>
  new Map(
    itemsOf(list).flatMap((node) => {
      const address = textIn(memberOf(node, "address"));
      return address === undefined ? [] : [[address, node] as const];
    }),
  );

/** The configuration of each resource, by address without keys. */
function configuredIn(module: Node | undefined, prefix: string): readonly (readonly [string, Node])[] {
  const own = itemsOf(memberOf(module, "resources")).flatMap((node) => {
    const address = textIn(memberOf(node, "address"));
    return address === undefined ? [] : [[prefix + address, node] as const];
  });
  const below = [...membersOf(memberOf(module, "module_calls"))].flatMap(([name, call]) =>
    configuredIn(memberOf(call, "module"), `${prefix}module.${name}.`),
  );
  return [...own, ...below];
}

function moduleSourcesIn(module: Node | undefined, prefix: string): readonly (readonly [string, string])[] {
  return [...membersOf(memberOf(module, "module_calls"))].flatMap(([name, call]) => {
    const address = `${prefix}module.${name}`;
    const from = textIn(memberOf(call, "source"));
    const own = from === undefined ? [] : [[address, from] as const];
    return own.concat(moduleSourcesIn(memberOf(call, "module"), `${address}.`));
  });
}

function instanceOf(node: Node, context: Context): readonly Instance[] {
  const { source, changes } = context;
  const at = memberOf(node, "address") ?? node;
  const address = textIn(memberOf(node, "address"));
  const values = memberOf(node, "values");
  if (address === undefined || values === undefined) return [];
  const span = spanOfNode(at, source.path);
  const marks = {
    unknown: memberOf(memberOf(changes.get(address), "change"), "after_unknown"),
    sensitive: memberOf(node, "sensitive_values"),
  };
  const config = datumOfNode(values, source.path, marks, missingIn(address, context.around), "", span);
  return config.type === "object" ? [placed(node, address, config, source, span)] : [];
}
