import type { Recogniser } from "../model/parser.ts";
import { recogniser as gcloud } from "./gcloud/recogniser.ts";
import { recogniseTerraform } from "./terraform/recognise.ts";
import { recogniseJson, recogniseYaml } from "./yaml/recognise.ts";

/** Every parser: which files are its own, and how to load it once one is found. */
export const recognisers: readonly Recogniser[] = [recogniseTerraform, recogniseYaml, recogniseJson, gcloud];
