import { isAgentPrincipal } from "../gcp/agent-principals.ts";
import { isOrdinary } from "../model/ordinary-principals.ts";
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
      if (role.name !== "roles/iam.workloadIdentityUser" || !isOrdinary(principal)) continue;
      // A member that can't be known may well be a federated one.
      if (grant.principal.kind === "unknown" || isAgentPrincipal(principal)) continue;
      yield {
        message: `${show(grant.principal)} holds roles/iam.workloadIdentityUser on ${resource.shown}: it can mint tokens there without being a federated identity.`,
        // One of several members is what must go; of a grant to one, the role.
        at: grant.authority === "member" ? grant.role.span : grant.principal.span,
        from: grant,
        certainty,
        subject: [principal.key, role.name, resource.key],
      };
    }
  },
};
