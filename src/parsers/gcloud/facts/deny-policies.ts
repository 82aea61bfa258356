import type { ResourceRef } from "../../../model/resource.ts";
import { type Call, flag, optional, placeOfCall, unanalysed } from "../call.ts";
import type { Argument } from "../command-line.ts";
import { type Tree, at, itemsAt, textAt, textsAt } from "../documents.ts";
import { flat, plain, slice, toValue } from "../text.ts";
import { documentIn } from "./policies.ts";

/** `gcloud iam policies create ID --attachment-point=… --kind=denypolicies --policy-file=F`. */
export function createDenyPolicy(call: Call): void {
  const file = flag(call, "--policy-file");
  const point = flag(call, "--attachment-point");
  if (file === undefined || point === undefined) return;
  const tree = documentIn(call, file);
  if (tree === undefined)
    return unanalysed(
      call,
      "The deny policy's file can't be read: it is not in the scanned files, or a command writes it",
    );
  for (const rule of itemsAt(tree, "rules")) addRule(call, attachedTo(point), at(rule, "denyRule"), file);
}

/** `cloudresourcemanager.googleapis.com/projects/p`, in which `%2F` may stand for the slashes. */
function attachedTo({ text, span }: Argument): ResourceRef {
  const whole = flat(text);
  const match = /(projects|folders|organizations)(?:\/|%2F)(.+)$/i.exec(whole);
  if (match === null) return { type: "unknown", name: toValue(text, span) };
  const [, collection = "", name = ""] = match;
  return { type: collection.toLowerCase().slice(0, -1), name: toValue(slice(text, whole.length - name.length), span) };
}

function addRule(call: Call, resource: ResourceRef, rule: Tree | undefined, { span }: Argument): void {
  const values = (key: string) => textsAt(rule, key).map((text) => toValue(text, span));
  const expression = textAt(rule, "denialCondition", "expression");
  const title = textAt(rule, "denialCondition", "title");
  call.facts.push({
    kind: "deny",
    resource,
    principals: values("deniedPrincipals"),
    exceptPrincipals: values("exceptionPrincipals"),
    permissions: values("deniedPermissions"),
    exceptPermissions: values("exceptionPermissions"),
    ...optional(
      "condition",
      expression && plain(expression) !== "true"
        ? { expression: toValue(expression, span), ...optional("title", title && toValue(title, span)) }
        : undefined,
    ),
    ...placeOfCall(call),
  });
}
