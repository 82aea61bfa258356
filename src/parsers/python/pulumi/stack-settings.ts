import { type PulumiStacks, folderOf, pulumiStacks } from "../../../gcp/pulumi-stacks.ts";
import type { Machine, Site } from "../eval/machine.ts";
import { type Term, gap, literal, oneOf, scalar } from "../terms.ts";

/** `gcp:project`, `bucketName` of the program itself: known where all stacks agree, one of a few where they differ. */
export function setting(
  machine: Machine,
  namespace: string | undefined,
  key: string,
  { span, scope }: Site,
  isOptional = false,
): Term {
  const { project, stacks } = settingsFor(machine, scope.module.path);
  const full = key.includes(":") ? key : `${namespace ?? project ?? ""}:${key}`;
  const shown = `config ${namespace === undefined ? "" : `${namespace}:`}${key}`;
  const found = stacks.map(({ values }) => values.get(full));
  const texts = found.filter((value) => typeof value === "string");
  // Where stacks are known and none of them sets it, the program's own default counts.
  if (texts.length === 0 && stacks.length > 0 && isOptional) return scalar(null, span);
  if (texts.length === 0 || texts.length < found.length)
    return gap(shown, texts.length > 0 ? "not all stack files set it" : "is set by the stack", span);
  const choices = texts.map((text) => literal(text, span));
  return oneOf(choices, shown, span, "differs between stacks");
}

export function stackName(machine: Machine, { span, scope }: Site): Term {
  const { stacks } = settingsFor(machine, scope.module.path);
  if (stacks.length === 0) return gap("stack", "is known when it runs", span);
  const names = stacks.map(({ name }) => literal(name, span));
  return oneOf(names, "stack", span);
}

export function projectName(machine: Machine, { span, scope }: Site): Term {
  const { project } = settingsFor(machine, scope.module.path);
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
