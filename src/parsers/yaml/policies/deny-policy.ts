import type { Boundary, Deny, Fact } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Value, unknown } from "../../../model/value.ts";
import { conditionAt } from "./conditions.ts";
import { type Document, type Found, lineSpanAt, spanAt } from "../text/document.ts";
import { ownerOf } from "./policy-owner.ts";
import { refOfName, unknownRef } from "./resource-refs.ts";
import { type Tree, entryOf, get, has, isDict, isList, itemsOf, scalarsOf, textAt } from "../text/tree.ts";
import { optionalValue, valueAt } from "../text/values.ts";

/** The rules of a deny policy, in the form of the v2 API and of Config Connector. */
export function denyRules(document: Document, rules: Tree | undefined, resource: ResourceRef): readonly Deny[] {
  return itemsOf(rules).flatMap((rule): readonly Deny[] => {
    const deny = get(rule, "denyRule");
    if (deny === undefined) return [];
    const condition = conditionAt(document, get(deny, "denialCondition"));
    const values = (key: string): readonly Value[] =>
      scalarsOf(get(deny, key)).map((scalar) => valueAt(document, scalar));
    return [
      {
        kind: "deny",
        resource,
        principals: values("deniedPrincipals"),
        exceptPrincipals: values("exceptionPrincipals"),
        permissions: values("deniedPermissions"),
        exceptPermissions: values("exceptionPermissions"),
        ...(condition === undefined ? {} : { condition }),
        span: lineSpanAt(document, entryOf(rule, "denyRule")?.key ?? deny),
        dialect: document.dialect,
      },
    ];
  });
}

/** Deny policies as `gcloud iam policies get|create` has them. */
export const denyPolicies = {
  recognises: ({ root }: Document): boolean => policiesIn(root).some(isDeny),

  read(document: Document, found: Found): void {
    for (const policy of policiesIn(document.root)) {
      if (!isDeny(policy)) continue;
      const span = lineSpanAt(document, entryOf(policy, "rules")?.key ?? policy);
      const resource =
        attachmentIn(document, policy) ??
        ownerOf(document, { kind: "dict", entries: [], start: 0, end: 0 }) ??
        unknownRef(span, "the file does not say what the deny policy is attached to");
      found.facts.push(...denyRules(document, get(policy, "rules"), resource));
    }
  },
};

const policiesIn = (root: Tree): readonly Tree[] =>
  isList(root) ? root.items : isList(get(root, "policies")) ? itemsOf(get(root, "policies")) : [root];

const isDeny = (tree: Tree): boolean =>
  !has(tree, "apiVersion") && itemsOf(get(tree, "rules")).some((rule) => has(rule, "denyRule"));

/** `policies/cloudresourcemanager.googleapis.com%2Fprojects%2Fp/denypolicies/x`. */
function attachmentIn(document: Document, policy: Tree): ResourceRef | undefined {
  const name = textAt(policy, "name");
  const attachment = /^policies\/([^/]+)\/denypolicies\//u.exec(name ?? "")?.[1]?.replaceAll(/%2F/giu, "/");
  const entry = entryOf(policy, "name");
  return attachment === undefined || entry === undefined
    ? undefined
    : refOfName(`//${attachment}`, spanAt(document, entry.value));
}

/** Principal access boundary policies, and the bindings that say whom they bind. */
export const boundaries = {
  recognises: ({ root }: Document): boolean => isBoundary(root) || isBoundaryBinding(root),

  read(document: Document, found: Found): void {
    const { root } = document;
    found.facts.push(...(isBoundaryBinding(root) ? bindingFacts(document, root) : []));
  },
};

const isBoundary = (tree: Tree): boolean =>
  isDict(tree) && itemsOf(get(get(tree, "details"), "rules")).some((rule) => has(rule, "resources"));
const isBoundaryBinding = (tree: Tree): boolean => has(get(tree, "target"), "principalSet") && has(tree, "policy");

function bindingFacts(document: Document, tree: Tree): readonly Fact[] {
  const principalSet = optionalValue(document, get(get(tree, "target"), "principalSet"));
  if (principalSet === undefined) return [];
  const condition = conditionAt(document, get(tree, "condition"));
  const details = get(get(tree, "policyDetails") ?? get(tree, "policy"), "details");
  const rules = itemsOf(get(details, "rules"));
  const version = optionalValue(document, get(details, "enforcementVersion"));
  const allowed = rules.flatMap((rule) => scalarsOf(get(rule, "resources"))).map((scalar) => valueAt(document, scalar));
  const boundary: Boundary = {
    kind: "boundary",
    principalSet,
    allowed:
      allowed.length === 0
        ? [unknown("rules of the policy", "the policy is not in this document", principalSet.span)]
        : allowed,
    ...(version === undefined ? {} : { version }),
    ...(condition === undefined ? {} : { condition }),
    span: principalSet.span,
    dialect: document.dialect,
  };
  return [boundary];
}
