import type { Cure } from "../model/rule.ts";
import { own } from "../model/own.ts";
import { accountOf } from "./account-class.ts";

/** A grant to propose. A name may be `${…}`: a reference, which the cure repeats in the field's own words. */
export interface ProposedGrant {
  /** With its prefix: `serviceAccount:ci@p.iam.gserviceaccount.com`. */
  readonly member: string;
  readonly role: string;
  /** In the vocabulary of `ResourceRef.type`. */
  readonly type: string;
  /** Project id, e-mail, bucket … */
  readonly name: string;
  readonly project?: string;
  readonly location?: string;
  /** What it is part of below the project: the key ring of a key. */
  readonly within?: string;
}

/** How to grant on one type of resource. `undefined`: this tool has no way to do it. */
interface Recipe {
  /** Arguments of `google_<hcl>_iam_member` that name the resource. */
  readonly hcl: string;
  readonly arguments: (grant: ProposedGrant) => Readonly<Record<string, string | undefined>>;
  readonly gcloud: (grant: ProposedGrant) => string;
  /** `resourceRef` of Config Connector: kind, external. */
  readonly kind: string;
  readonly external: (grant: ProposedGrant) => string;
}

const addBinding = (group: string, name: string): string => `gcloud ${group} add-iam-policy-binding ${quote(name)}`;

const recipes: Readonly<Record<string, Recipe>> = {
  project: {
    hcl: "project",
    arguments: ({ name }) => ({ project: name }),
    gcloud: ({ name }) => addBinding("projects", name),
    kind: "Project",
    external: ({ name }) => `projects/${name}`,
  },
  folder: {
    hcl: "folder",
    arguments: ({ name }) => ({ folder: name.startsWith("folders/") ? name : `folders/${name}` }),
    gcloud: ({ name }) => addBinding("resource-manager folders", name.replace(/^folders\//, "")),
    kind: "Folder",
    external: ({ name }) => (name.startsWith("folders/") ? name : `folders/${name}`),
  },
  organization: {
    hcl: "organization",
    arguments: ({ name }) => ({ org_id: name.replace(/^organizations\//, "") }),
    gcloud: ({ name }) => addBinding("organizations", name.replace(/^organizations\//, "")),
    kind: "Organization",
    external: ({ name }) => name.replace(/^organizations\//, ""),
  },
  "service-account": {
    hcl: "service_account",
    arguments: ({ name }) => ({ service_account_id: accountName(name) }),
    gcloud: ({ name }) => addBinding("iam service-accounts", name),
    kind: "IAMServiceAccount",
    external: ({ name }) => accountName(name),
  },
  "storage-bucket": {
    hcl: "storage_bucket",
    arguments: ({ name }) => ({ bucket: name }),
    gcloud: ({ name }) => addBinding("storage buckets", `gs://${name}`),
    kind: "StorageBucket",
    external: ({ name }) => name,
  },
  "bigquery-dataset": {
    hcl: "bigquery_dataset",
    arguments: ({ name, project }) => ({ project, dataset_id: name }),
    gcloud: ({ name, project }) =>
      `bq add-iam-policy-binding ${quote(project === undefined ? name : `${project}:${name}`)}`,
    kind: "BigQueryDataset",
    external: ({ name, project }) => `projects/${project ?? "PROJECT"}/datasets/${name}`,
  },
  "artifact-registry-repository": {
    hcl: "artifact_registry_repository",
    arguments: ({ name, project, location }) => ({ project, location, repository: name }),
    gcloud: ({ name, project, location }) =>
      withPlace(addBinding("artifacts repositories", name), { project, location }),
    kind: "ArtifactRegistryRepository",
    external: ({ name, project, location }) =>
      `projects/${project ?? "PROJECT"}/locations/${location ?? "LOCATION"}/repositories/${name}`,
  },
  "secret-manager-secret": {
    hcl: "secret_manager_secret",
    arguments: ({ name, project }) => ({ project, secret_id: name }),
    gcloud: (grant) => withPlace(addBinding("secrets", grant.name), { ...grant, location: undefined }),
    kind: "SecretManagerSecret",
    external: ({ name, project }) => `projects/${project ?? "PROJECT"}/secrets/${name}`,
  },
  "pubsub-topic": {
    hcl: "pubsub_topic",
    arguments: ({ name, project }) => ({ project, topic: name }),
    gcloud: (grant) => withPlace(addBinding("pubsub topics", grant.name), { ...grant, location: undefined }),
    kind: "PubSubTopic",
    external: ({ name, project }) => `projects/${project ?? "PROJECT"}/topics/${name}`,
  },
  "cloud-run-v2-service": {
    hcl: "cloud_run_v2_service",
    arguments: ({ name, project, location }) => ({ project, location, name }),
    gcloud: ({ name, location, ...grant }) =>
      withPlace(addBinding("run services", name), { project: grant.project, region: location }),
    kind: "RunService",
    external: ({ name, project, location }) =>
      `projects/${project ?? "PROJECT"}/locations/${location ?? "LOCATION"}/services/${name}`,
  },
  "kms-crypto-key": {
    hcl: "kms_crypto_key",
    arguments: (grant) => ({ crypto_key_id: keyName(grant) }),
    gcloud: ({ name, within = "KEY_RING", project, location }) =>
      withPlace(`${addBinding("kms keys", name)} --keyring=${quote(within)}`, { project, location }),
    kind: "KMSCryptoKey",
    external: keyName,
  },
};

/** There is a way to grant on such a resource by itself. */
export const hasOwnGrants = (type: string): boolean => Object.hasOwn(recipes, type);

/** The grant as text to paste: a Terraform resource, a gcloud command, a Config Connector object. */
export function grantCure(grant: ProposedGrant): Cure {
  const recipe = own(recipes, grant.type);
  if (recipe === undefined) return {};
  const title = titleOf(grant);
  return {
    hcl: hclOf(recipe, grant, title),
    gcloud: `${recipe.gcloud(grant)} \\\n  --member=${quote(grant.member)} \\\n  --role=${grant.role}`,
    yaml: yamlOf(recipe, grant, title),
  };
}

type Places = Readonly<Partial<Record<"project" | "location" | "region", string | undefined>>>;

/** The flags that say where it is, as far as that is known. */
function withPlace(command: string, { project, location, region }: Places): string {
  const flags = Object.entries({ project, location, region }).flatMap(([flag, value]) =>
    value === undefined ? [] : `--${flag}=${quote(value)}`,
  );
  return [command, ...flags].join(" ");
}

function keyName({ name, within = "KEY_RING", project = "PROJECT", location = "LOCATION" }: ProposedGrant): string {
  return `projects/${project}/locations/${location}/keyRings/${within}/cryptoKeys/${name}`;
}

function hclOf(recipe: Recipe, grant: ProposedGrant, title: string): string {
  const named = Object.entries(recipe.arguments(grant)).filter(([, value]) => value !== undefined);
  const rows = [...named, ["role", grant.role], ["member", grant.member]] as const;
  const width = Math.max(...rows.map(([name]) => name?.length ?? 0));
  const lines = rows.map(([name = "", value = ""]) => `  ${name.padEnd(width)} = ${hclText(value)}`);
  return `resource "google_${recipe.hcl}_iam_member" "${title.replaceAll("-", "_")}" {\n${lines.join("\n")}\n}`;
}

function hclText(text: string): string {
  const lone = /^\$\{([^{}]+)\}$/.exec(text)?.[1];
  if (lone === undefined) return JSON.stringify(text);
  return lone;
}

const yamlOf = (recipe: Recipe, grant: ProposedGrant, title: string): string =>
  `apiVersion: iam.cnrm.cloud.google.com/v1beta1
kind: IAMPolicyMember
metadata:
  name: ${title}
spec:
  member: ${yamlText(grant.member)}
  role: ${yamlText(grant.role)}
  resourceRef:
    kind: ${recipe.kind}
    external: ${yamlText(recipe.external(grant))}`;

/** Plain where YAML takes it for what it is. */
export const yamlText = (text: string): string => (/^[A-Za-z_][\w@.:/+-]*$/.test(text) ? text : JSON.stringify(text));

/** `ci-serviceaccountuser` for a member `serviceAccount:ci@…`: short, and safe in Terraform and Kubernetes. */
export function titleOf({ member, role }: Pick<ProposedGrant, "member" | "role">): string {
  const local = member.slice(member.indexOf(":") + 1).replace(/@.*$/, "");
  const words = `${local}-${role.slice(role.lastIndexOf("/") + 1).replace(/^\w+\./, "")}`;
  return words
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(-60)
    .replace(/^[^a-z]+/, "");
}

/** `projects/p/serviceAccounts/ci@p.iam.gserviceaccount.com`; of a reference to `.email`, the reference to `.name`. */
function accountName(email: string): string {
  const reference = /^\$\{(.+)\.email\}$/.exec(email)?.[1];
  if (reference !== undefined) return `\${${reference}.name}`;
  const project = accountOf(email).project;
  return `projects/${project !== undefined && "id" in project ? project.id : "-"}/serviceAccounts/${email}`;
}

/** A word of a shell command. References keep their meaning; nothing else in it is run. */
export function quote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (/\$[{\w]/.test(word)) return `"${word.replaceAll(/["\\`]|\$\(/g, "\\$&")}"`;
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
