import type { Node } from "jsonc-parser";
import type { Source, Span } from "../../../model/source.ts";
import { type Datum, type ObjectDatum, gap, object, stringOf, text } from "../datum.ts";
import type { Instance } from "../instances.ts";
import { type Missing, datumOfNode, itemsOf, memberOf, membersOf, spanOfNode, textIn } from "./json-nodes.ts";

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
    configured: new Map(configuredIn(configuration, "")),
    planned: indexed(resourcesIn(root)),
  };
  const read = memberOf(memberOf(memberOf(tree, "prior_state"), "values"), "root_module");
  const looked = resourcesIn(read).filter((node) => textIn(memberOf(node, "mode")) === "data");
  const { byAddress } = context.planned;
  const nodes = [...byAddress.values(), ...looked.filter((node) => !byAddress.has(addressOf(node)))];
  return {
    instances: nodes.flatMap((node) => instanceOf(node, context)),
    moduleSources: new Map(moduleSourcesIn(configuration, "")),
  };
}

interface Context {
  readonly source: Source;
  readonly changes: ReadonlyMap<string, Node>;
  readonly configured: ReadonlyMap<string, Node>;
  readonly planned: Planned;
}

/** The planned resources by address, and the addresses of each without its keys. */
interface Planned {
  readonly byAddress: ReadonlyMap<string, Node>;
  readonly copies: ReadonlyMap<string, readonly string[]>;
}

const addressOf = (node: Node): string => textIn(memberOf(node, "address")) ?? "";

function indexed(nodes: readonly Node[]): Planned {
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
  const config = datumOfNode(values, source.path, marks, missingIn(address, context), "", span);
  return config.type === "object" ? [placed(node, address, config, source, span)] : [];
}

function placed(node: Node, address: string, config: ObjectDatum, source: Source, span: Span): Instance {
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

/** `module.a["x"].google_project.p[0]`: without the keys. */
export const withoutKeys = (address: string): string => address.replaceAll(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, "");

/** What an argument that is known after apply refers to, where the configuration leaves no doubt. */
function missingIn(address: string, context: Context): Missing {
  const { source, configured, planned } = context;
  const bare = withoutKeys(address);
  const module = /^((?:module\.[^.[]+(?:\[[^\]]*\])?\.)*)/.exec(address)?.[0] ?? "";
  return (argument, span) => {
    const expression = memberOf(memberOf(configured.get(bare), "expressions"), argument);
    const references = itemsOf(memberOf(expression, "references")).flatMap((one) => textIn(one) ?? []);
    const [reference, ...others] = references.filter(
      (one) => !references.some((it) => it.startsWith(`${one}.`) || it.startsWith(`${one}[`)),
    );
    if (reference === undefined || others.length > 0) return known(references[0] ?? argument, span);
    const [, target, attribute] = /^(.+)\.(\w+)$/.exec(reference) ?? [];
    const named = target && targetOf(module + target, planned);
    if (named === undefined || named === "" || attribute === undefined) return known(reference, span);
    const prefix = prefixOf(argument, attribute);
    if (prefix === undefined) return known(reference, span);
    const account = accountText(named, attribute, planned);
    if (account !== undefined) return text(prefix + account, span);
    return stringOf([prefix, { target: `${source.path}#${named}`, attribute }], span);
  };
}

/** What a service account will be called is known before it is there. */
function accountText(address: string, attribute: string, { byAddress }: Planned): string | undefined {
  const node = byAddress.get(address);
  const values = memberOf(node, "values");
  const id = textIn(memberOf(values, "account_id"));
  const project = textIn(memberOf(values, "project"));
  if (textIn(memberOf(node, "type")) !== "google_service_account" || id === undefined || project === undefined) {
    return undefined;
  }
  return accountForms[attribute]?.(`${id}@${project}.iam.gserviceaccount.com`, project);
}

const accountForms: Readonly<Record<string, (email: string, project: string) => string>> = {
  email: (email) => email,
  id: (email, project) => `projects/${project}/serviceAccounts/${email}`,
  member: (email) => `serviceAccount:${email}`,
  name: (email, project) => `projects/${project}/serviceAccounts/${email}`,
};

const known = (expression: string, span: Span): Datum => gap(expression, "known after apply", span);

/** The one planned resource of an address. */
function targetOf(address: string, { byAddress, copies }: Planned): string | undefined {
  if (byAddress.has(address)) return address;
  const found = copies.get(address) ?? [];
  return found.length === 1 ? found[0] : undefined;
}

/** What stands before the reference: nothing in whole identifiers, the kind of member before an account's e-mail. */
function prefixOf(argument: string, attribute: string): string | undefined {
  const isMember = argument === "member" || argument === "members";
  if (isMember) return attribute === "member" ? "" : attribute === "email" ? "serviceAccount:" : undefined;
  return whole.has(attribute) || attribute === argument ? "" : undefined;
}

const whole: ReadonlySet<string> = new Set(["id", "name", "email", "project_id", "self_link"]);

/** A state file as Terraform keeps it. */
function stateInstances(tree: Node, source: Source): readonly Instance[] {
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
