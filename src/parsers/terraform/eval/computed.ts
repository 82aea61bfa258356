import type { Span } from "../../../model/source.ts";
import { stringOf, text } from "../datum.ts";
import type { Datum, ListDatum, Part } from "../datum.ts";
import type { Instance } from "../instances.ts";

/** Attributes that a provider makes of others: `{account_id}@{project}.iam.gserviceaccount.com`. */
type Formats = Readonly<Record<string, Readonly<Record<string, string>>>>;

const account = {
  email: "{account_id}@{project}.iam.gserviceaccount.com",
  member: "serviceAccount:{email}",
  name: "projects/{project}/serviceAccounts/{email}",
  id: "projects/{project}/serviceAccounts/{email}",
};
const projectRole = { id: "projects/{project}/roles/{role_id}", name: "projects/{project}/roles/{role_id}" };
const organizationRole = {
  id: "organizations/{org_id}/roles/{role_id}",
  name: "organizations/{org_id}/roles/{role_id}",
};

const formats: Formats = {
  google_service_account: account,
  google_project: { id: "projects/{project_id}" },
  google_project_iam_custom_role: projectRole,
  google_organization_iam_custom_role: organizationRole,
  google_storage_bucket: { id: "{name}", url: "gs://{name}" },
  google_bigquery_dataset: { id: "projects/{project}/datasets/{dataset_id}" },
  google_bigquery_table: { id: "projects/{project}/datasets/{dataset_id}/tables/{table_id}" },
  google_pubsub_topic: { id: "projects/{project}/topics/{name}" },
  google_pubsub_subscription: { id: "projects/{project}/subscriptions/{name}" },
  google_secret_manager_secret: { id: "projects/{project}/secrets/{secret_id}" },
  google_kms_key_ring: { id: "projects/{project}/locations/{location}/keyRings/{name}" },
  google_kms_crypto_key: { id: "{key_ring}/cryptoKeys/{name}" },
  google_cloud_run_v2_service: { id: "projects/{project}/locations/{location}/services/{name}" },
  google_cloud_run_v2_job: { id: "projects/{project}/locations/{location}/jobs/{name}" },
  google_cloud_run_service: { id: "locations/{location}/namespaces/{project}/services/{name}" },
  google_cloudfunctions2_function: { id: "projects/{project}/locations/{location}/functions/{name}" },
  google_artifact_registry_repository: {
    id: "projects/{project}/locations/{location}/repositories/{repository_id}",
    name: "{repository_id}",
  },
  google_dataproc_cluster: { id: "projects/{project}/regions/{region}/clusters/{name}" },
  google_spanner_instance: { id: "{project}/{name}" },
  google_compute_subnetwork: { id: "projects/{project}/regions/{region}/subnetworks/{name}" },
  google_compute_network: { id: "projects/{project}/global/networks/{name}" },
  google_project_service: { id: "{project}/{service}" },
  terraform_data: { output: "{input}" },
  "data.google_service_account": {
    email: "{account_id}@{project}.iam.gserviceaccount.com",
    member: "serviceAccount:{email}",
    name: "projects/{project}/serviceAccounts/{email}",
    id: "projects/{project}/serviceAccounts/{email}",
  },
  "data.google_project": { id: "projects/{project_id}", project_id: "{project}" },
  "data.google_client_config": { id: "projects/{project}" },
  "data.google_folder": { name: "{folder}", id: "{folder}" },
  "data.google_storage_bucket": { id: "{name}", url: "gs://{name}" },
  "data.google_compute_default_service_account": { member: "serviceAccount:{email}" },
  "data.google_app_engine_default_service_account": { member: "serviceAccount:{email}" },
  "data.google_storage_project_service_account": { member: "serviceAccount:{email_address}" },
};

/** What names the object itself: worth a reference where its text can't be known. */
const naming: ReadonlySet<string> = new Set(["name", "id", "email", "member", "unique_id", "number", "self_link"]);
const isNaming = (type: string, name: string): boolean =>
  naming.has(name) || (name.endsWith("_id") && type.endsWith(`_${name.slice(0, -3)}`)) || name === "account_id";

/** An attribute of a resource as others see it: as configured, as computed, or a reference. */
export function attributeOfInstance(instance: Instance, name: string, span: Span): Datum {
  const written = instance.config.entries.get(name)?.value;
  if (written && written.type !== "null" && !isFailed(written)) {
    if (isNaming(instance.type, name) && hasHole(written)) return referTo(instance, name, span);
    return written.type === "list" ? withComputed(written, instance, name) : written;
  }
  return computedAttribute(instance, name, span) ?? referTo(instance, name, span);
}

/** Nested blocks have computed attributes too: `service_config[0].uri`. */
function withComputed(blocks: ListDatum, instance: Instance, name: string): Datum {
  if (!blocks.items.some(({ type }) => type === "object")) return blocks;
  const items = blocks.items.map((item, index): Datum => {
    if (item.type !== "object" || item.computed) return item;
    const computed = (inner: string, at: Span): Datum | undefined =>
      item.entries.has(inner) ? undefined : referTo(instance, `${name}.${index}.${inner}`, at);
    return Object.assign({}, item, { computed });
  });
  return { ...blocks, items };
}

const isFailed = (datum: Datum): boolean => datum.type === "unknown" && datum.failed === true;

const hasHole = (datum: Datum): boolean =>
  datum.type === "unknown" ||
  (datum.type === "pattern" && datum.parts.some((part) => typeof part === "object" && !("target" in part)));

const referTo = ({ object }: Instance, name: string, span: Span): Datum =>
  stringOf([{ target: object, attribute: name }], span);

/** Known to the last letter, or left as a reference to the object. */
function computedAttribute(instance: Instance, name: string, span: Span): Datum | undefined {
  if (name === "project") return instance.provider.project;
  const lookup = lookedUpAccount(instance, name, span);
  if (lookup) return lookup;
  const format = formats[instance.mode === "managed" ? instance.type : `${instance.mode}.${instance.type}`]?.[name];
  if (format === undefined) return undefined;
  const whole = /^\{(\w+)\}$/.exec(format)?.[1];
  if (whole !== undefined) return attributeOfInstance(instance, whole, span);
  const parts = format.split(/[{}]/).map((piece, index): Part | undefined => {
    if (index % 2 === 0) return piece;
    const datum = attributeOfInstance(instance, piece, span);
    return datum.type === "string" ? datum.text : undefined;
  });
  return parts.includes(undefined) ? undefined : text(parts.join(""), span);
}

/** `data.google_service_account` takes an id, an e-mail or a full name. */
function lookedUpAccount(instance: Instance, name: string, span: Span): Datum | undefined {
  if (instance.mode !== "data" || instance.type !== "google_service_account" || name !== "email") return undefined;
  const id = instance.config.entries.get("account_id")?.value;
  const email = id?.type === "string" ? /[^/]+@.+$/.exec(id.text)?.[0] : undefined;
  return email === undefined ? undefined : text(email, span);
}
