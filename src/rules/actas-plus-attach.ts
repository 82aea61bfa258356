import { isAgentPrincipal } from "../gcp/agent-principals.ts";
import { basicRoles } from "../gcp/basic-roles.ts";
import { type AttachSet, attachSets } from "../gcp/escalation-paths.ts";
import { standingOf } from "../gcp/role-tier.ts";
import { runtimeRoles } from "../gcp/runtime-roles.ts";
import { memberShown } from "../graph/member-shown.ts";
import { weakest } from "../model/absence.ts";
import type { Binding, Graph, Impersonator, Resource, Step } from "../model/graph.ts";
import { isAboveProjects, isHierarchyNode } from "../model/hierarchy-node.ts";
import type { Principal } from "../model/principal.ts";
import type { Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const actasPlusAttach: Rule = {
  meta: {
    id: "actas-plus-attach",
    summary: "Somebody can run code as a stronger service account",
    why: "The right to act as an account and the right to create something that runs code are together everything that the account holds.",
    fix: "Let the principal act only as accounts that hold no more than the workload needs, or take the strong role from the account.",
    references: [
      "https://cloud.google.com/iam/docs/best-practices-service-accounts",
      "https://github.com/RhinoSecurityLabs/GCP-IAM-Privilege-Escalation",
    ],
  },

  *check(graph) {
    for (const binding of standingGrants(graph)) {
      const { role, resource, grant, certainty } = binding;
      if (resource.type !== "service-account" || !role.permissions?.has(actAs)) continue;
      const target = graph.account(grant.resource.name).principal;
      for (const { principal, shown, attach, conditional } of attachers(binding, target, graph)) {
        const strength = target.key === principal.key ? undefined : strengthOf(target, principal, graph);
        if (strength === undefined) continue;
        const doubts = [certainty, strength.role.certainty, ...(conditional ? (["likely"] as const) : [])];
        yield {
          message: `${shown} can act as ${resource.shown} and create what runs as it (${attach.permission}); that account holds ${strength.permission} through ${strength.role.role.shown}.`,
          at: grant.role.span,
          from: grant,
          related: [{ span: strength.role.grant.role.span, message: "The account's own role is granted here." }],
          certainty: doubts.reduce(weakest),
          subject: [principal.key, resource.key, strength.permission],
          // Nobody has published how.
          ...(attach.method.confidence === "low" ? { level: "note" as const } : {}),
        };
      }
    }
  },
};

const actAs = "iam.serviceAccounts.actAs";

/** Somebody who may act as an account and create something that runs as it. */
interface Attacher {
  readonly principal: Principal;
  readonly shown: string;
  readonly attach: AttachSet;
  readonly conditional: boolean;
}

/** Whoever is granted the right; if it is a group that can start nothing itself, its members who can. */
function attachers(binding: Binding, target: Principal, graph: Graph): readonly Attacher[] {
  const { principal, resource, grant } = binding;
  const { answer } = graph.whyCan(principal, actAs, resource);
  if (isAgentPrincipal(principal) || answer === "denied") return [];
  const edges = graph.impersonatorsOf(target).filter(({ kind }) => kind === "attach");
  const attach = heldIn(resource.project, principal, graph) ?? edges.map(setOf(principal)).find(Boolean);
  if (attach !== undefined) {
    return [{ principal, shown: show(grant.principal), attach, conditional: answer === "conditional" }];
  }
  return edges.flatMap(({ from, steps, conditional }) => {
    const own = steps.some(({ at }) => at === grant.span) ? setWith(steps) : undefined;
    return own === undefined ? [] : [{ principal: from, shown: memberShown(from), attach: own, conditional }];
  });
}

function heldIn(project: Resource | undefined, principal: Principal, graph: Graph): AttachSet | undefined {
  if (project === undefined) return undefined;
  const held = graph.permissionsOf(principal, project);
  return attachSets.find(({ permissions }) => permissions.every(held.has));
}

/** In another project than the account's, where that is allowed. */
const setOf =
  (principal: Principal) =>
  ({ from, steps }: Impersonator): AttachSet | undefined =>
    from.key === principal.key ? setWith(steps) : undefined;

/** The last step says with what. */
const setWith = (steps: readonly Step[]): AttachSet | undefined =>
  attachSets.find(({ permission }) => permission === steps.at(-1)?.permission);

/** A role of the account that rules something, and that the principal does not have himself. */
function strengthOf(
  target: Principal,
  principal: Principal,
  graph: Graph,
): { readonly permission: string; readonly role: Binding } | undefined {
  for (const role of graph.bindingsOf(target)) {
    if (role.role.name !== undefined && runtimeRoles.has(role.role.name)) continue;
    const isBasic = role.role.name !== undefined && basicRoles.has(role.role.name);
    const standing = standingOf(role.role.permissions);
    // To rule one bucket is no more than many a workload's work.
    if (!isBasic && standing?.tier === "resource" && !isHierarchyNode(role.resource)) continue;
    const permission = isBasic ? "resourcemanager.projects.update" : standing?.permission;
    if (permission === undefined || role.role.permissions?.has(permission) === false) continue;
    const own = graph.permissionsOf(principal, role.resource);
    // Who sets the policy of the project needs no detour.
    const rules = !isAboveProjects(role.resource) && own.has("resourcemanager.projects.setIamPolicy");
    if (!rules && !own.has(permission)) return { permission, role };
  }
  return undefined;
}
