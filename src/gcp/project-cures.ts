import type { Cure } from "../model/rule.ts";
import { quote, yamlText } from "./grant-cure.ts";
import { type PulumiLanguage, pulumiResource } from "./pulumi-cure.ts";

/** Enables an API in a project, in every language. */
export function enableService(project: string, service: string, language: PulumiLanguage): Cure {
  const name = service.replace(/\.googleapis\.com$/, "");
  return {
    hcl: `resource "google_project_service" "${name.replaceAll("-", "_")}" {\n  project = ${JSON.stringify(project)}\n  service = ${JSON.stringify(service)}\n}`,
    gcloud: `gcloud services enable ${quote(service)} --project=${quote(project)}`,
    yaml: `apiVersion: serviceusage.cnrm.cloud.google.com/v1beta1
kind: Service
metadata:
  name: ${service}
  annotations:
    cnrm.cloud.google.com/project-id: ${yamlText(project)}
spec:
  resourceID: ${service}`,
    pulumi: pulumiResource("gcp.projects.Service", name, { project, service }, language),
  };
}

/**
 * Sets a boolean constraint on one project, in every language (resourcemanager/docs/organization-policy/using-constraints).
 */
export function setConstraint(project: string, constraint: string, enforced: boolean, language: PulumiLanguage): Cure {
  const title = constraint.slice(constraint.lastIndexOf(".") + 1);
  const verb = enforced ? "enable" : "disable";
  return {
    hcl: `resource "google_org_policy_policy" "${title}" {
  name   = ${JSON.stringify(`projects/${project}/policies/${constraint}`)}
  parent = ${JSON.stringify(`projects/${project}`)}
  spec {
    rules {
      enforce = "${enforced ? "TRUE" : "FALSE"}"
    }
  }
}`,
    gcloud: `gcloud resource-manager org-policies ${verb}-enforce ${constraint} --project=${quote(project)}`,
    yaml: `apiVersion: resourcemanager.cnrm.cloud.google.com/v1beta1
kind: ResourceManagerPolicy
metadata:
  name: ${title.toLowerCase()}
spec:
  constraint: constraints/${constraint}
  booleanPolicy:
    enforced: ${enforced}
  projectRef:
    external: ${yamlText(`projects/${project}`)}`,
    pulumi: organizationPolicy[language](title, project, constraint, enforced),
  };
}

const organizationPolicy: Readonly<
  Record<PulumiLanguage, (title: string, project: string, constraint: string, enforced: boolean) => string>
> = {
  typescript: (title, project, constraint, enforced) =>
    `new gcp.projects.OrganizationPolicy("${title}", {
  project: ${JSON.stringify(project)},
  constraint: "constraints/${constraint}",
  booleanPolicy: { enforced: ${enforced} },
});`,
  python: (title, project, constraint, enforced) =>
    `gcp.projects.OrganizationPolicy(
  "${title}",
  project=${JSON.stringify(project)},
  constraint="constraints/${constraint}",
  boolean_policy={"enforced": ${enforced ? "True" : "False"}},
)`,
};
