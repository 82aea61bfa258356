import { readTable } from "../../../gcp/data-file.ts";
import type { Fact } from "../../../model/fact.ts";
import { type Hole, type Reference, type Value, partsOf, valueOf } from "../../../model/value.ts";
import { type Document, type Found, spanAt } from "../text/document.ts";
import { providerFacts } from "./provider-facts.ts";
import { camelCase } from "./provider-resource.ts";
import {
  type Entry,
  type Scalar,
  type Tree,
  at,
  entriesOf,
  get,
  has,
  isDict,
  isScalar,
  scalarAt,
  textAt,
} from "../text/tree.ts";
import { valueAt } from "../text/values.ts";

/** Pulumi programs in YAML. */
export const pulumiYaml = {
  recognises: ({ root }: Document): boolean =>
    isDict(get(root, "resources")) &&
    entriesOf(get(root, "resources")).some(({ value }) => textAt(value, "type")?.startsWith("gcp:") === true),

  read(document: Document, found: Found): void {
    for (const entry of entriesOf(get(document.root, "resources"))) found.facts.push(...resourceFacts(document, entry));
  },
};

function resourceFacts(document: Document, { key, value }: Entry): readonly Fact[] {
  const type = scalarAt(value, "type");
  const terraform = type === undefined ? undefined : terraformType(type.text);
  if (type === undefined || terraform === undefined) return [];
  const args = get(value, "properties");
  const argument = (attribute: string): Value | undefined => {
    const scalar = scalarAt(args, camelCase(attribute));
    return scalar === undefined ? undefined : interpolated(document, scalar);
  };
  return providerFacts({
    document,
    terraform,
    object: objectOf(document, key.text),
    writer: key.text,
    header: { start: key.start, end: key.end },
    args,
    value: argument,
    scalar: (scalar) => interpolated(document, scalar),
    project: argument("project") ?? configured(document, "gcp:project"),
  });
}

const objectOf = ({ path }: Document, name: string): string => `pulumi/${path}#${name}`;

/** Classes that hold policies and names without being about access themselves. */
const others: Readonly<Record<string, string>> = {
  "organizations.Folder": "folder",
  "organizations.Project": "project",
  "storage.Bucket": "storage_bucket",
  "bigquery.Dataset": "bigquery_dataset",
  "pubsub.Topic": "pubsub_topic",
  "secretmanager.Secret": "secret_manager_secret",
};

/** `gcp:projects:IAMMember`, or in full `gcp:projects/iAMMember:IAMMember`. */
function terraformType(token: string): string | undefined {
  const match = /^gcp:([A-Za-z0-9]+)(?:\/[A-Za-z0-9]+)?:([A-Za-z0-9]+)$/u.exec(token);
  const modules = readTable<Readonly<Record<string, Readonly<Record<string, string>>>>>("pulumi-types.json");
  const plain = others[`${match?.[1] ?? ""}.${match?.[2] ?? ""}`];
  if (plain !== undefined) return plain;
  const module = Object.hasOwn(modules, match?.[1] ?? "") ? modules[match?.[1] ?? ""] : undefined;
  return module !== undefined && Object.hasOwn(module, match?.[2] ?? "") ? module[match?.[2] ?? ""] : undefined;
}

/** `serviceAccount:${ci.email}`: other resources, variables and configuration of the program. */
function interpolated(document: Document, scalar: Scalar): Value {
  if (!scalar.text.includes("${")) return valueAt(document, scalar);
  const parts: (string | Reference | Hole)[] = [];
  let from = 0;
  for (const match of scalar.text.matchAll(/\$\{([^}]+)\}/gu)) {
    parts.push(scalar.text.slice(from, match.index), ...expression(document, match[1] ?? "", match[0]));
    from = match.index + match[0].length;
  }
  return valueOf([...parts, scalar.text.slice(from)], spanAt(document, scalar), "the program knows it when it runs");
}

function expression(document: Document, text: string, written: string): readonly (string | Reference | Hole)[] {
  const [name = "", ...path] = text.split(".");
  const { root } = document;
  if (has(get(root, "resources"), name)) {
    return [{ target: objectOf(document, name), attribute: snakeCase(path.join(".")) || "id" }];
  }
  const variable = get(get(root, "variables"), name);
  if (path.length === 0 && isScalar(variable)) return partsOf(interpolated(document, variable));
  const value = path.length === 0 ? configured(document, name) : undefined;
  return value === undefined ? [{ expression: written }] : partsOf(value);
}

const snakeCase = (attribute: string): string =>
  attribute.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);

/** `config: {name: {default}}` or `config: {name: value}`. */
function configured(document: Document, name: string): Value | undefined {
  const setting: Tree | undefined = at(document.root, "config", name) ?? at(document.root, "configuration", name);
  const scalar = isScalar(setting) ? setting : (scalarAt(setting, "default") ?? scalarAt(setting, "value"));
  return scalar === undefined ? undefined : valueAt(document, scalar);
}
