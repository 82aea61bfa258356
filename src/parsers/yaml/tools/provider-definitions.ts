import { iamTargetOf } from "../../../gcp/terraform-resources.ts";
import { resourceTypeOfTerraform } from "../../../gcp/resource-types.ts";
import type { Fact, KeyCreation } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { known, partsOf, unknown, valueOf } from "../../../model/value.ts";
import { accountPath } from "../manifests/kcc-refs.ts";
import { grantOf } from "../policies/grants.ts";
import { hierarchyRef } from "../policies/resource-refs.ts";
import { legacyRoleOf, memberOfEntity } from "../policies/storage-acl.ts";
import { optional } from "../text/optional.ts";
import { booleanOf, isList, isScalar } from "../text/tree.ts";
import { type ProviderResource, argumentOf, isHierarchy, listOf, placeOf, projectOf } from "./provider-resource.ts";

type Reader = (resource: ProviderResource) => readonly Fact[];

/** What a resource defines: accounts, keys, roles, pools, or anything that can hold a policy. */
export function definitionFacts(resource: ProviderResource): readonly Fact[] {
  const read = Object.hasOwn(readers, resource.terraform) ? readers[resource.terraform] : undefined;
  return read?.(resource) ?? definition(resource);
}

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
  const project = isHierarchy(type) ? undefined : projectOf(resource);
  const parent = isHierarchy(type) ? parentOf(resource) : undefined;
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
  const parent = resource.value("parent");
  if (parent !== undefined) return hierarchyRef(parent) ?? { type: "folder", name: parent };
  const organization = resource.value("org_id");
  return organization === undefined ? undefined : { type: "organization", name: organization };
}
