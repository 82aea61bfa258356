import { showPrincipal } from "../gcp/principal.ts";
import { smallestCure } from "../graph/cures.ts";
import { leastPrivilege as leastGrants } from "../graph/least-privilege.ts";
import type { Graph } from "../model/graph.ts";
import type { Cure } from "../model/rule.ts";
import { type Note, notesOn } from "./notes.ts";

/** The smallest roles, or a custom role, for the operations that were found. */
export interface LeastPrivilegeReply {
  readonly schemaVersion: 1;
  readonly question: { readonly principal: string };
  readonly grants: readonly LeastGrantReply[];
  /** What it holds now, for comparison. */
  readonly holds: readonly { readonly role: string; readonly resource: string }[];
  /** What of the question may be a slip. */
  readonly notes: readonly Note[];
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
  const who = graph.principalNamed(principal);
  const found = leastGrants(graph, who);
  return {
    schemaVersion: 1,
    question: { principal: showPrincipal(who) },
    grants: found.map(({ resource, permissions, recommendation, needs }) => ({
      resource: resource.name ?? resource.shown,
      permissions,
      roles: recommendation.roles,
      customRole: recommendation.custom,
      why: [...new Set(needs.map(({ permission, why }) => `${permission} ${why}`))],
      cure: { ...smallestCure(needs, { dialect: "hcl" }), ...smallestCure(needs, { dialect: "yaml" }) },
    })),
    holds: graph.bindingsOf(who).map(({ role, resource }) => ({
      role: role.name ?? role.shown,
      resource: resource.name ?? resource.shown,
    })),
    notes: found.length > 0 ? [] : notesOn(graph, { principal: { written: principal, found: who } }),
  };
}
