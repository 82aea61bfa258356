import { showPrincipal } from "../gcp/principal.ts";
import type { Binding, Resource, Step } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";

/** `user:kim@x.com holds roles/owner on project 'p'` */
export function grantStep(binding: Binding, permission: string, isConditional: boolean): Step {
  const { principal, role, resource, grant } = binding;
  return {
    principal,
    role,
    permission,
    resource,
    at: grant.span,
    text: `${showPrincipal(principal)} holds ${role.shown} on ${resource.shown}${conditionNote(binding)}`,
    ...(isConditional ? { conditional: true } : {}),
  };
}

/** What is said of a step that depends on something. */
export const underCondition = ", if that grant holds";

/** `user:kim@x.com is in group:ml@x.com`; that it `may be` where nothing says who is in it. */
export const memberStep = (
  member: Principal,
  set: Principal,
  permission: string,
  resource: Resource,
  verb: "is" | "may be" = "is",
): Step => ({
  principal: member,
  permission,
  resource,
  text: `${showPrincipal(member)} ${verb} in ${showPrincipal(set)}`,
});

function conditionNote({ grant, role, supersededBy }: Binding): string {
  if (grant.condition !== undefined) return ", under a condition";
  if (grant.eligible === true) return ", on request only";
  if (supersededBy !== undefined) return `, which ${supersededBy.writer} replaces`;
  if (grant.conditional === true) return ", if the code around it does";
  return role.permissions === undefined && role.kind !== "retired" ? ", whatever that allows" : "";
}
