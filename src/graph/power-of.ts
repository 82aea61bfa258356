import { editorRoles, ownerRoles } from "../gcp/basic-roles.ts";
import { grantLimitOf } from "../gcp/grant-limit.ts";
import { guardrailPermissions } from "../gcp/role-tier.ts";
import type { Binding, Resource } from "../model/graph.ts";

/** Control over a node of the hierarchy, or over what limits everybody there. */
export interface Power {
  /** `role`: somebody can add what he likes to a custom role that he holds there. */
  readonly level: "guardrail" | "editor" | "role" | "owner" | "policy";
  readonly resource: Resource;
  /** What shows it when nothing refuses it. */
  readonly permission: string;
  /** No grant of it was read: Google makes it by itself, unless somebody has forbidden it. */
  readonly assumed?: true;
}

/** What changes the policy of each kind of node. */
export const setPolicy: Readonly<Record<string, string>> = {
  project: "resourcemanager.projects.setIamPolicy",
  folder: "resourcemanager.folders.setIamPolicy",
  organization: "resourcemanager.organizations.setIamPolicy",
};

/** What one grant gives of a project, a folder or the organization. */
export function powerOf({ role, resource, grant }: Binding): Power | undefined {
  const permission = setPolicy[resource.type];
  if (permission === undefined || role.kind === "retired" || grant.eligible === true) return undefined;
  if (role.name !== undefined && ownerRoles.has(role.name)) return { level: "owner", resource, permission: anyBasic };
  if (role.name !== undefined && editorRoles.has(role.name)) return { level: "editor", resource, permission: anyBasic };
  // A role on a folder that may change projects' policies owns the projects.
  const policy = [permission, setPolicy["project"] ?? ""].find((one) => role.permissions?.has(one));
  if (policy !== undefined && !grantsLittle(grant)) return { level: "policy", resource, permission: policy };
  const guardrail = guardrails.find((one) => role.permissions?.has(one));
  return guardrail === undefined ? undefined : { level: "guardrail", resource, permission: guardrail };
}

/** It may set the policy, and the condition keeps it to roles that lead nowhere. */
export function grantsLittle({ condition }: Binding["grant"]): boolean {
  const limit = condition?.expression.kind === "known" ? grantLimitOf(condition.expression.text) : undefined;
  return limit?.strong.length === 0;
}

/** Owner and Editor hold it, and little else does. */
export const anyBasic = "resourcemanager.projects.update";

const guardrails: readonly string[] = guardrailPermissions.filter((name) => !name.endsWith(".setIamPolicy"));
