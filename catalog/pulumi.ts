import { type Table, compactJson } from "./table.ts";

/**
 * `pulumi.json`: Pulumi's functions that look things up, and the classes without grants or identities that operations and
 * definitions name; `pulumi-types.json` has the others. CDK for Terraform names its classes by rule; here are the exceptions.
 */
export const pulumi: Table = {
  file: "pulumi.json",
  build: (facts) => {
    const { pulumiData, cdktf } = facts.json("pulumi-iam-resources.json") as Source;
    return compactJson({ functions: functionsOf(pulumiData), classes, cdktf: exceptionsOf(cdktf) });
  },
};

interface Source {
  readonly pulumiData: Readonly<Record<string, { readonly function: string; readonly output?: string }>>;
  readonly cdktf: Readonly<Record<string, { readonly classes: Readonly<Record<string, readonly [string, string]>> }>>;
}

const functionsOf = (data: Source["pulumiData"]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(data)
      .filter(([, { function: name }]) => name.startsWith("gcp."))
      .map(([type, { function: name }]) => [name.slice("gcp.".length), type.replace(/^google_/, "")] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

/** Classes that the fact tables name only where operations do. */
const classes: Readonly<Record<string, string>> = {
  "bigquery.Connection": "bigquery_connection",
  "bigquery.Job": "bigquery_job",
  "colab.Runtime": "colab_runtime",
  "organizations.Folder": "folder",
  "organizations.Project": "project",
  "storage.BucketObject": "storage_bucket_object",
  "vertex.AiDataset": "vertex_ai_dataset",
  "vertex.AiDeploymentResourcePool": "vertex_ai_deployment_resource_pool",
  "vertex.AiEndpoint": "vertex_ai_endpoint",
  "vertex.AiEndpointWithModelGardenDeployment": "vertex_ai_endpoint_with_model_garden_deployment",
  "vertex.AiFeatureOnlineStore": "vertex_ai_feature_online_store",
  "vertex.AiFeatureOnlineStoreFeatureview": "vertex_ai_feature_online_store_featureview",
  "vertex.AiFeatureStore": "vertex_ai_featurestore",
  "vertex.AiFeatureStoreEntityType": "vertex_ai_featurestore_entitytype",
  "vertex.AiFeatureStoreEntityTypeFeature": "vertex_ai_featurestore_entitytype_feature",
  "vertex.AiIndex": "vertex_ai_index",
  "vertex.AiIndexEndpointDeployedIndex": "vertex_ai_index_endpoint_deployed_index",
  "vertex.AiMetadataStore": "vertex_ai_metadata_store",
  "vertex.AiRagEngineConfig": "vertex_ai_rag_engine_config",
  "vertex.AiTensorboard": "vertex_ai_tensorboard",
};

const snakeCase = (name: string): string => name.replaceAll(/(?!^)[A-Z]/g, "_$&").toLowerCase();

/** Classes whose names do not give the type: `BigqueryDatasetAccessA`. */
function exceptionsOf(cdktf: Source["cdktf"]): Readonly<Record<string, string>> {
  const found = Object.entries(cdktf).flatMap(([type, entry]) =>
    Object.values(entry.classes).flatMap(([, name]) => {
      const bare = name.replace(/^Data(?=Google)/, "").replace(/^Google/, "");
      const own = type.replace(/^data\./, "").replace(/^google_/, "");
      return snakeCase(bare) === own ? [] : [[bare, own] as const];
    }),
  );
  return Object.fromEntries(found);
}
