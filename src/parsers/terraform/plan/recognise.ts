import type { Recogniser } from "../../../model/parser.ts";

export const isPlanName = (path: string): boolean => /\.(?:json|tfstate)$/.test(path) && !path.endsWith(".tf.json");

/** Terraform's own output says which version wrote it. */
export const mayBePlan = (text: string): boolean =>
  /"terraform_version"\s*:/.test(text) && /"(?:format_version|lineage)"\s*:/.test(text) && text.includes('"google_');

export const recogniseTerraformPlan: Recogniser = {
  name: "terraform-plan",
  accepts: isPlanName,
  glance: mayBePlan,
  load: async () => (await import("./index.ts")).terraformPlan,
};
