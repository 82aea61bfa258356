import { configConnectorKind } from "../../../gcp/kcc.ts";
import { resourceTypeNamed } from "../../../gcp/resource-types.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import type { Span } from "../../../model/source.ts";
import { type Value, known, partsOf, unknown, valueOf } from "../../../model/value.ts";
import { spanAt } from "../text/document.ts";
import { type Cluster, type Manifest, annotationOf, headerOf } from "./manifests.ts";
import { refOfName, unknownRef } from "../policies/resource-refs.ts";
import { type Scalar, type Tree, entryOf, get, scalarAt, textAt } from "../text/tree.ts";
import { valueAt } from "../text/values.ts";

const annotations = {
  project: "cnrm.cloud.google.com/project-id",
  folder: "cnrm.cloud.google.com/folder-id",
  organization: "cnrm.cloud.google.com/organization-id",
} as const;

/** The project, folder or organization that an object belongs to: its annotation, or that of its namespace. */
export function containerOf(manifest: Manifest, cluster: Cluster): ResourceRef {
  const addition = cluster.additionTo(manifest);
  const namespace = addition?.namespace ?? manifest.namespace;
  const holder = namespace === undefined ? undefined : cluster.namespaceNamed(manifest, namespace);
  for (const [type, key] of Object.entries(annotations)) {
    const own = annotationOf(manifest, key);
    if (own !== undefined) return { type, name: valueAt(manifest.document, own) };
    const added = addition?.annotation(key);
    if (addition !== undefined && added !== undefined)
      return { type, name: valueAt(addition.manifest.document, added) };
  }
  for (const [type, key] of Object.entries(annotations)) {
    const scalar = holder === undefined ? undefined : annotationOf(holder, key);
    if (holder !== undefined && scalar !== undefined) return { type, name: valueAt(holder.document, scalar) };
  }
  const expression = namespace === undefined ? "project of its namespace" : `project of namespace ${namespace}`;
  const span = spanAt(manifest.document, headerOf(manifest));
  return { type: "project", name: unknown(expression, "the namespace's annotation is not in the input", span) };
}

/** The project of an object, from `spec.projectRef`, an annotation, or its namespace. */
export function projectOf(manifest: Manifest, cluster: Cluster): Value | undefined {
  const ref = get(manifest.spec, "projectRef");
  if (ref !== undefined) return projectNamed(manifest, ref);
  const container = containerOf(manifest, cluster);
  return container.type === "project" ? container.name : undefined;
}

/** `{name}` or `{external}` of a project, without `projects/`. */
export function projectNamed(manifest: Manifest, ref: Tree): Value | undefined {
  const scalar = scalarAt(ref, "external") ?? scalarAt(ref, "name");
  return scalar === undefined ? undefined : withoutPrefix(valueAt(manifest.document, scalar), "projects/");
}

/** The value without what may stand before a bare id. */
export function withoutPrefix(value: Value, prefix: string): Value {
  const [first, ...rest] = partsOf(value);
  return typeof first === "string" && first.startsWith(prefix)
    ? valueOf([first.slice(prefix.length), ...rest], value.span, value.kind === "unknown" ? value.why : undefined)
    : value;
}

/** The name that the object has on Google Cloud: `spec.resourceID`, or its own. */
export function resourceId(manifest: Manifest): Value {
  const scalar = scalarAt(manifest.spec, "resourceID") ?? manifest.name;
  return scalar === undefined
    ? unknown("name", "the manifest has no name", spanAt(manifest.document, headerOf(manifest)))
    : valueAt(manifest.document, scalar);
}

/** The e-mail of an `IAMServiceAccount`. */
export function emailOf(account: Manifest, cluster: Cluster): Value {
  const id = resourceId(account);
  const project = projectOf(account, cluster);
  const parts = [...partsOf(id), "@", ...(project === undefined ? [{ expression: "project" }] : partsOf(project))];
  return valueOf([...parts, ".iam.gserviceaccount.com"], id.span, why(project));
}

const why = (project: Value | undefined): string =>
  project?.kind === "unknown" ? project.why : "a placeholder that is filled in elsewhere";

/** The e-mail that `{name, namespace}` or `{external}` of a service account means. */
export function accountEmail(from: Manifest, ref: Tree, cluster: Cluster): Value {
  if (ref.kind === "scalar") return accountPath(valueAt(from.document, ref));
  const external = scalarAt(ref, "external");
  if (external !== undefined) return accountPath(valueAt(from.document, external));
  const name = scalarAt(ref, "name");
  if (name === undefined) return unknown("service account", "the reference has no name", spanAt(from.document, ref));
  const found = cluster.find(from, "IAMServiceAccount", name.text, textAt(ref, "namespace") ?? from.namespace);
  const span = spanAt(from.document, name);
  if (found === undefined) return guessedEmail(from, name, span, cluster);
  const email = emailOf(found, cluster);
  return email.kind === "known"
    ? known(email.text, span)
    : valueOf([{ target: found.object, attribute: "email" }], span);
}

/** `projects/P/serviceAccounts/EMAIL`: the e-mail alone. */
export function accountPath(value: Value): Value {
  const parts = partsOf(value);
  const at = parts.findLastIndex((part) => typeof part === "string" && part.includes("serviceAccounts/"));
  const part = parts[at];
  if (typeof part !== "string") return value;
  const rest = part.slice(part.lastIndexOf("serviceAccounts/") + "serviceAccounts/".length);
  return valueOf([rest, ...parts.slice(at + 1)], value.span, value.kind === "unknown" ? value.why : undefined);
}

/** An account that the input does not define: Config Connector names it after its object. */
function guessedEmail(from: Manifest, name: Scalar, span: Span, cluster: Cluster): Value {
  const project = projectOf(from, cluster);
  const parts = project === undefined ? [{ expression: "project" }] : partsOf(project);
  return valueOf(
    [...partsOf(valueAt(from.document, name)), "@", ...parts, ".iam.gserviceaccount.com"],
    span,
    "the service account's object is not in the input",
  );
}

/** What `resourceRef` names. */
export function resourceRefOf(manifest: Manifest, ref: Tree | undefined, cluster: Cluster): ResourceRef {
  const kind = textAt(ref, "kind");
  const span = spanAt(manifest.document, entryOf(manifest.spec, "resourceRef")?.key ?? headerOf(manifest));
  if (ref === undefined || kind === undefined) return unknownRef(span, "the manifest has no resourceRef");
  const external = scalarAt(ref, "external");
  if (external !== undefined) return externalRef(manifest, kind, external, cluster);
  const name = scalarAt(ref, "name");
  if (name === undefined)
    return kind === "Project" ? containerOf(manifest, cluster) : unknownRef(span, "the resourceRef has no name");
  return namedRef(manifest, kind, name, textAt(ref, "namespace"), cluster);
}

/** What a reference of a known kind names. */
export function refNamed(manifest: Manifest, kind: string, ref: Tree, cluster: Cluster): ResourceRef {
  const external = scalarAt(ref, "external");
  if (external !== undefined) return externalRef(manifest, kind, external, cluster);
  const name = scalarAt(ref, "name");
  const span = spanAt(manifest.document, headerOf(manifest));
  return name === undefined
    ? unknownRef(span, "the reference has no name")
    : namedRef(manifest, kind, name, textAt(ref, "namespace"), cluster);
}

/** Kinds that the tables lack are spelled as the vocabulary has it: `GKEHubScope`, `gke-hub-scope`. */
const typeOf = (kind: string): string =>
  configConnectorKind(kind)?.type ??
  kind.replaceAll(/([a-z0-9])([A-Z])|([A-Z]+)([A-Z][a-z])/gu, "$1$3-$2$4").toLowerCase();

function externalRef(manifest: Manifest, kind: string, external: Scalar, cluster: Cluster): ResourceRef {
  const type = typeOf(kind);
  const value = valueAt(manifest.document, external);
  if (type === "service-account") return { type, name: accountPath(value) };
  if (value.kind === "known") {
    const host = resourceTypeNamed(type)?.service;
    const named = host === undefined ? undefined : refOfName(`//${host}/${value.text}`, value.span);
    if (named?.type === type) return named;
  }
  const bare = ["projects/", "folders/", "organizations/", "billingAccounts/"].reduce(withoutPrefix, value);
  if (["project", "folder", "organization", "billing-account"].includes(type)) return { type, name: bare };
  const project = projectOf(manifest, cluster);
  return { type, name: value, ...(project === undefined ? {} : { project }) };
}

function namedRef(
  manifest: Manifest,
  kind: string,
  name: Scalar,
  namespace: string | undefined,
  cluster: Cluster,
): ResourceRef {
  const type = typeOf(kind);
  const span = spanAt(manifest.document, name);
  const found = cluster.find(manifest, kind, name.text, namespace ?? manifest.namespace);
  const project = projectOf(found ?? manifest, cluster);
  if (type === "service-account") {
    return {
      type,
      name:
        found === undefined
          ? guessedEmail(manifest, name, span, cluster)
          : reference(found, emailOf(found, cluster), "email", span),
    };
  }
  if (type === "folder") {
    const number =
      found === undefined
        ? unknown(`number of folder ${name.text}`, "Google Cloud gives the number", span)
        : valueOf([{ target: found.object, attribute: "name" }], span);
    return { type, name: number };
  }
  const value =
    found === undefined ? valueAt(manifest.document, name) : reference(found, resourceId(found), "name", span);
  return type === "project" || project === undefined ? { type, name: value } : { type, name: value, project };
}

/** A known name as it is; of an unknown one the reference, which says that two places mean one thing. */
const reference = (found: Manifest, value: Value, attribute: string, span: Span): Value =>
  value.kind === "known" ? known(value.text, span) : valueOf([{ target: found.object, attribute }], span);
