import { Job } from "kubernetes-models/batch/v1/Job";

/** Throws when a manifest does not follow the schema of Kubernetes' `batch/v1` Job. */
export function validateJob(manifest: ConstructorParameters<typeof Job>[0]): void {
  new Job(manifest).validate();
}
