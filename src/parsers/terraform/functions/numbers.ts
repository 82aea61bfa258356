import type { TerraformFunction } from "../call.ts";

export const numberFunctions: Readonly<Record<string, TerraformFunction>> = {};
