import type { Cure } from "../model/rule.ts";
import { quote, yamlText } from "./grant-cure.ts";
import { type PulumiLanguage, pulumiResource } from "./pulumi-cure.ts";

/** A role of exactly these permissions in a project, in every language, and its id. */
export function customRole(
  project: string,
  permissions: readonly string[],
  language: PulumiLanguage,
): Required<Cure> & { readonly id: string } {
  const id = roleId(permissions);
  return {
    id,
    hcl: hclRole(project, id, permissions),
    gcloud: `gcloud iam roles create ${id} --project=${quote(project)} \\\n  --permissions=${permissions.join(",")}`,
    yaml: yamlRole(project, id, permissions),
    pulumi: pulumiResource("gcp.projects.IAMCustomRole", id, { project, roleId: id, title: id, permissions }, language),
  };
}

/** `aiplatformEndpointsDeploy`: named after the first thing that it allows. */
function roleId(permissions: readonly string[]): string {
  const [first = "custom"] = permissions;
  return first
    .split(/[./]/)
    .map((word, index) => (index === 0 ? word : word.slice(0, 1).toUpperCase() + word.slice(1)))
    .join("")
    .replaceAll(/[^A-Za-z0-9]/g, "")
    .slice(0, 64);
}

const hclRole = (project: string, id: string, permissions: readonly string[]): string =>
  `resource "google_project_iam_custom_role" "${id}" {
  project     = ${/^\$\{[^{}]+\}$/.test(project) ? project.slice(2, -1) : JSON.stringify(project)}
  role_id     = "${id}"
  title       = "${id}"
  permissions = [
${permissions.map((permission) => `    ${JSON.stringify(permission)},`).join("\n")}
  ]
}`;

const yamlRole = (project: string, id: string, permissions: readonly string[]): string =>
  `apiVersion: iam.cnrm.cloud.google.com/v1beta1
kind: IAMCustomRole
metadata:
  name: ${id.toLowerCase()}
  annotations:
    cnrm.cloud.google.com/project-id: ${yamlText(project)}
spec:
  resourceID: ${id}
  title: ${id}
  permissions:
${permissions.map((permission) => `  - ${permission}`).join("\n")}`;
