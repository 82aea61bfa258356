import type { Fact } from "../../../model/fact.ts";
import { type Value, partsOf, unknown, valueOf } from "../../../model/value.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { bindingGrants, policyFacts } from "../policies/allow-policy.ts";
import { type Document, type Found, lineSpanAt, spanAt } from "../text/document.ts";
import { grantOf } from "../policies/grants.ts";
import { accountPath } from "../manifests/kcc-refs.ts";
import { optional } from "../text/optional.ts";
import { refOfName, unknownRef } from "../policies/resource-refs.ts";
import {
  type Scalar,
  type Tree,
  at,
  entryOf,
  get,
  isScalar,
  itemsOf,
  scalarAt,
  scalarsOf,
  textAt,
} from "../text/tree.ts";
import { optionalValue, valueAt } from "../text/values.ts";

const ours = /^(?:gcp-types\/|iam\.v1\.|storage\.v1\.|compute\.v1\.|[\w./-]+\.(?:jinja|py)$)/u;

/** Deployment Manager configurations; what their templates make is not known here. */
export const deploymentManager = {
  recognises: ({ root }: Document): boolean =>
    itemsOf(get(root, "resources")).some((item) => ours.test(textAt(item, "type") ?? textAt(item, "action") ?? "")),

  read(document: Document, found: Found): void {
    for (const item of itemsOf(get(document.root, "resources"))) readResource(document, found, item);
  },
};

function readResource(document: Document, found: Found, item: Tree): void {
  const type = scalarAt(item, "type") ?? scalarAt(item, "action");
  if (type === undefined) return;
  if (/\.(?:jinja|py)$/u.test(type.text)) {
    found.problems.push({
      kind: "unanalysed",
      message: `what the template ${type.text} makes is not analysed: templates are not run`,
      at: spanAt(document, type),
    });
    return;
  }
  found.facts.push(...factsOf(document, item, type), ...accessControl(document, item, type));
}

function factsOf(document: Document, item: Tree, type: Scalar): readonly Fact[] {
  const properties = get(item, "properties");
  const collection = /:virtual\.([\w.]+)\.iamMemberBinding$/u.exec(type.text)?.[1];
  if (collection !== undefined) return memberBinding(document, properties, type, collection);
  const setter = /([\w.]+)\.setIamPolicy$/u.exec(type.text)?.[1];
  if (setter !== undefined) return setPolicy(document, properties, type, setter);
  if (type.text.endsWith("serviceAccounts.keys")) {
    const parent = optionalValue(document, get(properties, "parent"));
    return [
      {
        kind: "key",
        form: "service-account-key",
        ...optional("account", parent && accountPath(parent)),
        ...place(document, type),
      },
    ];
  }
  if (/serviceAccounts?$/u.test(type.text)) return account(document, properties, type);
  return /(?:projects|organizations)\.roles$/u.test(type.text) ? role(document, properties, type) : [];
}

const place = (document: Document, type: Scalar): Pick<Fact, "span" | "dialect"> => ({
  span: lineSpanAt(document, type),
  dialect: document.dialect,
});

const types: Readonly<Record<string, string>> = {
  projects: "project",
  folders: "folder",
  organizations: "organization",
  buckets: "storage-bucket",
  functions: "cloudfunctions-function",
  serviceAccounts: "service-account",
  topics: "pubsub-topic",
  datasets: "bigquery-dataset",
};

/** `resource` or `bucket` as the type says what it is. */
function target(document: Document, properties: Tree | undefined, type: Scalar, collection: string): ResourceRef {
  const scalar = scalarAt(properties, "resource") ?? scalarAt(properties, "bucket") ?? scalarAt(properties, "name");
  if (scalar === undefined) return unknownRef(spanAt(document, type), "the resource does not name its target");
  const value = valueAt(document, scalar);
  const full = value.kind === "known" && value.text.includes("/") ? refOfName(value.text, value.span) : undefined;
  const known = types[collection.split(".").at(-1) ?? ""];
  return full ?? { type: known ?? "unknown", name: value };
}

function memberBinding(
  document: Document,
  properties: Tree | undefined,
  type: Scalar,
  collection: string,
): readonly Fact[] {
  const resource = target(document, properties, type, collection);
  const roleName = optionalValue(document, get(properties, "role"));
  const principal = optionalValue(document, get(properties, "member"));
  const { span, dialect } = place(document, type);
  if (roleName === undefined || principal === undefined) return [];
  return [grantOf({ principal, role: roleName, resource, authority: "member", writer: type.text, span, dialect })];
}

function setPolicy(
  document: Document,
  properties: Tree | undefined,
  type: Scalar,
  collection: string,
): readonly Fact[] {
  const writer = {
    resource: target(document, properties, type, collection),
    writer: type.text,
    span: lineSpanAt(document, type),
  };
  const patch = get(properties, "gcpIamPolicyPatch");
  const policy = get(properties, "policy");
  const changed = (key: string, change: "add" | "remove"): readonly Fact[] =>
    itemsOf(get(patch, key)).flatMap((binding) =>
      bindingGrants(document, binding, { ...writer, authority: "member", change }),
    );
  if (patch !== undefined) return [...changed("add", "add"), ...changed("remove", "remove")];
  return policy === undefined
    ? []
    : policyFacts(document, policy, { ...writer, authority: "policy", mode: "replaces" });
}

/** `accessControl` replaces the policy of the resource that it stands in. */
function accessControl(document: Document, item: Tree, type: Scalar): readonly Fact[] {
  const policy = at(item, "accessControl", "gcpIamPolicy");
  if (policy === undefined) return [];
  const name = optionalValue(document, get(get(item, "properties"), "name") ?? get(item, "name"));
  const kind = Object.entries(kinds).find(([suffix]) => type.text.endsWith(suffix))?.[1];
  const span = lineSpanAt(document, entryOf(item, "accessControl")?.key ?? type);
  const resource =
    name === undefined || kind === undefined
      ? unknownRef(span, "a kind of resource that is not in the tables")
      : { type: kind, name };
  return policyFacts(document, policy, {
    resource,
    authority: "policy",
    writer: textAt(item, "name") ?? type.text,
    mode: "replaces",
    span,
  });
}

const kinds: Readonly<Record<string, string>> = {
  "storage.v1.bucket": "storage-bucket",
  "storage-v1:buckets": "storage-bucket",
  "pubsub.v1.topic": "pubsub-topic",
  "pubsub-v1:projects.topics": "pubsub-topic",
  "pubsub-v1:projects.subscriptions": "pubsub-subscription",
  "cloudresourcemanager-v1:projects": "project",
};

function account(document: Document, properties: Tree | undefined, type: Scalar): readonly Fact[] {
  const id = optionalValue(document, get(properties, "accountId"));
  if (id === undefined) return [];
  const email = valueOf(
    [...partsOf(id), "@", { expression: "project" }, ".iam.gserviceaccount.com"],
    id.span,
    "the deployment's project",
  );
  return [{ kind: "service-account", email, origin: "created", ...place(document, type) }];
}

function role(document: Document, properties: Tree | undefined, type: Scalar): readonly Fact[] {
  const parent = optionalValue(document, get(properties, "parent"));
  const id = optionalValue(document, get(properties, "roleId"));
  const body = get(properties, "role") ?? properties;
  const name: Value =
    parent === undefined || id === undefined
      ? unknown("role", "the resource does not name the role", spanAt(document, type))
      : valueOf([...partsOf(parent), "/roles/", ...partsOf(id)], id.span, "a placeholder that is filled in elsewhere");
  return [
    {
      kind: "role",
      name,
      permissions: scalarsOf(get(body, "includedPermissions"))
        .filter(isScalar)
        .map((scalar) => valueAt(document, scalar)),
      open: get(body, "includedPermissions") === undefined,
      change: "create",
      ...place(document, type),
    },
  ];
}
