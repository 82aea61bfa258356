import { unknown } from "../../../model/value.ts";
import { type Call, flag, flagValue, lastSegment, optional, placeOfCall } from "../call.ts";
import { readDocument, textsAt } from "../documents.ts";
import { fileOf } from "../files.ts";
import { type Text, flat, split, toValue, trim } from "../text.ts";

/** `gcloud iam principal-access-boundary-policies create ID --details-rules=…`: what it allows, for who binds it. */
export function createBoundary(call: Call): void {
  const [id] = call.args;
  const rules = flag(call, "--details-rules", "--add-details-rules");
  if (id === undefined || rules === undefined) return;
  const document = fileOf(call.shell, rules.text)?.text ?? rules.text;
  const tree = readDocument(document, call.shell.problems);
  const items = tree?.kind === "list" ? tree.items : [];
  const listed = items.flatMap((rule) => textsAt(rule, "resources"));
  const resources = listed.length > 0 ? listed : inline(rules.text);
  const joined = resources.flatMap((text) => separator(text).concat(text));
  call.shell.state.properties.set(boundaryName(id.text), joined);
  const version = flag(call, "--details-enforcement-version");
  if (version !== undefined) call.shell.state.properties.set(versionName(id.text), version.text);
}

/** `resources=["//…"],effect=ALLOW`, the short form of a rule. */
const inline = (text: Text): readonly Text[] =>
  split(text, /["'[\],\s]+/gu)
    .map(trim)
    .filter((part) => flat(part).startsWith("//"));

const separator = (text: Text): Text => {
  const use = text[0]?.use;
  return use === undefined ? [] : [{ kind: "literal", text: "\n", origin: use, exact: false, use }];
};

const versionName = (id: Text): string => `version of ${boundaryName(id)}`;
const boundaryName = (id: Text): string => `boundary ${flat(lastSegment(id))}`;

/** `gcloud iam policy-bindings create ID --policy=… --target-principal-set=…`. */
export function bindBoundary(call: Call): void {
  const policy = flag(call, "--policy");
  const principalSet = flagValue(call, "--target-principal-set");
  if (policy === undefined || principalSet === undefined || flat(policy.text).includes("accessPolicies")) return;
  const allowed = call.shell.state.properties.get(boundaryName(policy.text));
  const version = call.shell.state.properties.get(versionName(policy.text));
  const expression = flagValue(call, "--condition-expression");
  const title = flagValue(call, "--condition-title");
  call.facts.push({
    kind: "boundary",
    principalSet,
    allowed:
      allowed === undefined
        ? [unknown("resources", "the policy's rules are not in this script", policy.span)]
        : split(allowed, "\n")
            .slice(1)
            .map((text) => toValue(text, policy.span)),
    ...optional("version", version && toValue(version, policy.span)),
    ...optional("condition", expression && { expression, ...optional("title", title) }),
    ...placeOfCall(call),
  });
}
