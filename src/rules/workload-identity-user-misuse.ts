import { isAgentPrincipal } from "../gcp/agent-principals.ts";
import type { PrincipalType } from "../model/principal.ts";
import type { Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const workloadIdentityUserMisuse: Rule = {
  meta: {
    id: "workload-identity-user-misuse",
    summary: "Workload Identity User is granted to an ordinary principal",
    why: "The role is meant for Kubernetes and federated identities. To a person, a group or a service account it is the right to mint tokens of the account, under a name that nobody looks for.",
    fix: "Grant roles/iam.serviceAccountTokenCreator on that one account if impersonation is meant, or nothing.",
    references: [
      "https://cloud.google.com/iam/docs/service-account-permissions",
      "https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity",
    ],
  },
  byItself: true,

  *check(graph) {
    for (const { principal, role, resource, grant, certainty } of standingGrants(graph)) {
      if (role.name !== "roles/iam.workloadIdentityUser" || !ordinary.has(principal.type)) continue;
      // A member that can't be known may well be a federated one.
      if (grant.principal.kind === "unknown" || isAgentPrincipal(principal)) continue;
      yield {
        message: `${show(grant.principal)} holds roles/iam.workloadIdentityUser on ${resource.shown}: it can mint tokens there without being a federated identity.`,
        at: grant.principal.span,
        certainty,
        subject: [principal.key, role.name, resource.key],
      };
    }
  },
};

const ordinary: ReadonlySet<PrincipalType> = new Set(["user", "group", "service-account", "domain"]);
