import type { EffectRow, GrantRow, ModuleRow, TargetRow } from "./modules-rows.ts";

const on = (base: string, name: string, more: Partial<TargetRow> = {}): TargetRow => ({
  base,
  name,
  project: "{project_id}",
  ...more,
});

const located = { location: "{location|region}" };

/** A module around one resource, which it makes. */
function module(target: TargetRow, more: Partial<ModuleRow> = {}): ModuleRow {
  const { effects = [] } = more;
  const isMade = target.project !== undefined && target.base !== "service_account";
  const made: readonly EffectRow[] =
    isMade && !effects.some(({ kind }) => kind === "resource") ? [{ kind: "resource", ...target }] : [];
  return { target, iam: true, ...more, effects: [...made, ...effects] };
}

const nested = (input: string, base: string, name = "{key}", location?: string): GrantRow => ({
  form: "nested",
  input,
  target: { base, name, project: "{project_id}", ...(location !== undefined && { location }) },
});

/** Only what nested inputs grant. */
const holder = (...grants: readonly GrantRow[]): ModuleRow => ({ grants });

const account = "{prefix-}{name}@{project_id}.iam.gserviceaccount.com";
const ownAccount: EffectRow = { kind: "account", name: account, project: "{project_id}" };
const scoped = (input: string, base: string): GrantRow => ({
  form: "scoped-roles",
  input,
  member: "serviceAccount:{account~email}",
  authority: "member",
  target: { base, name: "{key}", project: "{project_id}" },
});

/** What limits and watches everybody below a node of the hierarchy. */
const guardrails: readonly EffectRow[] = [
  { kind: "deny", input: "iam_deny_policies" },
  { kind: "org-policies", input: "org_policies" },
  { kind: "audit-by-service", input: "logging_data_access" },
];

const key = (name: string): string => `GoogleCloudPlatform/fabric//modules/${name}`;

const rows: Readonly<Record<string, ModuleRow>> = {
  "agent-engine": {
    effects: [
      {
        kind: "workload",
        base: "vertex_ai_reasoning_engine",
        name: "{name}",
        project: "{project_id}",
        input: "service_account_config.email",
      },
    ],
  },
  "analytics-hub": module(on("bigquery_analytics_hub_data_exchange", "{prefix_}{name}", located), {
    grants: [nested("listings", "bigquery_analytics_hub_listing")],
  }),
  "api-gateway": module(on("api_gateway_api", "{api_id}")),
  apigee: holder(nested("environments", "apigee_environment")),
  "artifact-registry": module(on("artifact_registry_repository", "{name}", located), {
    outputs: { id: "projects/{project_id}/locations/{location}/repositories/{name}", name: "{name}" },
  }),
  "bigquery-connection": module(on("bigquery_connection", "{connection_id}", located)),
  "bigquery-dataset": module(on("bigquery_dataset", "{id}", located), {
    outputs: { dataset_id: "{id}", id: "projects/{project_id}/datasets/{id}" },
  }),
  "bigtable-instance": module(on("bigtable_instance", "{name}")),
  "billing-account": module({ base: "billing_account", name: "{id}" }),
  binauthz: holder(nested("attestors_config", "binary_authorization_attestor")),
  "certificate-authority-service": module(
    on("privateca_ca_pool", "{ca_pool_config.create_pool.name|ca_pool_config.name}", located),
  ),
  "cloud-build-v2-connection": module(on("cloudbuildv2_connection", "{name}", located)),
  "cloud-deploy": module(on("clouddeploy_delivery_pipeline", "{name}", located), {
    grants: [nested("targets", "clouddeploy_target")],
  }),
  "cloud-function-v1": module(on("cloudfunctions_function", "{prefix-}{name}", located), {
    effects: [
      {
        kind: "workload",
        base: "cloudfunctions_function",
        name: "{prefix-}{name}",
        project: "{project_id}",
        input: "service_account_config.email|service_account",
      },
    ],
  }),
  "cloud-function-v2": module(on("cloudfunctions2_function", "{prefix-}{name}", located), {
    elsewhere: { "roles/run.invoker": on("cloud_run_service", "{prefix-}{name}", located) },
    effects: [
      {
        kind: "workload",
        base: "cloudfunctions2_function",
        name: "{prefix-}{name}",
        project: "{project_id}",
        input: "service_account_config.email|service_account",
      },
    ],
  }),
  "cloud-run-v2": module(on("cloud_run_v2_service", "{name}", located), {
    grants: [{ form: "role-members", input: "service_config.iam", authority: "role" }],
    effects: [
      {
        kind: "workload",
        base: "cloud_run_v2_service",
        name: "{name}",
        project: "{project_id}",
        input: "service_account_config.email|service_account",
      },
    ],
  }),
  "compute-vm": module(on("compute_instance", "{name}", { location: "{zone}" }), {
    effects: [
      {
        kind: "workload",
        base: "compute_instance",
        name: "{name}",
        project: "{project_id}",
        input: "service_account.email",
      },
    ],
  }),
  "container-registry": module({ base: "storage_bucket", name: "artifacts.{project_id}.appspot.com" }),
  "data-catalog-policy-tag": module(on("data_catalog_taxonomy", "{name}", located)),
  "data-catalog-tag-template": holder(nested("tag_templates", "data_catalog_tag_template")),
  "dataform-repository": module(on("dataform_repository", "{name}", located), {
    effects: [
      {
        kind: "workload",
        base: "dataform_repository",
        name: "{name}",
        project: "{project_id}",
        input: "service_account",
      },
    ],
  }),
  dataplex: module(on("dataplex_lake", "{prefix_}{name}", located), { grants: [nested("zones", "dataplex_zone")] }),
  "dataplex-aspect-types": holder(nested("aspect_types", "dataplex_aspect_type")),
  "dataplex-datascan": module(on("dataplex_datascan", "{prefix-}{name}", located)),
  dataproc: module(on("dataproc_cluster", "{name}", located), {
    effects: [
      {
        kind: "workload",
        base: "dataproc_cluster",
        name: "{name}",
        project: "{project_id}",
        input: "dataproc_config.cluster_config.gce_cluster_config.service_account",
      },
    ],
  }),
  dns: module(on("dns_managed_zone", "{name}")),
  endpoints: module(on("endpoints_service", "{service_name}")),
  folder: module(
    { base: "folder", name: "{id|@id}" },
    {
      effects: [{ kind: "resource", base: "folder", name: "{id|@id}" }, ...guardrails],
      outputs: { id: "{id|@id}" },
    },
  ),
  gcs: module(on("storage_bucket", "{prefix-}{name}"), {
    grants: [nested("managed_folders", "storage_managed_folder")],
    effects: [
      {
        kind: "resource",
        base: "storage_bucket",
        name: "{prefix-}{name}",
        project: "{project_id}",
        attributes: {
          uniform_bucket_level_access: "{uniform_bucket_level_access|=true}",
          public_access_prevention: "{public_access_prevention|=enforced}",
        },
      },
    ],
    outputs: { name: "{prefix-}{name}", id: "{prefix-}{name}", url: "gs://{prefix-}{name}" },
  }),
  "iam-service-account": module(on("service_account", "{account~email}"), {
    names: { account },
    effects: [ownAccount, { kind: "key", input: "generate_key", name: "{account}", project: "{project_id}" }],
    grants: [
      scoped("iam_project_roles", "project"),
      scoped("iam_folder_roles", "folder"),
      scoped("iam_organization_roles", "organization"),
      scoped("iam_billing_roles", "billing_account"),
      scoped("iam_sa_roles", "service_account"),
      scoped("iam_storage_roles", "storage_bucket"),
    ],
    outputs: {
      email: "{account~email}",
      iam_email: "serviceAccount:{account~email}",
      id: "projects/{project_id}/serviceAccounts/{account}",
      name: "projects/{project_id}/serviceAccounts/{account}",
    },
  }),
  kms: module(on("kms_key_ring", "{keyring.name}", { location: "{keyring.location}" }), {
    grants: [nested("keys", "kms_crypto_key")],
  }),
  "logging-bucket": holder(nested("views", "logging_log_view")),
  "net-vpc": holder(
    nested("subnets", "compute_subnetwork", "{item.name}", "{item.region}"),
    nested("subnets_proxy_only", "compute_subnetwork", "{item.name}", "{item.region}"),
    nested("subnets_psc", "compute_subnetwork", "{item.name}", "{item.region}"),
  ),
  organization: module(
    { base: "organization", name: "{organization_id}" },
    {
      grants: [nested("tags", "tags_tag_key"), nested("network_tags", "tags_tag_key")],
      effects: [
        { kind: "custom-roles", input: "custom_roles", name: "organizations", project: "{organization_id}" },
        ...guardrails,
      ],
    },
  ),
  project: module(
    { base: "project", name: "{project~project_id}" },
    {
      names: { project: "{prefix-}{name}" },
      grants: [
        nested("tags", "tags_tag_key"),
        nested("network_tags", "tags_tag_key"),
        {
          form: "members",
          input: "shared_vpc_service_config.network_users",
          roles: ["roles/compute.networkUser"],
          authority: "member",
          target: { base: "project", name: "{shared_vpc_service_config.host_project}" },
        },
      ],
      effects: [
        { kind: "resource", base: "project", name: "{prefix-}{name}" },
        { kind: "apis", input: "services", project: "{project~project_id}" },
        {
          kind: "default-accounts",
          input: "default_service_account",
          project: "{project~project_id}",
          default: ["keep"],
        },
        { kind: "custom-roles", input: "custom_roles", name: "projects", project: "{project~project_id}" },
        ...guardrails,
      ],
      outputs: {
        number: "{@number}",
        project_id: "{project~project_id}",
        id: "{project~project_id}",
        name: "{project~project_id}",
      },
    },
  ),
  "project-factory": holder(
    { form: "nested", input: "projects", target: { base: "project", name: "{prefix-}{key}" } },
    { form: "nested", input: "folders", target: { base: "folder", name: "{item.name|key}" } },
  ),
  pubsub: module(on("pubsub_topic", "{name}"), { grants: [nested("subscriptions", "pubsub_subscription")] }),
  "secret-manager": holder(nested("secrets", "secret_manager_secret")),
  "secure-source-manager-instance": module(on("secure_source_manager_instance", "{instance_id}", located), {
    grants: [nested("repositories", "secure_source_manager_repository")],
  }),
  "service-directory": module(on("service_directory_namespace", "{name}", located)),
  "source-repository": module(on("sourcerepo_repository", "{name}")),
  "spanner-instance": module(on("spanner_instance", "{instance.name}"), {
    grants: [nested("databases", "spanner_database")],
  }),
  "vpc-sc": module({ base: "access_context_manager_access_policy", name: "{access_policy}" }),
  "workstation-cluster": holder(nested("workstation_configs", "workstations_workstation_config")),
};

export const fabricModules: Readonly<Record<string, ModuleRow>> = Object.fromEntries(
  Object.entries(rows).map(([name, row]) => [key(name), row]),
);
