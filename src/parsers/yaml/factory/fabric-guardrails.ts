import type { Deny, Fact, OrgPolicy } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Value, known } from "../../../model/value.ts";
import { type Document, lineSpanAt, spanAt } from "../text/document.ts";
import { optional } from "../text/optional.ts";
import {
  type Entry,
  type Scalar,
  type Tree,
  booleanOf,
  entriesOf,
  get,
  isDict,
  itemsOf,
  scalarsOf,
} from "../text/tree.ts";
import { valueAt } from "../text/values.ts";

/** Organization policies, audit logs and deny policies of one resource. */
export function factoryGuardrails(document: Document, resource: ResourceRef): readonly Fact[] {
  const { root } = document;
  return [
    ...factoryOrgPolicies(document, get(root, "org_policies"), resource),
    ...entriesOf(get(root, "data_access_logs")).map((entry) => auditConfig(document, entry, resource)),
    ...entriesOf(get(root, "iam_deny_policies")).flatMap(({ key, value }) =>
      itemsOf(get(value, "rules")).map((rule) => deny(document, key, rule, resource)),
    ),
  ];
}

/** `{service: {DATA_READ: {exempted_members}}}` */
const auditConfig = (document: Document, { key, value }: Entry, resource: ResourceRef): Fact => ({
  kind: "audit-config",
  resource,
  service: valueAt(document, key),
  logTypes: entriesOf(value).map((log) => known(log.key.text, spanAt(document, log.key))),
  exempted: entriesOf(value)
    .flatMap((log) => scalarsOf(get(log.value, "exempted_members")))
    .map((member) => valueAt(document, member)),
  span: lineSpanAt(document, key),
  dialect: document.dialect,
});

function deny(document: Document, key: Scalar, rule: Tree, resource: ResourceRef): Deny {
  const values = (name: string): readonly Value[] =>
    scalarsOf(get(rule, name)).map((scalar) => valueAt(document, scalar));
  return {
    kind: "deny",
    resource,
    principals: values("denied_principals"),
    exceptPrincipals: values("exception_principals"),
    permissions: values("denied_permissions"),
    exceptPermissions: values("exception_permissions"),
    span: lineSpanAt(document, key),
    dialect: document.dialect,
  };
}

/** `{constraint: {rules: [{enforce}, {allow: {all, values}}, {deny: {all, values}}]}}` */
export const factoryOrgPolicies = (
  document: Document,
  tree: Tree | undefined,
  resource: ResourceRef,
): readonly OrgPolicy[] =>
  entriesOf(tree)
    .filter(({ value }) => isDict(value))
    .map((entry) => orgPolicy(document, entry, resource));

function orgPolicy(document: Document, { key, value }: Entry, resource: ResourceRef): OrgPolicy {
  // A rule with a condition holds for tagged resources only.
  const rules = itemsOf(get(value, "rules")).filter((rule) => get(rule, "condition") === undefined);
  const enforced = rules.map((rule) => booleanOf(get(rule, "enforce"))).find((flag) => flag !== undefined);
  const values = (side: string): readonly Value[] => [
    ...(rules.some((rule) => booleanOf(get(get(rule, side), "all")) === true)
      ? [known("all", spanAt(document, key))]
      : []),
    ...rules.flatMap((rule) => scalarsOf(get(get(rule, side), "values"))).map((scalar) => valueAt(document, scalar)),
  ];
  const [allowed, denied] = [values("allow"), values("deny")];
  return {
    kind: "org-policy",
    resource,
    constraint: valueAt(document, key),
    ...optional("enforced", enforced),
    ...(allowed.length === 0 ? {} : { allowed }),
    ...(denied.length === 0 ? {} : { denied }),
    span: lineSpanAt(document, key),
    dialect: document.dialect,
  };
}
