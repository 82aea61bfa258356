import { describe, expect, it } from "vitest";
import { folderWith, runMain } from "../cli/run-main.ts";

/** The bones of terraform-example-foundation, 0-bootstrap: the seed project comes from a module that is not on disk. */
const files = {
  "variables.tf": `variable "org_id" { type = string }
variable "parent_folder" {
  type    = string
  default = ""
}
variable "groups" { type = object({ required_groups = object({ group_org_admins = string, group_billing_admins = string }) }) }
`,
  "main.tf": `locals {
  parent = var.parent_folder != "" ? "folders/\${var.parent_folder}" : "organizations/\${var.org_id}"
}

resource "google_folder" "bootstrap" {
  display_name = "fldr-bootstrap"
  parent       = local.parent
}

module "seed_bootstrap" {
  source  = "terraform-google-modules/bootstrap/google"
  version = "~> 12.0"

  org_id                         = var.org_id
  folder_id                      = google_folder.bootstrap.id
  project_id                     = "prj-b-seed"
  group_org_admins               = var.groups.required_groups.group_org_admins
  group_billing_admins           = var.groups.required_groups.group_billing_admins
  create_terraform_sa            = false
  sa_enable_impersonation        = true
  org_admins_org_iam_permissions = ["roles/resourcemanager.organizationAdmin", "roles/billing.user"]
}
`,
  "sa.tf": `locals {
  parent_type = var.parent_folder == "" ? "organization" : "folder"
  parent_id   = var.parent_folder == "" ? var.org_id : var.parent_folder
  accounts    = toset(["bootstrap", "org", "env", "net", "proj"])
  on_organization = {
    bootstrap = ["roles/resourcemanager.organizationAdmin", "roles/browser"]
    org       = ["roles/orgpolicy.policyAdmin", "roles/resourcemanager.organizationAdmin"]
    env       = ["roles/resourcemanager.tagUser"]
    net       = ["roles/compute.xpnAdmin"]
    proj      = ["roles/resourcemanager.organizationAdmin", "roles/cloudkms.admin"]
  }
  on_parent = {
    bootstrap = ["roles/resourcemanager.folderAdmin"]
    org       = ["roles/resourcemanager.folderAdmin"]
    env       = ["roles/resourcemanager.folderAdmin"]
    net       = ["roles/resourcemanager.folderViewer", "roles/dns.admin"]
    proj      = ["roles/resourcemanager.folderAdmin"]
  }
  on_seed = {
    bootstrap = ["roles/storage.admin", "roles/iam.serviceAccountAdmin"]
    net       = ["roles/storage.objectAdmin"]
  }
}

resource "google_service_account" "terraform" {
  for_each   = local.accounts
  project    = module.seed_bootstrap.seed_project_id
  account_id = "sa-terraform-\${each.key}"
}

module "on_organization" {
  source      = "./modules/parent-iam-member"
  for_each    = local.on_organization
  member      = "serviceAccount:\${google_service_account.terraform[each.key].email}"
  parent_type = "organization"
  parent_id   = var.org_id
  roles       = each.value
}

module "on_parent" {
  source      = "./modules/parent-iam-member"
  for_each    = local.on_parent
  member      = "serviceAccount:\${google_service_account.terraform[each.key].email}"
  parent_type = local.parent_type
  parent_id   = local.parent_id
  roles       = each.value
}

module "on_seed" {
  source      = "./modules/parent-iam-member"
  for_each    = local.on_seed
  member      = "serviceAccount:\${google_service_account.terraform[each.key].email}"
  parent_type = "project"
  parent_id   = module.seed_bootstrap.seed_project_id
  roles       = each.value
}
`,
  "modules/parent-iam-member/main.tf": `variable "member" { type = string }
variable "parent_type" { type = string }
variable "parent_id" { type = string }
variable "roles" { type = list(string) }

resource "google_organization_iam_member" "on" {
  for_each = var.parent_type == "organization" ? toset(var.roles) : []
  org_id   = var.parent_id
  role     = each.value
  member   = var.member
}

resource "google_folder_iam_member" "on" {
  for_each = var.parent_type == "folder" ? toset(var.roles) : []
  folder   = var.parent_id
  role     = each.value
  member   = var.member
}

resource "google_project_iam_member" "on" {
  for_each = var.parent_type == "project" ? toset(var.roles) : []
  project  = var.parent_id
  role     = each.value
  member   = var.member
}
`,
};

/**
 * By hand: organizationAdmin and folderAdmin hold the permission, and both are inherited from the organization. The network's
 * account holds neither, and serviceAccountAdmin on the seed project gives its holder nothing new.
 */
const byHand = [
  "group:${var.groups.required_groups.group_org_admins}",
  ...["bootstrap", "env", "org", "proj"].map(
    (name) => `serviceAccount:sa-terraform-${name}@\${module.seed_bootstrap.seed_project_id}.iam.gserviceaccount.com`,
  ),
];

const whoCan = async (permission: string, resource: string): Promise<readonly (readonly [string, string])[]> => {
  const { code, out } = await runMain(["who-can", permission, resource, "--format", "json"], folderWith(files));
  expect(code).toBe(0);
  const { holders } = JSON.parse(out) as { holders: readonly { principal: string; via: string }[] };
  return holders.map(({ principal, via }) => [principal, via]);
};

describe("who-can on a project of a landing zone", () => {
  const permission = "resourcemanager.projects.setIamPolicy";

  it("lists by name of the code who a person would list", async () => {
    const holders = await whoCan(permission, "module.seed_bootstrap.seed_project_id");
    expect(holders.flatMap(([principal, via]) => (via === "impersonation" ? [] : principal))).toEqual(byHand);
  });

  it("adds none but Google's own agents, who may mint tokens of the project's accounts", async () => {
    const holders = await whoCan(permission, "module.seed_bootstrap.seed_project_id");
    const others = holders.filter(([, via]) => via === "impersonation").map(([principal]) => principal);
    expect(others).not.toEqual([]);
    for (const other of others) expect(other).toMatch(/^serviceAccount:service-.*@(?:gcp-sa-[a-z]+|compute-system)\./);
  });

  it("keeps what is granted on the project alone apart from what is inherited", async () => {
    const holders = await whoCan("iam.serviceAccounts.setIamPolicy", "module.seed_bootstrap.seed_project_id");
    const direct = holders.filter(([, via]) => via === "direct").map(([principal]) => principal);
    expect(direct.filter((principal) => principal.includes("sa-terraform"))).toEqual([byHand[1]]);
  });
});
