import { type PulumiStacks, type StackValue, folderOf, pulumiStacks } from "../../../gcp/pulumi-stacks.ts";
import type { Span } from "../../../model/source.ts";
import { parsedJson, termOfData } from "../eval/json-file.ts";
import type { Machine } from "../eval/machine.ts";
import { type Term, gap, literal, oneOf, scalar } from "../terms.ts";

/** `gcp:project`, `bucketName` of the program itself: known where all stacks agree, one of a few where they differ. */
export function setting(
  machine: Machine,
  path: string,
  namespace: string | undefined,
  key: string,
  span: Span,
  { isOptional = false, isObject = false }: { readonly isOptional?: boolean; readonly isObject?: boolean } = {},
): Term {
  const { project, stacks } = settingsFor(machine, path);
  const full = key.includes(":") ? key : `${namespace ?? project ?? ""}:${key}`;
  const shown = namespace === undefined ? `config.require("${key}")` : `${namespace}.config.${key}`;
  const found = stacks.map(({ values }) => termOfValue(values.get(full), isObject, span));
  const texts = found.filter((value) => value !== undefined);
  // Where stacks are known and none of them sets it, the program's own default counts.
  if (texts.length === 0 && stacks.length > 0 && isOptional) return scalar(undefined, span);
  if (texts.length === 0 || texts.length < found.length) {
    return gap(shown, texts.length === 0 ? "no stack file sets it" : "not all stack files set it", span);
  }
  return oneOf(texts, shown, span, "differs between stacks");
}

/** Objects are asked for as such; a text may be the JSON of one. */
function termOfValue(value: StackValue | undefined, isObject: boolean, span: Span): Term | undefined {
  if (typeof value !== "string") return isObject && value !== undefined ? termOfData(value, span) : undefined;
  return isObject ? (parsedJson(value, span) ?? literal(value, span)) : literal(value, span);
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

function settingsFor(machine: Machine, path: string): PulumiStacks {
  const folder = folderOf(path);
  const known = machine.memory.get(`stacks ${folder}`) as PulumiStacks | undefined;
  if (known !== undefined) return known;
  const found = pulumiStacks(machine.workspace, folder);
  machine.problems.push(...found.problems);
  machine.memory.set(`stacks ${folder}`, found);
  return found;
}
