import { readFileSync } from "node:fs";
import addFormats from "ajv-formats";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

const schemaPath = new URL(
  "../../node_modules/@microsoft/sarif-multitool-ts/assets/sarif-2.1.0.schema.json",
  import.meta.url,
);

let validate: ValidateFunction | undefined;

/** What the SARIF 2.1.0 schema has against a log, as sentences. */
export function schemaErrors(log: unknown): readonly string[] {
  validate ??= compile();
  validate(log);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function compile(): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync(schemaPath, "utf8")) as object);
}
