/** Attributes that name a service agent, by what they look like. `IDENTIFIER`: what Google makes up. */
type Outputs = Readonly<Record<string, string>>;

/** The outputs of a type of resource or data source that name service agents. */
export const agentOutput = (mode: "managed" | "data" | "ephemeral", type: string): Outputs | undefined =>
  outputs[mode === "managed" ? type : `${mode}.${type}`];

const agent = (service: string): string => `service-PROJECT_NUMBER@gcp-sa-${service}.iam.gserviceaccount.com`;
const ofOrganization = (service: string): string =>
  `service-org-ORGANIZATION_NUMBER@gcp-sa-${service}.iam.gserviceaccount.com`;
const ofFolder = (service: string): string => `service-folder-FOLDER_NUMBER@gcp-sa-${service}.iam.gserviceaccount.com`;
const someOf = (service: string): string => `IDENTIFIER@gcp-sa-${service}.iam.gserviceaccount.com`;

const member = (email: string): string => `serviceAccount:${email}`;
const both = (email: string, name = "email"): Outputs => ({ [name]: email, member: member(email) });

const bucketKeys: Outputs = { "cmek_settings.service_account_id": someOf("logging") };
const loggingKeys: Outputs = {
  kms_service_account_id: someOf("logging"),
  logging_service_account_id: someOf("logging"),
};
const findings: Outputs = { principal: member(someOf("scc-notification")) };
const ofScc = (email: string): Outputs => ({ service_account: email });
const parameterIdentity = "principal://parametermanager.googleapis.com/IDENTIFIER";
const parameter: Outputs = {
  "policy_member.iam_policy_name_principal": parameterIdentity,
  "policy_member.iam_policy_uid_principal": parameterIdentity,
};

/**
 * From the provider's schemas and the list of service agents (docs.cloud.google.com/iam/docs/service-agents). Sinks write
 * as `service-…@gcp-sa-logging` (docs.cloud.google.com/logging/docs/export/configure_export_v2).
 */
const outputs: Readonly<Record<string, Outputs>> = {
  "data.google_bigquery_default_service_account": both("bq-PROJECT_NUMBER@bigquery-encryption.iam.gserviceaccount.com"),
  "data.google_storage_project_service_account": both(
    "service-PROJECT_NUMBER@gs-project-accounts.iam.gserviceaccount.com",
    "email_address",
  ),
  "data.google_storage_transfer_project_service_account": both(
    "project-PROJECT_NUMBER@storage-transfer-service.iam.gserviceaccount.com",
  ),
  "data.google_access_approval_project_service_account": { account_email: someOf("accessapproval") },
  "data.google_access_approval_folder_service_account": {
    account_email: "service-fFOLDER_NUMBER@gcp-sa-accessapproval.iam.gserviceaccount.com",
  },
  "data.google_access_approval_organization_service_account": {
    account_email: "service-oORGANIZATION_NUMBER@gcp-sa-accessapproval.iam.gserviceaccount.com",
  },
  "data.google_logging_project_cmek_settings": { service_account_id: someOf("logging") },
  "data.google_logging_organization_settings": loggingKeys,
  "data.google_logging_folder_settings": loggingKeys,
  google_backup_dr_backup_vault: {
    service_account: "vault-PROJECT_NUMBER-IDENTIFIER@gcp-sa-backupdr-pr.iam.gserviceaccount.com",
  },
  google_backup_dr_backup_plan: { backup_vault_service_account: someOf("backupdr-pr") },
  google_biglake_iceberg_catalog: { biglake_service_account: someOf("biglakerestcatalog") },
  google_bigquery_connection: {
    "cloud_resource.service_account_id":
      "bqcx-PROJECT_NUMBER-IDENTIFIER@gcp-sa-bigquery-condel.iam.gserviceaccount.com",
    "cloud_sql.service_account_id": agent("bigqueryconnection"),
    "spark.service_account_id": "bqcx-PROJECT_NUMBER-IDENTIFIER@gcp-sa-bigquery-consp.iam.gserviceaccount.com",
  },
  google_data_fusion_instance: { service_account: agent("datafusion") },
  google_dataplex_lake: { service_account: agent("dataplex") },
  google_logging_project_sink: { writer_identity: member(agent("logging")) },
  google_logging_folder_sink: { writer_identity: member(ofFolder("logging")) },
  google_logging_organization_sink: { writer_identity: member(ofOrganization("logging")) },
  google_logging_billing_account_sink: { writer_identity: member(someOf("logging")) },
  google_logging_project_bucket_config: bucketKeys,
  google_logging_folder_bucket_config: bucketKeys,
  google_logging_organization_bucket_config: bucketKeys,
  google_logging_billing_account_bucket_config: bucketKeys,
  google_logging_organization_settings: loggingKeys,
  google_logging_folder_settings: loggingKeys,
  google_netapp_kmsconfig: { service_account: someOf("netapp") },
  google_observability_project_settings: { service_account_id: agent("observability") },
  google_observability_folder_settings: { service_account_id: ofFolder("observability") },
  google_observability_organization_settings: { service_account_id: ofOrganization("observability") },
  google_parameter_manager_parameter: parameter,
  google_parameter_manager_regional_parameter: parameter,
  google_redis_instance: {
    persistence_iam_identity: member("service-PROJECT_NUMBER@cloud-redis.iam.gserviceaccount.com"),
  },
  google_scc_notification_config: ofScc(ofOrganization("scc-notification")),
  google_scc_v2_organization_notification_config: ofScc(ofOrganization("scc-notification")),
  google_scc_folder_notification_config: ofScc(someOf("scc-notification")),
  google_scc_v2_folder_notification_config: ofScc(someOf("scc-notification")),
  google_scc_project_notification_config: ofScc(agent("scc-notification")),
  google_scc_v2_project_notification_config: ofScc(agent("scc-notification")),
  google_scc_folder_scc_big_query_export: findings,
  google_scc_v2_folder_scc_big_query_export: findings,
  google_scc_organization_scc_big_query_export: findings,
  google_scc_v2_organization_scc_big_query_export: findings,
  google_scc_v2_organization_scc_big_query_exports: findings,
  google_scc_project_scc_big_query_export: findings,
  google_scc_v2_project_scc_big_query_export: findings,
  google_sql_database_instance: {
    service_account_email_address: "pPROJECT_NUMBER-IDENTIFIER@gcp-sa-cloud-sql.iam.gserviceaccount.com",
  },
};
