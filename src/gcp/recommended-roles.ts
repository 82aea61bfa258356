import { roleContains } from "./role-table.ts";
import { own } from "../model/own.ts";

/** Grants that cover some permissions without giving away much more. */
export interface Recommendation {
  readonly roles: readonly string[];
  /** No predefined role is close: a custom role of exactly these permissions. */
  readonly custom: readonly string[];
}

/**
 * Roles that people would choose, tightest first. The role with the fewest permissions is often absurd
 * (`bigquery.routineDataEditor` to write tables), and a service agent's role is never right.
 */
const curated: readonly string[] = [
  "roles/iam.roleViewer",
  "roles/iam.serviceAccountViewer",
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
  "roles/secretmanager.viewer",
  "roles/secretmanager.secretAccessor",
  "roles/logging.logWriter",
  "roles/logging.viewer",
  "roles/monitoring.metricWriter",
  "roles/monitoring.viewer",
  "roles/pubsub.publisher",
  "roles/pubsub.subscriber",
  "roles/pubsub.viewer",
  "roles/cloudkms.cryptoKeyEncrypter",
  "roles/cloudkms.cryptoKeyDecrypter",
  "roles/cloudkms.cryptoKeyEncrypterDecrypter",
  "roles/serviceusage.serviceUsageConsumer",
  "roles/run.servicesInvoker",
  "roles/run.viewer",
  "roles/run.developer",
  "roles/cloudfunctions.viewer",
  "roles/cloudfunctions.developer",
  "roles/cloudbuild.builds.viewer",
  "roles/cloudbuild.builds.editor",
  "roles/dataflow.viewer",
  "roles/dataflow.worker",
  "roles/dataflow.developer",
  "roles/composer.editor",
  "roles/workflows.viewer",
  "roles/workflows.editor",
  "roles/cloudscheduler.viewer",
  "roles/cloudscheduler.admin",
  "roles/compute.viewer",
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

/** For each service the first curated role of its own that holds all that is needed, or two, or a custom role. */
export function recommendRole(permissions: readonly string[]): Recommendation {
  const wanted = [...new Set(permissions)].toSorted();
  const services = [...new Set(wanted.map(serviceOf))];
  const parts = services.map((service) =>
    forService(
      service,
      wanted.filter((one) => serviceOf(one) === service),
    ),
  );
  return { roles: parts.flatMap(({ roles }) => roles), custom: parts.flatMap(({ custom }) => custom) };
}

const serviceOf = (permission: string): string => permission.slice(0, permission.indexOf("."));

function forService(service: string, wanted: readonly string[]): Recommendation {
  const only = wanted.every((permission) => own(singles, permission) !== undefined)
    ? own(singles, wanted[0] ?? "")
    : undefined;
  if (only !== undefined) return { roles: [only], custom: [] };
  const candidates = curated.filter((role) => role.startsWith(`roles/${service}.`));
  const covers = (roles: readonly string[]): boolean =>
    wanted.every((permission) => roles.some((role) => roleContains(role, permission) === true));
  const pairs = candidates.flatMap((one, index) => candidates.slice(index + 1).map((other) => [one, other]));
  const roles = [...candidates.map((role) => [role]), ...pairs].find(covers);
  return roles === undefined ? { roles: [], custom: wanted } : { roles, custom: [] };
}
