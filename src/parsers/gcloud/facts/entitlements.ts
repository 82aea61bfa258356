import type { Grant } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Call, flag, optional, placeOfCall, unanalysed } from "../call.ts";
import type { Argument } from "../command-line.ts";
import { at, itemsAt, textAt, textsAt } from "../documents.ts";
import { type Text, flat, slice, toValue } from "../text.ts";
import { documentIn } from "./policies.ts";

/** `gcloud pam entitlements create ID --entitlement-file=F`: roles that somebody may ask for. */
export function createEntitlement(call: Call): void {
  const file = flag(call, "--entitlement-file");
  if (file === undefined) return;
  const tree = documentIn(call, file);
  if (tree === undefined)
    return unanalysed(
      call,
      "The entitlement's file can't be read: it is not in the scanned files, or a command writes it",
    );
  const access = at(tree, "privilegedAccess", "gcpIamAccess");
  const resource = resourceNamed(textAt(access, "resource") ?? [], file);
  const users = itemsAt(tree, "eligibleUsers").flatMap((entry) => textsAt(entry, "principals"));
  for (const binding of itemsAt(access, "roleBindings")) {
    const role = textAt(binding, "role");
    const expression = textAt(binding, "conditionExpression");
    for (const principal of role === undefined ? [] : users) {
      const grant: Grant = {
        kind: "grant",
        principal: toValue(principal, file.span),
        role: toValue(role ?? [], file.span),
        resource,
        ...optional("condition", expression && { expression: toValue(expression, file.span) }),
        change: "add",
        authority: "member",
        writer: call.writer,
        eligible: true,
        ...placeOfCall(call),
      };
      call.facts.push(grant);
    }
  }
}

/** `//cloudresourcemanager.googleapis.com/projects/p`. */
function resourceNamed(name: Text, { span }: Argument): ResourceRef {
  const match = /\/(projects|folders|organizations)\/([^/]+)$/.exec(flat(name));
  if (match === null) return { type: "unknown", name: toValue(name, span) };
  const [, collection = "", id = ""] = match;
  return { type: collection.slice(0, -1), name: toValue(slice(name, flat(name).length - id.length), span) };
}
