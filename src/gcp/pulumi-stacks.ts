import { type Document, isCollection, isMap, isScalar, parseDocument } from "yaml";
import type { Workspace } from "../model/parser.ts";
import { type Problem, spanOf } from "../model/source.ts";
import { isYamlTooDeep } from "../model/yaml-nesting.ts";

/** What the settings of a program's stacks say: `Pulumi.yaml`, and `Pulumi.dev.yaml` of each stack. */
export interface PulumiStacks {
  readonly project: string | undefined;
  readonly stacks: readonly { readonly name: string; readonly values: ReadonlyMap<string, StackValue> }[];
  readonly problems: readonly Problem[];
}

/** The text of a plain value, or a list or an object. */
export type StackValue = string | object;

/** Those of the folder, or of the nearest one above it. */
export function pulumiStacks(workspace: Workspace, folder: string): PulumiStacks {
  for (let at = folder; ; at = folderOf(at)) {
    const found = stacksIn(workspace, at);
    if (found !== undefined) return found;
    if (at === "") return { project: undefined, stacks: [], problems: [] };
  }
}

export const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf("/"), 0));

function stacksIn(workspace: Workspace, folder: string): PulumiStacks | undefined {
  const problems: Problem[] = [];
  const within = folder === "" ? "" : `${folder}/`;
  const read = (file: string): string | undefined => readable(workspace, within + file, problems);
  const text = read("Pulumi.yaml") ?? read("Pulumi.yml");
  if (text === undefined) return undefined;
  const preset = valuesIn(text);
  const stacks = workspace.list(folder).flatMap((file) => {
    const name = /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1];
    const content = name === undefined ? undefined : read(file);
    const values = content === undefined ? undefined : new Map([...preset, ...valuesIn(content)]);
    return name === undefined || values === undefined ? [] : [{ name, values }];
  });
  const project = parseDocument(text).get("name");
  return { project: typeof project === "string" ? project : undefined, stacks, problems };
}

/** A file's text; nothing of one that is nested too deeply. */
function readable(workspace: Workspace, path: string, problems: Problem[]): string | undefined {
  const text = workspace.read(path);
  if (text === undefined || !isYamlTooDeep(text)) return text;
  problems.push({
    message: "The settings are nested too deeply to be read",
    at: spanOf(path, 0, 0),
    kind: "limit",
  });
  return "";
}

const maxLength = 500_000;

/** Plain values, lists and objects; what is encrypted is not among them. In `Pulumi.yaml` they may stand as `value`. */
function valuesIn(text: string): ReadonlyMap<string, StackValue> {
  const values = new Map<string, StackValue>();
  if (text.length > maxLength) return values;
  const document = parseDocument(text);
  const config = document.get("config");
  for (const { key, value } of isMap(config) ? config.items : []) {
    const found = isScalar(key)
      ? plainValue(isMap(value) ? (value.get("value", true) ?? value) : value, document)
      : undefined;
    if (isScalar(key) && found !== undefined) values.set(String(key.value), found);
  }
  return values;
}

function plainValue(value: unknown, document: Document): StackValue | undefined {
  if (isScalar(value)) return value.value === null ? undefined : String(value.value);
  if (!isCollection(value) || (isMap(value) && value.has("secure"))) return undefined;
  try {
    return value.toJS(document, { maxAliasCount: 20 }) as object;
  } catch {
    return undefined;
  }
}
