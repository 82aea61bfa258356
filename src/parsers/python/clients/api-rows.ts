import type { ClientMethod } from "../../../gcp/client-method.ts";
import { clientMethods } from "../../../gcp/client-methods.ts";
import { restMethod } from "../../../gcp/rest-methods.ts";
import { snakeCase } from "../../../gcp/spelling.ts";
import type { Row } from "./row.ts";

/** Methods of the clients that are made from the API's own definitions: `EndpointServiceClient.deploy_model`. */
export const apiRows: Readonly<Record<string, Row>> = Object.fromEntries(
  Object.values(clientMethods).flatMap((methods) =>
    Object.entries(methods).map(([name, method]) => [methodName(name), inSnakeCase(method)]),
  ),
);

function methodName(name: string): string {
  const [client = "", method = ""] = name.split(".");
  return `${client}.${snakeCase(method)}`;
}

/** A method of the HTTP API as a row: `endpoints.deployModel` of `aiplatform`. */
export function restRow(service: string, method: string): Row | undefined {
  const found = restMethod(service, method);
  return found && inSnakeCase(found);
}

function inSnakeCase({ id, home, runAs, unnamed, targets, buckets, tables }: ClientMethod): Row {
  return {
    id,
    ...(unnamed && { unnamed }),
    ...(home !== undefined && { home: snakeCase(home) }),
    ...(runAs && { runAs: runAs.map(snakeCase) }),
    ...(targets && {
      targets: Object.fromEntries(Object.entries(targets).map(([name, path]) => [name, snakeCase(path)])),
    }),
    ...(buckets && { buckets: buckets.map(snakeCase) }),
    ...(tables && { tables: tables.map(snakeCase) }),
  };
}
