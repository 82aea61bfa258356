import type { Row } from "./row.ts";

type Rows = Readonly<Record<string, Row>>;

const blob: Row = { params: ["blob_name"], gives: "storage.Blob" };
const bucket: Row = { params: ["bucket_name"], gives: "storage.Bucket" };
const read: Row = { id: "gcs.read", targets: { bucket: "bucket_name" }, buckets: ["uri"] };
const write: Row = { id: "gcs.write", targets: { bucket: "bucket_name" }, buckets: ["uri"] };
/** Many objects at once, of a bucket that is given. */
const many = (id: string): Row => ({ id, params: ["bucket"], targets: { bucket: "bucket.bucket_name" } });

const all = (of: string, names: readonly string[], row: Row): Rows =>
  Object.fromEntries(names.map((name) => [`${of}.${name}`, row]));

const storage: Rows = {
  "storage.Client.from_service_account_json": { params: ["json_credentials_path"], gives: "storage.Client" },
  "storage.Client.from_service_account_info": { params: ["info"], gives: "storage.Client" },
  "storage.Client": { params: ["project", "credentials"] },
  "storage.Client.bucket": bucket,
  "storage.Client.get_bucket": bucket,
  "storage.Client.lookup_bucket": bucket,
  "storage.Client.create_bucket": bucket,
  "storage.Bucket": { params: ["client", "bucket_name"], gives: "storage.Bucket" },
  "storage.Bucket.blob": blob,
  "storage.Bucket.get_blob": { ...blob, ...read },
  "storage.Blob": { params: ["blob_name", "bucket"], gives: "storage.Blob" },
  "storage.Blob.from_string": { params: ["uri"], gives: "storage.Blob" },
  ...all(
    "storage.Blob",
    ["download_to_filename", "download_as_string", "download_as_bytes", "download_as_text", "download_to_file"],
    read,
  ),
  ...all(
    "storage.Blob",
    ["upload_from_filename", "upload_from_string", "upload_from_file", "create_resumable_upload_session", "compose"],
    write,
  ),
  "storage.Bucket.list_blobs": { ...read, gives: "[storage.Blob]" },
  "storage.Client.list_blobs": {
    id: "gcs.read",
    params: ["bucket_name"],
    targets: { bucket: "bucket_name" },
    gives: "[storage.Blob]",
  },
  "storage.Client.download_blob_to_file": { id: "gcs.read", params: ["uri"], buckets: ["uri"] },
  "storage.Bucket.copy_blob": write,
  "storage.Blob.rewrite": write,
  "storage.Blob.open": { ...read, params: ["mode"] },
  ...all("storage", ["upload_many", "upload_many_from_filenames", "upload_chunks_concurrently"], many("gcs.write")),
  ...all("storage", ["download_many", "download_many_to_path", "download_chunks_concurrently"], many("gcs.read")),
};

const load = (params: readonly string[]): Row => ({
  id: "bq.load",
  params,
  targets: { table: "destination" },
  buckets: ["source_uris"],
  gives: "bigquery.LoadJob",
});

const bigquery: Rows = {
  "bigquery.Client.from_service_account_json": { params: ["json_credentials_path"], gives: "bigquery.Client" },
  "bigquery.Client.from_service_account_info": { params: ["info"], gives: "bigquery.Client" },
  "bigquery.Client": { params: ["project", "credentials"] },
  ...all("bigquery.Client", ["query", "query_and_wait"], {
    id: "bq.query",
    params: ["query"],
    gives: "bigquery.QueryJob",
    targets: { table: "job_config.destination" },
  }),
  "bigquery.Client.load_table_from_uri": load(["source_uris", "destination"]),
  ...all(
    "bigquery.Client",
    ["load_table_from_file", "load_table_from_dataframe", "load_table_from_json"],
    load(["data", "destination"]),
  ),
  ...all("bigquery.Client", ["insert_rows", "insert_rows_json", "insert_rows_from_dataframe"], {
    id: "bq.load",
    params: ["destination"],
    targets: { table: "destination" },
  }),
  "bigquery.Client.extract_table": {
    id: "bq.export",
    params: ["source", "destination_uris"],
    targets: { table: "source" },
    buckets: ["destination_uris"],
    gives: "bigquery.ExtractJob",
  },
  "bigquery.Client.get_dataset": { params: ["dataset_ref"], gives: "bigquery.Dataset" },
  "bigquery.Client.create_dataset": { params: ["dataset"], gives: "bigquery.Dataset" },
  "bigquery.Client.update_dataset": { params: ["dataset", "fields"], gives: "bigquery.Dataset" },
  "bigquery.Client.set_iam_policy": { params: ["table", "policy"] },
  "bigquery.Dataset": { params: ["dataset_ref"] },
  "bigquery.AccessEntry": { params: ["role", "entity_type", "entity_id"] },
  "bigquery.AccessEntry.from_api_repr": { params: ["resource"], gives: "bigquery.AccessEntry" },
  "bigquery.Client.dataset": { params: ["dataset_id", "project"], gives: "bigquery.DatasetReference" },
  "bigquery.DatasetReference": { params: ["project", "dataset_id"] },
  "bigquery.DatasetReference.table": { params: ["table_id"], gives: "bigquery.TableReference" },
  ...all("bigquery.TableReference", ["from_string"], { params: ["table_ref"], gives: "bigquery.TableReference" }),
  ...all("bigquery.Table", ["from_string"], { params: ["table_ref"], gives: "bigquery.Table" }),
  ...all("bigquery.DatasetReference", ["from_string"], { params: ["dataset_ref"], gives: "bigquery.Dataset" }),
  "bigquery.Table": { params: ["table_ref"] },
  "bigquery.TableReference": { params: ["dataset_ref", "table_id"] },
};

/** Methods of the clients for Cloud Storage and BigQuery. */
export const dataRows: Rows = { ...storage, ...bigquery };
