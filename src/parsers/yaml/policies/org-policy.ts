import type { Fact, OrgPolicy } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import type { Span } from "../../../model/source.ts";
import { type Value, known } from "../../../model/value.ts";
import { type Document, type Found, lineSpanAt, spanAt } from "../text/document.ts";
import { ownerOf } from "./policy-owner.ts";
import { refOfName, unknownRef } from "./resource-refs.ts";
import {
  type Scalar,
  type Tree,
  booleanOf,
  entryOf,
  get,
  has,
  isList,
  itemsOf,
  scalarAt,
  scalarsOf,
} from "../text/tree.ts";
import { valueAt } from "../text/values.ts";

/** Organization policies as `gcloud org-policies describe|set-policy` and `gcloud resource-manager org-policies` have them. */
export const orgPolicies = {
  recognises: ({ root }: Document): boolean => policiesIn(root).some((policy) => isV1(policy) || isV2(policy)),

  read(document: Document, found: Found): void {
    for (const policy of policiesIn(document.root)) {
      if (isV2(policy)) found.facts.push(...named(document, policy));
      else if (isV1(policy)) found.facts.push(...orgPolicyV1(document, policy, owner(document, policy)));
    }
  },
};

const policiesIn = (root: Tree): readonly Tree[] => (isList(root) ? root.items : [root]);

const isV1 = (tree: Tree): boolean =>
  scalarAt(tree, "constraint")?.text.startsWith("constraints/") === true &&
  ["booleanPolicy", "listPolicy", "restoreDefault"].some((key) => has(tree, key));

const nameForm = /^(?:\/\/orgpolicy\.googleapis\.com\/)?((?:projects|folders|organizations)\/[^/]+)\/policies\/(.+)$/u;

const isV2 = (tree: Tree): boolean =>
  nameForm.test(scalarAt(tree, "name")?.text ?? "") && (has(tree, "spec") || has(tree, "dryRunSpec"));

const owner = (document: Document, policy: Tree): ResourceRef =>
  ownerOf(document, policy) ??
  unknownRef(
    lineSpanAt(document, entryOf(policy, "constraint")?.key ?? policy),
    "the file does not say what the policy is attached to",
  );

function named(document: Document, policy: Tree): readonly OrgPolicy[] {
  const name = scalarAt(policy, "name");
  const spec = get(policy, "spec");
  const match = nameForm.exec(name?.text ?? "");
  if (name === undefined || spec === undefined || match === null) return [];
  const [, parent = "", constraint = ""] = match;
  const span = spanAt(document, name);
  const resource = refOfName(parent, span) ?? unknownRef(span, "the name of the policy");
  return orgPolicyV2(document, spec, known(constraint, span), resource, span);
}

/** `{rules: [{enforce}, {values: {allowedValues, deniedValues}}, {allowAll}, {denyAll}]}`. Dry runs and conditional rules do not count. */
export function orgPolicyV2(
  document: Document,
  spec: Tree,
  constraint: Value,
  resource: ResourceRef,
  span: Span,
): readonly OrgPolicy[] {
  const rules = itemsOf(get(spec, "rules")).filter((rule) => !has(rule, "condition"));
  const enforced = rules.map((rule) => booleanOf(get(rule, "enforce"))).find((flag) => flag !== undefined);
  const values = (key: string): readonly Scalar[] => rules.flatMap((rule) => scalarsOf(get(get(rule, "values"), key)));
  const all = (key: string): readonly Value[] =>
    rules.some((rule) => booleanOf(get(rule, key)) === true) ? [known("all", span)] : [];
  return [
    orgPolicy(document, { resource, constraint, span }, enforced, [
      [...all("allowAll"), ...values("allowedValues").map((scalar) => valueAt(document, scalar))],
      [...all("denyAll"), ...values("deniedValues").map((scalar) => valueAt(document, scalar))],
    ]),
  ];
}

/** `{constraint, booleanPolicy: {enforced}}` or `{constraint, listPolicy: {allowedValues, deniedValues, allValues}}`. */
export function orgPolicyV1(document: Document, tree: Tree, resource: ResourceRef): readonly Fact[] {
  const constraint = scalarAt(tree, "constraint");
  if (constraint === undefined) return [];
  const list = get(tree, "listPolicy");
  const span = spanAt(document, constraint);
  const values = (keys: readonly string[], allow: string): readonly Value[] => [
    ...(scalarAt(list, "allValues")?.text === allow || booleanOf(get(get(list, allow.toLowerCase()), "all")) === true
      ? [known("all", span)]
      : []),
    ...keys.flatMap((key) => scalarsOf(get(list, key))).map((scalar) => valueAt(document, scalar)),
    ...scalarsOf(get(get(list, allow.toLowerCase()), "values")).map((scalar) => valueAt(document, scalar)),
  ];
  const enforced = has(tree, "booleanPolicy")
    ? (booleanOf(get(get(tree, "booleanPolicy"), "enforced")) ?? false)
    : undefined;
  const attached = { resource, constraint: valueAt(document, constraint), span };
  return [
    orgPolicy(document, attached, enforced, [values(["allowedValues"], "ALLOW"), values(["deniedValues"], "DENY")]),
  ];
}

function orgPolicy(
  document: Document,
  attached: { readonly resource: ResourceRef; readonly constraint: Value; readonly span: Span },
  enforced: boolean | undefined,
  [allowed, denied]: readonly [readonly Value[], readonly Value[]],
): OrgPolicy {
  return {
    kind: "org-policy",
    ...attached,
    ...(enforced === undefined ? {} : { enforced }),
    ...(allowed.length === 0 ? {} : { allowed }),
    ...(denied.length === 0 ? {} : { denied }),
    dialect: document.dialect,
  };
}
