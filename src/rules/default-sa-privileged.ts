import { type AccountClass, classOfAccount } from "../gcp/account-class.ts";
import { basicRoles } from "../gcp/basic-roles.ts";
import { standingOf } from "../gcp/role-tier.ts";
import { runtimeRoles } from "../gcp/runtime-roles.ts";
import type { Binding } from "../model/graph.ts";
import { isHierarchyNode } from "../model/hierarchy-node.ts";
import type { Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const defaultSaPrivileged: Rule = {
  meta: {
    id: "default-sa-privileged",
    summary: "A default service account holds a broad role",
    why: "Whatever nobody gave an account of its own runs as the default account: each of its roles is a role of every virtual machine, pipeline, notebook, build and function of the project.",
    fix: "Give each workload a service account of its own, and take the roles of the default account away.",
    references: [
      "https://cloud.google.com/iam/docs/service-account-types#default",
      "https://cloud.google.com/iam/docs/best-practices-service-accounts#default-service-accounts",
    ],
  },

  *check(graph) {
    for (const binding of standingGrants(graph)) {
      const { principal, role, resource, grant, certainty } = binding;
      if (principal.type !== "service-account") continue;
      const account = accounts[classOfAccount(principal.id)];
      const breadth = breadthOf(binding);
      if (account === undefined || breadth === undefined) continue;
      yield {
        message: `${show(grant.principal)}, ${account}, holds ${role.shown} on ${resource.shown}: ${breadth}.`,
        at: grant.role.span,
        from: grant,
        certainty,
        subject: [principal.key, role.name ?? role.shown, resource.key],
        // One bucket or repository is not the project.
        ...(isHierarchyNode(resource) || resource.type === "unknown" ? {} : { level: "warning" }),
      };
    }
  },
};

const accounts: Partial<Record<AccountClass, string>> = {
  "compute-default": "the default account of Compute Engine",
  "appengine-default": "the default account of App Engine",
  "cloudbuild-legacy": "the old account of Cloud Build",
};

function breadthOf({ role }: Binding): string | undefined {
  if (role.name !== undefined && basicRoles.has(role.name)) return "a basic role reaches every service";
  if (role.name !== undefined && runtimeRoles.has(role.name)) return undefined;
  const permission = standingOf(role.permissions)?.permission;
  return permission && `it includes ${permission}`;
}
