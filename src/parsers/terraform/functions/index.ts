import type { TerraformFunction } from "../call.ts";
import { addressFunctions } from "./addresses.ts";
import { choosingFunctions } from "./choosing.ts";
import { conversionFunctions } from "./conversions.ts";
import { dateFunctions } from "./dates.ts";
import { encodingFunctions } from "./encodings.ts";
import { fileFunctions } from "./files.ts";
import { formatFunctions } from "./format.ts";
import { hashFunctions } from "./hashes.ts";
import { joiningFunctions } from "./joining.ts";
import { listFunctions } from "./lists.ts";
import { mapFunctions } from "./maps.ts";
import { numberFunctions } from "./numbers.ts";
import { regexFunctions } from "./regex.ts";
import { setFunctions } from "./set-functions.ts";
import { stringFunctions } from "./strings.ts";
import { tfvarsFunctions } from "./tfvars.ts";

/**
 * Terraform's and OpenTofu's functions by name, without `core::`; provider functions by their full name
 * (`provider::terraform::decode_tfvars`). A name that is absent can't be evaluated: clock, randomness, network, or unknown.
 */
export const functions: ReadonlyMap<string, TerraformFunction> = new Map(
  Object.entries({
    ...addressFunctions,
    ...choosingFunctions,
    ...conversionFunctions,
    ...dateFunctions,
    ...encodingFunctions,
    ...fileFunctions,
    ...formatFunctions,
    ...hashFunctions,
    ...joiningFunctions,
    ...listFunctions,
    ...mapFunctions,
    ...numberFunctions,
    ...regexFunctions,
    ...setFunctions,
    ...stringFunctions,
    ...tfvarsFunctions,
  }),
);
