import { showPrincipal } from "../gcp/principal.ts";
import { smallestCure } from "../graph/cures.ts";
import { leastPrivilege as leastGrants } from "../graph/least-privilege.ts";
import type { Graph } from "../model/graph.ts";
import type { Cure } from "../model/rule.ts";
import { principalNamed } from "./answer.ts";

/** The smallest roles, or a custom role, for the operations that were found. */
export interface LeastPrivilegeReply {
  readonly schemaVersion: 1;
  readonly question: { readonly principal: string };
  readonly grants: readonly LeastGrantReply[];
  /** What it holds now, for comparison. */
  readonly holds: readonly { readonly role: string; readonly resource: string }[];
}

export interface LeastGrantReply {
  readonly resource: string;
  readonly permissions: readonly string[];
  readonly roles: readonly string[];
  readonly customRole: readonly string[];
  readonly why: readonly string[];
  readonly cure: Pick<Cure, "hcl" | "gcloud" | "yaml">;
}

export function leastPrivilege(graph: Graph, principal: string): LeastPrivilegeReply {
  const who = principalNamed(graph, principal);
  return {
    schemaVersion: 1,
    question: { principal: showPrincipal(who) },
    grants: leastGrants(graph, who).map(({ resource, permissions, recommendation, needs }) => ({
      resource: resource.name ?? resource.shown,
      permissions,
      roles: recommendation.roles,
      customRole: recommendation.custom,
      why: [...new Set(needs.map(({ permission, why }) => `${permission} ${why}`))],
      cure: { ...smallestCure(needs, "hcl"), ...smallestCure(needs, "yaml") },
    })),
    holds: graph.bindingsOf(who).map(({ role, resource }) => ({
      role: role.name ?? role.shown,
      resource: resource.name ?? resource.shown,
    })),
  };
}
