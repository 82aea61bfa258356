import type { Binding, Graph } from "../model/graph.ts";
import type { Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const wifAnyRef: Rule = {
  meta: {
    id: "wif-any-ref",
    summary: "Every branch of a repository may deploy",
    why: "Whoever can push a branch, or get a workflow to run on a pull request, is the deployer: reviews of the main branch protect nothing.",
    fix: "Grant to the subject of one environment or branch (principal://…/subject/repo:OWNER/REPO:environment:production), or test the ref in the provider's attribute condition.",
    references: [
      "https://cloud.google.com/iam/docs/best-practices-for-using-workload-identity-federation",
      "https://docs.github.com/actions/security-for-github-actions/security-hardening-your-deployments/about-security-hardening-with-openid-connect",
    ],
  },

  *check(graph) {
    for (const binding of standingGrants(graph)) {
      const attribute = wideAttribute(binding);
      if (attribute === undefined || !isStrong(binding) || isRestricted(binding, graph)) continue;
      const { principal, role, resource, grant, certainty } = binding;
      yield {
        message: `${show(grant.principal)} holds ${role.shown} on ${resource.shown}: ${attribute} says nothing of the branch or environment.`,
        at: grant.principal.span,
        from: grant,
        certainty: providersOf(binding, graph).length === 0 && certainty === "proven" ? "likely" : certainty,
        subject: [principal.key, role.name ?? role.shown, resource.key],
      };
    }
  },
};

const attributes =
  /\/(attribute\.(?:repository(?:_id|_owner|_owner_id)?|actor|project_path|namespace_path|project_id|namespace_id|repositoryUuid|workspaceUuid))\//;

const wideAttribute = ({ principal }: Binding): string | undefined =>
  principal.type === "federated-set" ? attributes.exec(principal.id)?.[1] : undefined;

/** Roles that change something, or become an account that may. */
const isStrong = ({ role }: Binding): boolean =>
  role.permissions
    ?.list()
    .some((permission) => /\.(create|update|delete|deploy|setIamPolicy|getAccessToken|actAs)$/.test(permission)) ===
  true;

const poolOf = ({ principal }: Binding): string | undefined =>
  /\/workloadIdentityPools\/([^/]+)\//.exec(principal.id)?.[1];

function providersOf(binding: Binding, graph: Graph): ReturnType<typeof graph.facts<"pool-provider">> {
  const pool = poolOf(binding);
  return graph.facts("pool-provider").filter((provider) => pool !== undefined && show(provider.pool).includes(pool));
}

const tested = /\b(ref|ref_type|environment|job_workflow_ref|workflow_ref|sub|ref_protected|google\.subject)\b/;

const isRestricted = (binding: Binding, graph: Graph): boolean =>
  providersOf(binding, graph).some(({ condition }) => condition !== undefined && tested.test(show(condition)));
