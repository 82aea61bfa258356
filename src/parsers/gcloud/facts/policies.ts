import { type PolicyGroup, policyGroupNamed } from "../../../gcp/gcloud-commands.ts";
import type { Condition, Grant } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Value, unknown } from "../../../model/value.ts";
import {
  type Call,
  flag,
  hasFlag,
  listDelimiter,
  optional,
  placeOfCall,
  unanalysed,
  valueOfArgument,
} from "../call.ts";
import type { Argument } from "../command-line.ts";
import { itemsAt, readDocument, textAt, textsAt, type Tree } from "../documents.ts";
import { fileOf } from "../files.ts";
import { resourceOf } from "../resources.ts";
import { type Text, flat, plain, slice, split, toValue } from "../text.ts";

export const policyVerb: RegExp = /^(add-iam-policy-binding|remove-iam-policy-binding|set-iam-policy)$/;

/** `gcloud GROUP add-iam-policy-binding` and its like, for every group. */
export function grantByPolicyCommand(call: Call): void {
  const words = call.command.split(" ");
  const verb = words.at(-1) ?? "";
  const group = policyGroupNamed(words.slice(0, -1).join(" ")) ?? unlisted(words.slice(0, -1));
  if (verb === "set-iam-policy") return setPolicies(call, group);
  const named = group.positionals === 0 ? nameFlag(call, group.places) : call.args[0];
  const resource = resourceOf(call, iapType(call, group.type), named, group.places);
  addGrant(call, resource, verb === "add-iam-policy-binding" ? "add" : "remove");
}

/** A group that is newer than the tables: its words say what it is. */
const unlisted = (words: readonly string[]): PolicyGroup => ({
  type: words.join("-").replace(/s$/, ""),
  positionals: 1,
  places: [],
});

/** Groups that name the resource by a flag of their own. */
const nameFlag = (call: Call, places: readonly string[]): Argument | undefined =>
  flag(call, ...places.filter((name) => !/location|region|resource-type/.test(name)));

function iapType(call: Call, type: string): string {
  if (type !== "iap-web") return type;
  const of = plain(flag(call, "--resource-type")?.text);
  if (of === "app-engine") return hasFlag(call, "--service") ? "iap-app-engine-service" : "iap-web-type-app-engine";
  if (of !== undefined) return hasFlag(call, "--service") ? "iap-web-backend-service" : "iap-web-type-compute";
  return type;
}

/** `--member` and `--role` on a resource. */
export function addGrant(call: Call, resource: ResourceRef, change: Grant["change"]): void {
  const principal = required(call, "--member");
  const role = required(call, "--role");
  if (principal === undefined || role === undefined) return;
  call.facts.push({
    kind: "grant",
    principal,
    role,
    resource,
    ...optional("condition", conditionOf(call)),
    change,
    authority: "member",
    writer: call.writer,
    ...placeOfCall(call),
  });
}

/** A flag that must be there; where words are not known, it may be among them. */
function required(call: Call, name: string): Value | undefined {
  const found = flag(call, name);
  if (found !== undefined) return valueOfArgument(found);
  return call.open ? unknown(name, "the script's arguments are not known", call.invocation.span) : undefined;
}

/** `--condition=expression=…,title=…` or `--condition-from-file`. */
function conditionOf(call: Call): Condition | undefined {
  const file = flag(call, "--condition-from-file");
  if (file !== undefined) return conditionInFile(call, file);
  const given = flag(call, "--condition");
  if (given === undefined || plain(given.text)?.toLowerCase() === "none") return undefined;
  const [delimiter, rest] = listDelimiter(given.text);
  const parts = new Map<string, Text>();
  for (const part of split(rest, delimiter === "," ? /,(?=\s*(?:title|description|expression)=)/g : delimiter)) {
    const key = /^\s*(title|description|expression)=/.exec(flat(part));
    if (key?.[1] !== undefined) parts.set(key[1], slice(part, key[0].length));
  }
  const expression = parts.get("expression");
  if (expression === undefined) return { expression: toValue(given.text, given.span) };
  return conditionFrom(parts.get.bind(parts), expression, given);
}

function conditionFrom(get: (key: string) => Text | undefined, expression: Text, { span }: Argument): Condition {
  const value = (key: string): Value | undefined => {
    const text = get(key);
    return text && toValue(text, span);
  };
  return {
    expression: toValue(expression, span),
    ...optional("title", value("title")),
    ...optional("description", value("description")),
  };
}

function conditionInFile(call: Call, file: Argument): Condition {
  const tree = documentIn(call, file);
  const expression = textAt(tree, "expression");
  if (expression === undefined) {
    return { expression: unknown("--condition-from-file", "the file of the condition can't be read", file.span) };
  }
  return conditionFrom((key) => textAt(tree, key), expression, file);
}

/** The YAML or JSON file that an argument names; `-` and `/dev/stdin` are the input. */
export function documentIn(call: Call, { text }: Argument): Tree | undefined {
  const name = plain(text);
  const content = name === "-" || name === "/dev/stdin" ? call.invocation.stdin : fileOf(call.shell, text)?.text;
  return content && readDocument(content, call.shell.problems);
}

function setPolicies(call: Call, group: PolicyGroup): void {
  const byFlag = flag(call, "--policy-file");
  const file = byFlag ?? call.args.at(-1);
  const names = byFlag === undefined ? call.args.slice(0, -1) : call.args;
  if (file === undefined) return;
  const resources = group.positionals === 0 ? [nameFlag(call, group.places)] : names;
  for (const name of resources) setPolicy(call, resourceOf(call, iapType(call, group.type), name, group.places), file);
}

/** The whole policy of a resource, from a file. */
export function setPolicy(call: Call, resource: ResourceRef, file: Argument): void {
  const tree = documentIn(call, file);
  const bindings = tree && itemsAt(tree, "bindings");
  if (bindings === undefined || (bindings.length === 0 && textAt(tree, "etag") === undefined && tree?.kind !== "map")) {
    unanalysed(
      call,
      `The policy in ${shownName(file)} can't be read: it is not in the scanned files, or a command writes it`,
    );
    return;
  }
  let whole = true;
  for (const binding of bindings) whole = grantsOfBinding(call, resource, binding, file) && whole;
  if (whole) call.facts.push({ kind: "policy-read", resource, mode: "replaces", ...placeOfCall(call) });
}

const shownName = ({ text }: Argument): string => {
  const name = plain(text);
  return name === undefined ? "a file whose name is not known" : `'${name}'`;
};

/** Whether everything of the binding is known. */
function grantsOfBinding(call: Call, resource: ResourceRef, binding: Tree, { span }: Argument): boolean {
  const role = textAt(binding, "role");
  if (role === undefined) return false;
  const expression = textAt(binding, "condition", "expression");
  const condition =
    expression && conditionFrom((key) => textAt(binding, "condition", key), expression, { text: [], span });
  const members = textsAt(binding, "members");
  for (const member of members) {
    call.facts.push({
      kind: "grant",
      principal: toValue(member, span),
      role: toValue(role, span),
      resource,
      ...optional("condition", condition),
      change: "add",
      authority: "policy",
      writer: call.writer,
      ...placeOfCall(call),
    });
  }
  return [role, ...members].every((text) => plain(text) !== undefined);
}
