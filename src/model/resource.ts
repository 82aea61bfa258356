import type { Value } from "./value.ts";

/**
 * A resource as one place in a file names it. `type` is Terraform's name for the thing without `google_`, in kebab case
 * (`project`, `folder`, `organization`, `service-account`, `storage-bucket`, `bigquery-dataset`, `cloud-run-v2-service`):
 * one vocabulary for all formats. `unknown` when a policy does not say what it belongs to.
 */
export interface ResourceRef {
  readonly type: string;
  /**
   * What names it: project id or number, folder number, organization number or domain, service-account e-mail, bucket
   * name; for the rest the last identifier (dataset id, secret id) or the full resource name, as written.
   */
  readonly name: Value;
  /** The project that holds it, where the place says so or its provider does. */
  readonly project?: Value;
  readonly location?: Value;
  /** The resource that it is part of, below the project: the dataset of a table, the key ring of a key. */
  readonly within?: ResourceRef;
}
