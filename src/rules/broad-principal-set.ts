import { standingOf } from "../gcp/role-tier.ts";
import type { Binding, Graph } from "../model/graph.ts";
import type { Rule, RuleOptions, Violation } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const broadPrincipalSet: Rule = {
  meta: {
    id: "broad-principal-set",
    summary: "Everybody of a domain, a pool or a project is granted access",
    why: "The set grows by itself: whoever gets an account, whatever repository the provider accepts, every service account that somebody creates, holds the role from then on.",
    fix: "Name the subject, or a set by an attribute that only the right ones carry (attribute.repository_id, group/ID).",
    references: [
      "https://cloud.google.com/iam/docs/principal-identifiers",
      "https://cloud.google.com/iam/docs/best-practices-for-using-workload-identity-federation",
    ],
  },
  byItself: true,

  *check(graph, options) {
    for (const binding of standingGrants(graph)) {
      const set = sets.find(({ is }) => is(binding));
      if (set === undefined) continue;
      const { principal, role, resource, grant, certainty } = binding;
      yield {
        message: `${show(grant.principal)} (${set.who}) holds ${role.shown} on ${resource.shown}.`,
        at: grant.principal.span,
        from: grant,
        certainty,
        subject: [principal.key, role.name ?? role.shown, resource.key],
        ...levelOf(binding, graph, options),
      };
    }
  },
};

interface BroadSet {
  readonly is: (binding: Binding) => boolean;
  readonly who: string;
}

const sets: readonly BroadSet[] = [
  {
    is: ({ principal }) => principal.type === "domain" || principal.type === "customer",
    who: "everybody of the domain",
  },
  {
    is: ({ principal }) => principal.type === "federated-set" && /\/workforcePools\/[^/]+\/\*$/.test(principal.id),
    who: "everybody who can sign in through the pool",
  },
  {
    is: ({ principal }) =>
      principal.type === "federated-set" && /\/workloadIdentityPools\/[^/]+\/\*$/.test(principal.id),
    who: "every identity of the pool",
  },
  { is: ({ principal }) => principal.type === "service-account-set", who: "every service account there" },
  {
    is: ({ principal }) => principal.type === "agent-set" && principal.id.endsWith("/*"),
    who: "every agent of the organization",
  },
  {
    is: (binding) =>
      /\.svc\.id\.goog\/(namespace|kubernetes\.cluster)\//.test(binding.principal.id) && isStrong(binding),
    who: "whatever runs in that part of the cluster",
  },
];

const dataWrites = ["storage.objects.create", "bigquery.tables.updateData"];

const isStrong = ({ role }: Binding): boolean =>
  standingOf(role.permissions) !== undefined || dataWrites.some((permission) => role.permissions?.has(permission));

function levelOf(
  { principal, role }: Binding,
  graph: Graph,
  { allowedDomains }: RuleOptions,
): Pick<Violation, "level"> {
  const readsOnly = role.permissions
    ?.list()
    .every((permission) => /\.(get|list|search|query)[A-Za-z]*$/.test(permission));
  if (principal.type === "domain" && allowedDomains.includes(principal.id) && readsOnly) return { level: "note" };
  const pool = /\/workloadIdentityPools\/([^/]+)\/\*$/.exec(principal.id)?.[1];
  const isGuarded = graph
    .facts("pool-provider")
    .some((provider) => condition(provider.condition) && pool !== undefined && show(provider.pool).includes(pool));
  return isGuarded ? { level: "warning" } : {};
}

const condition = (value: Parameters<typeof show>[0] | undefined): boolean =>
  value !== undefined && show(value).trim() !== "" && show(value).trim() !== "true";
