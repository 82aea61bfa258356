import type { TerraformFunction } from "../call.ts";
import { numberFunctions } from "./numbers.ts";

/**
 * Terraform's and OpenTofu's functions by name, without `core::`; provider functions by their full name
 * (`provider::terraform::decode_tfvars`). A name that is absent can't be evaluated: clock, randomness, network, or unknown.
 */
export const functions: ReadonlyMap<string, TerraformFunction> = new Map(Object.entries({ ...numberFunctions }));
