/** Words without which a YAML or JSON text says nothing about access, identities, credentials or Google Cloud's commands. */
const words = new RegExp(
  [
    String.raw`\broles/`,
    "includedPermissions|bindings|deniedPrincipals|principalSet|auditConfigs|auditLogConfigs",
    "serviceAccount|service_account|service-account|gserviceaccount",
    String.raw`cnrm\.cloud\.google|upbound\.io|iam\.gke\.io|gcp-types/|\bgcp:|google\.cloud\.gcp_`,
    String.raw`booleanPolicy|listPolicy|/policies/|constraints/`,
    "private_key|PRIVATE KEY|refresh_token|credentials_json|GOOGLE_|GCP_|GCLOUD_|google-github-actions",
    String.raw`AIza|GOCSPX-|ya29\.|1//0|GOOG1`,
    String.raw`\bgcloud\b|\bgsutil\b|\bbq (?:query|load|mk|add)|gcr\.io/cloud-builders|cloud-sdk`,
    "aiplatform|pipelineInfo|pipelineSpec|workerPoolSpecs|deployedModel|dedicatedResources|datasetReference|iamBinding",
    String.raw`^kind: *["']?(?:Secret|Namespace|Kustomization)\b`,
    String.raw`\$(?:iam_principals|custom_roles|project_ids|service_account_ids):|\biam_`,
    String.raw`^(?:include| *(?:- *)?local): *["']?[\w./-]+\.ya?ml`,
    `^iam:|"workloads"|"groups"|projectNumber|Pools/|/services/[a-z]+[.]googleapis`,
  ].join("|"),
  "mu",
);

/** May this text hold something of ours? A few milliseconds a megabyte. */
export const mayMatter = (text: string): boolean => words.test(text);

/** Plans and states have a parser of their own. */
export const isTerraformOutput = (text: string): boolean =>
  /^\s*\{[^{}[\]]*"(?:format_version|terraform_version)"/u.test(text.slice(0, 2000));

/** A JSON schema speaks of access without granting any. */
export const isSchema = (text: string): boolean =>
  /^\s*\{[^{}[\]]*"\$schema"\s*:\s*"https?:\/\/json-schema\.org\//u.test(text.slice(0, 2000)) && !holdsKeys(text);

const holdsKeys = (text: string): boolean => /private_key|PRIVATE KEY/u.test(text);

/** Documents that speak of access without granting any: schemas, recorded requests, the plans that Terraform tests expect. */
const foreign = /^kind:\s*["']?CustomResourceDefinition\b|^interactions:|^values:\r?\n {2}\S*(?:google_|module\.)/mu;

/** May this YAML document hold something of ours? */
export const documentMatters = (document: string): boolean =>
  mayMatter(document) && (!foreign.test(document) || holdsKeys(document));
