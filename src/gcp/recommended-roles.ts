import { roleContains } from "./role-table.ts";

/** A grant that covers some permissions without giving away much more. */
export type Recommendation =
  | { readonly kind: "predefined"; readonly role: string }
  /** No predefined role is close: exactly these permissions. */
  | { readonly kind: "custom"; readonly permissions: readonly string[] };

/**
 * Roles that people would choose, tightest first. The role with the fewest permissions is often absurd
 * (`bigquery.routineDataEditor` to write tables), and a service agent's role is never right.
 */
const curated: readonly string[] = [
  "roles/iam.serviceAccountUser",
  "roles/iam.serviceAccountOpenIdTokenCreator",
  "roles/iam.serviceAccountTokenCreator",
  "roles/bigquery.jobUser",
  "roles/bigquery.readSessionUser",
  "roles/bigquery.connectionUser",
  "roles/bigquery.dataViewer",
  "roles/bigquery.dataEditor",
  "roles/storage.bucketViewer",
  "roles/storage.objectCreator",
  "roles/storage.objectViewer",
  "roles/storage.objectUser",
  "roles/artifactregistry.reader",
  "roles/artifactregistry.writer",
  "roles/secretmanager.secretAccessor",
  "roles/logging.logWriter",
  "roles/serviceusage.serviceUsageConsumer",
  "roles/run.servicesInvoker",
  "roles/run.developer",
  "roles/cloudfunctions.developer",
  "roles/cloudbuild.builds.editor",
  "roles/dataflow.worker",
  "roles/dataflow.developer",
  "roles/composer.editor",
  "roles/workflows.editor",
  "roles/cloudscheduler.admin",
  "roles/compute.instanceAdmin.v1",
  "roles/notebooks.runner",
  "roles/aiplatform.notebookExecutorUser",
  "roles/aiplatform.notebookRuntimeUser",
  "roles/aiplatform.featurestoreDataViewer",
  "roles/aiplatform.featurestoreDataWriter",
  "roles/aiplatform.featurestoreAdmin",
];

/** Where a single permission needs a wider role than it looks: reading a model in another project is for viewers. */
const singles: Readonly<Record<string, string>> = {
  "aiplatform.models.get": "roles/aiplatform.viewer",
  "aiplatform.models.list": "roles/aiplatform.viewer",
};

/** The first curated role that holds all of them, or a custom role of exactly them. */
export function recommendRole(permissions: readonly string[]): Recommendation {
  const wanted = [...new Set(permissions)].toSorted();
  const only = wanted.every((permission) => permission in singles) ? singles[wanted[0] ?? ""] : undefined;
  const role = only ?? curated.find((name) => wanted.every((permission) => roleContains(name, permission) === true));
  return role === undefined ? { kind: "custom", permissions: wanted } : { kind: "predefined", role };
}
