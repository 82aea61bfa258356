import { type ProposedGrant, grantCure } from "../gcp/grant-cure.ts";
import { showPrincipal } from "../gcp/principal.ts";
import { recommendRole } from "../gcp/recommended-roles.ts";
import type { Dialect } from "../model/fact.ts";
import type { Resource } from "../model/graph.ts";
import type { Cure } from "../model/rule.ts";
import type { Need } from "./needs.ts";
import { projectText } from "./resource-names.ts";
import { shownText } from "./naming.ts";

type Language = keyof Cure;

/**
 * The smallest grants that meet the needs, in the language at hand and as commands: one for each principal and resource,
 * on that resource and nowhere above it, never with a role that is meant for a service agent.
 */
export function smallestCure(needs: readonly Need[], dialect: Dialect): Cure {
  const cures = grouped(needs).flatMap(curesOf);
  const languages: readonly Language[] = byDialect[dialect];
  const cure: { -readonly [L in Language]?: string } = {};
  for (const language of languages) {
    const texts = cures.flatMap((one) => one[language] ?? []);
    const whole = [...new Set(texts)].join(language === "yaml" ? "\n---\n" : "\n\n");
    if (texts.length > 0) cure[language] = withNumbers(whole, language);
  }
  return cure;
}

/** A number that nothing says, or that only another language can refer to. */
const withNumbers = (text: string, language: Language): string =>
  text
    .replaceAll(/\$\{number of ([^{}]+)\}/g, (_, id: string) => numbers[language](id))
    .replaceAll(language === "hcl" ? /\$\{[^{}/]+\/[^{}]+\.number\}/g : /\$\{[^{}]+\.number\}/g, "PROJECT_NUMBER");

/** Each language's own way to a project's number that nothing in the input says. */
const numbers: Readonly<Record<Language, (project: string) => string>> = {
  hcl: (project) => `\${data.google_project.${project.replaceAll(/\W+/g, "_")}.number}`,
  gcloud: (project) => `$(gcloud projects describe ${project} --format='value(projectNumber)')`,
  yaml: () => "PROJECT_NUMBER",
  pulumi: () => "PROJECT_NUMBER",
};

const byDialect: Readonly<Record<Dialect, readonly Language[]>> = {
  hcl: ["hcl", "gcloud"],
  yaml: ["yaml", "gcloud"],
  json: ["yaml", "gcloud"],
  shell: ["gcloud"],
  typescript: ["pulumi", "gcloud"],
  python: ["gcloud"],
};

/** Needs of one principal on one resource. */
function grouped(needs: readonly Need[]): readonly (readonly [Need, ...Need[]])[] {
  const groups = new Map<string, [Need, ...Need[]]>();
  for (const need of needs) {
    const key = `${need.who.key} ${need.resource.key}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [need]);
    else group.push(need);
  }
  return [...groups.values()];
}

function curesOf(needs: readonly [Need, ...Need[]]): readonly Cure[] {
  const [{ who, resource }] = needs;
  const target = grantableAt(resource);
  const grant = { member: showPrincipal(who), ...nameOf(target) };
  const { roles, custom } = recommendRole(needs.map(({ permission }) => permission));
  return [
    ...roles.map((role) => inAllLanguages({ ...grant, role })),
    ...(custom.length === 0 ? [] : [customRoleCure(grant, custom, target)]),
  ];
}

/** Where a resource has no grants of its own that anybody should write, its project's are meant. */
export function grantableAt(resource: Resource): Resource {
  const own = ["project", "folder", "organization", "service-account", "storage-bucket", "bigquery-dataset"];
  if (own.includes(resource.type) || resource.type === "artifact-registry-repository") return resource;
  const above = resource.parent;
  return above === undefined ? resource : grantableAt(above);
}

function nameOf(resource: Resource): Omit<ProposedGrant, "member" | "role"> {
  const key = resource.key.slice(resource.key.indexOf(":") + 1);
  const [path = "", location] = key.split("@");
  const name =
    resource.name ?? shownText(resource.type === "service-account" ? key : path.slice(path.lastIndexOf("/") + 1));
  const project = resource.type === "project" ? undefined : projectText(resource);
  return {
    type: resource.type,
    name,
    ...(project === undefined ? {} : { project: shownText(project) }),
    ...(location === undefined || resource.type === "service-account" ? {} : { location: shownText(location) }),
  };
}

/** The grant as text to paste in every language that has grants. */
export function inAllLanguages(grant: ProposedGrant): Cure {
  const pulumi = pulumiOf(grant);
  return { ...grantCure(grant), ...(pulumi === undefined ? {} : { pulumi }) };
}

interface PulumiForm {
  readonly constructor: string;
  readonly names: (grant: ProposedGrant) => Readonly<Record<string, string | undefined>>;
}

const pulumiForms: Readonly<Record<string, PulumiForm>> = {
  project: { constructor: "gcp.projects.IAMMember", names: ({ name }) => ({ project: name }) },
  folder: { constructor: "gcp.folder.IAMMember", names: ({ name }) => ({ folder: `folders/${name}` }) },
  organization: { constructor: "gcp.organizations.IAMMember", names: ({ name }) => ({ orgId: name }) },
  "service-account": {
    constructor: "gcp.serviceaccount.IAMMember",
    names: ({ name, project = "-" }) => ({ serviceAccountId: `projects/${project}/serviceAccounts/${name}` }),
  },
  "storage-bucket": { constructor: "gcp.storage.BucketIAMMember", names: ({ name }) => ({ bucket: name }) },
  "bigquery-dataset": {
    constructor: "gcp.bigquery.DatasetIamMember",
    names: ({ name, project }) => ({ project, datasetId: name }),
  },
  "artifact-registry-repository": {
    constructor: "gcp.artifactregistry.RepositoryIamMember",
    names: ({ name, project, location }) => ({ project, location, repository: name }),
  },
};

function pulumiOf(grant: ProposedGrant): string | undefined {
  const form = pulumiForms[grant.type];
  if (form === undefined) return undefined;
  const rows = Object.entries({ ...form.names(grant), role: grant.role, member: grant.member });
  const lines = rows.flatMap(([name, value]) => (value === undefined ? [] : `  ${name}: ${JSON.stringify(value)},`));
  return `new ${form.constructor}(${JSON.stringify(titleOf(grant))}, {\n${lines.join("\n")}\n});`;
}

const titleOf = ({ member, role }: ProposedGrant): string =>
  `${member.slice(member.indexOf(":") + 1).replace(/@.*$/, "")}-${role.slice(role.lastIndexOf("/") + 1)}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");

/** A role of exactly these permissions in the resource's project, and the grant of it. */
function customRoleCure(grant: Omit<ProposedGrant, "role">, permissions: readonly string[], resource: Resource): Cure {
  const project = resource.type === "project" ? grant.name : (grant.project ?? "PROJECT");
  const id = roleId(permissions);
  const role = `projects/${project}/roles/${id}`;
  const granted = inAllLanguages({ ...grant, role });
  return {
    hcl: `${hclRole(project, id, permissions)}\n\n${(granted.hcl ?? "").replace(JSON.stringify(role), `google_project_iam_custom_role.${id}.name`)}`,
    gcloud: `gcloud iam roles create ${id} --project=${project} \\\n  --permissions=${permissions.join(",")}\n${granted.gcloud ?? ""}`,
    yaml: `${yamlRole(id, permissions)}\n---\n${granted.yaml ?? ""}`,
    ...(granted.pulumi === undefined ? {} : { pulumi: `${pulumiRole(project, id, permissions)}\n${granted.pulumi}` }),
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

const quotedLines = (permissions: readonly string[], indent: string): string =>
  permissions.map((permission) => `${indent}${JSON.stringify(permission)},`).join("\n");

const hclRole = (project: string, id: string, permissions: readonly string[]): string =>
  `resource "google_project_iam_custom_role" "${id}" {
  project     = ${JSON.stringify(project)}
  role_id     = "${id}"
  title       = "${id}"
  permissions = [
${quotedLines(permissions, "    ")}
  ]
}`;

const yamlRole = (id: string, permissions: readonly string[]): string =>
  `apiVersion: iam.cnrm.cloud.google.com/v1beta1
kind: IAMCustomRole
metadata:
  name: ${id.toLowerCase()}
spec:
  resourceID: ${id}
  title: ${id}
  permissions:
${permissions.map((permission) => `  - ${permission}`).join("\n")}`;

const pulumiRole = (project: string, id: string, permissions: readonly string[]): string =>
  `new gcp.projects.IAMCustomRole("${id}", {
  project: ${JSON.stringify(project)},
  roleId: "${id}",
  title: "${id}",
  permissions: [
${quotedLines(permissions, "    ")}
  ],
});`;
