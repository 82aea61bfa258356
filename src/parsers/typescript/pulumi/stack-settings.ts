import { isMap, isScalar, parseDocument } from "yaml";
import { type Span, spanOf } from "../../../model/source.ts";
import { isYamlTooDeep } from "../../../model/yaml-nesting.ts";
import type { Machine } from "../eval/machine.ts";
import { type Term, gap, literal, oneOf, scalar } from "../terms.ts";

/** What the settings of a program's stacks say: `Pulumi.dev.yaml`, one value for each stack. */
interface Settings {
  readonly project: string | undefined;
  readonly stacks: readonly { readonly name: string; readonly values: ReadonlyMap<string, string> }[];
}

/** `gcp:project`, `bucketName` of the program itself: known where all stacks agree, one of a few where they differ. */
export function setting(
  machine: Machine,
  path: string,
  namespace: string | undefined,
  key: string,
  span: Span,
  isOptional = false,
): Term {
  const { project, stacks } = settingsFor(machine, path);
  const full = key.includes(":") ? key : `${namespace ?? project ?? ""}:${key}`;
  const shown = namespace === undefined ? `config.require("${key}")` : `${namespace}.config.${key}`;
  const found = stacks.map(({ values }) => values.get(full));
  const texts = found.filter((value) => value !== undefined);
  // Where stacks are known and none of them sets it, the program's own default counts.
  if (texts.length === 0 && stacks.length > 0 && isOptional) return scalar(undefined, span);
  if (texts.length === 0 || texts.length < found.length) {
    return gap(shown, texts.length === 0 ? "no stack file sets it" : "not all stack files set it", span);
  }
  return oneOf(
    texts.map((text) => literal(text, span)),
    shown,
    span,
    "differs between stacks",
  );
}

export function stackName(machine: Machine, path: string, span: Span): Term {
  const { stacks } = settingsFor(machine, path);
  if (stacks.length === 0) return gap("stack", "is known when it runs", span);
  return oneOf(
    stacks.map(({ name }) => literal(name, span)),
    "stack",
    span,
  );
}

export function projectName(machine: Machine, path: string, span: Span): Term {
  const { project } = settingsFor(machine, path);
  return project === undefined ? gap("project", "is known when it runs", span) : literal(project, span);
}

function settingsFor(machine: Machine, path: string): Settings {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const known = machine.memory.get(`stacks ${folder}`) as Settings | undefined;
    if (known !== undefined) return known;
    const found = readSettings(machine, folder);
    if (found !== undefined || folder === "") {
      const settings = found ?? { project: undefined, stacks: [] };
      machine.memory.set(`stacks ${folder}`, settings);
      return settings;
    }
  }
}

const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf("/"), 0));

function readSettings(machine: Machine, folder: string): Settings | undefined {
  const names = machine.workspace.list(folder);
  const within = folder === "" ? "" : `${folder}/`;
  const read = (file: string): string | undefined => readable(machine, within + file);
  const text = read("Pulumi.yaml") ?? read("Pulumi.yml");
  if (text === undefined) return undefined;
  const stacks = names.flatMap((file) => {
    const name = /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1];
    const content = name === undefined ? undefined : read(file);
    return name === undefined || content === undefined ? [] : [{ name, values: valuesIn(content) }];
  });
  const project = parseDocument(text).get("name");
  return { project: typeof project === "string" ? project : undefined, stacks };
}

/** A file's text; nothing of one that is nested too deeply. */
function readable(machine: Machine, path: string): string | undefined {
  const text = machine.workspace.read(path);
  if (text === undefined || !isYamlTooDeep(text)) return text;
  machine.problems.push({
    message: "The settings are nested too deeply to be read",
    at: spanOf(path, 0, 0),
    kind: "limit",
  });
  return "";
}

const maxLength = 500_000;

/** Plain values; what is encrypted is not among them. */
function valuesIn(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  if (text.length > maxLength) return values;
  const config = parseDocument(text).get("config");
  for (const { key, value } of isMap(config) ? config.items : []) {
    if (isScalar(key) && isScalar(value) && value.value !== null) values.set(String(key.value), String(value.value));
  }
  return values;
}
