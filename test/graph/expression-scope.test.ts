import { expect, test } from "vitest";
import { analyse } from "../../src/lint.ts";

const files: Readonly<Record<string, string>> = {
  "main.tf": `
variable "project" { type = string }
module "middle" {
  source  = "./middle"
  project = var.project
}`,
  "middle/main.tf": `
variable "project" { type = string }
module "role" {
  source  = "../role"
  project = var.project
  role_id = "deleter"
  members = ["user:kim@example.com"]
}`,
  "role/main.tf": `
variable "project" { type = string }
variable "role_id" { type = string }
variable "members" { type = list(string) }
resource "google_project_iam_custom_role" "role" {
  project     = var.project
  role_id     = var.role_id
  title       = var.role_id
  permissions = ["iam.roles.create"]
}
resource "google_project_iam_member" "role" {
  for_each = toset(var.members)
  project  = var.project
  role     = "projects/\${var.project}/roles/\${google_project_iam_custom_role.role.role_id}"
  member   = each.key
}
resource "google_storage_bucket" "data" {
  name    = "\${var.project}-data"
  project = var.project
}`,
  "more.tf": `
resource "google_storage_bucket_iam_member" "data" {
  bucket = "\${var.project}-data"
  role   = "roles/storage.objectViewer"
  member = "user:kim@example.com"
}`,
};

test("what a module builds from its caller's unknowns is what the caller builds from them", async () => {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }));
  const { graph } = await analyse(sources, {
    read: (path) => files[path],
    list: (folder) => (folder === "" || folder === "." ? ["main.tf", "middle", "more.tf", "role"] : ["main.tf"]),
    options: { varFiles: [], variables: {}, profile: "default" },
  });
  const role = graph.bindings.find(({ resource }) => resource.type === "project");
  const bucket = graph.bindings.find(({ resource }) => resource.type === "storage-bucket");
  expect(role?.role.definition?.title).toMatchObject({ text: "deleter" });
  const defined = graph.facts("resource").map(({ resource }) => graph.resource(resource).key);
  expect(defined).toContain(bucket?.resource.key);
});
