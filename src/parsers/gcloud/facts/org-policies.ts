import type { OrgPolicy } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Call, flag, optional, placeOfCall, projectOf, unanalysed, valueOfArgument } from "../call.ts";
import type { Argument } from "../command-line.ts";
import { type Tree, at, itemsAt, textAt, textsAt } from "../documents.ts";
import { partsOfName } from "../resources.ts";
import { type Text, plain, slice, split, toValue } from "../text.ts";
import { documentIn } from "./policies.ts";

type Setting = Pick<OrgPolicy, "enforced" | "allowed" | "denied">;

export const enforceConstraint = (call: Call): void => addConstraint(call, { enforced: true });
export const releaseConstraint = (call: Call): void => addConstraint(call, { enforced: false });
export const allowValues = (call: Call): void =>
  addConstraint(call, { allowed: call.args.slice(1).map(valueOfArgument) });
export const denyValues = (call: Call): void =>
  addConstraint(call, { denied: call.args.slice(1).map(valueOfArgument) });

function addConstraint(call: Call, setting: Setting): void {
  const [constraint] = call.args;
  if (constraint === undefined) return;
  call.facts.push({
    kind: "org-policy",
    resource: ownerOf(call),
    constraint: valueOfArgument(constraint),
    ...setting,
    ...placeOfCall(call),
  });
}

function ownerOf(call: Call): ResourceRef {
  for (const type of ["folder", "organization"]) {
    const owner = flag(call, `--${type}`);
    if (owner !== undefined) return { type, name: valueOfArgument({ ...owner, text: partsOfName(owner).name }) };
  }
  return { type: "project", name: valueOfArgument(projectOf(call)) };
}

/** `set-policy FILE`, in the form of `org-policies` (`name`, `spec.rules`) or of `resource-manager` (`constraint`). */
export function setConstraintPolicy(call: Call): void {
  const [file] = call.args;
  if (file === undefined) return;
  const tree = documentIn(call, file);
  if (tree === undefined)
    return unanalysed(
      call,
      "The organization policy's file can't be read: it is not in the scanned files, or a command writes it",
    );
  const name = textAt(tree, "name");
  const legacy = textAt(tree, "constraint");
  if (name !== undefined)
    addPolicy(call, namedOwner(name, file), slice(name, lastSlash(name) + 1), rulesOf(tree), file);
  else if (legacy !== undefined) addPolicy(call, ownerOf(call), legacy, legacyRules(tree), file);
}

const lastSlash = (text: Text): number =>
  text
    .map((piece) => (piece.kind === "literal" ? piece.text : "\u0000"))
    .join("")
    .lastIndexOf("/");

/** `projects/p/policies/iam.x`: the project p. */
function namedOwner(name: Text, { span }: Argument): ResourceRef {
  const [collection, id = []] = split(name, "/");
  const type = (plain(collection) ?? "").replace(/s$/, "") || "project";
  return { type, name: toValue(id, span) };
}

interface Rules {
  readonly enforce: string | undefined;
  readonly allowed: readonly Text[];
  readonly denied: readonly Text[];
}

/** `allowAll: true` as the one value that it is. */
const flagIn = (rule: Tree, key: string): readonly Text[] =>
  textsAt(rule, key).filter((text) => plain(text) === "true");

function rulesOf(tree: Tree): Rules {
  // A rule with a condition says nothing of what it does not hold for.
  const rules = itemsAt(tree, "spec", "rules").filter((rule) => at(rule, "condition") === undefined);
  return {
    enforce: rules.map((rule) => plain(textAt(rule, "enforce"))).find((enforce) => enforce !== undefined),
    allowed: rules.flatMap((rule) => textsAt(rule, "values", "allowedValues").concat(flagIn(rule, "allowAll"))),
    denied: rules.flatMap((rule) => textsAt(rule, "values", "deniedValues").concat(flagIn(rule, "denyAll"))),
  };
}

const legacyRules = (tree: Tree): Rules => ({
  enforce:
    at(tree, "booleanPolicy") === undefined ? undefined : (plain(textAt(tree, "booleanPolicy", "enforced")) ?? "false"),
  allowed: textsAt(tree, "listPolicy", "allowedValues"),
  denied: textsAt(tree, "listPolicy", "deniedValues"),
});

function addPolicy(call: Call, resource: ResourceRef, constraint: Text, rules: Rules, { span }: Argument): void {
  const values = (texts: readonly Text[]) =>
    texts.length === 0 ? undefined : texts.map((text) => toValue(text, span));
  call.facts.push({
    kind: "org-policy",
    resource,
    constraint: toValue(constraint, span),
    ...optional("enforced", rules.enforce === undefined ? undefined : rules.enforce === "true"),
    ...optional("allowed", values(rules.allowed)),
    ...optional("denied", values(rules.denied)),
    ...placeOfCall(call),
  });
}
