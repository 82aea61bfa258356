import type { EffectRow, GrantRow, ModuleRow, TargetRow } from "./modules-rows.ts";

const project = "{project_id|name}{random_project_id?}";
const onProject: TargetRow = { base: "project", name: "{project~project_id}" };
const factoryAccount = "{project_sa_name|=project-service-account}@{project~project_id}.iam.gserviceaccount.com";

const factoryGrants = (group: string): readonly GrantRow[] => [
  { form: "role", input: "sa_role", member: "serviceAccount:{account}" },
  { form: "members", input: group, roles: ["{group_role|=roles/editor}"], member: "group:{value}" },
  {
    form: "members",
    input: group,
    roles: ["roles/iam.serviceAccountUser"],
    member: "group:{value}",
    target: { base: "service_account", name: "{account}" },
  },
  { form: "agents", input: "activate_api_identities" },
  ...factoryMembers(group).flatMap(networkUsers),
  ...factoryMembers(group).map(({ member, when }): GrantRow => ({
    form: "fixed",
    if: ["bucket_project", ...when],
    roles: ["roles/storage.admin"],
    member,
    target: { base: "storage_bucket", name: "{bucket_name|?bucket name}" },
  })),
];

interface FactoryMember {
  readonly member: string;
  readonly when: readonly string[];
}

/** The group, the project's account and the agent of Google's APIs use the network and the bucket. */
const factoryMembers = (group: string): readonly FactoryMember[] => [
  { member: "serviceAccount:{account}", when: ["create_project_sa=true"] },
  { member: "serviceAccount:{@number}@cloudservices.gserviceaccount.com", when: [] },
  { member: `group:{${group}}`, when: [group] },
];

const networkUsers = ({ member, when }: FactoryMember): readonly GrantRow[] => {
  const roles = ["roles/compute.networkUser"];
  const isOn = ["grant_network_role=true", ...when];
  const hosts = ["svpc_host_project_id", "shared_vpc"];
  return [
    ...hosts.map((host): GrantRow => ({
      form: "fixed",
      if: [host, "!shared_vpc_subnets", ...isOn],
      roles,
      member,
      target: { base: "project", name: `{${host}}` },
    })),
    {
      form: "targets",
      input: "shared_vpc_subnets",
      if: isOn,
      roles,
      member,
      target: { base: "compute_subnetwork", name: "{key}" },
    },
  ];
};

const factory = (group: string): ModuleRow => ({
  names: { project, account: factoryAccount },
  target: onProject,
  grants: factoryGrants(group),
  effects: [
    { kind: "resource", base: "project", name: "{project}" },
    { kind: "account", name: "{account}", project: "{project~project_id}", if: ["create_project_sa=true"] },
    { kind: "apis", input: "activate_apis", default: ["compute.googleapis.com"], project: "{project~project_id}" },
    { kind: "identity-apis", input: "activate_api_identities", project: "{project~project_id}" },
    {
      kind: "default-accounts",
      input: "default_service_account",
      default: ["disable"],
      project: "{project~project_id}",
    },
  ],
  outputs: {
    project_id: "{project~project_id}",
    project_name: "{name}",
    project_number: "{@number}",
    service_account_email: "{account}",
    service_account_id: "{project_sa_name|=project-service-account}",
    service_account_name: "projects/{project}/serviceAccounts/{account}",
    service_account_display_name: "{project_sa_name|=project-service-account}",
  },
});

const eachAccount = "{prefix-}{each}@{project_id}.iam.gserviceaccount.com";
const oneAccount = "{name}@{project_id}.iam.gserviceaccount.com";

const accountOutputs = {
  email: "{account~email}",
  iam_email: "serviceAccount:{account~email}",
  id: "projects/{project_id}/serviceAccounts/{account}",
  emails: "map:{account}",
  emails_list: "list:{account}",
  iam_emails: "map:serviceAccount:{account}",
  iam_emails_list: "list:serviceAccount:{account}",
};

const byEachAccount = (form: GrantRow): GrantRow => ({
  member: "serviceAccount:{account}",
  authority: "member",
  ...form,
});

const registryRoles = ["roles/artifactregistry.reader", "roles/storage.objectViewer"];

const nodeRoles = [
  "roles/container.defaultNodeServiceAccount",
  "roles/monitoring.metricWriter",
  "roles/stackdriver.resourceMetadata.writer",
];

/** Clusters make an account for their nodes unless told to use one. */
const clusterWith = (access: string): ModuleRow => ({
  names: { account: "{@service_account}" },
  target: { base: "project", name: "{project_id}" },
  grants: [
    {
      form: "fixed",
      if: ["create_service_account=true", "!service_account"],
      roles: nodeRoles,
      member: "serviceAccount:{account}",
    },
    {
      form: "targets",
      input: "registry_project_ids",
      if: [access, "create_service_account=true"],
      roles: registryRoles,
      member: "serviceAccount:{account}",
    },
    {
      form: "fixed",
      if: [access, "create_service_account=true", "!registry_project_ids"],
      roles: registryRoles,
      member: "serviceAccount:{account}",
    },
  ],
  effects: [
    { kind: "resource", base: "container_cluster", name: "{name}", project: "{project_id}", anonymous: true },
    { kind: "workload", base: "container_cluster", name: "{name}", project: "{project_id}", input: "service_account" },
    {
      kind: "workload",
      base: "container_cluster",
      name: "{name}",
      project: "{project_id}",
      account: "{account}",
      if: ["create_service_account=true", "!service_account"],
    },
  ],
  outputs: { name: "{name}", service_account: "{service_account|@service_account}" },
});

const cluster = clusterWith("grant_registry_access");
const saferCluster = clusterWith("grant_registry_access=true");

const gke = (sub: string): string => `terraform-google-modules/kubernetes-engine${sub}`;

const bucketMembers = (flag: string, all: string, some: string, role: string): readonly GrantRow[] => [
  { form: "members", input: all, if: [flag], roles: [role], authority: "role" },
  { form: "members-of-each", input: some, if: [flag], roles: [role], authority: "role" },
];

const invokers: readonly GrantRow[] = [
  { form: "members", input: "members", roles: ["roles/run.invoker"], authority: "member" },
  {
    form: "members",
    input: "iap_members",
    roles: ["roles/iap.httpsResourceAccessor"],
    authority: "member",
    target: {
      base: "iap_web_cloud_run_service",
      name: "{service_name}",
      project: "{project_id}",
      location: "{location}",
    },
  },
];

const secretAgent = "serviceAccount:service-{@number}@gcp-sa-secretmanager.iam.gserviceaccount.com";

const keysOf = (flag: string, input: string, role: string): GrantRow => ({
  form: "members-in-order",
  input,
  if: [flag],
  roles: [role],
  authority: "role",
  target: { base: "kms_crypto_key", name: "{key}", project: "{project_id}", location: "{location}" },
});

const activate: readonly EffectRow[] = [
  { kind: "apis", input: "activate_apis", project: "{project_id}", if: ["enable_apis=true"] },
  { kind: "identity-apis", input: "activate_api_identities", project: "{project_id}" },
];
const keyMaker = ["roles/iam.serviceAccountKeyAdmin"];
const organization: TargetRow = { base: "organization", name: "{org_id}" };

const orgAdmins = "group:{group_org_admins}";
const terraformAccount = "serviceAccount:{@terraform_sa_email}";
const stateBucket: TargetRow = { base: "storage_bucket", name: "{state_bucket_name|?state bucket}" };
const hasAccount = "create_terraform_sa=true";

/** On the organization, or on the folder that stands in for it. */
const onParent = (row: GrantRow): readonly GrantRow[] => [
  { ...row, if: [...(row.if ?? []), "!parent_folder"], authority: row.authority ?? "member" },
  {
    ...row,
    if: [...(row.if ?? []), "parent_folder"],
    authority: row.authority ?? "member",
    target: { base: "folder", name: "{parent_folder}" },
  },
];

const creator = ["roles/resourcemanager.projectCreator"];
const impersonation = ["sa_enable_impersonation", hasAccount];

const seedApis = [
  "serviceusage",
  "servicenetworking",
  "compute",
  "logging",
  "bigquery",
  "cloudresourcemanager",
  "cloudbilling",
  "iam",
  "admin",
  "appengine",
  "storage-api",
  "monitoring",
].map((service) => `${service}.googleapis.com`);

/** The seed project's module: what it grants before anything else is there. */
const bootstrap: ModuleRow = {
  target: organization,
  grants: [
    {
      form: "members-with-roles",
      input: "group_org_admins",
      member: "org_admins_org_iam_permissions",
      roles: ["roles/billing.user", "roles/resourcemanager.organizationAdmin"],
      authority: "member",
    },
    ...onParent({ form: "fixed", roles: creator, member: orgAdmins }),
    ...onParent({ form: "fixed", roles: creator, member: orgAdmins, authority: "role" }),
    ...onParent({ form: "fixed", if: [hasAccount], roles: creator, member: terraformAccount, authority: "role" }),
    ...onParent({ form: "members", input: "org_project_creators", roles: creator, authority: "role" }),
    {
      form: "fixed",
      roles: ["roles/billing.admin"],
      member: "group:{group_billing_admins}",
      authority: "member",
    },
    {
      form: "fixed",
      roles: ["roles/billing.creator"],
      member: "group:{group_billing_admins}",
      authority: "role",
    },
    {
      form: "roles",
      input: "sa_org_iam_permissions",
      if: [hasAccount],
      member: terraformAccount,
      authority: "member",
    },
    {
      form: "fixed",
      if: [hasAccount, "!sa_org_iam_permissions"],
      roles: [
        "roles/billing.user",
        "roles/compute.networkAdmin",
        "roles/compute.xpnAdmin",
        "roles/iam.securityAdmin",
        "roles/iam.serviceAccountAdmin",
        "roles/logging.configWriter",
        "roles/orgpolicy.policyAdmin",
        "roles/resourcemanager.folderAdmin",
        "roles/resourcemanager.organizationViewer",
      ],
      member: terraformAccount,
      authority: "member",
    },
    {
      form: "fixed",
      if: ["grant_billing_user=true", hasAccount],
      roles: ["roles/billing.user"],
      member: terraformAccount,
      authority: "member",
      target: { base: "billing_account", name: "{billing_account}" },
    },
    {
      form: "fixed",
      if: [hasAccount],
      roles: ["roles/storage.admin"],
      member: terraformAccount,
      authority: "member",
      target: stateBucket,
    },
    {
      form: "fixed",
      if: impersonation,
      roles: ["roles/iam.serviceAccountUser", "roles/iam.serviceAccountTokenCreator"],
      member: orgAdmins,
      authority: "member",
      target: { base: "service_account", name: "{@terraform_sa_email}" },
    },
    ...onParent({
      form: "fixed",
      if: ["sa_enable_impersonation"],
      roles: ["roles/serviceusage.serviceUsageConsumer"],
      member: orgAdmins,
    }),
    {
      form: "fixed",
      if: ["sa_enable_impersonation", "parent_folder"],
      roles: ["roles/iam.serviceAccountUser"],
      member: orgAdmins,
      authority: "member",
      target: { base: "folder", name: "{parent_folder}" },
    },
    {
      form: "fixed",
      if: ["sa_enable_impersonation"],
      roles: ["roles/storage.admin"],
      member: orgAdmins,
      authority: "member",
      target: stateBucket,
    },
  ],
  effects: [
    { kind: "resource", base: "project", name: "{@seed_project_id}", anonymous: true },
    { kind: "apis", input: "activate_apis", default: seedApis, project: "{@seed_project_id}" },
    {
      kind: "apis",
      default: ["iamcredentials.googleapis.com"],
      project: "{@seed_project_id}",
      if: ["sa_enable_impersonation"],
    },
    { kind: "default-accounts", default: ["disable"], project: "{@seed_project_id}" },
  ],
  outputs: { seed_project_id: "{@seed_project_id}", terraform_sa_email: "{@terraform_sa_email}" },
};

/** Who operates an application of a fleet: on its scope, on the project of the fleet, and its logs. */
const fleetOperators = ({
  input,
  member,
}: {
  readonly input: string;
  readonly member: string;
}): readonly GrantRow[] => {
  const scope: TargetRow = { base: "gke_hub_scope", name: "{scope_id}", project: "{fleet_project_id}" };
  const row = (role: string, when: readonly string[], target?: TargetRow): GrantRow => ({
    form: "members",
    input,
    if: when,
    roles: [role],
    member,
    authority: "member",
    ...(target && { target }),
  });
  return [
    row("roles/gkehub.scopeViewerProjectLevel", ["role==VIEW", "!custom_role"]),
    row("roles/gkehub.scopeEditorProjectLevel", ["role!=VIEW"]),
    row("roles/gkehub.scopeViewer", ["role==VIEW", "!custom_role"], scope),
    row("roles/gkehub.scopeEditor", ["role==EDIT", "!custom_role"], scope),
    row("roles/gkehub.scopeAdmin", ["role==ADMIN", "!custom_role"], scope),
    row("roles/gkehub.scopeViewer", ["custom_role"], scope),
  ];
};

/** The modules of Google's registry namespaces, where their shape is their own. */
export const googleModules: Readonly<Record<string, ModuleRow>> = {
  "terraform-google-modules/iam//modules/audit_config": {
    effects: [{ kind: "audit", input: "audit_log_config", project: "{project~project_id}" }],
  },
  "terraform-google-modules/iam//modules/custom_role_iam": {
    names: {
      project_role: "projects/{target_id}/roles/{role_id}",
      org_role: "organizations/{target_id}/roles/{role_id}",
    },
    grants: [
      {
        form: "members",
        input: "members",
        if: ["target_level!=org"],
        roles: ["{project_role}"],
        authority: "member",
        target: { base: "project", name: "{target_id}" },
      },
      {
        form: "members",
        input: "members",
        if: ["target_level==org"],
        roles: ["{org_role}"],
        authority: "member",
        target: { base: "organization", name: "{target_id}" },
      },
    ],
    effects: [
      { kind: "custom-role", name: "{project_role}", input: "permissions", if: ["target_level!=org"] },
      { kind: "custom-role", name: "{org_role}", input: "permissions", if: ["target_level==org"] },
    ],
  },
  "terraform-google-modules/iam//modules/member_iam": {
    target: { base: "project", name: "{project_id}" },
    grants: [
      {
        form: "roles",
        input: "project_roles",
        member: "{prefix|=serviceAccount}:{service_account_address}",
        authority: "member",
      },
    ],
  },
  "terraform-google-modules/iam//modules/secure_source_manager_iam": {
    mode: "mode",
    grants: [
      {
        form: "role-members-on",
        input: "bindings",
        target: {
          base: "secure_source_manager_instance",
          name: "entity_ids.instance_ids",
          project: "{project~project_id}",
          location: "{location}",
        },
      },
      {
        form: "role-members-on",
        input: "bindings",
        target: {
          base: "secure_source_manager_repository",
          name: "entity_ids.repository_ids",
          project: "{project~project_id}",
          location: "{location}",
        },
      },
    ],
  },
  "terraform-google-modules/project-factory": factory("group_name"),
  "terraform-google-modules/project-factory//modules/svpc_service_project": factory("group_name"),
  "terraform-google-modules/project-factory//modules/core_project_factory": factory("group_email"),
  "terraform-google-modules/project-factory//modules/gsuite_enabled": factory("group_name"),
  "terraform-google-modules/project-factory//modules/project_services": {
    target: { base: "project", name: "{project_id}" },
    grants: [{ form: "agents", input: "activate_api_identities" }],
    effects: activate,
    outputs: { project_id: "{project_id}" },
  },
  "terraform-google-modules/project-factory//modules/shared_vpc_access": {
    target: { base: "project", name: "{host_project_id}" },
    grants: [
      {
        form: "agents",
        input: "active_apis",
        roles: ["roles/compute.networkUser"],
        if: ["grant_network_role=true", "!shared_vpc_subnets"],
      },
      {
        form: "agents",
        input: "active_apis",
        member: "container.googleapis.com",
        roles: ["roles/container.hostServiceAgentUser"],
        if: ["grant_network_role=true"],
      },
      {
        form: "agents",
        input: "active_apis",
        member: "composer.googleapis.com",
        roles: ["roles/composer.sharedVpcAgent"],
        if: ["grant_network_role=true"],
      },
    ],
  },
  "terraform-google-modules/project-factory//modules/fabric-project": {
    names: { project: "{prefix-}{name}" },
    target: onProject,
    grants: [
      { form: "members", input: "owners", roles: ["roles/owner"], authority: "member" },
      { form: "members", input: "editors", roles: ["roles/editor"], authority: "member" },
      { form: "members", input: "viewers", roles: ["roles/viewer"], authority: "member" },
      {
        form: "members",
        input: "oslogin_admins",
        if: ["oslogin"],
        roles: ["roles/compute.osAdminLogin", "roles/iam.serviceAccountUser", "roles/viewer"],
        authority: "member",
      },
      {
        form: "members",
        input: "oslogin_users",
        if: ["oslogin"],
        roles: ["roles/compute.osLogin", "roles/iam.serviceAccountUser", "roles/viewer"],
        authority: "member",
      },
      {
        form: "project-role-pairs",
        input: "gce_service_account_roles",
        member: "serviceAccount:{@number}-compute@developer.gserviceaccount.com",
        authority: "member",
      },
      { form: "parallel", input: "extra_bindings_roles", member: "extra_bindings_members", authority: "role" },
    ],
    effects: [
      { kind: "resource", base: "project", name: "{project}" },
      { kind: "apis", input: "activate_apis", project: "{project~project_id}" },
      { kind: "custom-roles", input: "custom_roles", name: "projects", project: "{project~project_id}" },
    ],
    outputs: { project_id: "{project~project_id}" },
  },
  "terraform-google-modules/service-accounts": {
    each: "names",
    names: { account: eachAccount },
    effects: [
      { kind: "account", name: "{account}", project: "{project_id}" },
      { kind: "key", input: "generate_keys", name: "{account}", project: "{project_id}" },
    ],
    grants: [
      byEachAccount({ form: "project-role-pairs", input: "project_roles" }),
      byEachAccount({
        form: "fixed",
        if: ["grant_billing_role"],
        roles: ["roles/billing.user"],
        target: { base: "billing_account", name: "{billing_account_id}" },
      }),
      byEachAccount({
        form: "fixed",
        if: ["grant_xpn_roles=true", "org_id"],
        roles: ["roles/compute.xpnAdmin", "roles/resourcemanager.organizationViewer"],
        target: organization,
      }),
    ],
    outputs: accountOutputs,
  },
  "terraform-google-modules/service-accounts//modules/key-distributor": {
    names: { account: "key-distributor@{project_id}.iam.gserviceaccount.com" },
    target: { base: "cloudfunctions_function", name: "{function_name|=key-distributor}", project: "{project_id}" },
    effects: [
      { kind: "account", name: "{account}", project: "{project_id}" },
      {
        kind: "workload",
        base: "cloudfunctions_function",
        name: "{function_name|=key-distributor}",
        project: "{project_id}",
        account: "{account}",
      },
    ],
    grants: [
      byEachAccount({
        form: "fixed",
        roles: keyMaker,
        target: { base: "project", name: "{project_id}" },
      }),
      byEachAccount({ form: "fixed", roles: keyMaker, if: ["org_id"], target: organization }),
      byEachAccount({
        form: "targets",
        input: "folder_ids",
        roles: keyMaker,
        target: { base: "folder", name: "{key}" },
      }),
      { form: "members", input: "function_members", roles: ["roles/cloudfunctions.invoker"], authority: "member" },
    ],
  },
  "terraform-google-modules/service-accounts//modules/simple-sa": {
    names: { account: oneAccount },
    target: { base: "project", name: "{project_id}" },
    effects: [{ kind: "account", name: "{account}", project: "{project_id}" }],
    grants: [byEachAccount({ form: "roles", input: "project_roles" })],
    outputs: accountOutputs,
  },
  [gke("//modules/workload-identity")]: {
    names: {
      account: "{gcp_sa_name|name}@{project_id}.iam.gserviceaccount.com",
      subject: "serviceAccount:{k8s_sa_project_id|project_id}.svc.id.goog[{namespace|=default}/{k8s_sa_name|name}]",
    },
    target: { base: "project", name: "{project_id}" },
    effects: [{ kind: "account", name: "{account}", project: "{project_id}", if: ["!use_existing_gcp_sa"] }],
    grants: [
      byEachAccount({ form: "roles", input: "roles" }),
      byEachAccount({ form: "scoped-roles", input: "additional_projects", target: { base: "project", name: "{key}" } }),
      {
        form: "fixed",
        roles: ["roles/iam.workloadIdentityUser"],
        member: "{subject}",
        authority: "member",
        target: { base: "service_account", name: "{account}" },
      },
    ],
    outputs: {
      gcp_service_account_email: "{account~email}",
      gcp_service_account_fqn: "serviceAccount:{account~email}",
      gcp_service_account_name: "{gcp_sa_name|name}",
      k8s_service_account_name: "{k8s_sa_name|name}",
      k8s_service_account_namespace: "{namespace|=default}",
    },
  },
  [gke("")]: cluster,
  [gke("//modules/beta-autopilot-private-cluster")]: cluster,
  [gke("//modules/beta-autopilot-public-cluster")]: cluster,
  [gke("//modules/beta-private-cluster")]: cluster,
  [gke("//modules/beta-private-cluster-update-variant")]: cluster,
  [gke("//modules/beta-public-cluster")]: cluster,
  [gke("//modules/beta-public-cluster-update-variant")]: cluster,
  [gke("//modules/private-cluster")]: cluster,
  [gke("//modules/private-cluster-update-variant")]: cluster,
  [gke("//modules/safer-cluster")]: saferCluster,
  [gke("//modules/safer-cluster-update-variant")]: saferCluster,
  [gke("//modules/fleet-app-operator-permissions")]: {
    target: { base: "project", name: "{fleet_project_id}" },
    grants: [
      { input: "users", member: "user:{value}" },
      { input: "groups", member: "group:{value}" },
    ].flatMap(fleetOperators),
  },
  [gke("//modules/fleet-membership")]: {},
  [gke("//modules/hub-legacy")]: {
    names: {
      home: "{hub_project_id|project_id}",
      account: "{gke_hub_sa_name|=gke-hub-sa}@{home}.iam.gserviceaccount.com",
    },
    target: { base: "project", name: "{home}" },
    grants: [
      byEachAccount({ form: "fixed", if: ["!use_existing_sa"], roles: ["roles/gkehub.connect"] }),
      ...["hub_project_id", "project_id"].map((on): GrantRow => ({
        form: "fixed",
        if: ["hub_project_id"],
        roles: ["roles/gkehub.serviceAgent"],
        member: "serviceAccount:service-{@number}@gcp-sa-gkehub.iam.gserviceaccount.com",
        authority: "member",
        target: { base: "project", name: `{${on}}` },
      })),
    ],
    effects: [
      { kind: "account", name: "{account}", project: "{home}", if: ["!use_existing_sa"] },
      { kind: "key", name: "{account}", project: "{home}", if: ["!use_existing_sa"] },
    ],
  },
  "terraform-google-modules/cloud-storage": {
    each: "names",
    target: { base: "storage_bucket", name: "{prefix-}{each}", project: "{project_id}" },
    grants: [
      ...bucketMembers("set_admin_roles", "admins", "bucket_admins", "roles/storage.objectAdmin"),
      ...bucketMembers("set_creator_roles", "creators", "bucket_creators", "roles/storage.objectCreator"),
      ...bucketMembers("set_viewer_roles", "viewers", "bucket_viewers", "roles/storage.objectViewer"),
      ...bucketMembers("set_storage_admin_roles", "storage_admins", "bucket_storage_admins", "roles/storage.admin"),
      ...bucketMembers(
        "set_hmac_key_admin_roles",
        "hmac_key_admins",
        "bucket_hmac_key_admins",
        "roles/storage.hmacKeyAdmin",
      ),
    ],
    effects: [
      { kind: "resource", base: "storage_bucket", name: "{prefix-}{each}", project: "{project_id}" },
      { kind: "hmac-keys", input: "hmac_service_accounts", project: "{project_id}" },
    ],
    outputs: {
      name: "{prefix-}{each}",
      names: "map:{prefix-}{each}",
      names_list: "list:{prefix-}{each}",
      url: "gs://{prefix-}{each}",
    },
  },
  "terraform-google-modules/cloud-storage//modules/simple_bucket": {
    target: { base: "storage_bucket", name: "{name}", project: "{project_id}" },
    grants: [{ form: "pairs", input: "iam_members", authority: "member" }],
    effects: [
      {
        kind: "resource",
        base: "storage_bucket",
        name: "{name}",
        project: "{project_id}",
        attributes: {
          uniform_bucket_level_access: "{bucket_policy_only|=true}",
          public_access_prevention: "{public_access_prevention|=inherited}",
        },
      },
    ],
    outputs: { name: "{name}", url: "gs://{name}" },
  },
  "terraform-google-modules/folders": {
    each: "names",
    target: { base: "folder", name: "{@ids.*}" },
    outputs: { id: "{@ids.*}", ids: "map:{@ids.*}", ids_list: "list:{@ids.*}" },
    grants: [
      {
        form: "folder-admins",
        input: "names",
        if: ["set_roles"],
        authority: "role",
        roles: [
          "roles/owner",
          "roles/resourcemanager.folderViewer",
          "roles/resourcemanager.projectCreator",
          "roles/compute.networkAdmin",
        ],
      },
    ],
  },
  "terraform-google-modules/kms": {
    names: { ring: "projects/{project_id}/locations/{location}/keyRings/{keyring}" },
    target: { base: "kms_key_ring", name: "{keyring}", project: "{project_id}", location: "{location}" },
    grants: [
      keysOf("set_owners_for", "owners", "roles/owner"),
      keysOf("set_encrypters_for", "encrypters", "roles/cloudkms.cryptoKeyEncrypter"),
      keysOf("set_decrypters_for", "decrypters", "roles/cloudkms.cryptoKeyDecrypter"),
    ],
    outputs: {
      keyring: "{ring}",
      keyring_name: "{keyring}",
      keys: "map(keys):{ring}/cryptoKeys/{key}",
    },
  },
  "terraform-google-modules/github-actions-runners//modules/gh-oidc": {
    names: { pool: "projects/{@number}/locations/global/workloadIdentityPools/{pool_id}" },
    grants: [
      {
        form: "federated",
        input: "sa_mapping",
        member: "principalSet://iam.googleapis.com/{pool}/",
        roles: ["roles/iam.workloadIdentityUser"],
        authority: "member",
        target: { base: "service_account", name: "{key}" },
      },
    ],
    effects: [{ kind: "federation", name: "{pool_id}", project: "{project_id}" }],
    outputs: { pool_name: "{pool}", provider_name: "{pool}/providers/{provider_id}" },
  },
  "GoogleCloudPlatform/cloud-run//modules/v2": {
    names: { account: "{?service account}" },
    target: { base: "cloud_run_v2_service", name: "{service_name}", project: "{project_id}", location: "{location}" },
    grants: [
      ...invokers,
      byEachAccount({
        form: "roles",
        input: "service_account_project_roles",
        if: ["create_service_account=true", "!service_account"],
        target: { base: "project", name: "{project_id}" },
      }),
    ],
    effects: [
      {
        kind: "workload",
        base: "cloud_run_v2_service",
        name: "{service_name}",
        project: "{project_id}",
        input: "service_account",
      },
    ],
    outputs: { service_name: "{service_name}", location: "{location}", project_id: "{project_id}" },
  },
  "GoogleCloudPlatform/cloud-run": {
    target: { base: "cloud_run_v2_service", name: "{service_name}", project: "{project_id}", location: "{location}" },
    grants: [...invokers],
    effects: [
      {
        kind: "workload",
        base: "cloud_run_v2_service",
        name: "{service_name}",
        project: "{project_id}",
        input: "service_account_email",
      },
    ],
    outputs: { service_name: "{service_name}", location: "{location}", project_id: "{project_id}" },
  },
  "GoogleCloudPlatform/secret-manager": {
    grants: [
      {
        form: "nested",
        input: "secrets",
        target: { base: "secret_manager_secret", name: "{item.name}", project: "{project_id}" },
      },
      {
        form: "members-on-items",
        input: "secrets",
        member: "secret_accessors_list",
        roles: ["roles/secretmanager.secretAccessor"],
        authority: "role",
        target: { base: "secret_manager_secret", name: "{item.name}", project: "{project_id}" },
      },
      {
        form: "targets",
        input: "add_kms_permissions",
        roles: ["roles/cloudkms.cryptoKeyEncrypterDecrypter"],
        member: secretAgent,
        authority: "member",
        target: { base: "kms_crypto_key", name: "{key}" },
      },
      {
        form: "targets",
        input: "add_pubsub_permissions",
        roles: ["roles/pubsub.publisher"],
        member: secretAgent,
        authority: "member",
        target: { base: "pubsub_topic", name: "{key}", project: "{project_id}" },
      },
    ],
  },
  "terraform-google-modules/bootstrap": bootstrap,
};
