import type { Recogniser } from "../model/parser.ts";
import { recogniser as credentials } from "./credentials/recogniser.ts";
import { documents, recogniser as gcloud } from "./gcloud/recogniser.ts";
import { recogniser as python } from "./python/recogniser.ts";
import { recogniseTerraformPlan } from "./terraform/plan/recognise.ts";
import { recogniseTerraform } from "./terraform/recognise.ts";
import { recogniser as typescript } from "./typescript/recogniser.ts";
import { recogniseJson, recogniseYaml } from "./yaml/recognise.ts";

/** Every parser: which files are its own, and how to load it once one is found. */
export const recognisers: readonly Recogniser[] = [
  recogniseTerraform,
  recogniseTerraformPlan,
  recogniseYaml,
  recogniseJson,
  gcloud,
  typescript,
  python,
  credentials,
  documents,
];
