import { type AttachSet, attachSets, escalationPathOf } from "../gcp/escalation-paths.ts";
import {
  type Takeover,
  attaching,
  delegation,
  enabling,
  podPermissions,
  rewirings,
  takeovers,
} from "../gcp/impersonation.ts";
import { showPrincipal } from "../gcp/principal.ts";
import type { Impersonator, Resource, Step } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import type { Access, Choice, Reason } from "./access.ts";
import { type Constraints, noForeignAccounts, noKeys } from "./constraints.ts";
import { pathOf } from "./coverage.ts";
import { lazy } from "./lazy.ts";
import { bareId } from "./matching.ts";
import type { Groups } from "./membership.ts";
import type { Definitions } from "./naming.ts";
import { memberStep, underCondition } from "./proof.ts";
import type { Resources } from "./resources.ts";

export interface Impersonation {
  /** Who can act as a principal, in one hop. */
  readonly into: (target: Principal) => readonly Impersonator[];
}

interface Around {
  readonly access: Access;
  readonly groups: Groups;
  readonly resources: Resources;
  readonly constraints: Constraints;
  readonly pools: Definitions["pools"];
  /** Nobody gets a token of an account that is switched off. */
  readonly isDisabled: (account: Principal) => boolean;
  /** The projects in which somebody is granted anything. */
  readonly projectsOf: (principal: Principal) => readonly Resource[];
}

/** What somebody can start a workload with. */
interface Verb extends AttachSet {
  readonly conditional: boolean;
}

export function createImpersonation(around: Around): Impersonation {
  const { access, groups, resources, constraints, pools, projectsOf } = around;
  const known = new Map<string, readonly Impersonator[]>();
  const attachable = new Map<string, Verb | undefined>();

  function into(target: Principal): readonly Impersonator[] {
    let edges = known.get(target.key);
    if (edges === undefined) {
      edges = shortestOf(find(target));
      known.set(target.key, edges);
    }
    return edges;
  }

  function find(target: Principal): readonly Impersonator[] {
    if (target.type === "service-account") return intoAccount(target);
    const home = target.type === "service-account-set" ? undefined : poolHome(bareId(target));
    if (home === undefined) return [];
    // The pools of clusters have no provider that anybody could change.
    const isCluster = /\.svc\.id\.goog(?:\[|\/|$)/.test(bareId(target));
    return (isCluster ? podPermissions : rewirings).flatMap((one) => edgesOf(one, target, home));
  }

  /** The project that holds the pool of an identity, by the identity's name or by the pool's definition. */
  function poolHome(name: string): Resource | undefined {
    const written = poolProject(name);
    if (written !== undefined) return resources.project(written);
    const object = /⟨([^⟩?]+)⟩/.exec(name)?.[1];
    const pool = object === undefined ? undefined : pools.get(object);
    return pool?.kind === "pool" && pool.project !== undefined
      ? resources.resource({ type: "project", name: pool.project })
      : undefined;
  }

  function intoAccount(target: Principal): readonly Impersonator[] {
    const account = resources.account(bareId(target));
    if (around.isDisabled(target)) return edgesOf(enabling, target, account);
    const keysAreOff = constraints.enforced(noKeys, pathOf(account)) === true;
    const direct = takeovers
      .filter(({ kind }) => kind !== "key" || !keysAreOff)
      .flatMap((takeover) => edgesOf(takeover, target, account));
    return [...direct, ...delegated(direct, target), ...attached(target, account)];
  }

  function edgesOf(takeover: Takeover, target: Principal, on: Resource): readonly Impersonator[] {
    return access
      .grantsOf(takeover.permission, on)
      .filter(({ strength }) => strength !== "possible")
      .flatMap((reason) => candidatesOf(reason, takeover.permission, on))
      .flatMap((candidate) => edgeOf(takeover, candidate, target, on) ?? []);
  }

  interface Candidate {
    readonly from: Principal;
    readonly reason: Reason;
    readonly steps: readonly Step[];
  }

  function candidatesOf(reason: Reason, permission: string, on: Resource): readonly Candidate[] {
    const members = reason.set.type === "group" ? groups.membersOf(reason.set) : [];
    return [
      { from: reason.set, reason, steps: reason.steps },
      ...members.map((from) => ({
        from,
        reason,
        steps: [memberStep(from, reason.set, permission, on), ...reason.steps],
      })),
    ];
  }

  function edgeOf(takeover: Takeover, candidate: Candidate, to: Principal, on: Resource): Impersonator | undefined {
    const { from, reason, steps } = candidate;
    if (from.key === to.key || from.deleted === true || from.type === "malformed") return undefined;
    const left = access.survives(from, takeover.permission, on);
    if (left === "no") return undefined;
    const conditional = reason.strength !== "sure" || left === "maybe";
    return {
      from,
      to,
      kind: takeover.kind,
      conditional,
      ...(takeover.method === undefined ? {} : { method: takeover.method }),
      steps: [...steps, takeoverStep(takeover, from, to, on, conditional)],
    };
  }

  /** A may act as D if A may delegate to B, B to C, and C may mint tokens of D. */
  function delegated(direct: readonly Impersonator[], target: Principal): readonly Impersonator[] {
    const found = new Map<string, Impersonator>();
    let waiting = direct.filter(({ kind }) => kind === "mint");
    while (waiting.length > 0) {
      const next: Impersonator[] = [];
      for (const mint of waiting) {
        if (mint.from.type !== "service-account") continue;
        for (const edge of edgesOf(delegation, mint.from, resources.account(bareId(mint.from)))) {
          const other = found.get(edge.from.key);
          const chain = chained(edge, mint);
          if (edge.from.key === target.key || (other !== undefined && !isBetter(chain, other))) continue;
          found.set(edge.from.key, chain);
          next.push(chain);
        }
      }
      waiting = next;
    }
    return [...found.values()];
  }

  /** actAs alone starts nothing: it takes a service to start, in the account's project unless that lets it out. */
  function attached(target: Principal, account: Resource): readonly Impersonator[] {
    const { project } = account;
    if (project === undefined) return [];
    const found: Impersonator[] = [];
    const mayLeave = constraints.enforced(noForeignAccounts, pathOf(project)) === false;
    for (const edge of edgesOf(attaching, target, account)) {
      const homes = mayLeave ? [project, ...projectsOf(edge.from)] : [project];
      for (const home of homes) {
        const verb = attachVerb(edge.from, home);
        if (verb === undefined) continue;
        const step = lazy(() => verbStep(edge.from, verb, home));
        found.push({
          ...edge,
          conditional: edge.conditional || verb.conditional,
          method: verb.method.id,
          get steps() {
            return [...edge.steps, step()];
          },
        });
        break;
      }
    }
    return found;
  }

  /** With what it is started, and which grant says so. */
  function verbStep(principal: Principal, { permission, conditional }: Verb, resource: Resource): Step {
    const { role, at } = access.whyCan(principal, permission, resource).path.at(-1) ?? {};
    const through = role === undefined ? "" : `, through ${role.shown}`;
    return {
      principal,
      permission,
      resource,
      ...(at === undefined ? {} : { at }),
      ...(conditional ? { conditional } : {}),
      text: `${showPrincipal(principal)} can start what runs as it with ${permission} in ${resource.shown}${through}${conditional ? underCondition : ""}`,
    };
  }

  /** The best documented verb that somebody holds. */
  function attachVerb(from: Principal, project: Resource): Verb | undefined {
    const key = `${from.key} ${project.key}`;
    if (!attachable.has(key)) {
      const chosen = access.firstHeld(from, attachChoice, project);
      const set = chosen && attachSets[chosen.at];
      attachable.set(key, set && { ...set, conditional: chosen.conditional });
    }
    return attachable.get(key);
  }

  return { into };
}

const chained = (edge: Impersonator, mint: Impersonator): Impersonator => ({
  ...edge,
  to: mint.to,
  conditional: edge.conditional || mint.conditional,
  steps: [...edge.steps, ...mint.steps],
});

const attachPermissions = attachSets.map(({ permissions }) => permissions);
const attachChoice: Choice = {
  name: "attach",
  sets: attachPermissions,
  permissions: [...new Set(attachPermissions.flat())],
};

/** The project of a workload identity pool, by number. */
const poolProject = (name: string): string | undefined =>
  /\/projects\/([^/]+)\/locations\/global\/workloadIdentityPools\//.exec(name)?.[1] ??
  /^(.+)\.svc\.id\.goog\[/.exec(name)?.[1];

const takeoverStep = (
  { permission, does }: Takeover,
  principal: Principal,
  to: Principal,
  resource: Resource,
  conditional: boolean,
): Step => ({
  principal,
  permission,
  resource,
  text: `${showPrincipal(principal)} ${does} ${showPrincipal(to)}${conditional ? underCondition : ""}`,
  ...(conditional ? { conditional: true } : {}),
});

/** One edge for each pair: a certain one before a doubtful one, a short one before a long one. */
function shortestOf(edges: readonly Impersonator[]): readonly Impersonator[] {
  const best = new Map<string, Impersonator>();
  for (const edge of edges) {
    const other = best.get(edge.from.key);
    if (other === undefined || isBetter(edge, other)) best.set(edge.from.key, edge);
  }
  return [...best.values()];
}

const isBetter = (a: Impersonator, b: Impersonator): boolean =>
  doubt(a) === doubt(b) ? a.steps.length < b.steps.length : doubt(a) < doubt(b);

/** What no condition decides comes first, then what is published. */
const doubt = ({ conditional, method }: Impersonator): number =>
  (conditional ? 3 : 0) +
  (method === undefined ? 0 : confidences.indexOf(escalationPathOf(method)?.confidence ?? "high"));

const confidences = ["high", "medium", "low"];
