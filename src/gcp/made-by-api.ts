import type { ApiEnablement, KeyCreation, RoleDefinition, ServiceAccount } from "../model/fact.ts";
import { type Value, partsOf, valueOf } from "../model/value.ts";
import { homeIn, segmentsOf } from "./resource-name.ts";

const atRun = "the project or the id is known when it runs";

/** `projects/p` and the id that the request names. */
export function accountMade(id: Value, project: Value | undefined): Omit<ServiceAccount, "span" | "dialect"> {
  const home = project === undefined ? [{ expression: "project" }] : partsOf(project);
  return {
    kind: "service-account",
    email: valueOf([...partsOf(id), "@", ...home, ".iam.gserviceaccount.com"], id.span, atRun),
    ...(project && { project }),
    origin: "created",
  };
}

/** Of `projects/-/serviceAccounts/EMAIL`, and the address that ends in `/keys`. */
export function keyMade(name: Value | undefined): Omit<KeyCreation, "span" | "dialect"> {
  const segments = name === undefined ? [] : segmentsOf(name);
  const last = segments.at(-1);
  const account = last?.kind === "known" && last.text === "keys" ? segments.at(-2) : last;
  return { kind: "key", form: "service-account-key", isReturned: true, ...(account && { account }) };
}

export interface RoleRequest {
  readonly name: Value;
  readonly permissions: readonly Value[];
  readonly open: boolean;
  readonly title?: Value | undefined;
  readonly stage?: Value | undefined;
  readonly change: RoleDefinition["change"];
}

export const roleMade = ({ title, stage, ...role }: RoleRequest): Omit<RoleDefinition, "span" | "dialect"> => ({
  kind: "role",
  ...role,
  ...(title && { title }),
  ...(stage && { stage }),
});

/** `organizations/123` and `reader`: `organizations/123/roles/reader`; an address ends in `/roles` already. */
export function roleName(parent: Value | undefined, id: Value): Value {
  const parts = parent === undefined ? [{ expression: "parent" }] : partsOf(parent);
  const last = parts.at(-1);
  const isAddress = typeof last === "string" && last.endsWith("/roles");
  return valueOf([...parts, isAddress ? "/" : "/roles/", ...partsOf(id)], id.span, "is known when it runs");
}

/** Of `projects/p/services/run.googleapis.com`, or a service of a project. */
export function apiEnabled(name: Value, parent?: Value): Omit<ApiEnablement, "span" | "dialect"> {
  const { project } = homeIn(parent ?? name);
  return { kind: "api", ...(project && { project }), service: segmentsOf(name).at(-1) ?? name, enabled: true };
}
