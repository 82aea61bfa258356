/**
 * Roles that Google documents as the least that the account of a workload needs, though they may set policies of objects
 * or repositories: the account of a Composer environment (composer/docs/composer-3/create-environments), the one of
 * Dataproc's virtual machines and batches (dataproc/docs/concepts/configuring-clusters/service-accounts,
 * dataproc-serverless/docs/concepts/service-account). Nobody who grants them can choose a smaller predefined one.
 */
export const runtimeRoles: ReadonlySet<string> = new Set(["roles/composer.worker", "roles/dataproc.worker"]);
