/** APIs that were shut down, and when. */
export const retiredApis: Readonly<Record<string, string>> = {
  "cloudiot.googleapis.com": "Cloud IoT Core was shut down on 2023-08-16",
  "iot.googleapis.com": "Cloud IoT Core was shut down on 2023-08-16",
};

/** Kinds of things that are gone, in the vocabulary of `ResourceRef.type`: the first row that fits decides. */
export const retiredTypes: readonly (readonly [RegExp, string])[] = [
  [/^cloudiot-/, "Cloud IoT Core was shut down on 2023-08-16"],
  [/^notebooks-/, "version 8 of the Terraform provider removes google_notebooks_*; Workbench instances took its place"],
  [/^ml-engine-model$/, "version 8 of the Terraform provider removes google_ml_engine_model; Vertex AI took its place"],
  [/^vertex-ai-schedule$/, "version 8 of the Terraform provider removes google_vertex_ai_schedule"],
];
