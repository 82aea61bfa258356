import { iamTargetOf, workloadPathsOf } from "../../../gcp/terraform-resources.ts";
import { resourceTypeOfTerraform } from "../../../gcp/resource-types.ts";
import type { Fact, Grant, KeyCreation } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Span, spanOf } from "../../../model/source.ts";
import { type Value, known, partsOf, unknown, valueOf } from "../../../model/value.ts";
import { type Document, lineSpanAt } from "../text/document.ts";
import { grantOf } from "../policies/grants.ts";
import { readJson } from "../text/json-text.ts";
import { accountPath } from "../manifests/kcc-refs.ts";
import { optional } from "../text/optional.ts";
import { policyFacts } from "../policies/allow-policy.ts";
import { legacyRoleOf, memberOfEntity } from "../policies/storage-acl.ts";
import { refOfName } from "../policies/resource-refs.ts";
import { type Scalar, type Tree, booleanOf, get, isList, isScalar, itemsOf } from "../text/tree.ts";

/** A resource of Terraform's Google provider in another tool's YAML: Pulumi, Crossplane. */
export interface ProviderResource {
  readonly document: Document;
  /** `project_iam_member` */
  readonly terraform: string;
  readonly object: string;
  readonly writer: string;
  readonly header: { readonly start: number; readonly end: number };
  /** The arguments, in camel case. */
  readonly args: Tree | undefined;
  /** An argument's value, by Terraform's name; references in the tool's own form are followed. */
  readonly value: (attribute: string) => Value | undefined;
  /** The value of a scalar in the tool's own form. */
  readonly scalar: (scalar: Scalar) => Value;
  readonly project: Value | undefined;
}

type Reader = (resource: ProviderResource) => readonly Fact[];

/** `service_account_id`: `serviceAccountId`. */
export const camelCase = (attribute: string): string =>
  attribute.replaceAll(/_([a-z0-9])/gu, (_whole, letter: string) => letter.toUpperCase());

/** The argument; singletons may be lists of one. */
export function argumentOf({ args }: ProviderResource, path: string): Tree | undefined {
  let node = args;
  for (const step of path.split(".")) node = get(isList(node) ? node.items[0] : node, camelCase(step));
  return node;
}

const placeOf = ({
  document,
  header,
}: ProviderResource): { readonly span: Span; readonly dialect: Fact["dialect"] } => ({
  span: lineSpanAt(document, header),
  dialect: document.dialect,
});

/** What one resource says: its grants, or what it defines and runs. */
export function providerFacts(resource: ProviderResource): readonly Fact[] {
  const match = /^(.+)_iam_(member|binding|policy|audit_config)$/u.exec(resource.terraform);
  if (match !== null) return policyPart(resource, match[1] ?? "", match[2] ?? "");
  const read = Object.hasOwn(readers, resource.terraform) ? readers[resource.terraform] : undefined;
  return [...(read?.(resource) ?? definition(resource)), ...workloads(resource)];
}

function policyPart(resource: ProviderResource, base: string, kind: string): readonly Fact[] {
  const target = targetOf(resource, base);
  if (kind === "policy") return wholePolicy(resource, target);
  if (kind === "audit_config") return auditConfig(resource, target);
  const role = resource.value("role") ?? unknown("role", "the resource has no role", placeOf(resource).span);
  const principals = kind === "member" ? [resource.value("member")] : listOf(resource, "members");
  const { span, dialect } = placeOf(resource);
  const condition = conditionOf(resource);
  const authority: Grant["authority"] = kind === "member" ? "member" : "role";
  return principals.flatMap((principal) =>
    principal === undefined
      ? []
      : grantOf({ principal, role, resource: target, condition, authority, writer: resource.writer, span, dialect }),
  );
}

const listOf = (resource: ProviderResource, attribute: string): readonly Value[] =>
  itemsOf(argumentOf(resource, attribute)).flatMap((item) => (isScalar(item) ? resource.scalar(item) : []));

function conditionOf(resource: ProviderResource): Grant["condition"] {
  const expression = argumentOf(resource, "condition.expression");
  if (!isScalar(expression)) return undefined;
  const title = argumentOf(resource, "condition.title");
  return { expression: resource.scalar(expression), ...(isScalar(title) ? { title: resource.scalar(title) } : {}) };
}

/** The resource that `google_BASE_iam_*` is about. */
function targetOf(resource: ProviderResource, base: string): ResourceRef {
  const target = iamTargetOf(base);
  const { span } = placeOf(resource);
  const type = target?.type ?? resourceTypeOfTerraform(base);
  const name = target?.name === undefined ? undefined : resource.value(target.name);
  if (type === "service-account" && name !== undefined) return { type, name: accountPath(name) };
  const full = name?.kind === "known" && name.text.includes("/") ? refOfName(name.text, name.span) : undefined;
  if (full?.type === type) return full;
  const location = target?.location === undefined ? undefined : resource.value(target.location);
  const [outer] = target?.within ?? [];
  const around = outer === undefined ? undefined : resource.value(outer[0]);
  return {
    type,
    name:
      name ??
      (type === "project" ? resource.project : undefined) ??
      unknown(base, "the resource does not name it", span),
    ...(hierarchy.has(type) ? {} : optional("project", resource.value("project") ?? resource.project)),
    ...optional("location", location),
    ...(outer === undefined || around === undefined ? {} : { within: { type: outer[1], name: around } }),
  };
}

const hierarchy: ReadonlySet<string> = new Set(["project", "folder", "organization", "billing-account"]);

/** `policyData` is JSON in a string, unless it is made elsewhere. */
function wholePolicy(resource: ProviderResource, target: ResourceRef): readonly Fact[] {
  const data = argumentOf(resource, "policy_data");
  if (!isScalar(data) || !/^\s*\{/u.test(data.text)) return [];
  const { span } = placeOf(resource);
  const inner: Document = { ...resource.document, text: data.text, parsed: data.text };
  const writer = { resource: target, authority: "policy", writer: resource.writer, mode: "replaces", span } as const;
  const place = spanOf(resource.document.path, data.start, data.end);
  return readJson(data.text)
    .roots.flatMap((policy) => policyFacts(inner, policy, writer))
    .map((fact) => moved(fact, place));
}

/** Values inside a string stand where the string stands. */
const moved = (fact: Fact, span: Span): Fact =>
  fact.kind === "grant" ? { ...fact, principal: { ...fact.principal, span }, role: { ...fact.role, span } } : fact;

function auditConfig(resource: ProviderResource, target: ResourceRef): readonly Fact[] {
  const service = resource.value("service");
  if (service === undefined) return [];
  const logs = itemsOf(argumentOf(resource, "audit_log_configs") ?? argumentOf(resource, "audit_log_config"));
  const values = (key: string): readonly Value[] =>
    logs.flatMap((log) => {
      const found = get(log, key);
      return (isScalar(found) ? [found] : itemsOf(found).filter(isScalar)).map((scalar) => resource.scalar(scalar));
    });
  return [
    {
      kind: "audit-config",
      resource: target,
      service,
      logTypes: values("logType"),
      exempted: values("exemptedMembers"),
      ...placeOf(resource),
    },
  ];
}

const projectOf = (resource: ProviderResource): Value | undefined => resource.value("project") ?? resource.project;

const serviceAccount: Reader = (resource) => {
  const id = resource.value("account_id");
  const { span } = placeOf(resource);
  const project = projectOf(resource);
  const parts = [...(id === undefined ? [{ expression: "account id" }] : partsOf(id)), "@"];
  const email = valueOf(
    [...parts, ...(project === undefined ? [{ expression: "project" }] : partsOf(project)), ".iam.gserviceaccount.com"],
    id?.span ?? span,
    "the project or the id is set elsewhere",
  );
  const disabled = booleanOf(argumentOf(resource, "disabled"));
  return [
    {
      kind: "service-account",
      object: resource.object,
      email,
      ...optional("project", project),
      ...optional("disabled", disabled),
      origin: "created",
      ...placeOf(resource),
    },
  ];
};

const key =
  (form: KeyCreation["form"], account: string): Reader =>
  (resource) => {
    const named = resource.value(account);
    return [
      {
        kind: "key",
        form,
        ...optional("account", named === undefined ? undefined : accountPath(named)),
        ...optional("project", projectOf(resource)),
        ...placeOf(resource),
      },
    ];
  };

const customRole =
  (parent: "projects" | "organizations", attribute: string): Reader =>
  (resource) => {
    const id = resource.value("role_id");
    const above = resource.value(attribute) ?? (parent === "projects" ? resource.project : undefined);
    const { span } = placeOf(resource);
    const parts = [`${parent}/`, ...(above === undefined ? [{ expression: attribute }] : partsOf(above)), "/roles/"];
    const name = valueOf(
      [...parts, ...(id === undefined ? [{ expression: "role id" }] : partsOf(id))],
      id?.span ?? span,
      "set elsewhere",
    );
    return [
      {
        kind: "role",
        object: resource.object,
        name,
        permissions: listOf(resource, "permissions"),
        open: !isList(argumentOf(resource, "permissions")),
        ...optional("stage", resource.value("stage")),
        ...optional("title", resource.value("title")),
        change: "create",
        ...placeOf(resource),
      },
    ];
  };

const service: Reader = (resource) => {
  const named = resource.value("service");
  return named === undefined
    ? []
    : [
        {
          kind: "api",
          ...optional("project", projectOf(resource)),
          service: named,
          enabled: true,
          ...placeOf(resource),
        },
      ];
};

const pool: Reader = (resource) => {
  const name = resource.value("workload_identity_pool_id");
  return name === undefined
    ? []
    : [
        {
          kind: "pool",
          object: resource.object,
          type: "workload",
          name,
          ...optional("project", projectOf(resource)),
          ...placeOf(resource),
        },
      ];
};

const protocols = ["oidc", "saml", "aws", "x509"] as const;

const provider: Reader = (resource) => {
  const { span } = placeOf(resource);
  const mapping = argumentOf(resource, "attribute_mapping");
  const entries = mapping?.kind === "dict" ? mapping.entries : [];
  const issuer = argumentOf(resource, "oidc.issuer_uri");
  return [
    {
      kind: "pool-provider",
      object: resource.object,
      type: "workload",
      pool: resource.value("workload_identity_pool_id") ?? unknown("pool", "the resource names no pool", span),
      name: resource.value("workload_identity_pool_provider_id") ?? unknown("provider", "the resource has no id", span),
      protocol: protocols.find((protocol) => argumentOf(resource, protocol) !== undefined) ?? "unknown",
      ...(isScalar(issuer) ? { issuer: resource.scalar(issuer) } : {}),
      ...optional("condition", resource.value("attribute_condition")),
      mapping: Object.fromEntries(
        entries.flatMap(({ key: name, value }) =>
          isScalar(value) ? [[name.text, resource.scalar(value)] as const] : [],
        ),
      ),
      ...placeOf(resource),
    },
  ];
};

/** Legacy access controls: an entity and a role of the object store's own. */
const accessControl: Reader = (resource) => {
  const [bucket, entity, role] = [resource.value("bucket"), resource.value("entity"), resource.value("role")];
  if (bucket === undefined || entity?.kind !== "known") return [];
  const { span, dialect } = placeOf(resource);
  return [
    grantOf({
      principal: known(memberOfEntity(entity.text), entity.span),
      role: known(legacyRoleOf(role?.kind === "known" ? role.text : undefined), role?.span ?? span),
      resource: { type: "storage-bucket", name: bucket, ...optional("project", resource.project) },
      authority: "member",
      writer: resource.writer,
      span,
      dialect,
    }),
  ];
};

const readers: Readonly<Record<string, Reader>> = {
  service_account: serviceAccount,
  service_account_key: key("service-account-key", "service_account_id"),
  storage_hmac_key: key("hmac-key", "service_account_email"),
  project_iam_custom_role: customRole("projects", "project"),
  organization_iam_custom_role: customRole("organizations", "org_id"),
  project_service: service,
  iam_workload_identity_pool: pool,
  iam_workload_identity_pool_provider: provider,
  storage_bucket_access_control: accessControl,
  storage_default_object_access_control: accessControl,
};

/** The attribute that names a resource, where it is not `name`. */
const nameAttributes: Readonly<Record<string, string>> = {
  project: "project_id",
  bigquery_dataset: "dataset_id",
  bigquery_table: "table_id",
  secret_manager_secret: "secret_id",
  artifact_registry_repository: "repository_id",
  folder: "folder_id",
};

/** Anything that can hold a policy. */
function definition(resource: ProviderResource): readonly Fact[] {
  if (iamTargetOf(resource.terraform) === undefined) return [];
  const type = resourceTypeOfTerraform(resource.terraform);
  const { span } = placeOf(resource);
  const name =
    resource.value(nameAttributes[resource.terraform] ?? "name") ??
    valueOf([{ target: resource.object, attribute: "name" }], span);
  const project = hierarchy.has(type) ? undefined : projectOf(resource);
  const parent = hierarchy.has(type) ? parentOf(resource) : undefined;
  return [
    {
      kind: "resource",
      object: resource.object,
      resource: { type, name, ...optional("project", project) },
      ...optional("parent", parent),
      ...placeOf(resource),
    },
  ];
}

function parentOf(resource: ProviderResource): ResourceRef | undefined {
  const folder = resource.value("folder_id");
  if (folder !== undefined) return { type: "folder", name: folder };
  const organization = resource.value("org_id");
  return organization === undefined ? undefined : { type: "organization", name: organization };
}

const runsByDefault = (account: string): boolean => /^(?:compute|cloudbuild|appengine)-default$|^agent:/u.test(account);

function workloads(resource: ProviderResource): readonly Fact[] {
  const type = resourceTypeOfTerraform(resource.terraform);
  return workloadPathsOf(resource.terraform).flatMap((path): readonly Fact[] => {
    const node = argumentOf(resource, path.path);
    const block = path.path.includes(".")
      ? argumentOf(resource, path.path.slice(0, path.path.lastIndexOf(".")))
      : resource.args;
    const absent = block === undefined ? (path.absent ?? path.default) : path.default;
    if (!isScalar(node) && !runsByDefault(absent)) return [];
    return [
      {
        kind: "workload",
        object: resource.object,
        type,
        purpose: path.purpose,
        ...optional("name", resource.value("name")),
        ...optional("project", projectOf(resource)),
        ...optional("location", resource.value("location") ?? resource.value("region") ?? resource.value("zone")),
        ...(isScalar(node) ? { account: accountPath(resource.scalar(node)) } : {}),
        defaultAccount: absent,
        ...placeOf(resource),
      },
    ];
  });
}
