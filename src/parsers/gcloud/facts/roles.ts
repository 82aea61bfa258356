import type { RoleDefinition } from "../../../model/fact.ts";
import type { Value } from "../../../model/value.ts";
import {
  type Call,
  flag,
  flagList,
  flagValue,
  hasFlag,
  optional,
  placeOfCall,
  projectOf,
  valueOfArgument,
} from "../call.ts";
import type { Argument } from "../command-line.ts";
import { type Tree, textAt, textsAt } from "../documents.ts";
import { type Text, flat, literal, toValue, usedAt } from "../text.ts";
import { documentIn } from "./policies.ts";

export const createRole = (call: Call): void => defineRole(call, "create");
export const updateRole = (call: Call): void => defineRole(call, "update");

export function deleteRole(call: Call): void {
  const [id] = call.args;
  if (id === undefined) return;
  const name = roleName(call, id, flag(call, "--organization"), flag(call, "--project"));
  call.facts.push({ kind: "role", name, permissions: [], open: false, change: "delete", ...placeOfCall(call) });
}

/** A copy holds what its source holds, which only the graph could tell. */
export function copyRole(call: Call): void {
  const id = flag(call, "--destination");
  if (id === undefined) return;
  const name = roleName(call, id, flag(call, "--dest-organization"), flag(call, "--dest-project"));
  call.facts.push({ kind: "role", name, permissions: [], open: true, change: "create", ...placeOfCall(call) });
}

function defineRole(call: Call, change: RoleDefinition["change"]): void {
  const [id] = call.args;
  if (id === undefined) return;
  const file = flag(call, "--file");
  const tree = file && documentIn(call, file);
  const permissions = file === undefined ? flagPermissions(call) : filePermissions(tree, file);
  if (change === "update" && permissions.length === 0 && file === undefined) return;
  const stage = flagValue(call, "--stage") ?? valueIn(tree, "stage", file);
  const title = flagValue(call, "--title") ?? valueIn(tree, "title", file);
  call.facts.push({
    kind: "role",
    name: roleName(call, id, flag(call, "--organization"), flag(call, "--project")),
    permissions,
    open: isOpen(call, tree, file, permissions),
    ...optional("stage", stage),
    ...optional("title", title),
    change,
    ...placeOfCall(call),
  });
}

const flagPermissions = (call: Call): readonly Value[] =>
  ["--permissions", "--add-permissions"].flatMap((name) => flagList(call, name)).map(valueOfArgument);

const filePermissions = (tree: Tree | undefined, { span }: Argument): readonly Value[] =>
  textsAt(tree, "includedPermissions").map((text) => toValue(text, span));

function isOpen(
  call: Call,
  tree: Tree | undefined,
  file: Argument | undefined,
  permissions: readonly Value[],
): boolean {
  if (file !== undefined && tree === undefined) return true;
  return call.open || hasFlag(call, "--add-permissions") || permissions.some(({ kind }) => kind === "unknown");
}

function valueIn(tree: Tree | undefined, key: string, file: Argument | undefined): Value | undefined {
  const text = textAt(tree, key);
  return text && file && toValue(text, file.span);
}

function roleName(call: Call, id: Argument, organization: Argument | undefined, project: Argument | undefined): Value {
  if (flat(id.text).includes("/roles/")) return valueOfArgument(id);
  const home: readonly [string, Text] =
    organization === undefined
      ? ["projects/", (project ?? projectOf(call)).text]
      : ["organizations/", organization.text];
  const joint = (text: string) => literal(text, id.span, false);
  const text = [joint(home[0]), ...home[1], joint("/roles/"), ...id.text];
  // The id is what the command says of the role's own name.
  return toValue(usedAt(text, id.span), id.span);
}
