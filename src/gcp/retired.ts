/** APIs that were shut down, and when. */
export const retiredApis: Readonly<Record<string, string>> = {
  "cloudiot.googleapis.com": "Cloud IoT Core was shut down on 2023-08-16",
  "iot.googleapis.com": "Cloud IoT Core was shut down on 2023-08-16",
};

/** What became of a kind of thing. */
export interface Retired {
  readonly form: RegExp;
  /** In every language. */
  readonly fate?: string;
  /** Where a Terraform provider makes it. */
  readonly provider?: string;
}

/** Kinds of things that are gone, in the vocabulary of `ResourceRef.type`: the first row that fits decides. */
export const retiredTypes: readonly Retired[] = [
  { form: /^cloudiot-/, fate: "Cloud IoT Core was shut down on 2023-08-16" },
  {
    form: /^notebooks-/,
    fate: "Workbench instances took its place",
    provider: "version 8 of the Terraform provider removes google_notebooks_*",
  },
  {
    form: /^ml-engine-model$/,
    fate: "Vertex AI took its place",
    provider: "version 8 of the Terraform provider removes google_ml_engine_model",
  },
  { form: /^vertex-ai-schedule$/, provider: "version 8 of the Terraform provider removes google_vertex_ai_schedule" },
];
