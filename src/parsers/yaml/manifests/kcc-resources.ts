import { configConnectorKind } from "../../../gcp/kcc.ts";
import type { Fact, Place } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Value, partsOf, valueOf } from "../../../model/value.ts";
import { lineSpanAt } from "../text/document.ts";
import { accountEmail, containerOf, emailOf, projectNamed, projectOf, resourceId, withoutPrefix } from "./kcc-refs.ts";
import { type Cluster, type Manifest, headerOf } from "./manifests.ts";
import { optional } from "../text/optional.ts";
import { hierarchyRef } from "../policies/resource-refs.ts";
import { type Tree, booleanOf, get, has, itemsOf, scalarAt, scalarsOf, textAt } from "../text/tree.ts";
import { optionalValue, valueAt } from "../text/values.ts";

export const placeOf = (manifest: Manifest): Place => ({
  span: lineSpanAt(manifest.document, headerOf(manifest)),
  dialect: manifest.document.dialect,
});

export const valuesOf = (manifest: Manifest, tree: Tree | undefined): readonly Value[] =>
  scalarsOf(tree).map((scalar) => valueAt(manifest.document, scalar));

export function serviceAccountOf(manifest: Manifest, cluster: Cluster): readonly Fact[] {
  return [
    {
      kind: "service-account",
      object: manifest.object,
      email: emailOf(manifest, cluster),
      ...optional("project", projectOf(manifest, cluster)),
      ...optional("disabled", booleanOf(get(manifest.spec, "disabled"))),
      origin: "created",
      ...placeOf(manifest),
    },
  ];
}

export function serviceAccountKeyOf(manifest: Manifest, cluster: Cluster): readonly Fact[] {
  const ref = get(manifest.spec, "serviceAccountRef");
  return [
    {
      kind: "key",
      form: has(manifest.spec, "publicKeyData") ? "uploaded-key" : "service-account-key",
      ...optional("account", ref === undefined ? undefined : accountEmail(manifest, ref, cluster)),
      ...optional("project", projectOf(manifest, cluster)),
      ...placeOf(manifest),
    },
  ];
}

export function hmacKeyOf(manifest: Manifest, cluster: Cluster): readonly Fact[] {
  const account = optionalValue(manifest.document, get(manifest.spec, "serviceAccountEmail"));
  const project = projectOf(manifest, cluster);
  return [
    {
      kind: "key",
      form: "hmac-key",
      ...optional("account", account),
      ...optional("project", project),
      ...placeOf(manifest),
    },
  ];
}

export function apiKeyOf(manifest: Manifest, cluster: Cluster): readonly Fact[] {
  const targets = get(get(manifest.spec, "restrictions"), "apiTargets");
  const services = itemsOf(targets).flatMap((target) => valuesOf(manifest, get(target, "service")));
  return [
    {
      kind: "key",
      form: "api-key",
      ...optional("project", projectOf(manifest, cluster)),
      ...optional("restrictedTo", targets === undefined ? undefined : services),
      ...placeOf(manifest),
    },
  ];
}

export function customRoleOf(manifest: Manifest, cluster: Cluster): readonly Fact[] {
  const container = containerOf(manifest, cluster);
  const id = resourceId(manifest);
  const parts = [`${container.type}s/`, ...partsOf(container.name), "/roles/", ...partsOf(id)];
  const why = container.name.kind === "unknown" ? container.name.why : undefined;
  return [
    {
      kind: "role",
      object: manifest.object,
      name: valueOf(parts, id.span, why),
      permissions: valuesOf(manifest, get(manifest.spec, "permissions")),
      open: !has(manifest.spec, "permissions"),
      ...optional("stage", optionalValue(manifest.document, get(manifest.spec, "stage"))),
      ...optional("title", optionalValue(manifest.document, get(manifest.spec, "title"))),
      change: "create",
      ...placeOf(manifest),
    },
  ];
}

/** The project, folder or organization that `projectRef`, `folderRef` or `organizationRef` names, else the container. */
export function attachmentOf(manifest: Manifest, cluster: Cluster): ResourceRef {
  return parentRef(manifest, cluster) ?? containerOf(manifest, cluster);
}

function parentRef(manifest: Manifest, cluster: Cluster): ResourceRef | undefined {
  for (const type of ["project", "folder", "organization"]) {
    const ref = get(manifest.spec, `${type}Ref`);
    if (ref === undefined) continue;
    if (type === "project") {
      const name = projectNamed(manifest, ref);
      if (name !== undefined) return { type, name };
    }
    const external = optionalValue(manifest.document, get(ref, "external"));
    if (external !== undefined) return hierarchyRef(external) ?? { type, name: external };
    const name = scalarAt(ref, "name");
    const found =
      name === undefined ? undefined : cluster.find(manifest, "Folder", name.text, textAt(ref, "namespace"));
    if (name === undefined) continue;
    const value = valueAt(manifest.document, name);
    const number =
      found === undefined
        ? [{ expression: `number of folder ${name.text}` }]
        : [{ target: found.object, attribute: "name" }];
    return { type, name: valueOf(number, value.span, "Google Cloud gives the number") };
  }
  return undefined;
}

export function projectFact(manifest: Manifest, cluster: Cluster): readonly Fact[] {
  const parent = parentRef(manifest, cluster) ?? containerAbove(manifest, cluster);
  const resource = { type: "project", name: resourceId(manifest) };
  return [
    {
      kind: "resource",
      object: manifest.object,
      resource,
      ...optional("parent", parent),
      ...labelsOf(manifest),
      ...placeOf(manifest),
    },
  ];
}

/** A project's container is a folder or organization; a namespace's project does not hold projects. */
function containerAbove(manifest: Manifest, cluster: Cluster): ResourceRef | undefined {
  const container = containerOf(manifest, cluster);
  return container.type === "project" ? undefined : container;
}

function labelsOf(manifest: Manifest): { readonly labels?: Readonly<Record<string, Value>> } {
  const labels = get(get(manifest.root, "metadata"), "labels");
  if (labels?.kind !== "dict") return {};
  const pairs = labels.entries.flatMap(({ key, value }) =>
    valuesOf(manifest, value).map((label) => [key.text, label] as const),
  );
  return { labels: Object.fromEntries(pairs) };
}

export function folderFact(manifest: Manifest, cluster: Cluster): readonly Fact[] {
  const number = scalarAt(manifest.spec, "resourceID");
  const span = placeOf(manifest).span;
  const name =
    number === undefined
      ? valueOf([{ target: manifest.object, attribute: "name" }], span)
      : valueAt(manifest.document, number);
  const parent = parentRef(manifest, cluster) ?? containerAbove(manifest, cluster);
  return [
    {
      kind: "resource",
      object: manifest.object,
      resource: { type: "folder", name: withoutPrefix(name, "folders/") },
      ...optional("parent", parent),
      ...placeOf(manifest),
    },
  ];
}

/** Attributes that rules ask for: Terraform's name, and the path in the manifest. */
const attributes: Readonly<Record<string, readonly (readonly [attribute: string, path: string])[]>> = {
  StorageBucket: [
    ["uniform_bucket_level_access", "uniformBucketLevelAccess"],
    ["public_access_prevention", "publicAccessPrevention"],
  ],
};

/** Anything that can hold a policy of its own. */
export function resourceFact(manifest: Manifest, cluster: Cluster): readonly Fact[] {
  const kind = configConnectorKind(manifest.kind);
  if (kind === undefined || manifest.name === undefined) return [];
  const found = (attributes[manifest.kind] ?? []).flatMap(([attribute, path]) =>
    valuesOf(manifest, get(manifest.spec, path)).map((value) => [attribute, value] as const),
  );
  const project = projectOf(manifest, cluster);
  const resource = { type: kind.type, name: resourceId(manifest), ...optional("project", project) };
  return [
    {
      kind: "resource",
      object: manifest.object,
      resource,
      ...(found.length === 0 ? {} : { attributes: Object.fromEntries(found) }),
      ...labelsOf(manifest),
      ...placeOf(manifest),
    },
  ];
}

export function serviceFact(manifest: Manifest, cluster: Cluster): readonly Fact[] {
  return [
    {
      kind: "api",
      ...optional("project", projectOf(manifest, cluster)),
      service: resourceId(manifest),
      enabled: true,
      ...placeOf(manifest),
    },
  ];
}

export function membershipOf(manifest: Manifest, cluster: Cluster): readonly Fact[] {
  const group = groupOf(manifest, cluster);
  const member = optionalValue(manifest.document, get(get(manifest.spec, "preferredMemberKey"), "id"));
  if (group === undefined || member === undefined) return [];
  // An e-mail does not say whether it is a user's or a group's; users are the rule.
  const prefix = member.kind === "known" && member.text.endsWith("gserviceaccount.com") ? "serviceAccount:" : "user:";
  return [
    { kind: "membership", group: prefixed("group:", group), member: prefixed(prefix, member), ...placeOf(manifest) },
  ];
}

/** The group's e-mail, where its object is in the input. */
function groupOf(manifest: Manifest, cluster: Cluster): Value | undefined {
  const ref = get(manifest.spec, "groupRef");
  const name = scalarAt(ref, "name");
  const found =
    name === undefined ? undefined : cluster.find(manifest, "CloudIdentityGroup", name.text, textAt(ref, "namespace"));
  const key = optionalValue(found?.document ?? manifest.document, get(get(found?.spec, "groupKey"), "id"));
  return key ?? optionalValue(manifest.document, get(ref, "external")) ?? optionalValue(manifest.document, name);
}

const prefixed = (prefix: string, value: Value): Value =>
  valueOf([prefix, ...partsOf(value)], value.span, value.kind === "unknown" ? value.why : undefined);
